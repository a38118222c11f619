"""What members are told by message: messages are carried by a room above, which ``config/wiring.py`` puts here."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from rukun.ui.dates import in_words

REMINDED, ENDING, INVITED, SUSPENDED = "reminded", "ending", "invited", "suspended"
PAGES = {
    REMINDED: "training:courses",
    ENDING: "training:courses",
    INVITED: "training:own_duty",
    SUSPENDED: "training:own_duty",
}
"""What there is to tell, and where it all stands."""

TELL: list[Callable[[str, Mapping[UUID, Mapping[str, str]], str], object]] = []
"""Each is called in the transaction in which it happened: what (one of the above), persons with the values for each,
and the path of the page. Nothing of why, nor of whom else."""


def tell(what: str, persons: Mapping[UUID, date | None]) -> None:
    """Let whoever carries messages tell these persons, each with a day that it is about; in the caller's transaction.

    In the installation's language: whoever causes it may read another.
    """
    if not persons:
        return
    with translation.override(settings.LANGUAGE_CODE):
        values = {person: {"day": in_words(day)} if day else {} for person, day in persons.items()}
        for carry in TELL:
            carry(what, values, reverse(PAGES[what]))

"""What there is to tell: rooms register notices in ``config/wiring.py``, with words for every kind of channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.functional import Promise


@dataclass(frozen=True)
class Notice:
    """A kind of message. Words have ``%(name)s`` for values; ``example`` gives each a value as long as it can be.

    ``sms`` fits 160 letters of GSM-7 with the example's values, in every language (tested). ``push`` has no values
    at all: what lies on a locked screen is read by anybody. ``title`` is a mail's subject and a push message's first
    line, without values.
    """

    name: str
    title: Promise
    chat: Promise
    sms: Promise
    push: Promise
    example: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    """Values that no page of ours ever shows: a one-time code."""
    lasts: timedelta = timedelta(days=3)
    """After that nobody needs it any more."""
    vital: bool = False
    """Goes out above the month's ceiling too, as an alarm does; but quiet hours hold it."""
    template: str = ""
    """The name under which WhatsApp approved its words, for outside the 24 hours; its parameters are the values in
    order of ``example``. Without one it waits for the next channel."""
    outside: str = ""
    """The notice that WhatsApp gets instead outside the 24 hours, where its own words may not leave the talk."""
    why: Promise | None = None
    """When people get it: shown beside its preview."""


NOTICES: dict[str, Notice] = {}
REPLY = "notify.reply"
"""The one kind that is not registered: words of a talk, which are values themselves."""


def register(*notices: Notice) -> None:
    """Raises ``ValueError`` when two bear one name."""
    for notice in notices:
        if NOTICES.setdefault(notice.name, notice) is not notice:
            raise ValueError(f"two notices are called {notice.name}")

"""What somebody is asked by chat or SMS: whether they stand in, and whether they take an offered duty."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.notify.desk import ENTRANCE, Choice, Heard, Say, Sender, Topic, Turn
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_id
from rukun.people.strength import Strength
from rukun.roster.access_living import ask_for, swap_for, takes
from rukun.roster.actions.calling import answer_ask
from rukun.roster.actions.swapping import accept_swap, refuse_swap
from rukun.roster.errors import RosterError
from rukun.roster.models import Call, CallAsk, Duty, Swap
from rukun.roster.nights_in_words import hours, short, zone_of
from rukun.roster.notices import WAITING
from rukun.roster.telling_living import STAND_IN, SWAP
from rukun.ui.addresses import whole

Values = Mapping[str, Any]
YES, NO = "roster:yes", "roster:no"
_YES = frozenset("ya iya y yes bisa sanggup siap mau oke ok boleh terima can".split())  # noqa: SIM905  read as words
_NO = frozenset(
    "tidak tdk gak ga gk nggak ngga enggak no bukan tolak maaf ndak belum batal cannot can't".split()  # noqa: SIM905
)


# Standing in


def hear_ask(sender: Sender, heard: Heard, values: Values) -> Turn:
    """Yes gives them the duty, if nobody was faster and no rule is against it; no asks the next one."""
    with translation.override(sender.language):
        found = _ask_of(sender, values)
        if found is None:
            return Turn((Say(_gone()),))
        actor, row = found

        def take(yes: bool) -> str:
            answer_ask(actor=actor, ask=row, yes=yes)
            if not yes:
                return _("Baik, terima kasih sudah menjawab. Kami bertanya kepada yang lain.")
            duty = row.call.duty
            return _(
                "Terima kasih! Giliran ini sekarang giliran Anda: %s. Ingat: selalu berdua, mundur bila tidak aman."
            ) % (_where(duty))

        return _heard(heard, values, lambda: again_ask(sender, values), take)


def again_ask(sender: Sender, values: Values) -> tuple[Say, ...]:
    """The question, as long as it is one."""
    with translation.override(sender.language):
        found = _ask_of(sender, values)
        if found is None:
            return (Say(_gone()),)
        _actor, row = found
        if row.call.state in (Call.FOUND, Call.WITHDRAWN):
            return (Say(_("Pengganti tidak diperlukan lagi. Terima kasih.")),)
        return (_question(_("Seorang peserta berhalangan. Bisa menggantikan ronda %s?") % _where(row.call.duty)),)


def over_ask(sender: Sender, values: Values) -> tuple[Say, ...]:
    """They did not answer in time: the next one is asked, but they still may."""
    with translation.override(sender.language):
        return (
            Say(
                _("Kami sudah bertanya kepada yang lain. Bila Anda masih bisa menggantikan, buka %s")
                % whole(reverse("roster:home"))
            ),
        )


# Swapping


def hear_swap(sender: Sender, heard: Heard, values: Values) -> Turn:
    """Yes takes the duty (and gives one for it), no refuses."""
    with translation.override(sender.language):
        found = _swap_of(sender, values)
        if found is None:
            return Turn((Say(_gone()),))
        actor, row = found

        def take(yes: bool) -> str:
            if yes:
                accept_swap(actor=actor, swap=row)
                return _("Terima kasih. Giliran ini sekarang giliran Anda: %s.") % _where(row.duty)
            refuse_swap(actor=actor, swap=row)
            return _("Baik, tidak ada yang berubah. Kami sampaikan kepada yang meminta.")

        return _heard(heard, values, lambda: again_swap(sender, values), take)


def again_swap(sender: Sender, values: Values) -> tuple[Say, ...]:
    with translation.override(sender.language):
        found = _swap_of(sender, values)
        if found is None:
            return (Say(_gone()),)
        _actor, row = found
        if row.state != Swap.ASKED:
            return (Say(_("Permintaan tukar giliran itu sudah selesai. Tidak ada yang berubah.")),)
        asked = _("Mau mengambil giliran ronda %s?") % _where(row.duty)
        if row.for_duty is not None:
            asked = _("Mau bertukar giliran ronda? Anda mendapat %(new)s dan melepas %(old)s.") % {
                "new": _where(row.duty),
                "old": _where(row.for_duty),
            }
        return (_question(asked),)


# For both


def _heard(heard: Heard, values: Values, again: Callable[[], tuple[Say, ...]], take: Callable[[bool], str]) -> Turn:
    said = heard.said
    text = re.sub(r"[^\w' ]", " ", said.text.casefold()).strip()
    if text.split(" ", 1)[0] in ("lapor", "report", "status"):  # whoever reports is heard first
        return Turn(state=dict(values), then=ENTRANCE)
    yes = None if heard.unseen else _meant(said.choice, text)
    tries = int(values.get("tries", 0)) + 1
    if yes is None:
        if tries > MOST_TRIES:
            return Turn(state=dict(values), then=ENTRANCE)
        return Turn(again(), {**values, "tries": tries})
    try:
        return Turn((Say(take(yes)),))
    except RosterError as error:
        return Turn((Say(str(error)),))


MOST_TRIES = 2
"""What is no answer so often is something else that they want to say."""


def _meant(choice: str, text: str) -> bool | None:
    """Yes, no, or neither: "1 bisa", "2", "tidak bisa", "bisa pak"."""
    if choice in (YES, NO):
        return choice == YES
    words = text.split()
    if not words or len(words) > SHORT:
        return None
    if words[0] in ("1", "2"):
        return words[0] == "1"
    if any(each in _NO for each in words):
        return False
    return True if any(each in _YES for each in words) else None


SHORT = 5
"""Words of an answer; what is longer says more than yes or no."""


def _question(text: str) -> Say:
    return Say(text, (Choice(YES, _("Bisa")), Choice(NO, _("Tidak bisa"))))


def _gone() -> str:
    return _("Pertanyaan itu sudah tidak berlaku. Lihat giliran Anda di %s") % whole(reverse("roster:home"))


def _where(duty: Duty) -> str:
    zone = zone_of(duty)
    return f"{short(duty.starts_at, zone)} ({hours(duty.starts_at, duty.ends_at, zone)}), {duty.shift.post.name}"


def _ask_of(sender: Sender, values: Values) -> tuple[Actor, CallAsk] | None:
    actor = _actor(sender)
    row = ask_for(actor, int(values["ask"])) if actor is not None else None
    return (actor, row) if actor is not None and row is not None else None


def _swap_of(sender: Sender, values: Values) -> tuple[Actor, Swap] | None:
    actor = _actor(sender)
    row = swap_for(actor, UUID(values["swap"])) if actor is not None else None
    if actor is None or row is None or takes(actor, row) is None:
        return None
    return actor, row


def _actor(sender: Sender) -> Actor | None:
    """Whoever answers from a contact that is theirs acts for themselves; none of their offices opens to more than that.

    Only what was asked of them is looked at.
    """
    person = person_with_id(sender.person) if sender.person else None
    return actor_of(person, Strength.WORD) if person is not None else None


def sentences() -> Iterator[tuple[str, Say]]:
    """Each by its name, with values made up, as for ``desk.SENTENCES``."""
    where = "Sab 12/12 22.00 (22.00 sampai 02.00 WIB), Pos Ronda Gang Melati"
    yield STAND_IN, _question(_("Seorang peserta berhalangan. Bisa menggantikan ronda %s?") % where)
    yield SWAP, _question(_("Mau mengambil giliran ronda %s?") % where)
    yield (
        SWAP,
        _question(
            _("Mau bertukar giliran ronda? Anda mendapat %(new)s dan melepas %(old)s.") % {"new": where, "old": where}
        ),
    )
    yield STAND_IN, Say(_gone())


TOPICS = [
    Topic(STAND_IN, hear_ask, again_ask, timedelta(hours=2), over=over_ask, several=True, outside=WAITING),
    Topic(SWAP, hear_swap, again_swap, timedelta(days=1), several=True, outside=WAITING),
]

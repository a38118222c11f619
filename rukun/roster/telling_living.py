"""Who is told and asked when duties change hands, in the transaction in which it happens. Never why, nor whose turn.

Where people can write back they are asked, with an answer of one letter; whoever cannot is told, with the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from rukun.notify import connecting
from rukun.notify.actions.asking import ask, take_back
from rukun.notify.actions.telling import Values, contacts_for, tell_many
from rukun.notify.queries.asked import WAITS, unanswered
from rukun.people.queries.holders import sitting
from rukun.people.titles import titles_with
from rukun.roster import notices_living as notices
from rukun.roster.access import BY_RESIDENTS, KEEP, KEEP_IN_UNIT
from rukun.roster.models import Call, CallAsk, Duty, Swap, Watch, Watcher
from rukun.roster.nights_in_words import LONGEST_POST, cut, short, zone_of
from rukun.roster.telling import persons_behind
from rukun.ui.addresses import whole

STAND_IN, SWAP = "roster.stand_in", "roster.swap"
"""The topics of ``talk_living``."""


def asked(row: CallAsk, duty: Duty) -> None:
    """Somebody is asked to stand in: everybody behind the watcher, the first answer counts."""
    _ask([row.watcher], STAND_IN, {"ask": row.pk}, about_ask(row), row.until, duty, notices.STAND_IN)


def ask_answered(row: CallAsk) -> None:
    """Nobody else behind this watcher needs to answer."""
    take_back(about_ask(row))


def swap_asked(row: Swap, whom: Sequence[Watcher]) -> None:
    """A duty is offered: one is asked whether they take it; of several each is told of the offer."""
    duty = row.duty
    if row.to is not None:
        _ask(whom, SWAP, {"swap": str(row.pk)}, about_swap(row), duty.starts_at, duty, notices.SWAP_ASKED)
    else:
        _tell(notices.OFFERED, persons_behind(whom), duty, f"roster:{row.pk}")


def swap_over(row: Swap) -> None:
    """An offer was answered or is over: nobody needs to answer any more; whoever asked is told of a no."""
    take_back(about_swap(row))
    if row.state in (Swap.REFUSED, Swap.OVER) and row.duty.gone_at is None:  # else they were told that it went
        _tell(notices.SWAP_NOT, persons_behind([row.duty.watcher]), row.duty, f"roster:{row.pk}")


def nobody_found(duty: Duty) -> None:
    """Nobody stands in: the keepers are told, and whoever asked, whose duty it stays."""
    _tell(notices.NOBODY, persons_behind([duty.watcher]), duty, f"roster:{duty.pk}")
    keepers = keepers_of(duty.watch)
    _tell(notices.NOBODY_KEEPER, keepers, duty, f"roster:{duty.pk}", reverse("roster:now", args=[duty.watch_id]))


def call_over(call: Call) -> None:
    """Nobody stands in for a duty that is no more: nobody needs to answer."""
    for row in CallAsk.objects.filter(call=call, answer=""):
        take_back(about_ask(row))


def left_short(watch: Watch, places: Sequence[Duty]) -> None:
    """Where somebody left, nobody stands any more or one alone: the keepers are told once, the next night first."""
    nights = sorted(places, key=lambda each: (each.starts_at, str(each.pk)))
    if not nights:
        return
    values = values_of(nights[0])
    if len(nights) > 1:
        values = {**values, "night": f"{values['night']} (+{len(nights) - 1})"}
    _tell(
        notices.NOBODY_KEEPER,
        keepers_of(watch),
        nights[0],
        f"roster:{watch.pk}",
        reverse("roster:now", args=[watch.pk]),
        values,
    )


def keepers_of(watch: Watch) -> list[UUID]:
    """Who makes this watch's rosters now. Two queries at most."""
    titles = [each.code for each in titles_with(KEEP)]
    found = [each.person for each in sitting(titles, organisations=[watch.organisation_id])]
    if watch.organisation.kind == BY_RESIDENTS:
        found += [
            each.person for each in sitting([each.code for each in titles_with(KEEP_IN_UNIT)], units=[watch.unit])
        ]
    return list(dict.fromkeys(found))


def about_ask(row: CallAsk) -> str:
    return f"roster-ask:{row.pk}"


def about_swap(row: Swap) -> str:
    return f"roster-swap:{row.pk}"


def values_of(duty: Duty) -> Values:
    """What a message says of a duty: its night and post, and where to answer."""
    with override("id"):
        page = whole(reverse("roster:home"))
        return {
            "night": short(duty.starts_at, zone_of(duty)),
            "post": cut(duty.shift.post.name, LONGEST_POST),
            "page": page,
        }


def _ask(
    watchers: Iterable[Watcher],
    topic: str,
    state: Mapping[str, object],
    about: str,
    until: datetime,
    duty: Duty,
    notice: str,
) -> None:
    """Ask where they can write back, and tell all others; also those whose question has to wait for another one."""
    if not connecting.connected():
        return
    persons = persons_behind(watchers)
    contacts = contacts_for(persons)
    for contact in dict.fromkeys(contacts.values()):
        ask(contact, topic, state, about, lasts=max(until - timezone.now(), notices.LEAST))
    waiting = contacts and any(each.how == WAITS for each in unanswered(about))
    _tell(notice, [each for each in persons if waiting or each not in contacts], duty, about)


def _tell(
    notice: str, persons: Iterable[UUID], duty: Duty, about: str, url: str = "", values: Values | None = None
) -> None:
    values = values or values_of(duty)
    told = [(each, values) for each in dict.fromkeys(persons)]
    if told and connecting.connected():
        tell_many(notice, told, about=about, url=url or reverse("roster:home"))

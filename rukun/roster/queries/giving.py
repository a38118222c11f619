"""To whom a duty can be offered, and for which of theirs it can be traded."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from rukun.roster.algo.checking import Checker, newly
from rukun.roster.algo.standing_in import forgiven
from rukun.roster.frames import frame_of
from rukun.roster.models import Duty, Roster, Watcher
from rukun.roster.nights_in_words import names_of
from rukun.roster.queries.standing_in import stand_ins


@dataclass(frozen=True)
class Fellow:
    """Somebody to whom a duty can be offered: whether they could take it, and their own for which it can be traded."""

    watcher: Watcher
    name: str
    takes: bool
    duties: tuple[Duty, ...]


def fellows_of(duty: Duty) -> list[Fellow]:
    """Who could take the duty, or trade one of theirs for it, without breaking a rule, by name.

    In a bounded number of queries: two frames. Everything is asked again when it is offered, and when it is accepted.
    """
    takers = {each.pk: each for each in stand_ins(duty)}
    trades: dict[Watcher, list[Duty]] = {each: [] for each in takers.values()}
    for each in _tradable(duty):
        trades.setdefault(each.watcher, []).append(each)
    named = names_of(list(trades))
    found = [Fellow(each, named[each.pk], each.pk in takers, tuple(own)) for each, own in trades.items()]
    return sorted(found, key=lambda each: (each.name, str(each.watcher.pk)))


def _tradable(duty: Duty) -> list[Duty]:
    """Others' duties to come that can be had for this one, in order of time."""
    ahead = (
        Duty.objects.filter(
            watch=duty.watch_id, roster__state=Roster.PUBLISHED, gone_at=None, starts_at__gt=timezone.now(),
            watcher__officer=duty.watcher.officer,
        )
        .exclude(watcher=duty.watcher_id)
        .exclude(shift=duty.shift_id, night=duty.night)
        .select_related("watcher", "shift__post")
        .order_by("starts_at", "pk")
    )  # fmt: skip
    found = list(ahead)
    return _allowed(duty, found) if found else []


def _allowed(duty: Duty, others: Sequence[Duty]) -> list[Duty]:
    nights = [duty.night, *(each.night for each in others)]
    frame = frame_of(duty.watch, min(nights), max(nights), with_current=False)
    now = frame.assignment(
        Duty.objects.filter(
            watch=duty.watch_id, roster__state=Roster.PUBLISHED, gone_at=None, night__range=(min(nights), max(nights))
        )
    )
    checker, here, me = Checker(frame.problem), frame.place(duty.night, duty.shift_id), str(duty.watcher_id)
    found = []
    for each in others:
        there, them = frame.place(each.night, each.shift_id), str(each.watcher_id)
        if them in now[here] or me in now[there]:
            continue
        if them not in frame.standing.get(here, {}) or me not in frame.standing.get(there, {}):
            continue
        after = {**now, here: now[here] - {me} | {them}, there: now[there] - {them} | {me}}
        known, new = (
            [*checker.of_places(state, [here, there]), *checker.of_people(state, [me, them])] for state in (now, after)
        )
        if all(forgiven(one, {me, them}) for one in newly(new, known)):
            found.append(each)
    return found

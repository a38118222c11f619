"""How many nights each stood in the last year, and what their fair share of them was.

Stood is what was not taken away and not missed; whoever stood in for somebody stood themselves. The share is what
everybody would have stood if each night had been divided evenly among those who took part then and could stand in it,
into nobody more than they could (``algo.sharing``). So newcomers owe nothing, whoever leaves takes nothing along, and
whoever could not stand for a month is not flooded afterwards. Who could is remembered as it was when the night was
published (``outcomes.STRETCHES``): nothing of it is worked out again later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from rukun.roster.algo import rules
from rukun.roster.algo.fairness import ALL, week_limit
from rukun.roster.algo.problem import TOTAL
from rukun.roster.algo.sharing import Able, shares_by_night
from rukun.roster.called import watchers_with_names
from rukun.roster.kinds import CLASS_KINDS
from rukun.roster.models import Duty, Roster, Watch, Watcher
from rukun.roster.outcomes import COULD, KINDS, STRETCHES
from rukun.roster.queries.setup import today_in
from rukun.roster.queries.setup_people import name_of

if TYPE_CHECKING:
    from rukun.roster.frames import Frame

YEAR = timedelta(days=365)


@dataclass
class Account:
    """By class (``total`` and ``algo.problem.CLASSES``) what somebody stood, and their fair share of it."""

    stood: Counter[str] = field(default_factory=Counter)
    share: dict[str, float] = field(default_factory=lambda: dict.fromkeys(ALL, 0.0))

    @property
    def past(self) -> dict[str, float]:
        """How many duties more than their share; negative: fewer."""
        return {kind: self.stood[kind] - self.share[kind] for kind in ALL}


def past_of(watch: Watch, before: date) -> dict[UUID, dict[str, float]]:
    """How many duties more than their fair share each watcher stood in the 365 nights before a night. Three queries."""
    return {key: account.past for key, account in accounts(watch, before).items()}


def accounts(watch: Watch, before: date) -> dict[UUID, Account]:
    """The account of every watcher who took part in the 365 nights before a night. Three queries."""
    since = before - YEAR
    rosters = list(
        Roster.objects.filter(watch=watch, state=Roster.PUBLISHED, first__lt=before, last__gte=since)
        .only("first", "last", "outcome", "watch")
        .order_by("first")
    )
    if not rosters:
        return {}
    taking_part = {each.pk: each for each in Watcher.objects.filter(watch=watch).only("officer", "since", "until")}
    stood: dict[UUID, list[tuple[UUID, date]]] = {}
    rows = Duty.objects.filter(
        roster__in=rosters, gone_at=None, absent_at=None, night__gte=since, night__lt=before
    ).order_by()
    for roster, watcher, night in rows.values_list("roster_id", "watcher_id", "night"):
        stood.setdefault(roster, []).append((watcher, night))
    found: dict[UUID, Account] = {}
    for each in rosters:
        _settle(found, each, stood.get(each.pk, ()), taking_part)
    return found


def _settle(
    found: dict[UUID, Account], roster: Roster, stood: Iterable[tuple[UUID, date]], watchers: Mapping[UUID, Watcher]
) -> None:
    """Add what one roster brought: officers share theirs among each other."""
    told: Mapping[str, Sequence[str]] = (roster.outcome or {}).get(KINDS, {})
    here = [(watcher, night) for watcher, night in stood if watcher in watchers]
    for watcher, night in here:
        found.setdefault(watcher, Account()).stood.update([TOTAL, *classes_of(told.get(night.isoformat(), ()))])
    for first, last, able in _stretches(roster, watchers):
        for officer in (False, True):
            could = {str(key): each for key, each in able.items() if watchers[key].officer is officer}
            for kind in ALL:
                done: dict[int, list[str]] = {}
                for watcher, night in here:
                    counts = kind == TOTAL or kind in classes_of(told.get(night.isoformat(), ()))
                    if watchers[watcher].officer is officer and first <= night <= last and counts:
                        done.setdefault(night.toordinal(), []).append(str(watcher))
                for key, share in shares_by_night(done, could).items():
                    found.setdefault(UUID(key), Account()).share[kind] += share


def _stretches(roster: Roster, watchers: Mapping[UUID, Watcher]) -> Iterator[tuple[date, date, dict[UUID, Able]]]:
    """The stretches of a roster, each with who could stand in which of its nights, while they took part."""
    whole = {"first": roster.first.isoformat(), "last": roster.last.isoformat(), COULD: {}}
    for each in (roster.outcome or {}).get(STRETCHES) or [whole]:
        first, last = date.fromisoformat(each["first"]), date.fromisoformat(each["last"])
        able = {}
        for told, could in each[COULD].items():
            watcher = watchers.get(UUID(told))
            if watcher is not None:
                begins = watcher.since.toordinal()
                ends = (watcher.until or last).toordinal()
                numbers = (first.toordinal() + at for at, may in enumerate(could["nights"]) if may == "1")
                nights = frozenset(number for number in numbers if begins <= number <= ends)
                able[watcher.pk] = Able(nights, could["rest"], could["week"])
        yield first, last, able


def stretch_of(frame: "Frame") -> dict[str, Any]:
    """What a published roster keeps of the nights of a frame: who could stand in which of them, as it is now."""
    problem = frame.problem
    could = {}
    for each in problem.people:
        asked = each.posts if rules.POST not in problem.off else frozenset[str]()
        nights = {
            night
            for line in problem.posts
            if not asked or line.id in asked
            for night in each.available
            if line.wanted(night) and (not each.officer or night in line.officer_nights)
        }
        if nights:
            could[each.id] = {
                "nights": "".join("01"[number in nights] for number in range(problem.nights)),
                "rest": each.rest if rules.REST not in problem.off else 0,
                "week": week_limit(problem, each),
            }
    return {"first": frame.nights[0].isoformat(), "last": frame.nights[-1].isoformat(), COULD: could}


def cut(stretches: Iterable[Mapping[str, Any]], day: date) -> list[dict[str, Any]]:
    """The same stretches, of the nights before a day alone."""
    found = []
    for each in stretches:
        first = date.fromisoformat(each["first"])
        nights = (day - first).days
        if nights > 0:
            last = min(date.fromisoformat(each["last"]), day - timedelta(days=1))
            could = {key: {**one, "nights": one["nights"][:nights]} for key, one in each[COULD].items()}
            found.append({**each, "last": last.isoformat(), COULD: could})
    return found


def classes_of(kinds: Iterable[str]) -> list[str]:
    """The classes of fairness for which a night of these kinds counts, beside ``total``."""
    known = set(kinds)
    return [name for name, kind in CLASS_KINDS.items() if kind in known]


def table_of(watch: Watch, found: Mapping[UUID, Account]) -> list[tuple[str, Account]]:
    """The accounts of all who take part, by name: never by number, since nobody is ranked here. Two queries."""
    watchers = Watcher.objects.filter(watch=watch, officer=False).prefetch_related(watchers_with_names())
    today = today_in(watch.unit)
    named = [
        (name_of(each), found.get(each.pk, Account())) for each in watchers.filter(Q(until=None) | Q(until__gte=today))
    ]
    return sorted(named, key=lambda each: each[0].casefold())

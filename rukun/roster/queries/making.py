"""A roster as whoever makes it sees it: nights and shifts with names, what is missing, who moves, how often each."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from rukun.almanac.kinds import NIGHTS
from rukun.roster.algo import rules
from rukun.roster.algo.checking import Violation, moved
from rukun.roster.algo.fairness import counts
from rukun.roster.algo.outcome import CANCELLED, FEASIBLE, INFEASIBLE, OPTIMAL
from rukun.roster.algo.problem import Place
from rukun.roster.frames import Frame, broken_rules, frame_of
from rukun.roster.models import Duty, Roster, Shift, Watch
from rukun.roster.outcomes import ASSIGNMENT, EDITED, KINDS
from rukun.roster.queries.fairness import Account, accounts
from rukun.roster.queries.setup import today_in
from rukun.roster.words import (
    all_in_words,
    conflict_in_words,
    joined,
    night_in_words,
    relaxations_in_words,
    shift_in_words,
)


@dataclass(frozen=True)
class Standing:
    """Somebody in a cell. ``by_hand`` and ``reason``: they were put there, perhaps against a rule, and why."""

    key: UUID
    name: str
    officer: bool
    by_hand: bool
    reason: str


@dataclass(frozen=True)
class Cell:
    """A shift in a night: who stands there, how many are missing, what else is not kept there; ``begun``: too late.

    A draft can still be emptied where a shift has begun, so that does not count as begun while somebody stands there.
    """

    night: date
    shift: Shift
    standing: Sequence[Standing]
    missing: int
    broken: Sequence[str]
    begun: bool

    @property
    def needs_nobody(self) -> bool:
        return not self.missing and not self.standing


@dataclass(frozen=True)
class Row:
    """A night. ``was``: the kinds it had when the roster was published, if they are others now."""

    night: date
    kinds: Sequence[str]
    names: Sequence[str]
    was: Sequence[str]
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Moved:
    name: str
    away: Sequence[str]
    to: Sequence[str]


@dataclass(frozen=True)
class Share:
    """How often somebody stands in this roster, and what they stood in the year before beside their fair share."""

    name: str
    here: Mapping[str, int]
    account: Account


@dataclass(frozen=True)
class Board:
    """A roster with all that is to be said of it.

    In words, ``never``: what must go before publishing; ``waivable``: what needs a reason.
    """

    roster: Roster
    frame: Frame
    shifts: Sequence[Shift]
    rows: Sequence[Row]
    never: Sequence[str]
    waivable: Sequence[str]
    moved: Sequence[Moved]
    shares: Sequence[Share]
    empty: bool

    @property
    def missing(self) -> int:
        return sum(cell.missing for row in self.rows for cell in row.cells)

    @property
    def kinds_changed(self) -> bool:
        return any(row.was for row in self.rows)


def rosters_of(watch: Watch) -> QuerySet[Roster]:
    """All of a watch but those thrown away, the newest nights first, each with how many duties are in it."""
    found = Roster.objects.filter(watch=watch).exclude(state=Roster.DISCARDED)
    return found.annotate(number=Count("duties", filter=Q(duties__gone_at=None))).order_by("-first", "-made_at")


def suggested_nights(watch: Watch) -> dict[str, date]:
    """Four weeks: from the night after the last that is published, but not before tonight's. One query."""
    known = Roster.objects.filter(watch=watch, state=Roster.PUBLISHED).order_by("-last").first()
    first = max(today_in(watch.unit), known.last + timedelta(days=1)) if known else today_in(watch.unit)
    return {"first": first, "last": first + timedelta(days=27)}


def board_of(roster: Roster) -> Board:
    """Everything of one roster's page, in a bounded number of queries."""
    duties = list(Duty.objects.filter(roster=roster, gone_at=None).order_by("starts_at", "pk"))
    published = roster.state == Roster.PUBLISHED
    frame = frame_of(roster.watch, roster.first, roster.last, draft=roster)
    assignment = frame.assignment(duties)
    never, waivable = broken_rules(frame, duties)
    shifts = [frame.shift_of[line.id] for line in frame.problem.posts]
    by_place: dict[Place, list[Violation]] = {}
    for each in [*never, *waivable]:
        for night in each.nights:
            for post in each.posts:
                by_place.setdefault((night, post), []).append(each)
    standing: dict[Place, list[Standing]] = {}
    for duty in duties:
        member = str(duty.watcher_id)
        standing.setdefault(frame.place(duty.night, duty.shift_id), []).append(
            Standing(
                duty.watcher_id,
                frame.name_of(member),
                frame.watcher_of[member].officer,
                duty.by_hand,
                duty.reason,
            )
        )
    before = (roster.outcome or {}).get(KINDS, {}) if published else {}
    rows = [
        _row(frame, night, shifts, standing, by_place, before.get(night.isoformat()), published=published)
        for night in frame.nights
    ]
    here = counts(frame.problem, assignment)
    past = accounts(roster.watch, roster.first)
    return Board(
        roster,
        frame,
        shifts,
        rows,
        all_in_words(never, frame),
        all_in_words(waivable, frame),
        [] if published else _moved(frame, moved(frame.problem, assignment)),
        sorted(
            (
                Share(frame.name_of(key), here[key], past.get(watcher.pk, Account()))
                for key, watcher in frame.watcher_of.items()
                if not watcher.officer
            ),
            key=lambda each: each.name.casefold(),
        ),
        not duties,
    )


def _row(
    frame: Frame,
    night: date,
    shifts: Iterable[Shift],
    standing: Mapping[Place, Sequence[Standing]],
    broken: Mapping[Place, Sequence[Violation]],
    before: Sequence[str] | None,
    *,
    published: bool,
) -> Row:
    kinds = frame.kinds[night]
    lines = {line.id: line for line in frame.problem.posts}
    number = (night - frame.nights[0]).days
    cells = []
    for shift in shifts:
        place = frame.place(night, shift.pk)
        here = sorted(standing.get(place, ()), key=lambda each: (each.officer, each.name.casefold()))
        cells.append(
            Cell(
                night,
                shift,
                here,
                max(0, lines[place[1]].wanted(number) - sum(not each.officer for each in here)),
                all_in_words([each for each in broken.get(place, ()) if each.rule != rules.NEED], frame),
                frame.times(night, shift)[0] <= timezone.now() and (published or not here),
            )
        )
    was = before if before is not None and set(before) != set(kinds.kinds) else ()
    return Row(night, _called(kinds.kinds), kinds.names, _called(was), cells)


def _called(kinds: Iterable[str]) -> list[str]:
    return [str(NIGHTS[each]) for each in kinds if each in NIGHTS]


def _moved(frame: Frame, found: Mapping[str, Mapping[str, Sequence[Place]]]) -> list[Moved]:
    def worded(places: Sequence[Place]) -> list[str]:
        return [
            f"{night_in_words(frame.night(night))}, {shift_in_words(frame.shift_of[post])}"
            for night, post in places
            if post in frame.shift_of
        ]

    told = [Moved(frame.name_of(member), worded(ways["from"]), worded(ways["to"])) for member, ways in found.items()]
    return sorted(told, key=lambda each: each.name.casefold())


@dataclass(frozen=True)
class Found:
    """What a solver said, in words. ``percent``: another roster could be better by so much at most.

    ``acceptable``: what it gives up is still on offer; ``edited``: somebody changed the roster by hand since.
    """

    status: str
    percent: int | None
    conflict: Sequence[str]
    relaxation: Sequence[str]
    instead: Sequence[str]
    acceptable: bool
    edited: bool

    @property
    def optimal(self) -> bool:
        return self.status == OPTIMAL

    @property
    def feasible(self) -> bool:
        return self.status == FEASIBLE

    @property
    def infeasible(self) -> bool:
        return self.status == INFEASIBLE

    @property
    def cancelled(self) -> bool:
        return self.status == CANCELLED


def found_by_solver(roster: Roster, frame: Frame) -> Found | None:
    """The outcome of the last solving, of the nights of the frame; ``None`` if there was none."""
    outcome: Mapping[str, Any] = roster.outcome or {}
    if not outcome.get("status"):
        return None
    gap = outcome.get("gap")
    conflict = [
        Violation(each["rule"], tuple(each["nights"]), tuple(each["posts"]), tuple(each["people"]))
        for each in outcome.get("conflict", ())
    ]
    return Found(
        outcome["status"],
        None if gap is None else max(1, math.ceil(gap * 100 - 1e-9)),
        list(dict.fromkeys(conflict_in_words(each, frame) for each in joined(conflict))),
        relaxations_in_words(outcome.get("relaxation", ()), frame),
        relaxations_in_words(outcome.get("instead", ()), frame),
        ASSIGNMENT in outcome,
        bool(outcome.get(EDITED)),
    )


@dataclass(frozen=True)
class Choice:
    """Somebody who may be put into a cell. ``often``: their duties in this roster."""

    key: UUID
    name: str
    here: bool
    often: int
    officer: bool
    leader: bool
    wish: str


def choices_for(board: Board, night: date, shift: Shift) -> tuple[list[Choice], list[str]]:
    """Who may stand in a shift of a night, by name, and the names of those who cannot."""
    frame, place = board.frame, board.frame.place(night, shift.pk)
    here = {each.key for row in board.rows if row.night == night for cell in row.cells if cell.shift.pk == shift.pk
            for each in cell.standing}  # fmt: skip
    often = dict.fromkeys(frame.watcher_of, 0)
    for row in board.rows:
        for cell in row.cells:
            for each in cell.standing:
                often[str(each.key)] += 1
    members = {each.id: each for each in frame.problem.people}
    able, unable = [], []
    for key, watcher in frame.watcher_of.items():
        may = place[0] in frame.willing[key] and key in frame.standing.get(place, {})
        if not may and watcher.pk not in here:
            unable.append(frame.name_of(key))
            continue
        wish = "gladly" if place[0] in members[key].gladly else ""
        wish = "rather_not" if place[0] in members[key].rather_not else wish
        able.append(
            Choice(
                watcher.pk, frame.name_of(key), watcher.pk in here, often[key], watcher.officer, watcher.leader, wish
            )
        )
    able.sort(key=lambda each: (not each.here, each.name.casefold()))
    return able, sorted(unable, key=str.casefold)

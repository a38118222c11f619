"""Who is on duty at a moment: one query, in which suspension counts from the second in which it is stored."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    Field,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.utils import timezone

from rukun.people.phones import number_mark
from rukun.people.queries.holders import serving, terms_with
from rukun.roster.models import Duty, Roster, WatcherPerson
from rukun.training.queries.duty import suspended_at
from rukun.training.queries.fitness import DutyStatus, duty_course_in

UNIFORMED = ("polri", "tni")
"""Whoever holds a position in such an organisation is on duty by their office, not by training here."""
NO_OFFICE = "no_office"
"""Why an officer is not fit who holds no position there (any more); all other codes are ``training.algo.fitness``'s."""

AGAINST_ANYBODY = ("suspended", "released", "unknown")
"""What keeps an officer from duty as it does everybody else."""


@dataclass(frozen=True)
class Somebody:
    """A person behind a watcher, as far as whoever is on duty needs it."""

    id: UUID
    name: str
    suspended: bool = field(default=False, repr=False)


@dataclass(frozen=True)
class OnDuty:
    """A duty that is going on. ``persons`` are those behind the watcher, in the order in which they come.

    ``household`` is empty for a watcher who is one person; ``came`` who checked in, ``checked_at`` when.
    """

    duty: UUID
    watch: UUID
    organisation: str
    post: UUID
    post_name: str
    post_kind: str
    unit: str
    shift: UUID
    starts_at: datetime
    ends_at: datetime
    watcher: UUID
    household: str
    leader: bool
    officer: bool
    came: UUID | None
    checked_at: datetime | None
    persons: tuple[Somebody, ...]

    @property
    def expected(self) -> Somebody:
        """Who came; before that, who usually comes."""
        return next((each for each in self.persons if each.id == self.came), self.persons[0])


@dataclass(frozen=True)
class Standing:
    """Somebody who is on duty and may be: for what asks people to act, an alarm."""

    on: OnDuty
    person: Somebody


@dataclass(frozen=True)
class Excluded:
    """Somebody who would be on duty, and why not: codes of ``training.algo.fitness``, or ``NO_OFFICE``."""

    on: OnDuty
    person: Somebody
    codes: tuple[str, ...]


@dataclass(frozen=True)
class FitOnDuty:
    standing: tuple[Standing, ...]
    excluded: tuple[Excluded, ...]


def on_duty(unit: str, at: datetime | None = None) -> list[OnDuty]:
    """Whose duty it is at a moment at the posts and in the watches of a unit and below. One query.

    Without those who are suspended at that very second or were released; a household's duty goes on with the others of
    it. Nobody who was marked absent. Checked in or not: who has not come yet is expected. Ordered by post.
    """
    return [
        replace(each, persons=free)
        for each in read_on_duty(unit, at or timezone.now())
        if (free := tuple(person for person in each.persons if not person.suspended))
        and (each.came is None or any(person.id == each.came for person in free))
    ]


def fit_on_duty(unit: str, at: datetime | None = None) -> FitOnDuty:
    """The same, and of each watcher the one person who is fit for duty at that moment: six more queries.

    One more where officers are among them. Of a household it is who checked in, else the first who is fit. Whoever is
    not fit is in ``excluded``, with every reason: where nobody of a watcher is fit, all of them.
    """
    moment = at or timezone.now()
    return fit_of(read_on_duty(unit, moment), moment)


def fit_of(rows: Sequence[OnDuty], at: datetime) -> FitOnDuty:
    """Who of these is fit at a moment: six queries, one more where officers are among them."""
    codes = _codes(rows, at)
    standing: list[Standing] = []
    excluded: list[Excluded] = []
    for each in rows:
        asked = [person for person in each.persons if each.came in (None, person.id)]
        fit = next((person for person in asked if not codes[person.id, each.unit, each.officer]), None)
        if fit is not None:
            standing.append(Standing(each, fit))
        else:
            excluded += [Excluded(each, person, codes[person.id, each.unit, each.officer]) for person in asked]
    return FitOnDuty(tuple(standing), tuple(excluded))


def not_on_duty(duties: QuerySet[Duty], at: datetime) -> set[UUID]:
    """The duties of which nobody may be on duty at a moment, because they are suspended or were released. Two queries.

    Where somebody checked in, it is they who count.
    """
    free = {
        each.duty
        for each in read_duties(duties, at)
        if any(not person.suspended and each.came in (None, person.id) for person in each.persons)
    }
    return set(duties.order_by().values_list("pk", flat=True)) - free


def fit_for(duties: Collection[Duty]) -> dict[UUID, frozenset[UUID]]:
    """Of each duty who behind its watcher is fit for all of that shift, as far as is known now: eight queries.

    The duties know their ``shift.post`` and ``watcher``. Officers stand by their office.
    """
    behind: dict[UUID, list[UUID]] = {}
    rows = WatcherPerson.objects.filter(watcher__in={each.watcher_id for each in duties})
    for watcher, person in rows.values_list("watcher_id", "person_id"):
        behind.setdefault(watcher, []).append(person)
    everybody = list(dict.fromkeys(person for each in behind.values() for person in each))
    spans = list(dict.fromkeys(_span_of(each) for each in duties))
    course = dict(zip(spans, duty_course_in(everybody, spans) if everybody else (), strict=False))
    officers = [key for each in duties if each.watcher.officer for key in behind.get(each.watcher_id, ())]
    offices = terms_with(officers, UNIFORMED)
    found = {}
    for each in duties:
        statuses, fit = course.get(_span_of(each), {}), []
        for person in behind.get(each.watcher_id, ()):
            against = [reason.code for reason in statuses[person].reasons]
            if each.watcher.officer:
                held = any(
                    since <= each.starts_at and (until is None or until >= each.ends_at)
                    for since, until in offices.get(person, ())
                )
                against = [code for code in against if code in AGAINST_ANYBODY] + [NO_OFFICE] * (not held)
            if not against:
                fit.append(person)
        found[each.pk] = frozenset(fit)
    return found


def _span_of(duty: Duty) -> tuple[datetime, datetime, str]:
    return duty.starts_at, duty.ends_at, "" if duty.watcher.officer else duty.shift.post.unit


def _codes(rows: Sequence[OnDuty], at: datetime) -> dict[tuple[UUID, str, bool], tuple[str, ...]]:
    """Why each may not stand where their duty is; an officer by office, everybody else by ``duty_status``."""
    found: dict[tuple[UUID, str, bool], tuple[str, ...]] = {}
    members = list(dict.fromkeys(person.id for each in rows if not each.officer for person in each.persons))
    units = list(dict.fromkeys(each.unit for each in rows if not each.officer))
    course: Iterable[dict[UUID, DutyStatus]] = (
        duty_course_in(members, [(at, None, unit) for unit in units]) if members else ()
    )
    for unit, statuses in zip(units, course, strict=True):
        for key, status in statuses.items():
            found[key, unit, False] = tuple(reason.code for reason in status.reasons)
    officers = [person.id for each in rows if each.officer for person in each.persons]
    in_office = serving(officers, UNIFORMED, at)
    for each in rows:
        if each.officer:
            for person in each.persons:
                against = ("suspended",) * person.suspended + (NO_OFFICE,) * (person.id not in in_office)
                found[person.id, each.unit, True] = against
    return found


# The query: rows of duties with each of their persons, and, as further rows, the marks of suspended numbers.


_NOTHING: dict[str, Field[Any, Any]] = {
    "duty": UUIDField(), "watch": UUIDField(), "organisation": CharField(), "post": UUIDField(),
    "post_name": CharField(), "post_kind": CharField(), "unit": CharField(), "shift": UUIDField(),
    "starts": DateTimeField(), "ends": DateTimeField(), "watcher": UUIDField(), "household": CharField(),
    "leader": BooleanField(), "officer": BooleanField(), "came": UUIDField(), "checked": DateTimeField(),
    "somebody": UUIDField(), "called": CharField(), "turn": IntegerField(), "suspended": BooleanField(),
}  # fmt: skip
"""Columns of a row, each by its kind: a row that is a mark alone has none of them."""
_WHERE = {
    "duty": "pk", "watch": "watch_id", "organisation": "watch__organisation__name", "post": "shift__post_id",
    "post_name": "shift__post__name", "post_kind": "shift__post__kind", "unit": "shift__post__unit",
    "shift": "shift_id", "starts": "starts_at", "ends": "ends_at", "watcher": "watcher_id",
    "household": "watcher__name", "leader": "watcher__leader", "officer": "watcher__officer", "came": "person_id",
    "checked": "checked_at", "somebody": "watcher__persons__person_id", "called": "watcher__persons__person__name",
    "turn": "watcher__persons__order", "number": "watcher__persons__person__phone",
}  # fmt: skip
_COLUMNS = [f"row_{name}" for name in (*_NOTHING, "number")]


def read_on_duty(unit: str, at: datetime) -> list[OnDuty]:
    """All whose duty it is, those who are suspended among them and marked so. One query."""
    there = (
        Q(shift__post__unit=unit)
        | Q(shift__post__unit__startswith=f"{unit}.")
        | Q(watch__unit=unit)
        | Q(watch__unit__startswith=f"{unit}.")
        if unit
        else Q(pk__isnull=False)
    )
    return read_duties(duties_at(at).filter(there), at)


def duties_at(at: datetime) -> QuerySet[Duty]:
    """Of published rosters, going on at a moment, and neither taken away nor marked absent."""
    published = Duty.objects.filter(roster__state=Roster.PUBLISHED, gone_at=None, absent_at=None)
    going_on = published.filter(starts_at__lte=at, ends_at__gt=at)
    return going_on.filter(Q(watcher__until=None) | Q(watcher__until__gte=F("night")))


def read_duties(duties: QuerySet[Duty], at: datetime) -> list[OnDuty]:
    """These duties with everybody behind them who is not released; who is suspended then is marked. One query.

    Suspension follows a number to whoever has it now. Numbers are marked under a key that no database knows, so the
    marks come along as rows of the same statement and are compared here.
    """
    suspended = suspended_at(at)
    there = Q(watcher__persons__person__released_at=None) | Q(watcher__persons__person__released_at__gt=at)
    people = duties.filter(there, watcher__persons__isnull=False).annotate(
        **{f"row_{name}": F(path) for name, path in _WHERE.items()},
        row_suspended=Exists(suspended.filter(person=OuterRef("watcher__persons__person"))),
    )
    marks = suspended.exclude(phone_mark="").annotate(
        **{f"row_{name}": Value(None, output_field=kind) for name, kind in _NOTHING.items()}, row_number=F("phone_mark")
    )
    rows = people.order_by().values_list(*_COLUMNS).union(marks.order_by().values_list(*_COLUMNS), all=True)
    taken: set[str] = set()
    known: dict[UUID, list[dict[str, Any]]] = {}
    for values in rows:
        row = dict(zip((*_NOTHING, "number"), values, strict=True))
        if row["duty"] is None:
            taken.add(row["number"])
        else:
            known.setdefault(row["duty"], []).append(row)
    found = [_on_duty(each, taken) for each in known.values()]
    return sorted(found, key=lambda each: (each.post_name, each.starts_at, each.household or each.persons[0].name))


def _on_duty(rows: list[dict[str, Any]], taken: set[str]) -> OnDuty:
    first = rows[0]
    persons = tuple(
        Somebody(row["somebody"], row["called"], bool(row["suspended"]) or number_mark(row["number"]) in taken)
        for row in sorted(rows, key=lambda row: (row["turn"], row["called"]))
    )
    return OnDuty(
        duty=first["duty"], watch=first["watch"], organisation=first["organisation"], post=first["post"],
        post_name=first["post_name"], post_kind=first["post_kind"], unit=first["unit"], shift=first["shift"],
        starts_at=first["starts"], ends_at=first["ends"], watcher=first["watcher"], household=first["household"],
        leader=bool(first["leader"]), officer=bool(first["officer"]),
        came=first["came"] if any(each.id == first["came"] for each in persons) else None,
        checked_at=first["checked"], persons=persons,
    )  # fmt: skip

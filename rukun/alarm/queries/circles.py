"""Who would be called at this moment, circle by circle: what ringing and the drill's preview both ask."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from rukun.alarm.algo.circles import UNIFORMED, Seats, circles, reached
from rukun.alarm.messages import MESSAGES
from rukun.alarm.models import Called, Ring
from rukun.people.queries.holders import Holder, serving, sitting, sitting_within
from rukun.roster.queries.on_duty import AGAINST_ANYBODY, FitOnDuty, fit_on_duty
from rukun.territory.algo import codes
from rukun.training.queries.fitness import duty_statuses

LEAST = 2
"""So many stand together at least; one alone is called to no place."""
SERVICES = ("polri", "tni")
ALONE, UNFIT, SUSPENDED = "alone", "unfit", "suspended"


@dataclass(frozen=True)
class Meant:
    """Somebody to be called. ``unit`` is that of their post or office, ``title`` ``""`` on duty."""

    person: UUID
    role: str
    unit: str
    title: str = ""


def circle_of(
    unit: str, narrow: bool, nth: int, at: datetime | None = None, *, spread: bool = False
) -> tuple[list[Meant], dict[str, int]]:
    """Who belongs to the ``nth`` circle, officers first, and how many of those on duty are left out, by code.

    Whoever would be in it twice is in it once: on duty before anything else, where they are fit. Nobody who is
    suspended is called to stand with others, nor anybody alone; to stay away one alone is told as well. ``narrow`` and
    ``spread`` as of the message. A few queries, one for each office's reach; with duty those of ``fit_on_duty``.
    """
    now = at or timezone.now()
    circle = circles(narrow=narrow, spread=spread)[nth]
    meant: dict[UUID, Meant] = {}
    left_out: dict[str, int] = {}
    if circle.duty:
        found = on_duty_in(unit, now)
        people = {each.person.id: each for each in found.standing}
        left_out = _left_out(found)
        officers = [each for each in people.values() if each.on.officer]
        others = [each for each in people.values() if not each.on.officer]
        if 0 < len(others) < LEAST and not spread:
            left_out[ALONE], others = len(others), []
        meant = {each.person.id: Meant(each.person.id, Called.OFFICER, each.on.unit) for each in officers}
        meant |= {each.person.id: Meant(each.person.id, Called.DUTY, each.on.unit) for each in others}
    for seats in circle.seats:
        for holder in _holders(seats, unit):
            meant.setdefault(holder.person, Meant(holder.person, seats.role, holder.seat.unit, holder.seat.title))
    order = {Called.OFFICER: 0, Called.DUTY: 1, Called.HEAD: 2}
    return sorted(_not_suspended(meant, now), key=lambda each: order[each.role]), left_out


def on_duty_in(unit: str, at: datetime) -> FitOnDuty:
    """Who of those on duty is fit, in the unit, or in the RW around a smaller one."""
    return fit_on_duty(codes.up_to(unit, codes.RW), at)


def fit_now(unit: str, at: datetime) -> set[UUID]:
    """The persons who are on duty at this second and fit for it."""
    return {each.person.id for each in on_duty_in(unit, at).standing}


def uniformed(persons: Collection[UUID]) -> set[UUID]:
    """Who of these is an officer of police or army now, beside whom others may be called to a place. Two queries."""
    if not persons:
        return set()
    seated = {each.person for each in sitting_within(UNIFORMED, "", among=persons)}
    return seated | serving(persons, SERVICES, timezone.now())


def suspended(persons: Collection[UUID], at: datetime) -> set[UUID]:
    """Whose duty is suspended at a moment, or who is nobody here any more."""
    statuses = duty_statuses(list(persons), at) if persons else {}
    return {key for key in persons if any(reason.code in AGAINST_ANYBODY for reason in statuses[key].reasons)}


def unfit(unit: str, persons: Collection[UUID], at: datetime) -> set[UUID]:
    """Who of these is on duty at a moment, but not fit for it. Whose shift is over is not among them."""
    if not persons:
        return set()
    found = on_duty_in(unit, at)
    return ({each.person.id for each in found.excluded} - {each.person.id for each in found.standing}) & set(persons)


def still_called(ring: Ring, rows: Collection[Called], at: datetime) -> set[UUID]:
    """The persons of these rows who would be called by the ring at this moment too, in the role in which they were.

    Nobody whose office or duty ended meanwhile, who is no longer fit for that duty, or whose duty is suspended.
    """
    by_role: dict[str, set[UUID]] = {role: set() for role in (Called.DUTY, Called.OFFICER, Called.HEAD)}
    for row in rows:
        by_role[row.role].add(row.person)
    found: set[UUID] = set()
    for circle in circles(narrow=ring.narrow, spread=MESSAGES[ring.message].spread):
        for seats in circle.seats:
            if among := by_role[seats.role]:
                found |= {each.person for each in _holders(seats, ring.unit, among)}
    if by_role[Called.DUTY] or by_role[Called.OFFICER] - found:
        for each in on_duty_in(ring.unit, at).standing:
            role = Called.OFFICER if each.on.officer else Called.DUTY
            found |= by_role[role] & {each.person.id}
    return found - suspended(by_role[Called.OFFICER], at)


def _left_out(found: FitOnDuty) -> dict[str, int]:
    reasons = Counter(SUSPENDED if SUSPENDED in each.codes else UNFIT for each in found.excluded)
    return dict(reasons)


def _holders(seats: Seats, unit: str, among: Collection[UUID] | None = None) -> list[Holder]:
    units, within = reached(seats.reach, unit)
    found = sitting(seats.titles, units=units, among=among) if units else []
    return found + (sitting_within(seats.titles, within, among=among) if within else [])


def _not_suspended(meant: dict[UUID, Meant], at: datetime) -> list[Meant]:
    """Officers whose duty is suspended are called as little as others. Heads are called to no place."""
    officers = [key for key, each in meant.items() if each.role == Called.OFFICER]
    out = suspended(officers, at)
    return [each for key, each in meant.items() if key not in out]

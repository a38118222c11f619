"""Drills: who would be called before it rings, and those that were held."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union
from uuid import UUID

from rukun.alarm.access import may_manage, person_of
from rukun.alarm.algo.circles import circles
from rukun.alarm.messages import Message
from rukun.alarm.models import Ring
from rukun.alarm.queries.circles import Meant, circle_of
from rukun.alarm.words import LEFT_OUT, ROLES
from rukun.guard import Actor
from rukun.people.access import inside
from rukun.people.queries import names_of_office_holders
from rukun.people.titles import TITLES
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]

HELD = 10
"""Drills that a page lists."""
NAMED = 60
"""Office holders named of one circle; of more their titles are counted."""


@dataclass(frozen=True)
class Group:
    """Some who would be called: their office and unit, or that they stand on duty; names of office holders alone."""

    title: Text
    unit: str
    names: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class Preview:
    """A circle of those who would be called, and why others on duty would not."""

    number: int
    people: int
    groups: list[Group]
    left_out: list[tuple[Text, int]]


def would_be_called(actor: Actor, unit: str, message: Message) -> list[Preview]:
    """Each circle as it would be called at this moment.

    Whoever is in an earlier one is not called again, nor is whoever rings: they know.
    """
    known: set[UUID | None] = {person_of(actor)}
    found = []
    for nth in range(len(circles(narrow=message.narrow, spread=message.spread))):
        meant, left_out = circle_of(unit, message.narrow, nth, spread=message.spread)
        new = [each for each in meant if each.person not in known]
        known |= {each.person for each in new}
        found.append(
            Preview(
                nth + 1,
                len(new),
                _groups(new),
                [(LEFT_OUT.get(code, code), number) for code, number in left_out.items()],
            )
        )
    return found


def drills_in(actor: Actor, unit: str) -> list[Ring]:
    """The newest drills in a unit, running ones first."""
    if not may_manage(actor, unit).allowed:
        return []
    return sorted(Ring.objects.filter(inside(unit), drill=True)[:HELD], key=lambda each: each.state != Ring.RINGING)


def drill_for(actor: Actor, key: UUID) -> Ring | None:
    """The drill, or ``None`` both where there is none and where the actor does not manage its unit's kentongan."""
    found = Ring.objects.filter(pk=key, drill=True).first()
    return found if found is not None and may_manage(actor, found.unit).allowed else None


def _groups(meant: Sequence[Meant]) -> list[Group]:
    """Offices one by one with their holder, or counted where there are many; who stands on duty only by number."""
    seats = [each for each in meant if each.title]
    standing = Counter((each.role, each.unit) for each in meant if not each.title)
    found = [Group(ROLES[role], in_words(unit), (), number) for (role, unit), number in standing.items()]
    if len(seats) > NAMED:
        counted = Counter(each.title for each in seats)
        return found + [Group(TITLES[title].words, "", (), number) for title, number in counted.items()]
    names = names_of_office_holders({f"person:{each.person}" for each in seats})
    return found + [
        Group(
            TITLES[each.title].words, in_words(each.unit), tuple(filter(None, [names.get(f"person:{each.person}")])), 1
        )
        for each in seats
    ]

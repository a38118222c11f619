"""Whom a message would call at this moment, and in which words: shown before anything rings. Numbers, no names."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union
from uuid import UUID

from django.utils.translation import gettext as _

from rukun.alarm.access import person_of
from rukun.alarm.algo.circles import circles
from rukun.alarm.messages import Message, words_for
from rukun.alarm.models import Called
from rukun.alarm.queries.circles import Meant, circle_of
from rukun.alarm.words import LEFT_OUT, ROLES, where_of
from rukun.guard import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]


@dataclass(frozen=True)
class Step:
    """A circle: how many of each role, and how many of those on duty are left out, each with its word."""

    people: list[tuple[Text, int]]
    left_out: list[tuple[Text, int]]


@dataclass(frozen=True)
class Preview:
    """A message before it rings. ``nobody_on_duty``: it gathers people, and nobody stands on duty who could come."""

    message: Message
    steps: list[Step]
    said: list[tuple[Text, str]]
    nobody_on_duty: bool

    @property
    def first(self) -> Step:
        return self.steps[0]

    @property
    def later(self) -> list[Step]:
        """Circles with anybody in them that are called if too few come."""
        return [each for each in self.steps[1:] if each.people]


def previews(actor: Actor, unit: str, messages: list[Message]) -> list[Preview]:
    """One for each message. Whoever rings is not called: they know. A few queries for each circle."""
    met: dict[tuple[bool, bool, int], tuple[list[Meant], dict[str, int]]] = {}

    def circle(message: Message, nth: int) -> tuple[list[Meant], dict[str, int]]:
        key = (message.narrow, message.spread, nth)
        if key not in met:
            met[key] = circle_of(unit, message.narrow, nth, spread=message.spread)
        return met[key]

    found = []
    for message in messages:
        known: set[UUID | None] = {person_of(actor)}
        steps = []
        for nth in range(len(circles(narrow=message.narrow, spread=message.spread))):
            meant, left_out = circle(message, nth)
            new = [each for each in meant if each.person not in known and each.role in message.said]
            known |= {each.person for each in new}
            roles = Counter(each.role for each in new)
            reasons = [(LEFT_OUT.get(code, code), number) for code, number in left_out.items()]
            steps.append(Step([(ROLES[role], roles[role]) for role in ROLES if roles[role]], reasons))
        on_duty = ROLES[Called.DUTY] in dict(steps[0].people)
        nobody = message.gathers and not on_duty
        found.append(Preview(message, steps, _said(unit, message, nobody=nobody), nobody))
    return found


def _said(unit: str, message: Message, *, nobody: bool) -> list[tuple[Text, str]]:
    """What each role would read; where ``nobody`` stands on duty nobody is told of a meeting point."""
    place = _("titik kumpul yang Anda pilih") if message.gathers and not nobody else ""
    roles = [each for each in message.said if not (nobody and each == Called.DUTY)]
    return [(ROLES[role], words_for(message.code, role, where=where_of(unit), meeting=place)) for role in roles]

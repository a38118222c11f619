"""A ring as the posko sees it: whom it called, how far that came, and what they answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Union
from uuid import UUID

from django.db.models import Case, Count, When

from rukun.alarm.actions.holding import facts_of
from rukun.alarm.messages import MESSAGES, Message
from rukun.alarm.models import Called, Ring
from rukun.alarm.words import ANSWERS, LEFT_OUT, READ, ROLES, STATES, UNREACHABLE, WAITING, where_of
from rukun.guard import Actor
from rukun.notify.channels import CHANNELS
from rukun.notify.queries.states import FAILED, states_of
from rukun.people.queries import duty_facts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]
MOST = 100
"""People of one ring that a page lists; of further ones the numbers."""
ORDER = {Called.WITHDREW: 0, Called.COMES: 1, "": 2, Called.CANNOT: 3}
"""Who found it unsafe stands first, then who is ready, then who is still to answer: what the posko acts upon."""
FEW = 6
NAMES = "duty.see"
"""Whoever may see who is on duty sees the names of those who were called."""


@dataclass(frozen=True)
class Counts:
    """``silent``: reached on some channel, and no answer. ``unreachable``: on none."""

    called: int
    comes: int
    cannot: int
    withdrew: int
    silent: int
    unreachable: int


@dataclass(frozen=True)
class PersonView:
    """Somebody who was called; ``name`` is empty where it is not the reader's to see."""

    called: Called
    name: str
    role: str
    role_words: Text
    unit: str
    circle: int
    channel_words: Text
    state: str
    state_words: Text
    answer: str
    answer_words: Text
    answered_at: datetime | None


@dataclass(frozen=True)
class RingView:
    """A ring. ``more`` people stand in no list; ``left_out``: who of those on duty was not called, and why."""

    row: Ring
    message: Message
    where: str
    counts: Counts
    people: tuple[PersonView, ...]
    more: int
    left_out: list[tuple[Text, int]]
    ringing: bool
    until: datetime
    next_circle_at: datetime | None

    @property
    def first(self) -> tuple[PersonView, ...]:
        """Who is ready or withdrew, and a few others: a phone is not scrolled through for them."""
        return self.people[: max(FEW, sum(each.answer in (Called.COMES, Called.WITHDREW) for each in self.people))]

    @property
    def rest(self) -> tuple[PersonView, ...]:
        return self.people[len(self.first) :]


def ring_view(ring: Ring, actor: Actor | None = None) -> RingView:
    """One ring, with names where ``actor`` sees who is on duty there; without an actor, with none. A few queries."""
    return _view(ring, actor)


def rings_about(label: str, key: UUID, actor: Actor | None = None) -> list[RingView]:
    """All rings for a thing, the newest first."""
    return [_view(each, actor) for each in Ring.objects.filter(about_label=label, about_id=key)]


def ring_about(label: str, key: UUID, ring: UUID) -> Ring | None:
    """A ring for a thing, if it is one for that thing."""
    return Ring.objects.filter(pk=ring, about_label=label, about_id=key).first()


def _view(ring: Ring, actor: Actor | None) -> RingView:
    ringing = ring.state == Ring.RINGING
    rows = _listed(Called.objects.filter(ring=ring))
    far = states_of([row.bundle for row in rows if row.bundle])
    named = actor is not None and actor.may(NAMES, ring.unit).allowed
    came = {row.pk: _state(row, far) for row in rows}
    lost = sum(row.channel != "" and not row.answer and came[row.pk] == UNREACHABLE for row in rows)
    total, counts = _counts(ring, lost)
    names = {key: facts.name for key, facts in duty_facts([row.person for row in rows]).items()} if named else {}
    return RingView(
        ring,
        MESSAGES[ring.message],
        where_of(ring.unit),
        counts,
        tuple(_person(row, names.get(row.person, ""), came[row.pk]) for row in rows),
        max(0, total - len(rows)),
        [(LEFT_OUT.get(code, code), number) for code, number in ring.left_out.items()],
        ringing,
        ring.until,
        facts_of(ring).widens_at if ringing and ring.filled else None,
    )


def _listed(everybody: "QuerySet[Called]") -> list[Called]:
    """Those whom a page has room for, in order. However many answered, half of it is for whoever is still to answer."""
    place = Case(*(When(answer=answer, then=number) for answer, number in ORDER.items()))
    ordered = everybody.order_by(place, "circle", "role", "pk")
    rows = list(ordered[:MOST])
    if len(rows) < MOST:
        return rows
    said = [row for row in rows if row.answer in (Called.WITHDREW, Called.COMES)]
    silent = list(ordered.filter(answer="")[: max(MOST // 2, MOST - len(said))])
    rows = [row for row in rows if row.answer][: MOST - len(silent)] + silent
    return sorted(rows, key=lambda row: ORDER[row.answer])


def _counts(ring: Ring, lost: int) -> tuple[int, Counts]:
    """``lost``: so many of those listed were called on all of their channels, and nothing arrived."""
    everybody = Called.objects.filter(ring=ring).order_by()
    answers = Counter(dict(everybody.values_list("answer").annotate(Count("pk"))))
    unreachable = lost + everybody.filter(answer="", channel="").count()
    total = sum(answers.values())
    return total, Counts(
        total, answers[Called.COMES], answers[Called.CANNOT], answers[Called.WITHDREW],
        answers[""] - unreachable, unreachable,
    )  # fmt: skip


def _person(row: Called, name: str, state: str) -> PersonView:
    channel = str(CHANNELS[row.channel].words) if row.channel in CHANNELS else ""
    return PersonView(
        row, name, row.role, ROLES[row.role], row.unit, row.circle, channel, state, STATES[state], row.answer,
        ANSWERS[row.answer], row.answered_at,
    )  # fmt: skip


def _state(row: Called, far: dict[UUID, str]) -> str:
    if row.answer:
        return READ
    if row.bundle is None:
        return UNREACHABLE
    came = far.get(row.bundle, WAITING)
    if came == FAILED:
        return UNREACHABLE if row.next_at is None else WAITING
    return came

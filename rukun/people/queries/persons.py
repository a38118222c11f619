"""Reading about persons, as far as an actor may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from rukun.guard import Actor
from rukun.people import access
from rukun.people.algo.terms import Span, served
from rukun.people.models import Organisation, Person, Position
from rukun.people.titles import TITLES


def persons_by_name(actor: Actor, words: str = "") -> QuerySet[Person]:
    """Those whom the actor may see and who take part, with all of these words in their name."""
    found = access.persons_visible_to(actor).filter(released_at=None)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def persons_near(actor: Actor, organisation: Organisation, limit: int) -> list[Person]:
    """Whom the actor may see of those who belong to an organisation's unit or are in the organisation, by name."""
    members = Position.objects.filter(organisation=organisation).values("person")
    near = access.inside(organisation.unit) | Q(pk__in=members)
    return list(persons_by_name(actor).filter(near)[:limit])


def held_by(actor: Actor, persons: Collection[Person]) -> dict[UUID, list[Position]]:
    """What these persons hold now, as far as the actor may see it. One query."""
    now = timezone.now()
    found = Position.objects.filter(person__in=persons, since__lte=now).exclude(until__lte=now)
    held: dict[UUID, list[Position]] = {person.pk: [] for person in persons}
    for each in found.select_related("organisation").order_by("unit", "since"):
        if access.sees_position(actor, each):
            held[each.person_id].append(each)
    return held


def not_over(persons: Collection[UUID]) -> dict[UUID, list[Position]]:
    """What each of these persons holds or will hold, whoever asks: for rules, not to be shown. One query."""
    found: dict[UUID, list[Position]] = {key: [] for key in persons}
    for each in Position.objects.filter(person__in=found).exclude(until__lte=timezone.now()):
        found[each.person_id].append(each)
    return found


def organisations_of(persons: Collection[UUID], since: datetime) -> dict[UUID, set[UUID]]:
    """The organisations in which each holds, will hold or at some time from ``since`` on held a position. One query.

    For rules about who is too near to decide, whoever asks: not to be shown.
    """
    found: dict[UUID, set[UUID]] = {key: set() for key in persons}
    rows = Position.objects.filter(person__in=found, organisation__isnull=False).exclude(until__lte=since)
    for key, organisation in rows.values_list("person_id", "organisation_id"):
        if organisation is not None:
            found[key].add(organisation)
    return found


@dataclass(frozen=True)
class Career:
    """A person's positions: held now, to begin, and over. The newest come first."""

    now: list[Position]
    later: list[Position]
    before: list[Position]


def career_of(actor: Actor, person: Person) -> Career:
    """As far as the actor may see it. One query."""
    found = Position.objects.filter(person=person).select_related("organisation").order_by("-since", "unit")
    seen = [each for each in found if access.sees_position(actor, each)]
    moment = timezone.now()
    return Career(
        [each for each in seen if access.is_held(each)],
        [each for each in seen if each.since > moment and each.until != each.since],
        [each for each in seen if each.until is not None and each.until <= moment and each.until != each.since],
    )


def term_of(position: Position) -> int:
    """The how many-th time it is that this person holds this title there: 1 for the first."""
    there = Position.objects.filter(person=position.person_id, title=position.title, since__lt=position.since)
    title = TITLES[position.title]
    there = there.filter(unit=position.unit) if title.of_a_unit else there.filter(organisation=position.organisation_id)
    return served(Span(each.since, each.until) for each in there) + 1

"""Who sits where now: for rooms that tell people what waits for them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.guard import Actor
from rukun.people.access.people import Seat
from rukun.people.actor import PersonActor
from rukun.people.models import Person, Position
from rukun.people.strength import Strength


@dataclass(frozen=True)
class Holder:
    person: UUID
    seat: Seat


def sitting(
    titles: Collection[str], *, units: Collection[str] = (), organisations: Collection[UUID] = ()
) -> list[Holder]:
    """Who holds one of these titles now, for exactly one of these units or in one of these organisations. One query.

    In an order that stays the same; nobody who was released.
    """
    now = timezone.now()
    rows = Position.objects.filter(
        Q(unit__in=list(units)) | Q(organisation__in=list(organisations)),
        title__in=list(titles),
        since__lte=now,
        person__released_at=None,
    ).exclude(until__lte=now)
    found = rows.order_by("since", "pk").values_list("person_id", "organisation_id", "title", "unit")
    return [Holder(person, Seat(organisation, title, unit)) for person, organisation, title, unit in found]


def at_their_strongest(person: UUID) -> Actor | None:
    """The actor that somebody is when they sign in by the strongest way; ``None`` for whoever is no more.

    To ask whether they may see a thing before they are told that it waits for them. Never to act for them.
    """
    found = Person.objects.filter(pk=person, released_at=None).first()
    return PersonActor(found, Strength.STRONG) if found else None

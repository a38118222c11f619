"""Who sits where now: for rooms that tell people what waits for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from rukun.guard import Actor
from rukun.people.access.people import Seat
from rukun.people.actor import PersonActor
from rukun.people.models import Person, Position
from rukun.people.strength import Strength
from rukun.people.titles import TITLES


@dataclass(frozen=True)
class Holder:
    person: UUID
    seat: Seat


def sitting(
    titles: Collection[str],
    *,
    units: Collection[str] = (),
    organisations: Collection[UUID] = (),
    among: Collection[UUID] | None = None,
) -> list[Holder]:
    """Who holds one of these titles now, for exactly one of these units or in one of these organisations. One query.

    In an order that stays the same; nobody who was released. ``among``: of these persons alone.
    """
    now = timezone.now()
    rows = (
        _of(among)
        .filter(
            Q(unit__in=list(units)) | Q(organisation__in=list(organisations)),
            title__in=list(titles),
            since__lte=now,
            person__released_at=None,
        )
        .exclude(until__lte=now)
    )
    found = rows.order_by("since", "pk").values_list("person_id", "organisation_id", "title", "unit")
    return [Holder(person, Seat(organisation, title, unit)) for person, organisation, title, unit in found]


def serving(persons: Collection[UUID], kinds: Collection[str], at: datetime) -> set[UUID]:
    """Who of these holds a position in an open organisation of one of these kinds at a moment, whoever asks. One query.

    None for none. Nobody who was released by then.
    """
    if not persons:
        return set()
    held = Position.objects.filter(person__in=list(persons), organisation__kind__in=list(kinds), since__lte=at)
    open_then = Q(organisation__closed_at=None) | Q(organisation__closed_at__gt=at)
    there = Q(person__released_at=None) | Q(person__released_at__gt=at)
    return set(held.filter(open_then, there).exclude(until__lte=at).values_list("person_id", flat=True))


def terms_with(persons: Collection[UUID], kinds: Collection[str]) -> dict[UUID, list[tuple[datetime, datetime | None]]]:
    """From when to when each of these holds, held or will hold a position in an organisation of these kinds.

    One query, none for none. Nobody who was released; a position ends with its organisation.
    """
    found: dict[UUID, list[tuple[datetime, datetime | None]]] = {}
    if persons:
        held = Position.objects.filter(
            person__in=list(persons), person__released_at=None, organisation__kind__in=list(kinds)
        )
        rows = held.values_list("person_id", "since", "until", "organisation__closed_at")
        for person, since, until, closed in rows:
            found.setdefault(person, []).append((since, min(filter(None, (until, closed)), default=None)))
    return found


def officers_near(unit: str, kinds: Collection[str]) -> list[tuple[UUID, str, str]]:
    """Who holds a public title of these kinds of organisations alone, in a unit or for it, now: id, name and title.

    What the directory says to everybody. By name. One query.
    """
    now = timezone.now()
    public = [each.code for each in TITLES.values() if each.public and each.kinds and set(each.kinds) <= set(kinds)]
    parts = unit.split(".")
    above = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    held = Position.objects.filter(
        Q(unit__in=above) | Q(unit__startswith=f"{unit}."),
        title__in=public,
        organisation__kind__in=list(kinds),
        organisation__closed_at=None,
        since__lte=now,
        person__released_at=None,
    ).exclude(until__lte=now)
    return list(held.order_by("person__name", "pk").values_list("person_id", "person__name", "title"))


def at_their_strongest(person: UUID) -> Actor | None:
    """The actor that somebody is when they sign in by the strongest way; ``None`` for whoever is no more.

    To ask whether they may see a thing before they are told that it waits for them. Never to act for them.
    """
    found = Person.objects.filter(pk=person, released_at=None).first()
    return PersonActor(found, Strength.STRONG) if found else None


def sitting_within(titles: Collection[str], unit: str, *, among: Collection[UUID] | None = None) -> list[Holder]:
    """Who holds one of these titles now for a unit or for one inside it. One query.

    In an order that stays the same; nobody who was released. ``among``: of these persons alone.
    """
    now = timezone.now()
    inside = Q(unit=unit) | Q(unit__startswith=f"{unit}.") if unit else Q()
    rows = _of(among).filter(inside, title__in=list(titles), since__lte=now, person__released_at=None)
    found = rows.exclude(until__lte=now).order_by("since", "pk")
    columns = found.values_list("person_id", "organisation_id", "title", "unit")
    return [Holder(person, Seat(organisation, title, unit)) for person, organisation, title, unit in columns]


def _of(among: Collection[UUID] | None) -> QuerySet[Position]:
    return Position.objects.all() if among is None else Position.objects.filter(person__in=list(among))

"""Offices and organisations of several units at once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from rukun.people.models import Organisation, Position

Office = tuple[str, str]
"""A title and the unit for which it is held."""


def holders_in(titles: Collection[str], units: Collection[str]) -> dict[Office, set[UUID]]:
    """Who holds one of these titles for exactly one of these units now. One query, none for none."""
    return _held(Q(title__in=titles, unit__in=units)) if titles and units else {}


def held_offices(offices: Collection[Office]) -> set[Office]:
    """Those that anybody holds now, for that very unit or for one above it. One query, none for none."""
    if not offices:
        return set()
    above = {each: set(_and_above(each[1])) for each in offices}
    held = _held(Q(title__in={title for title, _unit in offices}, unit__in=set[str]().union(*above.values())))
    return {each for each in offices if any((each[0], unit) in held for unit in above[each])}


def organisations_holding(title: str, unit: str, since: datetime) -> set[UUID]:
    """The organisations of whoever holds an office for a unit or one above it, or did from ``since`` on. One query."""
    rows = Position.objects.filter(title=title, unit__in=["", *_and_above(unit)], organisation__isnull=False)
    return set(rows.exclude(until__lte=since).values_list("organisation", flat=True))


def offices_in(organisations: Collection[UUID], titles: Collection[str], since: datetime) -> set[Office]:
    """Which offices people of these organisations hold, or held from ``since`` on. One query, none for none."""
    rows = Position.objects.filter(organisation__in=organisations, title__in=titles).exclude(until__lte=since)
    return set(rows.values_list("title", "unit").distinct()) if organisations else set()


def organisations_in(units: Collection[str], kinds: Collection[str]) -> set[UUID]:
    """The organisations of some kinds whose seat is, or was, exactly one of these units. One query."""
    return set(Organisation.objects.filter(unit__in=units, kind__in=kinds).values_list("pk", flat=True))


def seats_of(organisations: Collection[UUID]) -> set[tuple[str, str]]:
    """Of what kinds these organisations are, and where their seats are. One query, none for none."""
    found = Organisation.objects.filter(pk__in=organisations)
    return set(found.values_list("kind", "unit")) if organisations else set()


def seated_in(units: Collection[str], kinds: Collection[str]) -> QuerySet[Organisation]:
    """The open organisations of some kinds whose seat is exactly one of these units."""
    return Organisation.objects.filter(unit__in=units, kind__in=kinds, closed_at=None).order_by("kind", "name", "pk")


def _held(narrowed: Q) -> dict[Office, set[UUID]]:
    now = timezone.now()
    found: dict[Office, set[UUID]] = {}
    rows = Position.objects.filter(narrowed, since__lte=now).exclude(until__lte=now)
    for title, unit, person in rows.values_list("title", "unit", "person_id"):
        found.setdefault((title, unit), set()).add(person)
    return found


def _and_above(unit: str) -> list[str]:
    parts = unit.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]

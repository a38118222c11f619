"""Reading about organisations."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from rukun.people.access import inside
from rukun.people.kinds import KINDS
from rukun.people.models import Organisation, Position
from rukun.people.titles import TITLES

PUBLIC = [title.code for title in TITLES.values() if title.public]


def open_organisations(unit: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Those that are not closed, in a unit and below it: by kind in the order of ``KINDS``, then by unit and name."""
    order = Case(
        *(When(kind=code, then=Value(place)) for place, code in enumerate(KINDS)),
        default=Value(len(KINDS)),
        output_field=IntegerField(),
    )
    found = Organisation.objects.filter(inside(unit), closed_at=None)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by(order, "unit", "name", "pk")


def organisation_exists(key: UUID) -> bool:
    """Whether there is such an organisation that is not closed."""
    return Organisation.objects.filter(pk=key, closed_at=None).exists()


def names_of_organisations(keys: Collection[UUID]) -> dict[UUID, str]:
    """What they are called, closed ones too. One query, none for none."""
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def kind_of(key: UUID | None) -> str:
    """The kind of an organisation, ``""`` for none. One query."""
    return Organisation.objects.filter(pk=key).values_list("kind", flat=True).first() or "" if key else ""


def office_is_held(title: str, unit: str) -> bool:
    """Whether anybody holds a title for this very unit, or for one above it, now. One query."""
    now = timezone.now()
    held = Position.objects.filter(title=title, unit__in=_and_above(unit), since__lte=now)
    return held.exclude(until__lte=now).exists()


def _and_above(unit: str) -> list[str]:
    parts = unit.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def organisation_of_kind(kind: str, unit: str) -> Organisation | None:
    """The open organisation of a kind whose seat is this very unit, the oldest if there are several. One query."""
    return Organisation.objects.filter(kind=kind, unit=unit, closed_at=None).order_by("founded_at", "pk").first()


def holders_of(organisation: Organisation, title: str) -> QuerySet[Position]:
    """Who holds a title in an organisation now, with the person."""
    now = timezone.now()
    held = Position.objects.filter(organisation=organisation, title=title, since__lte=now).exclude(until__lte=now)
    return held.select_related("person").order_by("since", "pk")


@dataclass(frozen=True)
class Office:
    """An organisation of a unit and who holds a public title in it; or, without one, somebody sent from elsewhere."""

    organisation: Organisation | None
    holders: list[Position]


def offices_of(unit: str) -> list[Office]:
    """Whom a unit has: its own organisations, and who holds a public title for exactly this unit. Two queries.

    In the order of ``TITLES``; organisations without anybody come last.
    """
    now = timezone.now()
    found = (
        Position.objects.filter(unit=unit, title__in=PUBLIC, since__lte=now)
        .exclude(until__lte=now)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    holders = sorted(found, key=lambda each: PUBLIC.index(each.title))
    own = {each.pk: Office(each, []) for each in open_organisations(unit).filter(unit=unit)}
    sent = [each for each in holders if each.organisation_id not in own]
    for each in holders:
        if each.organisation_id in own:
            own[each.organisation_id].holders.append(each)
    offices = [*(Office(None, [each]) for each in sent), *own.values()]
    return sorted(offices, key=lambda each: PUBLIC.index(each.holders[0].title) if each.holders else len(PUBLIC))

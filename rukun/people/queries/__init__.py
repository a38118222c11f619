"""Reading about persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rukun.guard import Actor
from rukun.people.actor import PersonActor
from rukun.people.models import Person, Position
from rukun.people.phones import number_mark
from rukun.people.strength import Strength


def person_with_id(key: UUID) -> Person | None:
    return Person.objects.filter(pk=key, released_at=None).first()


def person_with_phone(phone: str) -> Person | None:
    """``phone`` in E.164, as ``phones.normalise`` gives it."""
    return Person.objects.filter(phone=phone, released_at=None).first()


@dataclass(frozen=True)
class DutyFacts:
    """What is known of a person that bears on duty. ``mark`` is that of their number, see ``phones.number_mark``."""

    name: str
    adult: bool
    released_at: datetime | None
    mark: str


def duty_facts(keys: Collection[UUID]) -> dict[UUID, DutyFacts]:
    """The same for many persons, released ones included. One query."""
    rows = Person.objects.filter(pk__in=keys).values_list("pk", "name", "adult", "released_at", "phone")
    return {key: DutyFacts(name, adult, over, number_mark(phone)) for key, name, adult, over, phone in rows}


def hold_persons(keys: Collection[UUID]) -> None:
    """Hold the rows of these persons until the transaction ends, always in one order: for rules about one person.

    What only refers to a person goes on meanwhile.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def ways_to(keys: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Number (E.164) and unit of those who are not released: for what carries messages, not to be shown. One query."""
    rows = Person.objects.filter(pk__in=keys, released_at=None).values_list("pk", "phone", "unit")
    return {key: (phone, unit) for key, phone, unit in rows}


def anybody_known() -> bool:
    return Person.objects.exists()


def came_by_code(actor: Actor) -> bool:
    """Whether a session was opened by a one-time code alone: offices stay closed, and whether there are any, untold."""
    return isinstance(actor, PersonActor) and actor.strength <= Strength.CODE


def positions_of(actor: Actor) -> list[Position]:
    """The positions the actor holds now; none for whoever is no person, or may not be the one who holds them."""
    return actor.positions if isinstance(actor, PersonActor) and actor.is_surely_them else []


def closed_positions_of(actor: Actor) -> list[Position]:
    """Positions held now that stay closed because the session was opened by too little."""
    return actor.waiting_for_strength if isinstance(actor, PersonActor) else []


def names_of_office_holders(labels: Collection[str]) -> dict[str, str]:
    """``{actor label: name}`` of persons who hold or held an office. A resident without one stays unnamed."""
    keys = [label.removeprefix("person:") for label in labels if label.startswith("person:")]
    holders = Person.objects.filter(pk__in=keys, positions__isnull=False).distinct()
    return {f"person:{key}": name for key, name in holders.values_list("pk", "name")}


def name_of(actor: Actor) -> str:
    """What to call the actor on their own screen; ``""`` for whoever is no person."""
    return actor.shown_name if isinstance(actor, PersonActor) else ""

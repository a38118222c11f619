"""Who owes: an organisation, or an office such as the lurah of a kelurahan, whoever holds it. Exactly one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from rukun.guard import Actor, covers
from rukun.people.access.people import Seat, seats_with
from rukun.people.queries.organisations import (
    kind_of,
    names_of_organisations,
    office_is_held,
    organisation_exists,
)
from rukun.people.titles import TITLES
from rukun.ui import units

KEEP = "commitments.keep"
POSKO, GOVERNMENT = "petugas_posko", "kelurahan"


@dataclass(frozen=True)
class Owner:
    """``organisation`` with the ``unit`` of its seat, or ``title`` and the ``unit`` of an office."""

    unit: str
    organisation: UUID | None = None
    title: str = ""

    def __post_init__(self) -> None:
        if (self.organisation is None) == (not self.title):
            raise ValueError("an owner is an organisation or an office")

    @property
    def stands(self) -> bool:
        """Whether there is somebody to owe: the organisation is not closed, the office is held. One query."""
        if self.organisation is not None:
            return organisation_exists(self.organisation)
        return office_is_held(self.title, self.unit)

    def same_as(self, other: "Owner") -> bool:
        """Whether it is one and the same: of an organisation, whatever unit somebody wrote beside it."""
        return self.organisation == other.organisation if self.organisation else self == other


def words_of(owners: Iterable[Owner]) -> dict[Owner, str]:
    """What people call them. One query at most."""
    chosen = set(owners)
    names = names_of_organisations({each.organisation for each in chosen if each.organisation})
    return {
        each: names.get(each.organisation, _("organisasi yang sudah bubar")) if each.organisation else _office(each)
        for each in chosen
    }


def _office(owner: Owner) -> str:
    """Ketua RW 03, not Ketua RW RW 03."""
    title, where = str(TITLES[owner.title].words), units.name_of(owner.unit) or owner.unit
    return f"{title} {where.removeprefix(title.rpartition(' ')[2] + ' ')}"


def seat_for(actor: Actor, owner: Owner) -> Seat | None:
    """The seat from which the actor acts for an owner; ``None`` for whoever does not. No query."""
    return next((each for each in seats_with(actor, KEEP) if speaks_for(each, owner)), None)


def acting_for(actor: Actor, owner: Owner) -> UUID | None:
    """The organisation for which somebody acts who acts for an owner; of an office, the one of their seat."""
    seat = seat_for(actor, owner)
    return owner.organisation or (seat.organisation if seat else None)


def speaks_for(seat: Seat, owner: Owner) -> bool:
    """Whether who sits there acts for the owner. The desk of a kelurahan's posko acts for it, whoever sent them."""
    if owner.title:
        return seat.title == owner.title and covers(seat.unit, owner.unit)
    if seat.organisation == owner.organisation:
        return True
    return seat.title == POSKO and seat.unit == owner.unit and kind_of(owner.organisation) == GOVERNMENT

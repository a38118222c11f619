"""Whom residents call: who holds which public office over a unit now, and its work number. Never a private one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.guard import Actor, covers
from rukun.people.actor import PersonActor
from rukun.people.algo import ranks
from rukun.people.kinds import DISTRICT, KELURAHAN, RT, RW
from rukun.people.models import ONE_IN_A_UNIT, Organisation, Position
from rukun.people.titles import TITLES, Title, titles_with
from rukun.territory import queries as territory
from rukun.territory.algo.codes import chain_of
from rukun.territory.algo.gazetteer import NamedUnit

FIRST = ("bhabinkamtibmas", "babinsa", "lurah", "ketua_rw", "ketua_rt", "petugas_posko", "petugas_pelindungan")
"""Titles in the order in which people look for them; all other public ones follow in the order of ``TITLES``."""
MUST_BE = {"bhabinkamtibmas": KELURAHAN, "babinsa": KELURAHAN, "lurah": KELURAHAN, "ketua_rw": RW, "ketua_rt": RT}
"""Offices that are shown as vacant when nobody holds them, from the level down at which there has to be one."""
HEADS = {DISTRICT: "camat", KELURAHAN: "lurah", RW: "ketua_rw", RT: "ketua_rt"}
"""Who heads a unit of a level."""
DIVIDED = ("bhabinkamtibmas", "babinsa")
"""Offices of a kelurahan that several may share, each for some of its RW."""
WITH_A_DESK = (
    "kelurahan", "kecamatan", "kota", "polri", "tni", "rw", "rt", "satpol_pp", "satlinmas", "damkar", "pelindungan",
)  # fmt: skip
"""Kinds of organisations whose office anybody may ring."""


@dataclass(frozen=True)
class Holder:
    """Somebody in a public office. ``name`` has the rank in front; ``units`` are what they hold it for.

    ``organisation`` is empty where the title and the unit say it. ``phone`` is the position's work number, else the
    one of the organisation ``phone_of``, else empty.
    """

    name: str
    units: tuple[str, ...]
    organisation: str
    phone: str
    phone_of: str


@dataclass(frozen=True)
class Desk:
    """An organisation that has an office number."""

    name: str
    unit: str
    phone: str


@dataclass(frozen=True)
class Seat:
    """An office and who holds it; without holders and desks it is vacant, and ``unit`` says where."""

    title: Title
    unit: str
    holders: tuple[Holder, ...]
    desks: tuple[Desk, ...] = ()

    @property
    def vacant(self) -> bool:
        return not self.holders and not self.desks


@dataclass(frozen=True)
class Officer:
    """Somebody in a public office, for whom they hold it included: ``house`` is the organisation's id."""

    title: Title
    holder: Holder
    house: UUID | None


@dataclass(frozen=True)
class Part:
    """A unit directly below, and its head; no seat where none is known of."""

    unit: NamedUnit
    seat: Seat | None


@dataclass(frozen=True)
class Directory:
    """The board of one unit: ``first`` in the order of ``FIRST``, then ``others``, offices, and the units below."""

    unit: str
    first: tuple[Seat, ...]
    others: tuple[Seat, ...]
    desks: tuple[Desk, ...]
    parts: tuple[Part, ...]


def directory_of(code: str) -> Directory:
    """Who is there for a unit, its own and those of the units around it. Two queries, besides the territory's one."""
    parts = territory.parts_of(code)
    holders = _held(code, _below(code, parts))
    desks = _desks(code)
    posko = tuple(desk for kind, desk in desks if kind == "posko")
    protection = tuple(desk for kind, desk in desks if kind == "pelindungan")
    at_desks = {"petugas_posko": posko, "petugas_pelindungan": protection}
    here = {
        title: tuple(_grouped(each for each in held if covers(each.unit, code) or title in DIVIDED))
        for title, held in holders.items()
    }
    depth = len(code.split("."))
    first = [
        Seat(
            TITLES[title],
            ".".join(code.split(".")[: MUST_BE.get(title, depth)]),
            here.get(title, ()),
            at_desks.get(title, ()),
        )
        for title in FIRST
    ]
    return Directory(
        unit=code,
        first=tuple(seat for seat in first if not seat.vacant or depth >= MUST_BE.get(seat.title.code, depth + 1)),
        others=tuple(
            Seat(title, code, here[title.code])
            for title in TITLES.values()
            if title.code not in FIRST and here.get(title.code)
        ),
        desks=tuple(desk for kind, desk in desks if kind not in ("posko", "pelindungan")),
        parts=tuple(Part(part, _seat_of_head(part, holders)) for part in parts),
    )


def own_unit(actor: Actor) -> str:
    """The unit that is somebody's own, while it exists; ``""`` for whoever has none, or may not be them."""
    unit = actor.person.unit if isinstance(actor, PersonActor) and actor.is_surely_them else ""
    return unit if unit and territory.exists(unit) else ""


def _seat_of_head(part: NamedUnit, held: dict[str, list[Position]]) -> Seat | None:
    title = _head(part)
    holders = tuple(_grouped(each for each in held.get(title, ()) if each.unit == part.code))
    return Seat(TITLES[title], part.code, holders) if holders or title in MUST_BE else None


def _head(part: NamedUnit) -> str:
    return HEADS.get(len(part.code.split(".")), "")


def _below(code: str, parts: list[NamedUnit]) -> set[str]:
    """Titles that the board shows for the units below too."""
    divided = DIVIDED if len(code.split(".")) == KELURAHAN else ()
    return {*divided, *filter(None, map(_head, parts))}


def _held(code: str, below: set[str]) -> dict[str, list[Position]]:
    """The public positions held now over the unit, and those of the titles ``below`` in it: the nearest first."""
    now = timezone.now()
    found = (
        Position.objects.select_related("person", "organisation")
        .filter(Q(unit__in=["", *chain_of(code)]) | Q(unit__startswith=f"{code}.", title__in=below))
        .filter(title__in=[title.code for title in TITLES.values() if title.public])
        .filter(since__lte=now, person__released_at=None)
        .exclude(until__lte=now)
    )
    held: dict[str, list[Position]] = {}
    for each in sorted(found, key=lambda each: _nearness(code, each)):
        held.setdefault(each.title, []).append(each)
    return held


def holders_with(capability: str, unit: str) -> list[Officer]:
    """Whoever holds a public title over a unit now that gives a capability: who to ask for it. The nearest first.

    One query.
    """
    now = timezone.now()
    titles = [each.code for each in titles_with(capability) if each.public]
    found = (
        Position.objects.select_related("person", "organisation")
        .filter(unit__in=["", *chain_of(unit)], title__in=titles, since__lte=now, person__released_at=None)
        .exclude(until__lte=now)
    )
    together: dict[tuple[object, object], list[Position]] = {}
    for each in sorted(found, key=lambda each: _nearness(unit, each)):
        together.setdefault((each.person_id, each.title), []).append(each)
    return [Officer(TITLES[held[0].title], _holder(held), held[0].organisation_id) for held in together.values()]


def _nearness(code: str, position: Position) -> tuple[bool, int, str, str]:
    """Whoever is there for one's own RW comes before whoever is there for the whole kelurahan."""
    around = covers(position.unit, code)
    return not around, -len(position.unit) if around else 0, position.unit, position.person.name


def _grouped(positions: Iterable[Position]) -> list[Holder]:
    """One line for each person: a Bhabinkamtibmas of seven RW is one, with seven units."""
    together: dict[tuple[object, object], list[Position]] = {}
    for each in positions:
        together.setdefault((each.person_id, each.organisation_id), []).append(each)
    return [_holder(held) for held in together.values()]


def _holder(held: list[Position]) -> Holder:
    organisation = held[0].organisation
    own = next((each.work_phone for each in held if each.work_phone), "")
    shared = organisation.work_phone if organisation and not own else ""
    rank = next((each.rank for each in held if each.rank), "")
    return Holder(
        name=ranks.in_front_of(held[0].person.name, rank),
        units=tuple(each.unit for each in held),
        organisation=organisation.name if organisation and organisation.kind not in ONE_IN_A_UNIT else "",
        phone=own or shared,
        phone_of=organisation.name if organisation and shared else "",
    )


def _desks(code: str) -> list[tuple[str, Desk]]:
    """The offices around the unit that have a number, the nearest first, each with its kind or "posko"."""
    found = (
        Organisation.objects.filter(unit__in=["", *chain_of(code)], closed_at=None)
        .filter(Q(kind__in=WITH_A_DESK) | Q(name__istartswith="posko"))
        .exclude(work_phone="")
    )
    return [
        (
            "posko" if each.name.lower().startswith("posko") else each.kind,
            Desk(each.name, each.unit, each.work_phone),
        )
        for each in sorted(found, key=lambda each: (-len(each.unit), each.name))
    ]

"""Reads. What is asked often is held in memory and read again only when the territory has changed."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import shapely
from django.db import connection

from rukun.geo.coordinates import Bounds, Point
from rukun.geo.shapes import Shape, unbundled
from rukun.geo.streets import Streets
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import Gazetteer, NamedPlace, NamedStreet, NamedUnit
from rukun.territory.algo.locating import Locator
from rukun.territory.algo.searching import SearchIndex
from rukun.territory.models import Edition, ShapeBundle, StreetNetwork, Unit

NEWEST = f"SELECT id, token FROM {Edition._meta.db_table} ORDER BY id DESC LIMIT 1"  # noqa: S608, SLF001  ours
FAR_BEHIND = 0.4
"""Share of the best result's score below which others are no longer shown: who typed a name exactly meant it."""


class Territory:
    """The territory as of one edition. Each part is read when it is first asked for, and then kept."""

    def __init__(self, edition: int, token: str) -> None:
        self.edition = edition
        self.token = token
        self._building = threading.RLock()

    @property
    def gazetteer(self) -> Gazetteer:
        """Every name. One query, the first time."""
        with self._building:
            return self._gazetteer

    @property
    def index(self) -> SearchIndex:
        with self._building:
            return self._index

    @property
    def locator(self) -> Locator:
        """Which units hold a point. One query, the first time."""
        with self._building:
            return self._locator

    @property
    def streets(self) -> Streets | None:
        """The street network; ``None`` before the first import. One query, the first time."""
        with self._building:
            return self._streets

    # Several requests that want a part at once wait for the one that builds it.

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        block = Edition.objects.filter(pk=self.edition).values_list("gazetteer", flat=True).first()
        return Gazetteer.unpacked(bytes(block)) if block else Gazetteer()

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self.gazetteer.entries())

    @cached_property
    def _locator(self) -> Locator:
        return Locator(
            [
                (code, shapely.from_wkb(bytes(boundary)))
                for code, boundary in Unit.objects.filter(retired_at=None)
                .exclude(boundary=None)
                .values_list("code", "boundary")
                .iterator()
            ]
        )

    @cached_property
    def _streets(self) -> Streets | None:
        block = StreetNetwork.objects.order_by("-edition").values_list("block", flat=True).first()
        return Streets.unpacked(bytes(block)) if block else None


@dataclass
class _Look:
    """What one request has seen: it then keeps seeing that, and asks but once."""

    seen: Territory | None = field(default=None)


_held: Territory | None = None
_lock = threading.Lock()
_look: ContextVar[_Look | None] = ContextVar("territory_look", default=None)


def territory() -> Territory:
    """The newest edition, from memory while it is still the newest. One query, and one for a whole ``one_look``."""
    global _held  # noqa: PLW0603  one per process is the point
    look = _look.get()
    if look is not None and look.seen is not None:
        return look.seen
    with connection.cursor() as cursor:  # in plain SQL, because nearly every request asks
        cursor.execute(NEWEST)
        row = cursor.fetchone()
    newest, token = (row[0], str(row[1])) if row else (0, "")
    with _lock:
        if _held is None or _held.token != token:
            _held = Territory(newest, token)
        now = _held
    if look is not None:
        look.seen = now
    return now


@contextmanager
def one_look() -> Iterator[None]:
    """Within it, the territory is that of the first look, whoever imports meanwhile."""
    token = _look.set(_Look())
    try:
        yield
    finally:
        _look.reset(token)


# Where is this?


def units_at(point: Point) -> list[NamedUnit]:
    """The units that hold the point, from the top; empty outside. Those without an outline are known by their code."""
    here = territory()
    code = here.locator.locate(point.lat, point.lon)
    return here.gazetteer.chain(code) if code else []


@dataclass(frozen=True)
class Hit:
    """Something that a search found. ``kind`` is "unit", "place" or "street"; ``chain`` is where it lies.

    ``complete`` is false where nothing has all the words, and this comes nearest.
    """

    kind: str
    thing: NamedUnit | NamedPlace | NamedStreet
    chain: tuple[NamedUnit, ...]
    complete: bool


def search(text: str, limit: int = 20, near: str = "") -> list[Hit]:
    """Units, places and streets by what people type, the best first, those near the unit ``near`` before others."""
    here = territory()
    names = here.gazetteer
    hits = []
    ranked = here.index.search(text, limit, near)
    for found in ranked:
        if found.score < FAR_BEHIND * ranked[0].score:
            break
        entry = found.entry
        thing: NamedUnit | NamedPlace | NamedStreet
        if entry.kind == "unit":
            thing = names.units[entry.key]
        else:
            thing = (names.places if entry.kind == "place" else names.streets)[int(entry.key)]
        hits.append(Hit(entry.kind, thing, tuple(names.chain(entry.unit)), found.complete))
    return hits


# Units.


def unit_with_code(code: str) -> Unit | None:
    """A unit, retired or not."""
    return Unit.objects.select_related("successor").filter(code=code).first()


def exists(code: str) -> bool:
    """Whether this unit is there now."""
    return code in territory().gazetteer.units


def is_empty() -> bool:
    """Whether nothing was ever imported or listed."""
    return territory().edition == 0


def name_of(code: str) -> str:
    """What a unit is called; ``""`` for one that is not known."""
    unit = territory().gazetteer.units.get(code)
    return unit.name if unit else ""


def parts_of(code: str) -> list[NamedUnit]:
    """The units directly in this one; of ``""`` the topmost there are."""
    return territory().gazetteer.parts(code)


def begin() -> str:
    """The unit to begin with: the smallest, down to the kelurahan, that holds all there is; ``""`` if several do."""
    here, parts = "", parts_of("")
    while len(parts) == 1 and parts[0].level <= codes.KELURAHAN:
        here = parts[0].code
        parts = parts_of(here)
    return here


def place_with_id(place_id: str) -> NamedPlace | None:
    return next((place for place in territory().gazetteer.places if place.id == place_id), None)


def street_in(name: str, code: str) -> NamedStreet | None:
    """The street of that name in a unit, or running on into it."""
    named = [each for each in territory().gazetteer.streets if each.name == name]
    return next((each for each in named if codes.covers(code, each.unit) or codes.covers(each.unit, code)), None)


def find_unit(text: str) -> str:
    """The code of the unit that somebody means by a code or by words; ``""`` if there is none."""
    if exists(text):
        return text
    return next((hit.thing.code for hit in search(text) if isinstance(hit.thing, NamedUnit)), "")


def places_in(code: str) -> list[NamedPlace]:
    """The useful places within a unit."""
    return territory().gazetteer.within(code)


def outlines(units: Sequence[str]) -> dict[str, Any]:
    """The outlines (shapely) of those units that have one, by code."""
    rows = Unit.objects.filter(code__in=units).exclude(boundary=None).values_list("code", "boundary")
    return {code: shapely.from_wkb(bytes(boundary)) for code, boundary in rows}


def bounds_of(code: str) -> Bounds | None:
    """The box of the unit's outline, else of the nearest unit above that has one; ``None`` where there is none."""
    chain = [unit.code for unit in territory().gazetteer.chain(code)] if code else []
    drawn = Unit.objects.filter(code__in=chain).exclude(boundary=None).order_by("-level")
    box = drawn.values_list("west", "south", "east", "north").first()
    if box is None or None in box:
        return None
    west, south, east, north = (float(edge or 0) for edge in box)
    return west, south, east, north


# The map.


def streets() -> Streets | None:
    """The street network for whoever looks for ways; ``None`` before the first import."""
    return territory().streets


def shapes_in(bounds: Bounds, *, buildings: bool = True) -> list[Shape]:
    """What is drawn beneath the streets in a box."""
    west, south, east, north = bounds
    blocks = ShapeBundle.objects.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    box = shapely.box(*bounds)
    found: list[Shape] = []
    for block in blocks.order_by("pk").values_list("block", flat=True).iterator():
        members = [each for each in unbundled(bytes(block)) if buildings or each.kind != "building"]
        meet = shapely.intersects([each.geometry for each in members], box)
        found += [each for each, near in zip(members, meet, strict=True) if near]
    return found


def map_edition() -> Edition | None:
    """What the newest map brought and what was amiss in it, whatever lists came after; ``None`` before the first."""
    return Edition.objects.filter(kind=Edition.MAP).order_by("-pk").first()

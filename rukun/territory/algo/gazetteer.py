"""Every name of the territory with where it is: what search, pages and other rooms look codes up in."""

import json
import re
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from rukun.geo.streets import Streets
from rukun.territory.algo import codes
from rukun.territory.algo.locating import NOWHERE, Locator
from rukun.territory.algo.searching import Entry

WHAT_IT_IS = re.compile(r"^(Kota|Kabupaten)( Administrasi)? (?=\S)")
"""What stands before the name of a city or regency; nobody says "Kota Administrasi Jakarta Barat"."""
AFTER_DOT = chr(ord(".") + 1)
"""What lies in 31.73 begins with "31.73.", and so sorts from "31.73" up to here."""
KELURAHAN_DEPTH = 4
"""Parts in the code of a kelurahan."""
ALSO = {
    "police": "polisi polsek polres kantor pos police",
    "fire_station": "pemadam damkar kebakaran fire",
    "hospital": "rumah sakit rs puskesmas klinik dokter hospital clinic",
    "town_hall": "kantor kelurahan kecamatan balai kota desa office",
    "guard_post": "pos ronda jaga satpam siskamling posko guard post",
    "community_centre": "balai warga rw gedung pertemuan hall community",
    "school": "sekolah sd smp sma smk madrasah tk school",
    "worship": "rumah tempat ibadah worship",
    "market": "pasar market",
    "field": "lapangan taman olahraga field pitch",
    "bridge": "jembatan bridge",
}
"""Words under which people look for a kind of place."""


@dataclass(frozen=True)
class NamedUnit:
    """A unit that exists now. ``lat`` and ``lon`` are ``None`` where no boundary is known."""

    code: str
    name: str
    time_zone: str
    lat: float | None
    lon: float | None

    @property
    def level(self) -> int:
        return codes.level_of(self.code)

    @property
    def kind(self) -> str:
        return codes.kind_of(self.level)

    @property
    def drawn(self) -> bool:
        return self.lat is not None


@dataclass(frozen=True)
class NamedPlace:
    """A useful place. ``unit`` is the code of the smallest unit around it, ``""`` outside."""

    id: str
    kind: str
    name: str
    lat: float
    lon: float
    unit: str


@dataclass(frozen=True)
class NamedStreet:
    """A street within one kelurahan, or one RW of it, and a point in the middle of its longest piece there."""

    name: str
    lat: float
    lon: float
    unit: str


@dataclass(frozen=True)
class Gazetteer:
    units: dict[str, NamedUnit] = field(default_factory=dict)
    places: tuple[NamedPlace, ...] = ()
    streets: tuple[NamedStreet, ...] = ()

    def chain(self, code: str) -> list[NamedUnit]:
        """The unit and those above it that are known, from the top."""
        return [self.units[each] for each in codes.chain_of(code) if each in self.units]

    def parts(self, code: str) -> list[NamedUnit]:
        """The units in this one and in no other between; of ``""`` the topmost there are."""
        return self._parts.get(code, [])

    def within(self, code: str) -> list[NamedPlace]:
        """The places in a unit, by kind and name."""
        if not code:
            return list(self.places)
        lowest, highest = (
            bisect_left(self._by_unit, code, key=_unit_of),
            bisect_left(self._by_unit, code + AFTER_DOT, key=_unit_of),
        )
        return sorted(self._by_unit[lowest:highest], key=lambda place: (place.kind, place.name, place.id))

    @cached_property
    def _parts(self) -> dict[str, list[NamedUnit]]:
        found: dict[str, list[NamedUnit]] = defaultdict(list)
        for unit in self.units.values():
            above = [each for each in codes.chain_of(codes.parent_of(unit.code)) if each in self.units]
            found[above[-1] if above else ""].append(unit)
        return dict(found)

    @cached_property
    def _by_unit(self) -> list[NamedPlace]:
        return sorted(self.places, key=_unit_of)

    def entries(self) -> Iterator[Entry]:
        """What search looks in."""
        for unit in self.units.values():
            short = WHAT_IT_IS.sub("", unit.name) if unit.level == codes.CITY else unit.name
            yield Entry("unit", unit.code, short, unit.code, unit.level, also=unit.name)
        for i, place in enumerate(self.places):
            yield Entry("place", str(i), place.name, place.unit, also=ALSO.get(place.kind, ""))
        for i, street in enumerate(self.streets):
            yield Entry("street", str(i), street.name, street.unit)

    def packed(self) -> bytes:
        rows = {
            "units": [astuple(unit) for unit in self.units.values()],
            "places": [astuple(place) for place in self.places],
            "streets": [astuple(street) for street in self.streets],
        }
        return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def unpacked(cls, block: bytes) -> "Gazetteer":
        rows: dict[str, list[list[Any]]] = json.loads(zlib.decompress(block))
        units = [NamedUnit(*row) for row in rows["units"]]
        return cls(
            {unit.code: unit for unit in units},
            tuple(NamedPlace(*row) for row in rows["places"]),
            tuple(NamedStreet(*row) for row in rows["streets"]),
        )


def named_streets(streets: Streets, locator: Locator) -> tuple[NamedStreet, ...]:
    """Each name once for each kelurahan that it runs through, with its RW where all of it there lies in one.

    Pieces outside every kelurahan count only for a street that lies in none.
    """
    named = np.flatnonzero(streets.name)
    # Of an even number of points the middle is between two: the last point may be a junction in the next kelurahan.
    first, end = streets.start[named], streets.start[named + 1]
    middles = (streets.points[(first + end - 1) // 2] + streets.points[(first + end) // 2]) / 2
    rows = locator.locate_all(middles)
    found: dict[tuple[str, str], list[tuple[float, float, float, str]]] = defaultdict(list)
    settled: set[str] = set()
    for piece, row, (lon, lat) in zip(named.tolist(), rows.tolist(), middles.tolist(), strict=True):
        name = streets.names[streets.name[piece]]
        path = [] if row == NOWHERE else codes.chain_of(locator.codes[row])
        if len(path) >= KELURAHAN_DEPTH:
            settled.add(name)
        path = ["", *path[: KELURAHAN_DEPTH + 1]]
        length = float(streets.length[piece])
        found[name, path[: KELURAHAN_DEPTH + 1][-1]].append((length, lat, lon, path[-1]))
    streets_found = []
    for (name, unit), pieces in sorted(found.items()):
        if unit.count(".") + 1 < KELURAHAN_DEPTH and name in settled:
            continue
        _, lat, lon, _ = max(pieces)
        smallest_units = {each for *_, each in pieces}
        streets_found.append(NamedStreet(name, lat, lon, smallest_units.pop() if len(smallest_units) == 1 else unit))
    return tuple(streets_found)


def _unit_of(place: NamedPlace) -> str:
    return place.unit


def in_order(units: Iterable[NamedUnit]) -> dict[str, NamedUnit]:
    """By level and code, as lists show them."""
    return {unit.code: unit for unit in sorted(units, key=lambda unit: (unit.level, unit.code))}

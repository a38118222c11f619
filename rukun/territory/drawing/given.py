"""What a map is drawn from. Checked before anything is drawn, so that a slip shows as an error, not as an odd map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from rukun.geo.coordinates import Bounds, point
from rukun.geo.shapes import Shape
from rukun.geo.streets import Streets
from rukun.territory.drawing.cells import is_cell

MOST_MARKS = 200
MOST_CELLS = 500
SPOTS = (
    "police",
    "bridge",
    "hospital",
    "fire_station",
    "town_hall",
    "guard_post",
    "community_centre",
    "market",
    "school",
    "worship",
    "field",
)
"""Kinds of useful places, the first to be drawn first."""
MARKS = ("GN", "AG", "PG", "post", "gathering", "point")
SHADES = ("cordon", "search", "area")


@dataclass(frozen=True)
class Outline:
    """A unit's boundary: shapely polygon or multipolygon in degrees. A tap on it leads to ``url`` ("" is nowhere).

    ``level`` is OpenStreetMap's ``admin_level``: 4 province, 5 city, 6 district, 7 kelurahan, 8 RW, 9 RT.
    """

    code: str
    label: str
    level: int
    geometry: Any
    url: str = ""


@dataclass(frozen=True)
class Spot:
    """A useful place. ``kind`` is one of ``SPOTS``."""

    kind: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Ground:
    """What lies under the marks. ``outlines`` may hold the area itself, its units, and its neighbours."""

    streets: Streets | None = None
    shapes: Sequence[Shape] = ()
    outlines: Sequence[Outline] = ()
    spots: Sequence[Spot] = ()


@dataclass(frozen=True)
class Mark:
    """A point on top, from any room. ``kind`` is one of ``MARKS``; each has a shape of its own."""

    lat: float
    lon: float
    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Shade:
    """An area on top, from any room: shapely polygon in degrees. ``kind`` is one of ``SHADES``."""

    geometry: Any
    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class CellCount:
    """A count on an H3 cell. ``None``: not shown, because too few people are behind it."""

    cell: str | int
    count: int | None
    label: str = ""


Area = Outline | Bounds | Any
"""What fills a picture: an outline, a shapely polygon, or a box in degrees."""


def polygon(area: Area) -> Any:
    """The area as a shapely geometry in degrees. Raises ``ValueError`` for what is empty or not on the Earth."""
    if isinstance(area, Outline):
        return _on_earth(area.geometry)
    if isinstance(area, tuple):
        west, south, east, north = area
        point(south, west)
        point(north, east)
        if west > east or south > north:
            raise ValueError("a box is given as west, south, east, north")
        return shapely.box(west, south, east, north)
    return _on_earth(area)


def check(ground: Ground, marks: Sequence[Mark], shades: Sequence[Shade], cells: Sequence[CellCount]) -> None:
    """Raises ``ValueError`` for a point off the Earth, an unknown kind, an address elsewhere, or too many marks."""
    if len(marks) > MOST_MARKS:
        raise ValueError(f"a map shows up to {MOST_MARKS} marks, not {len(marks)}: count them on H3 cells instead")
    if len(cells) > MOST_CELLS:
        raise ValueError(f"a map shows up to {MOST_CELLS} cells, not {len(cells)}: count them on larger cells")
    places: list[Spot | Mark] = [*ground.spots, *marks]
    for place in places:
        point(place.lat, place.lon)
    _known(SPOTS, [spot.kind for spot in ground.spots])
    _known(MARKS, [mark.kind for mark in marks])
    _known(SHADES, [shade.kind for shade in shades])
    areas: list[Outline | Shade] = [*ground.outlines, *shades]
    for area in areas:
        _on_earth(area.geometry)
    for url in [*(area.url for area in areas), *(mark.url for mark in marks)]:
        if url and (url[0] not in "/?#" or url.startswith("//")):
            raise ValueError("a map leads to addresses of this site only")
    for cell in cells:
        if not is_cell(cell.cell):
            raise ValueError(f"{cell.cell!r} is no H3 cell")
        if cell.count is not None and cell.count < 0:
            raise ValueError("a count cannot be negative")


def _known(kinds: Sequence[str], found: Sequence[str]) -> None:
    for kind in found:
        if kind not in kinds:
            raise ValueError(f"unknown kind {kind!r}; there are {', '.join(kinds)}")


def _on_earth(geometry: Any) -> Any:
    if geometry is None or geometry.is_empty:
        raise ValueError("nothing to draw: the area is empty")
    west, south, east, north = geometry.bounds
    if not (all(map(math.isfinite, geometry.bounds)) and west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise ValueError("an area reaches beyond the Earth, or a coordinate of it is no number")
    return geometry

"""Taking a part of an extract: one unit with all that is in it, or a box."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from rukun.geo.coordinates import Bounds, NotAPoint, around, inside, point
from rukun.geo.shapes import Shape
from rukun.territory.algo import codes
from rukun.territory.algo.findings import CannotRead
from rukun.territory.algo.reading import Extract
from rukun.territory.algo.settling import FoundUnit

MARGIN = 300.0
"""Metres of streets kept around a unit: the next bridge and the way around matter to those who live at its edge."""


@dataclass(frozen=True)
class Clip:
    """What to keep: a unit by ``code``, or a box. Nothing given keeps everything."""

    code: str = ""
    bounds: Bounds | None = None

    def __str__(self) -> str:
        return self.code or (",".join(f"{edge:.10g}" for edge in self.bounds) if self.bounds else "")


class NotAClip(ValueError):
    """``why``: "form", or one of ``NotAPoint``'s, or "order" where west and east or south and north are exchanged."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def clip_from(text: str) -> Clip:
    """A clip as people type it: a code, or ``W,S,E,N`` in degrees. Raises ``NotAClip``."""
    text = text.strip()
    for level in codes.LEVELS:
        if code := codes.official(text, level):
            return Clip(code=code)
    if codes.CODE.fullmatch(text.lower()):
        return Clip(code=text.lower())
    edges = text.split(",")
    if len(edges) != 4:
        raise NotAClip("form")
    try:
        low, high = point(edges[1], edges[0]), point(edges[3], edges[2])
    except NotAPoint as error:
        raise NotAClip(error.why) from None
    if low.lon >= high.lon or low.lat >= high.lat:
        raise NotAClip("order")
    return Clip(bounds=(low.lon, low.lat, high.lon, high.lat))


def clipped(extract: Extract, units: tuple[FoundUnit, ...], clip: Clip) -> tuple[Extract, tuple[FoundUnit, ...]]:
    """The extract's streets, places and shapes within the clip, and the units that are above, at or in it.

    Of a unit that is not drawn nobody can say whether it lies in a box: it stays out.

    Raises ``CannotRead`` ("clip_unknown", "clip_empty").
    """
    if clip.code:
        named = next((unit for unit in units if unit.code == clip.code and unit.geometry is not None), None)
        if named is None:
            raise CannotRead("clip_unknown", clip.code)
        kept = tuple(unit for unit in units if codes.covers(clip.code, unit.code) or codes.covers(unit.code, clip.code))
        bounds = around(tuple(shapely.bounds(named.geometry).tolist()), MARGIN)
    elif clip.bounds:
        bounds = clip.bounds
        box = shapely.box(*bounds)
        drawn = {unit.code for unit in units if unit.geometry is not None and shapely.intersects(unit.geometry, box)}
        above = {each for code in drawn for each in codes.chain_of(code)}
        kept = tuple(unit for unit in units if unit.code in above)
        if not kept:
            raise CannotRead("clip_empty", str(clip))
    else:
        return extract, units
    return (
        replace(
            extract,
            ways=[way for way in extract.ways if _meets(way.points, bounds)],
            places=[place for place in extract.places if inside(place.lon, place.lat, bounds)],
            shapes=[part for shape in extract.shapes if (part := _cut(shape, bounds))],
        ),
        kept,
    )


def left_out(before: Extract, after: Extract, units: tuple[FoundUnit, ...], kept: tuple[FoundUnit, ...]) -> set[str]:
    """What the clip took away, named as in ``Problem.where``: what is amiss there is of no interest here."""
    names = {"n": "node", "w": "way", "r": "relation"}

    def named(extract: Extract, found: tuple[FoundUnit, ...]) -> set[str]:
        ways = {f"way {way.osm_id}" for way in extract.ways}
        places = {f"{names[place.key[0]]} {place.key[1:]}" for place in extract.places}
        return ways | places | {f"relation {unit.osm_id}" for unit in found}

    return named(before, units) - named(after, kept)


def _meets(points: Any, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    return bool(low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south)


def _cut(shape: Shape, bounds: Bounds) -> Shape | None:
    box = shapely.box(*bounds)
    if not shapely.intersects(shape.geometry, box):
        return None
    if shape.kind == "building":
        return shape
    parts = shapely.get_parts(shapely.get_parts(shapely.intersection(shape.geometry, box)))
    # Where a shape only touches the box, points and lines are left of it, which are nothing to draw.
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(shape.geometry)]
    if not len(kept):
        return None
    return replace(shape, geometry=kept[0] if len(kept) == 1 else shapely.union_all(kept))

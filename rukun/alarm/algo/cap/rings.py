"""Outlines as CAP wants them, and what is wrong with those that somebody else drew."""

import math
import re
from typing import Any

import numpy as np
import shapely

from rukun.alarm.algo.cap.message import Ring
from rukun.geo.coordinates import NotAPoint, Point, point
from rukun.geo.rings import repaired

MOST_POINTS = 200
"""Of one ring, the closing point included: what small receivers draw without pain."""
MOST_RINGS = 50
GRID = 1e-5
"""Degrees, about a metre: as many decimals as ``writing.polygon`` writes."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def rings_of(outline: Any, most: int = MOST_POINTS) -> tuple[Ring, ...]:
    """The outer rings of a shapely polygon or multipolygon, each valid, closed and of at most ``most`` points.

    Holes are left out, as the format has none; of more than ``MOST_RINGS`` parts the largest stay. Corners are left
    out by Douglas and Peucker's rule (shapely's ``simplify``), coarser until it fits. Parts too thin for the grid
    vanish; an outline without any area gives nothing.
    """
    rings: list[Ring] = []
    parts = [shapely.Polygon(part.exterior) for part in shapely.get_parts(outline).tolist() if not part.is_empty]
    for part in sorted(parts, key=shapely.area, reverse=True)[:MOST_RINGS]:
        with np.errstate(all="ignore"):  # GEOS divides by zero on the way, and comes out right
            snapped = shapely.set_precision(repaired(part), GRID)
        for each in shapely.get_parts(snapped).tolist():
            ring = _within(each, most)
            if ring is not None:
                rings.append(ring)
    return tuple(rings[:MOST_RINGS])


def _within(polygon: Any, most: int) -> Ring | None:
    if polygon.is_empty or polygon.area == 0:
        return None
    polygon = shapely.Polygon(polygon.exterior)
    step = GRID
    while shapely.get_num_points(polygon.exterior) > most:
        polygon = shapely.simplify(polygon, step, preserve_topology=True)
        step *= 1.5
    places = [(round(y, 5), round(x, 5)) for x, y in shapely.get_coordinates(polygon).tolist()]
    ring: Ring = tuple(here for here, before in zip(places, [None, *places], strict=False) if here != before)
    return ring if not faults_of(ring) else None


def parsed(text: str) -> Ring:
    """The points of a ``polygon`` element. Raises ``NotAPoint`` for the first that is none."""
    return tuple(_point(pair) for pair in text.split())


def _point(pair: str) -> tuple[float, float]:
    lat, comma, lon = pair.partition(",")
    if not (comma and _NUMBER.fullmatch(lat) and _NUMBER.fullmatch(lon)):
        raise NotAPoint("number")
    found: Point = point(lat, lon)
    return found.lat, found.lon


def faults_of(ring: Ring) -> list[str]:
    """What keeps it from being an outline.

    "few" (fewer than four points), "open" (the last is not the first), "flat" (no area) or "crossing" (of itself).
    """
    if len(ring) < 4:
        return ["few"]
    if ring[0] != ring[-1]:
        return ["open"]
    line = shapely.linestrings(np.array(ring)[:, ::-1])
    # Points that are repeated one after another harm nobody.
    if not shapely.is_ring(line) and not shapely.is_simple(shapely.remove_repeated_points(line)):
        return ["crossing"]
    polygon = shapely.Polygon(line)
    return [] if polygon.area > 0 and math.isfinite(polygon.area) and len(set(ring)) > 2 else ["flat"]


def circle(text: str) -> bool:
    """Whether it is "latitude,longitude radius", the radius in kilometres."""
    parts = text.split()
    if len(parts) != 2 or not _NUMBER.fullmatch(parts[1]) or float(parts[1]) < 0:
        return False
    try:
        _point(parts[0])
    except NotAPoint:
        return False
    return True

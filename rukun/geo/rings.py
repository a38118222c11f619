"""Areas from the lines around them, mended where that invents nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from rukun.geo.coordinates import Points, lengths

GAP = 100.0
"""Metres. A ring whose ends lie closer than this is closed; a wider gap would be territory of our own making."""
MOST_CLOSED = 1 / 3
"""A ring of which more than this share would be gaps that we closed is no outline, but some stray lines."""
MOST_POINTS = 20_000
"""An outline with more points than this is drawn from fewer, by steps from ``FINEST_STEP`` upwards."""
MOST_LOOSE = 100
"""With more loose lines than this the outline is a ruin, and looking for gaps to close would take for ever."""
FINEST_STEP = 1e-6  # degrees, about 10 cm


@dataclass(frozen=True)
class Area:
    """``geometry`` is a valid, non-empty shapely polygon or multipolygon, or ``None`` where none could be made.

    ``flaws``: "thinned" (too many points), "closed" (a gap up to ``GAP`` was closed), "open" (lines that lead nowhere
    were left out, or nothing closes), "repaired" (it crossed itself), "empty" (nothing with an area).
    """

    geometry: Any
    flaws: tuple[str, ...] = ()


def assemble(outer: Iterable[Points], inner: Iterable[Points] = ()) -> Area:
    """The area within the ``outer`` lines, in any order and direction, without what the ``inner`` ones enclose."""
    flaws: dict[str, None] = {}  # a set that keeps its order
    areas = _filled([line for line in outer if len(line) > 1], flaws)
    holes = _union(_filled([line for line in inner if len(line) > 1], flaws))
    body = _union(areas)
    if body is not None and holes is not None:
        # What lies within a hole is an island there: it belongs again.
        islands = [area for area in areas if shapely.contains_properly(holes, area)]
        body = _union([part for part in (_areas_of(shapely.difference(body, holes)), *islands) if part is not None])
    if body is None:
        flaws.setdefault("open" if "open" in flaws else "empty")
    return Area(body, tuple(flaws))


def repaired(geometry: Any) -> Any:
    """The areas of a polygon made valid (a figure of eight becomes two), or ``None`` if it has none."""
    return _areas_of(shapely.make_valid(geometry, method="structure", keep_collapsed=False))


def alike(one: Any, other: Any) -> float:
    """Share of the area that two polygons cover together which both of them have: 0 apart, 1 the same."""
    if not shapely.intersects(one, other):
        return 0.0
    common = shapely.intersection(one, other).area
    return float(common / (one.area + other.area - common))


def _filled(lines: list[Points], flaws: dict[str, None]) -> list[Any]:
    """The areas that lines enclose, each valid; they may overlap."""
    if not lines:
        return []
    lines = _thinned(lines, flaws)
    rings, loose = _merged(shapely.multilinestrings([shapely.linestrings(line) for line in lines]))
    if loose:
        # Lines that meet in the middle of each other enclose areas too: cut them there, and see what is enclosed.
        faces, cuts, dangles, invalid = shapely.polygonize_full(shapely.get_parts(shapely.union_all(loose)).tolist())
        found = shapely.get_parts(faces).tolist()
        rings += found
        rest = [part for kind in (cuts, dangles, invalid) for part in shapely.get_parts(kind).tolist()]
        bridges = _bridges(rest, rings) if rest else []
        joined, rest = _merged(shapely.multilinestrings([*rest, *bridges])) if rest else ([], [])
        mapped = [ring for ring in joined if _share(ring, bridges) <= MOST_CLOSED]
        if mapped:
            rings += mapped
            flaws.setdefault("closed")
        if rest or len(mapped) < len(joined):
            flaws.setdefault("open")
    areas = []
    for ring in rings:
        valid = shapely.is_valid(ring)
        areas.append(ring if valid else repaired(ring))
        if not valid:
            flaws.setdefault("repaired")
    return [area for area in areas if area is not None]


def _union(areas: list[Any]) -> Any:
    if not areas:
        return None
    return _areas_of(areas[0] if len(areas) == 1 else shapely.union_all(areas))


def _merged(lines: Any) -> tuple[list[Any], list[Any]]:
    """Lines joined end to end: the closed ones as polygons, and what stays open."""
    merged = shapely.get_parts(shapely.line_merge(lines))
    closed = shapely.is_closed(merged) & (shapely.get_num_points(merged) > 3)
    return [shapely.Polygon(line) for line in merged[closed]], merged[~closed].tolist()


def _bridges(chains: list[Any], rings: list[Any]) -> list[Any]:
    """Straight lines between the nearest loose ends, no longer than ``GAP``. An end on a ring is not loose."""
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(chains)))
    if len(merged) > MOST_LOOSE:
        return []
    ends = np.array([shapely.get_coordinates(line)[[0, -1]] for line in merged]).reshape(-1, 2)
    outlines = shapely.boundary(np.array(rings, dtype=object))
    ends = ends[~shapely.intersects(shapely.points(ends)[:, np.newaxis], outlines).any(axis=1)]
    pairs = [(float(lengths(ends[[i, j]])[0]), i, j) for i in range(len(ends)) for j in range(i + 1, len(ends))]
    taken: set[int] = set()
    bridges = []
    for distance, i, j in sorted(pairs):
        if 0 < distance <= GAP and not {i, j} & taken:
            taken |= {i, j}
            bridges.append(shapely.linestrings([ends[i], ends[j]]))
    return bridges


def _share(ring: Any, bridges: list[Any]) -> float:
    """Which share of the ring's outline the bridges are."""
    outline = shapely.boundary(ring)
    return float(shapely.length(shapely.intersection(outline, shapely.union_all(bridges))) / shapely.length(outline))


def _thinned(lines: list[Points], flaws: dict[str, None]) -> list[Points]:
    step = FINEST_STEP
    while sum(map(len, lines)) > max(MOST_POINTS, 2 * len(lines)):
        flaws.setdefault("thinned")
        lines = [
            shapely.get_coordinates(shapely.simplify(shapely.linestrings(line), step, preserve_topology=False))
            for line in lines
        ]
        step *= 4
    return lines


def _areas_of(geometry: Any) -> Any:
    """Polygons alone: repairs and differences may leave lines and points behind."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    areas = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)]
    if not len(areas):
        return None
    return areas[0] if len(areas) == 1 else shapely.multipolygons(areas)

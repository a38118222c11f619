"""Boundaries, each edge once.

Outlines of neighbours come from different years and differ by tens of metres, so a line that runs close beside one
already drawn is the same boundary, and is left out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely

from rukun.territory.drawing.frame import Frame, lines

FARTHEST, NEAREST = 40.0, 3.0
"""Metres by which two drawings of one edge may differ: at most, and at least for the smallest units."""
SHARE = 0.12
"""Of a unit's breadth: what is farther than this from a line is another line."""
SQUARE = 50
"""Tolerances."""


def tolerance(units: list[Any], frame: Frame) -> float:
    """In units of the picture, from the usual size of the flat polygons to be drawn."""
    per_metre = 2 / frame.metres
    breadth = float(np.median(np.sqrt(shapely.area(units)))) if units else 0.0
    return max(min(SHARE * breadth, FARTHEST * per_metre), NEAREST * per_metre, 2.0)


class Edges:
    """Lines already drawn, at first ``drawn``. ``near`` is in units, or in whatever the lines are measured in.

    ``square`` is the side of the squares by which old lines are found again.
    """

    def __init__(self, near: float, drawn: Iterable[Any] = (), square: float = 0) -> None:
        self.near = near
        self._side = square or SQUARE * near
        self._drawn: list[Any] = []
        self._zones: list[Any] = []
        self._squares: dict[tuple[int, int], list[int]] = defaultdict(list)  # a city has thousands of lines
        for line in drawn:
            self._keep(line)

    def fresh(self, course: Any) -> list[Any]:
        """What of a flat boundary has not been drawn yet; from now on it has been. Its ends reach to the old lines."""
        if course.is_empty:
            return []
        near = sorted({i for square in self._over(course) for i in self._squares.get(square, ())})
        beside = [i for i in near if self._zones[i].intersects(course)]
        rest = course
        for i in beside:
            rest = shapely.difference(rest, self._zones[i])
        found = [line for line in lines([rest]) if line.length > self.near]
        if beside:
            old = shapely.multilinestrings([self._drawn[i] for i in beside])
            found = [self._reaching(line, old) for line in found]
        for line in found:
            self._keep(line)
        return found

    def _keep(self, line: Any) -> None:
        zone = line.buffer(self.near, quad_segs=2)
        for square in self._over(zone):
            self._squares[square].append(len(self._zones))
        self._drawn.append(line)
        self._zones.append(zone)

    def _over(self, geometry: Any) -> Iterator[tuple[int, int]]:
        """The squares that the geometry's box meets."""
        west, south, east, north = (math.floor(edge / self._side) for edge in geometry.bounds)
        return ((x, y) for x in range(west, east + 1) for y in range(south, north + 1))

    def _reaching(self, line: Any, old: Any) -> Any:
        if line.is_closed:
            return line
        points = shapely.get_coordinates(line)
        before, after = ([self._touching(end, old)] if self._close(end, old) else [] for end in (points[0], points[-1]))
        return shapely.linestrings(np.array([*before, *points.tolist(), *after]))

    def _close(self, end: Any, old: Any) -> bool:
        return bool(shapely.distance(shapely.points(end), old) < self.near * 1.6)

    def _touching(self, end: Any, old: Any) -> list[float]:
        touch: list[float] = shapely.get_coordinates(shapely.shortest_line(shapely.points(end), old))[1].tolist()
        return touch


def boundary(flat: Any, frame: Frame) -> Any:
    """The line around a flat polygon, without the picture's own edges."""
    return shapely.simplify(frame.clipped(shapely.boundary(flat)), 1, preserve_topology=False)

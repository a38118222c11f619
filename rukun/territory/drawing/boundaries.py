"""Boundaries, each edge once.

Outlines of neighbours come from different years and differ by tens of metres, so a line that runs close beside one
already drawn is the same boundary, and is left out.
"""

from typing import Any

import numpy as np
import shapely

from rukun.territory.drawing.frame import Frame, lines

FARTHEST, NEAREST = 40.0, 3.0
"""Metres by which two drawings of one edge may differ: at most, and at least for the smallest units."""
SHARE = 0.12
"""Of a unit's breadth: what is farther than this from a line is another line."""


def tolerance(units: list[Any], frame: Frame) -> float:
    """In units of the picture, from the usual size of the flat polygons to be drawn."""
    per_metre = 2 / frame.metres
    breadth = float(np.median(np.sqrt(shapely.area(units)))) if units else 0.0
    return max(min(SHARE * breadth, FARTHEST * per_metre), NEAREST * per_metre, 2.0)


class Edges:
    """Lines already drawn. ``near`` is in units."""

    def __init__(self, near: float) -> None:
        self.near = near
        self._drawn: list[Any] = []
        self._zones: list[Any] = []

    def fresh(self, course: Any) -> list[Any]:
        """What of a flat boundary has not been drawn yet; from now on it has been. Its ends reach to the old lines."""
        beside = [i for i, zone in enumerate(self._zones) if zone.intersects(course)]
        rest = course
        for i in beside:
            rest = shapely.difference(rest, self._zones[i])
        found = [line for line in lines([rest]) if line.length > self.near]
        if beside:
            old = shapely.multilinestrings([self._drawn[i] for i in beside])
            found = [self._reaching(line, old) for line in found]
        for line in found:
            self._drawn.append(line)
            self._zones.append(line.buffer(self.near, quad_segs=2))
        return found

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

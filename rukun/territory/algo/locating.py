"""In which units does a point lie? Answered in memory, for one point or a hundred thousand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rukun.geo.coordinates import Points
from rukun.territory.algo import codes

NOWHERE = -1
DECIDING = (codes.KELURAHAN, codes.RW, codes.RT, codes.DISTRICT, codes.CITY, codes.PROVINCE)
"""Levels, the one that decides first: outlines of kelurahan are the finest that the authorities draw."""


class Locator:
    """The drawn units, in a tree.

    Neighbours touch, overlap and leave gaps, and outlines of different levels are of different years. So the rule is:
    the kelurahan decides; of several that hold the point (edge included) the one whose code comes first. The units
    above follow from its code; those below are the first of its RW, and of that one's RT, that hold the point. Where
    no kelurahan does, the RW decide in its place, else the RT, the districts, the cities, the provinces. A border thus
    has one answer for everybody, and an answer is always one path.
    """

    def __init__(self, units: Sequence[tuple[str, Any]]) -> None:
        """``units`` are code and geometry (shapely, degrees)."""
        ordered = sorted(units, key=lambda unit: (DECIDING.index(codes.level_of(unit[0])), unit[0]))
        self.codes = [code for code, _ in ordered]
        self._shapes = np.array([geometry for _, geometry in ordered], dtype=object)
        shapely.prepare(self._shapes)
        # GEOS makes the index of a shape when asked for the second time, and crashes if two threads do so at once.
        west, south, east, north = shapely.bounds(self._shapes).reshape(-1, 4).T
        for _ in range(3):
            shapely.intersects_xy(self._shapes, (west + east) / 2, (south + north) / 2)
        self._tree = shapely.STRtree(self._shapes)
        names: dict[str, int] = {}
        self._level = np.array([codes.level_of(code) - codes.PROVINCE for code in self.codes], np.int8)
        self._path = np.full((len(ordered), len(codes.LEVELS)), NOWHERE, np.int32)
        for row, code in enumerate(self.codes):
            for column, above in enumerate(codes.chain_of(code)):
                self._path[row, column] = names.setdefault(above, len(names))

    def locate(self, lat: float, lon: float) -> str | None:
        """The code of the smallest unit that holds the point; ``None`` outside all of them."""
        found = self._tree.query(shapely.points(lon, lat))
        if not len(found):
            return None
        found.sort()
        deepest = ""
        for row in found[shapely.intersects_xy(self._shapes[found], lon, lat)].tolist():
            code = self.codes[row]
            if codes.covers(deepest, code):  # the first of all, then what lies in it
                deepest = code
        return deepest or None

    def locate_all(self, points: Points) -> NDArray[np.int32]:
        """For many points, (n, 2) as longitude and latitude: row into ``codes``, or ``NOWHERE``."""
        which, row = self._tree.query(shapely.points(points))
        holds = shapely.intersects_xy(self._shapes[row], points[which, 0], points[which, 1])
        which, row = which[holds], row[holds]
        order = np.lexsort((row, which))
        which, row = which[order], row[order]
        answer = np.full(len(points), NOWHERE, np.int32)
        for level in DECIDING:
            at = self._level[row] == level - codes.PROVINCE
            point, unit = which[at], row[at]
            above = answer[point]
            column = self._level[above]
            fits = (above == NOWHERE) | (self._path[unit, column] == self._path[above, column])
            point, first = np.unique(point[fits], return_index=True)
            answer[point] = unit[fits][first]
        return answer

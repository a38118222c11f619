"""From degrees to the picture and into path data: projection, clipping, whole numbers, few letters.

Lengths in the picture are whole *units*, half a pixel each: small enough that nothing looks ragged, and integers are
the shortest way to write a path.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rukun.geo.coordinates import Bounds, metres_per_degree

UNIT = 2
"""Units in a pixel."""
SPARE = 12
"""Units by which lines run on beyond the picture, so that their ends are not seen."""
MARGIN = 16
"""Units between the area and the picture's edge."""
TALLEST, FLATTEST = 1.15, 0.5
"""Height of a picture as a share of its width: at most, at least."""
SMALLEST = 40.0
"""Metres. A smaller area is drawn with its surroundings."""
SMOOTH = 1.4
"""Units by which a drawn line may differ from the true one (Douglas and Peucker's tolerance)."""


@dataclass(frozen=True)
class Frame:
    """A picture of ``width`` × ``height`` units with the point (``west``, ``north``) at its upper left."""

    width: int
    height: int
    west: float
    north: float
    per_x: float  # units per degree
    per_y: float
    metres: float  # on the ground, in one pixel

    @property
    def bounds(self) -> Bounds:
        """The box on the Earth, with what is spare, in degrees."""
        x, y = SPARE / self.per_x, SPARE / self.per_y
        return (
            self.west - x,
            self.north - self.height / self.per_y - y,
            self.west + self.width / self.per_x + x,
            self.north + y,
        )

    def flat(self, geometry: Any) -> Any:
        """A geometry, or an array of them, in units."""
        return shapely.transform(geometry, self.points)

    def points(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return (degrees - (self.west, self.north)) * (self.per_x, -self.per_y)

    def spot(self, lat: float, lon: float) -> tuple[int, int]:
        return round((lon - self.west) * self.per_x), round((self.north - lat) * self.per_y)

    def holds(self, x: float, y: float, inset: float = 0) -> bool:
        return inset <= x <= self.width - inset and inset <= y <= self.height - inset

    def near(self, geometries: Sequence[Any]) -> NDArray[np.intp]:
        """Which of the geometries, in degrees, may be in the picture: those whose box meets it."""
        if not len(geometries):
            return np.empty(0, np.intp)
        west, south, east, north = self.bounds
        low_x, low_y, high_x, high_y = shapely.bounds(array(geometries)).T
        return np.flatnonzero((low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south))

    def clipped(self, flat: Any) -> Any:
        """What of a flat geometry, or of an array of them, is in the picture."""
        return shapely.clip_by_rect(flat, -SPARE, -SPARE, self.width + SPARE, self.height + SPARE)


def frame(area: Any, width: int) -> Frame:
    """The picture, ``width`` pixels wide, that an area (shapely, degrees) fills. Raises ``ValueError``."""
    if not 120 <= width <= 2000:
        raise ValueError(f"a map is 120 to 2000 pixels wide, not {width}")
    west, south, east, north = area.bounds
    per_x, per_y = metres_per_degree((south + north) / 2)
    across, down = max((east - west) * per_x, SMALLEST), max((north - south) * per_y, SMALLEST)
    wide = width * UNIT
    tall = wide * TALLEST
    scale = min((wide - 2 * MARGIN) / across, (tall - 2 * MARGIN) / down)  # units per metre
    high = math.ceil(min(max(down * scale + 2 * MARGIN, wide * FLATTEST), tall))
    return Frame(
        width=wide,
        height=high,
        west=(west + east) / 2 - wide / 2 / scale / per_x,
        north=(south + north) / 2 + high / 2 / scale / per_y,
        per_x=per_x * scale,
        per_y=per_y * scale,
        metres=UNIT / scale,
    )


def array(geometries: Iterable[Any]) -> Any:
    """Geometries as the array that shapely works on at once."""
    return np.fromiter(geometries, object)


def lines(geometries: Iterable[Any]) -> list[Any]:
    """The single lines in flat geometries, joined where they meet end to end."""
    parts = shapely.get_parts(shapely.get_parts(array(geometries)))
    parts = parts[(shapely.get_type_id(parts) == 1) & ~shapely.is_empty(parts)]
    if not len(parts):
        return []
    merged: list[Any] = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts))).tolist()
    return merged


def polygons(geometries: Iterable[Any], least: float = 0) -> list[Any]:
    """The single polygons in flat geometries that are larger than ``least`` square units."""
    parts = shapely.get_parts(shapely.get_parts(array(geometries)))
    parts = parts[shapely.get_type_id(parts) == 3]
    kept: list[Any] = parts[shapely.area(parts) > least].tolist()
    return kept


def line_path(found: Sequence[Any], smooth: float = SMOOTH) -> str:
    """Flat lines as path data; what is shorter than a pixel is left out."""
    kept = [line for line in _simple(found, smooth) if line.length > UNIT]
    return _letters([np.rint(shapely.get_coordinates(line)).astype(int) for line in kept], closed=False)


def area_path(found: Sequence[Any], smooth: float = SMOOTH) -> str:
    """Flat polygons as path data, holes turning the other way (so that overlaps stay full)."""
    simple = shapely.orient_polygons(_simple(found, smooth))
    rings = shapely.get_rings(simple)
    return _letters([np.rint(shapely.get_coordinates(ring)[:-1]).astype(int) for ring in rings], closed=True)


def _simple(found: Sequence[Any], smooth: float) -> Any:
    """By Douglas and Peucker alone: keeping the topology takes longer, and never ends for lines of almost no length."""
    return shapely.simplify(array(found), smooth, preserve_topology=False)


def _letters(courses: list[NDArray[np.int64]], *, closed: bool) -> str:
    """Relative steps from point to point (the first "m" of a path counts from the corner).

    Neighbours follow each other, so that the steps between stay short too.
    """
    least = 3 if closed else 2
    kept = []
    for course in courses:
        moved = np.ones(len(course), bool)
        moved[1:] = (course[1:] != course[:-1]).any(axis=1)
        if moved.sum() >= least:
            kept.append(course[moved])
    kept.sort(key=lambda course: (course[0, 1] // 96, *course[0].tolist()))
    text = []
    here = np.zeros(2, int)
    for course in kept:
        steps = np.diff(course, axis=0, prepend=here[None])
        text.append("m" + " ".join(map(str, steps.ravel().tolist())) + ("z" if closed else ""))
        here = course[0] if closed else course[-1]
    return "".join(text).replace(" -", "-")

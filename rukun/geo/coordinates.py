"""Points on the Earth: what is one, how far apart two are, and a flat drawing of a small part."""

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
"""Shape (n, 2): longitude, latitude in degrees."""
Bounds: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

EARTH = 6_371_008.8
"""Mean radius of the Earth in metres (IUGG)."""
INDONESIA: Bounds = (94.5, -11.5, 141.5, 6.5)


class NotAPoint(ValueError):
    """``why`` is "number", "range" (no such place on Earth) or "swapped" (latitude and longitude exchanged)."""

    def __init__(self, why: Literal["number", "range", "swapped"]) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Point:
    lat: float
    lon: float


def point(lat: Any, lon: Any) -> Point:
    """A point on the Earth from what somebody gave, numbers or text. Raises ``NotAPoint``.

    A pair that lies outside Indonesia but inside when exchanged is a slip that people make, and is refused as one.
    """
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError, OverflowError):
        raise NotAPoint("number") from None
    if not (math.isfinite(x) and math.isfinite(y)):
        raise NotAPoint("number")
    if inside(y, x, INDONESIA) and not inside(x, y, INDONESIA):
        raise NotAPoint("swapped")
    if abs(y) > 90 or abs(x) > 180:
        raise NotAPoint("range")
    return Point(y, x)


def inside(x: float, y: float, bounds: Bounds) -> bool:
    """Whether the point lies in the box, its edge included."""
    west, south, east, north = bounds
    return west <= x <= east and south <= y <= north


def lengths(line: Points) -> NDArray[np.float64]:
    """Metres from each point to the next along great circles (haversine): one fewer than points."""
    x, y = np.radians(line[:, 0]), np.radians(line[:, 1])
    half = np.sin(np.diff(y) / 2) ** 2 + np.cos(y[:-1]) * np.cos(y[1:]) * np.sin(np.diff(x) / 2) ** 2
    metres: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres


def metres_per_degree(lat: float) -> tuple[float, float]:
    """How many metres one degree of longitude and one of latitude are at ``lat``."""
    one = math.radians(1) * EARTH
    return one * max(math.cos(math.radians(lat)), 1e-9), one


def around(bounds: Bounds, metres: float) -> Bounds:
    """The box, wider by ``metres`` on every side."""
    west, south, east, north = bounds
    per_x, per_y = metres_per_degree((south + north) / 2)
    return west - metres / per_x, south - metres / per_y, east + metres / per_x, north + metres / per_y

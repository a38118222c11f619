"""Which streets a scale can carry, and how wide: main streets in a city, every alley in a neighbourhood."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rukun.geo.coordinates import Points
from rukun.geo.shapes import Shape
from rukun.geo.streets import CLASSES, Streets
from rukun.territory.drawing.frame import SMOOTH, Frame, array, line_path, lines

WIDTHS = ("lane", "street", "minor", "major", "motorway")
"""As drawn, narrow first."""
_MAJOR = {"trunk": 200.0, "trunk_link": 25.0, "primary": 130.0, "primary_link": 25.0}
_MINOR = {"secondary": 65.0, "secondary_link": 16.0, "tertiary": 28.0, "tertiary_link": 12.0}
_STREET = {"unclassified": 14.0, "residential": 14.0, "road": 14.0, "living_street": 12.0}
REACH = np.array([{**_MAJOR, **_MINOR, **_STREET}.get(name, 8.0) for name in CLASSES])
"""Metres per pixel up to which streets of a class are drawn."""
MOTORWAYS = 150.0
WIDTH_OF = np.array([3 if name in _MAJOR else 2 if name in _MINOR else 1 if name in _STREET else 0 for name in CLASSES])
"""Index into ``WIDTHS`` of each class of streets."""


class Roads:
    """The streets of a picture; ``courses`` by width.

    Motorways are shapes, given with their flat course.
    """

    def __init__(self, streets: Streets | None, motorways: Iterable[tuple[Shape, Any]], frame: Frame) -> None:
        found: dict[str, list[Any]] = defaultdict(list)
        named: dict[tuple[str, str], list[Any]] = defaultdict(list)
        if streets is not None:
            _pieces(streets, frame, found, named)
        for shape, course in motorways if frame.metres <= MOTORWAYS else ():
            found["motorway"].append(course)
            if shape.name:
                named["motorway", shape.name].append(course)
        self.courses = {width: _strung(lines(found[width])) for width in WIDTHS if found[width]}
        self._named = named

    def named(self, most: int) -> list[tuple[str, str, list[Any]]]:
        """(width, name, courses) of the streets with a name, the widest and then the longest first."""
        longest = {key: float(shapely.length(array(courses)).sum()) for key, courses in self._named.items()}
        keys = sorted(longest, key=lambda key: (-WIDTHS.index(key[0]), -longest[key], key[1]))
        return [(width, name, lines(self._named[width, name])) for width, name in keys[:most]]

    def path(self, width: str, room: float) -> str:
        """Path data of one width, the shortest alleys left out where it would fill more than ``room`` letters."""
        courses = self.courses.get(width, [])
        if width in ("lane", "street"):
            courses = fitting(courses, shapely.length(courses), room)
        return line_path(courses) if courses else ""


def fitting(geometries: list[Any], sizes: Any, room: float) -> list[Any]:
    """The largest ones whose path data takes about ``room`` letters, in the order given."""
    if not geometries:
        return []
    simple = shapely.simplify(array(geometries), SMOOTH, preserve_topology=False)
    order = np.argsort(-np.asarray(sizes), kind="stable")
    taken = np.cumsum((shapely.get_num_coordinates(simple) * 5.0 + 4)[order])
    return [geometries[i] for i in sorted(order[taken <= room].tolist())]


def _pieces(
    streets: Streets, frame: Frame, found: dict[str, list[Any]], named: dict[tuple[str, str], list[Any]]
) -> None:
    near = streets.within(frame.bounds)
    near = near[REACH[streets.kind[near]] >= frame.metres]
    if not len(near):
        return
    sizes = streets.start[near + 1] - streets.start[near]
    rows = np.repeat(streets.start[near] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    owner = np.repeat(np.arange(len(near)), sizes)
    courses = frame.clipped(shapely.linestrings(frame.points(streets.points[rows]), indices=owner))
    for piece, course in zip(near.tolist(), courses.tolist(), strict=True):
        width = WIDTHS[WIDTH_OF[streets.kind[piece]]]
        found[width].append(course)
        if streets.name[piece]:
            named[width, streets.names[streets.name[piece]]].append(course)


def _strung(courses: list[Any]) -> list[Any]:
    """Lines joined at crossings too, each with the one that goes on straightest: fewer, longer ones take less to write.

    What is drawn stays the same.
    """
    if not courses:
        return []
    count = len(courses)
    points, owner = shapely.get_coordinates(array(courses), return_index=True)
    sizes = np.bincount(owner)
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1
    after = _straight_on(
        points[np.concatenate([first, last])], points[np.concatenate([first + 1, last - 1])]
    )  # tip i is the begin of line i, or the end of line i - count
    walks: list[NDArray[np.int64]] = []
    number: list[int] = []
    done: set[int] = set()
    for start in sorted(range(2 * count), key=after.__contains__):  # loose ends first; what is left then are rings
        tip = start
        while tip >= 0 and tip % count not in done:
            line = tip % count
            done.add(line)
            walk = np.arange(first[line], last[line] + 1)
            walks.append(walk if tip < count else walk[::-1])
            number += [start] * len(walk)
            tip = after.get((tip + count) % (2 * count), -1)
    _, string = np.unique(np.array(number), return_inverse=True)
    order = np.argsort(string, kind="stable")
    joined: list[Any] = shapely.linestrings(points[np.concatenate(walks)[order]], indices=string[order]).tolist()
    return joined


def _straight_on(tips: Points, inner: Points) -> dict[int, int]:
    """For each tip the one at the same place that goes on from it straightest; ``inner`` are the points beside them."""
    angles = np.arctan2(inner[:, 1] - tips[:, 1], inner[:, 0] - tips[:, 0]).tolist()
    crossings: dict[tuple[int, int], list[int]] = defaultdict(list)
    for tip, (x, y) in enumerate(np.rint(tips * 8).astype(int).tolist()):
        crossings[x, y].append(tip)
    after: dict[int, int] = {}
    for met in crossings.values():
        while len(met) > 1:
            one = met.pop()
            other = min(met, key=lambda each: abs(math.cos((angles[each] - angles[one]) / 2)))
            met.remove(other)
            after[one], after[other] = other, one
    return after

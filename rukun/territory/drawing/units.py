"""The area and its units: where each line runs, which unit gets its name, and where a tap leads."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely

from rukun.territory.drawing.boundaries import Edges, boundary, tolerance
from rukun.territory.drawing.frame import SPARE, UNIT, Frame, area_path, array, line_path, polygons
from rukun.territory.drawing.given import Area, Outline
from rukun.territory.drawing.labels import Board, Box, Word, around, breadth, middle, shortened
from rukun.territory.drawing.legend import Key, Row, direction

DEEPER = 60.0
"""Pixels across that units below the first level need, to be drawn too."""
MOST_POINTS = 1500
"""Points of an outline in a picture of a few hundred pixels. More are thinned, from ``FINE`` units on."""
FINE, COARSE = 0.7, 100.0
LEAST = 10.0
"""Pixels across that units of the first level need."""


@dataclass(eq=False)
class Unit:
    """An outline in a picture: its flat polygon, and its name once that has found room."""

    outline: Outline
    flat: Any
    word: Word | None = None


class Units:
    """The outlines of a picture: the area's own, its units, and its neighbours of the same level.

    ``flat`` is the area itself in units of the picture, ``None`` when it is a box.
    """

    def __init__(self, area: Area, shape: Any, outlines: Sequence[Outline], frame: Frame) -> None:
        self.frame = frame
        self.flat = None if isinstance(area, tuple) else _valid(frame.flat(shape))
        self._own = area.level if isinstance(area, Outline) else 0
        self._short = ""
        self._levels: list[int] = []
        self._children: list[Unit] = []
        self._deeper: list[Unit] = []
        self._others: list[Unit] = []
        inside: dict[int, list[Unit]] = defaultdict(list)
        near = [outlines[i] for i in frame.near([outline.geometry for outline in outlines]).tolist()]
        flats = _valid(frame.flat(array(outline.geometry for outline in near)))
        for unit in sorted(map(Unit, near, flats), key=_order):
            if _same(unit.outline, area):
                continue
            if self._holds(unit, area):
                inside[unit.outline.level].append(unit)
            elif self._own in (0, unit.outline.level):
                self._others.append(unit)
        for _, units in sorted(inside.items()):
            across = float(np.median(np.sqrt(shapely.area([unit.flat for unit in units])))) / UNIT
            if not self._children and across >= LEAST:
                self._children = units
            elif across >= DEEPER:
                self._deeper += units

    def boundaries(self) -> list[str]:
        """A path per level, the area's own last and strongest."""
        drawn = [*self._children, *self._deeper]
        edges = Edges(tolerance([unit.flat for unit in drawn], self.frame))
        own = edges.fresh(boundary(self.flat, self.frame)) if self.flat is not None else []
        courses: dict[int, list[Any]] = defaultdict(list)
        for unit in sorted([*self._others, *drawn], key=_order):
            line = boundary(unit.flat, self.frame)
            if self.flat is not None:  # a neighbour ends where the area begins, a unit of it where it ends
                line = (shapely.difference if unit in self._others else shapely.intersection)(line, self.flat)
            courses[unit.outline.level] += edges.fresh(line)
        paths = [(f"b{level}", level, line_path(found)) for level, found in sorted(courses.items(), reverse=True)]
        paths.append((f"b{self._own} own", self._own, line_path(own)))
        self._levels = sorted({level for _, level, path in paths if path})
        return [f'<path class="{style}" d="{path}"/>' for style, _, path in paths if path]

    def veil(self) -> str:
        """Over all that is outside the area, so that the area stands out."""
        if self.flat is None:
            return ""
        right, low = self.frame.width + SPARE, self.frame.height + SPARE
        hole = area_path(polygons([self.frame.clipped(self.flat)]))
        return f'<path class="veil" fill-rule="evenodd" d="M-{SPARE}-{SPARE}H{right}V{low}H-{SPARE}zM0 0{hole}"/>'

    def name(self, board: Board) -> None:
        """The children: all in full, or where that is too tight all by their number alone."""
        places = [(unit, place) for unit in self._children if (place := middle([unit.flat], self.frame))]
        numbers = {unit: match[0] for unit, _ in places if (match := re.search(r"\d+$", unit.outline.label.strip()))}
        tight = [unit for unit, (*_, room) in places if room * 2.4 < breadth(unit.outline.label[:30], "unit")]
        if len(numbers) == len(places) and len(tight) * 4 > len(places):
            self._short = numbers[places[0][0]]
        for unit, (x, y, room) in sorted(places, key=lambda pair: -pair[1][2]):
            text = numbers[unit] if self._short else unit.outline.label
            unit.word = board.say("unit", text, around(x, y, max(room / 3, 8)))

    def name_neighbours(self, board: Board) -> None:
        """Those of the area's own level, in the picture beside the area."""
        for unit in self._others:
            if unit.outline.level == self._own:
                beside = unit.flat if self.flat is None else shapely.difference(unit.flat, self.flat)
                if (place := middle([beside], self.frame)) and place[2] > 12:
                    unit.word = board.say("far", unit.outline.label, around(place[0], place[1], 12))

    def taps(self) -> str:
        """Each child as an area to tap, with its name. Keyboards and screen readers use the list beside the map."""
        parts = []
        for unit in self._children:
            text = str(unit.word or "")
            if url := unit.outline.url:
                path = area_path(polygons([self.frame.clipped(unit.flat)]), smooth=6)
                said = "" if text else f' aria-label="{escape(shortened(unit.outline.label))}"'
                text = f'<a href="{escape(url)}"{said} tabindex="-1"><path d="{path}"/>{text}</a>'
            parts.append(text)
        return f'<g class="n-unit">{"".join(parts)}</g>' if any(parts) else ""

    def keys(self) -> list[Key]:
        found = [
            Key("boundary", str(level), f'<path class="b{level}{" own" * (level == self._own)}" d="M4 20h48"/>')
            for level in self._levels
        ]
        if self._short:
            text = Word("unit", self._short, Box(28, 20, 0, 0))
            found.append(Key("label", str(self._children[0].outline.level), f'<g class="n-unit">{text}</g>'))
        return found

    def rows(self) -> list[Row]:
        found = [Row("unit", str(its.level), its.label, its.url) for its in (unit.outline for unit in self._children)]
        for unit in self._others:
            if word := unit.word:
                its = unit.outline
                where = direction(word.box.x - self.frame.width / 2, self.frame.height / 2 - word.box.y)
                found.append(Row("unit", str(its.level), its.label, its.url, where=where))
        return found

    def _holds(self, unit: Unit, area: Area) -> bool:
        its = unit.outline
        if isinstance(area, Outline):
            if its.level <= area.level:
                return False
            if area.code and its.code:
                return its.code.startswith(f"{area.code}.")
        point = shapely.point_on_surface(unit.flat)
        if self.flat is None:
            return self.frame.holds(point.x, point.y)
        return bool(self.flat.contains(point))


def _order(unit: Unit) -> tuple[int, str, str]:
    return unit.outline.level, unit.outline.code, unit.outline.label


def _same(outline: Outline, area: Area) -> bool:
    if not isinstance(area, Outline):
        return False
    return outline is area or (bool(area.code) and (outline.level, outline.code) == (area.level, area.code))


def _valid(flat: Any) -> Any:
    """Flat polygons, or an array of them, with few enough points that whatever is done to them ends, and valid."""
    if isinstance(flat, np.ndarray):
        return np.array([_valid(each) for each in flat], dtype=object)
    step = FINE
    while shapely.get_num_coordinates(flat) > MOST_POINTS:
        thinner = shapely.simplify(flat, step, preserve_topology=False)
        flat = thinner if not thinner.is_empty and step < COARSE else shapely.convex_hull(flat)
        step *= 2
    return flat if shapely.is_valid(flat) else shapely.make_valid(flat)

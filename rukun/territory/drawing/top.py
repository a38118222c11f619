"""What a room puts on top of the ground: marks, shaded areas, counts on cells. All of it also stands in the rows."""

import math
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from typing import Any

import shapely

from rukun.territory.drawing import signs
from rukun.territory.drawing.cells import Class, classes, hexagon, shrunk
from rukun.territory.drawing.frame import Frame, area_path, polygons
from rukun.territory.drawing.given import MARKS, SHADES, CellCount, Mark, Shade
from rukun.territory.drawing.labels import Board, Box, around, beside, breadth, middle, shortened
from rukun.territory.drawing.legend import Key, Row, direction

HEXAGON = "m-10-17h20l10 17-10 17h-20l-10-17z"
SIGN = 2 * signs.REACH["mark"]


class Top:
    """The things on top of one picture."""

    def __init__(
        self, frame: Frame, marks: Sequence[Mark], shades: Sequence[Shade], cells: Sequence[CellCount]
    ) -> None:
        self.frame = frame
        self._marks = [(mark, *frame.spot(mark.lat, mark.lon)) for mark in marks]
        self._shades = [(shade, polygons([frame.clipped(frame.flat(shade.geometry))])) for shade in shades]
        self._cells = [(cell, frame.flat(hexagon(cell.cell))) for cell in cells]
        self._classes = classes([cell.count for cell in cells if cell.count is not None])
        self._numbers = self._fit()

    def number(self, board: Board) -> None:
        """The counts in their cells."""
        if self._numbers:
            for cell, flat in self._cells:
                if cell.count is not None:
                    board.say("count", str(cell.count), [(flat.centroid.x, flat.centroid.y, 0)])

    def stand(self, board: Board) -> None:
        """Marks stand where they are, whatever is there already."""
        for mark, x, y in self._marks:
            if self.frame.holds(x, y):
                board.take(_box(mark, x, y))

    def name(self, board: Board) -> None:
        for mark, x, y in self._marks:
            if self.frame.holds(x, y):
                box = _box(mark, x, y)
                for text in (mark.label, shortened(mark.label, 12)):  # better a part of its name than none
                    if board.say("mark", text, beside(box.x, box.y, text, "mark", SIGN / 2)):
                        break
        for shade, parts in self._shades:
            if place := middle(parts, self.frame):
                board.say("shade", shade.label, around(place[0], place[1], max(place[2] / 3, 12)))

    def areas(self) -> list[str]:
        """Cells, then shades."""
        ranked: dict[str, list[Any]] = defaultdict(list)
        for cell, flat in self._cells:
            its = self._class(cell)
            shape = flat if its is None or self._numbers else shrunk(flat, its.rank)
            ranked["few" if its is None else f"c{its.rank}"] += polygons([self.frame.clipped(shape)])
        found = [f'<path class="cell {style}" d="{area_path(parts)}"/>' for style, parts in sorted(ranked.items())]
        for shade, parts in self._shades:
            if parts:
                found.append(_linked(f'<path class="shade {shade.kind}" d="{area_path(parts)}"/>', shade))
        return found

    def points(self) -> list[str]:
        """Marks without an address share one path for each kind."""
        found = []
        for kind in reversed(MARKS):
            here = [(mark, x, y) for mark, x, y in self._marks if mark.kind == kind and self.frame.holds(x, y)]
            if plain := [(x, y) for mark, x, y in here if not mark.url]:
                found.append(_mark(kind, plain))
            found += [_linked(_mark(kind, [(x, y)]), mark) for mark, x, y in here if mark.url]
        return found

    def keys(self) -> list[Key]:
        present = {mark.kind for mark, x, y in self._marks if self.frame.holds(x, y)}
        found = [Key("mark", kind, _mark(kind, [_at(kind)])) for kind in MARKS if kind in present]
        kinds = {shade.kind for shade, parts in self._shades if parts}
        found += [
            Key("shade", kind, f'<path class="shade {kind}" d="M6 5h44v30h-44z"/>') for kind in SHADES if kind in kinds
        ]
        for its in self._classes:
            detail = str(its.low) if its.low == its.high else f"{its.low}–{its.high}"
            found.append(Key("cell", "count", self._swatch(its), detail))
        if any(cell.count is None for cell, _ in self._cells):
            found.append(Key("cell", "few", f'<path class="cell few" d="M28 20{HEXAGON}"/>'))
        return found

    def rows(self) -> list[Row]:
        found = [Row("mark", mark.kind, mark.label, mark.url, self.frame.holds(x, y)) for mark, x, y in self._marks]
        found += [Row("shade", shade.kind, shade.label, shade.url, bool(parts)) for shade, parts in self._shades]
        for cell, flat in sorted(self._cells, key=lambda pair: -1 if pair[0].count is None else pair[0].count)[::-1]:
            kind = "few" if cell.count is None else "count"
            shown = not self.frame.clipped(flat).is_empty
            found.append(Row("cell", kind, cell.label, "", shown, cell.count, self._where(flat)))
        return found

    def _fit(self) -> bool:
        """Whether the largest count fits into the smallest cell."""
        if not self._classes:
            return False
        room = math.sqrt(min(flat.area for _, flat in self._cells) / 2 / math.sqrt(3))  # inscribed circle's radius
        return breadth(str(self._classes[-1].high), "count") < 1.6 * room and room > 16

    def _class(self, cell: CellCount) -> Class | None:
        return next((its for its in self._classes if cell.count is not None and cell.count <= its.high), None)

    def _swatch(self, its: Class) -> str:
        if self._numbers:
            return f'<path class="cell c{its.rank}" d="M28 20{HEXAGON}"/>'
        whole = shapely.Polygon([(48, 20), (38, 37), (18, 37), (8, 20), (18, 3), (38, 3)])
        return f'<path class="cell c{its.rank}" d="{area_path([shrunk(whole, its.rank)])}"/>'

    def _where(self, flat: Any) -> str:
        x, y = flat.centroid.x - self.frame.width / 2, self.frame.height / 2 - flat.centroid.y
        return direction(x, y, min(self.frame.width, self.frame.height) / 8)


def _box(mark: Mark, x: int, y: int) -> Box:
    return Box(x, y - SIGN / 2 if mark.kind == "point" else y, SIGN, SIGN)  # a pin stands on its tip


def _at(kind: str) -> tuple[int, int]:
    return (28, 39) if kind == "point" else (28, 23) if kind == "AG" else (28, 20)


def _mark(kind: str, places: Sequence[tuple[int, int]]) -> str:
    return f'<path class="mark {kind.lower()}" d="{signs.path(signs.MARKS[kind], places)}"/>'


def _linked(drawn: str, thing: Mark | Shade) -> str:
    if not thing.url:
        return drawn
    return f'<a href="{escape(thing.url)}" aria-label="{escape(shortened(thing.label))}" tabindex="-1">{drawn}</a>'

"""A whole map: which words get their room first, what is drawn over what, and the same as legend and rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from rukun.territory.drawing import given
from rukun.territory.drawing.frame import UNIT, frame
from rukun.territory.drawing.given import Area, CellCount, Ground, Mark, Shade
from rukun.territory.drawing.ground import Floor
from rukun.territory.drawing.labels import Board, Word
from rukun.territory.drawing.legend import Key, Row, ordered
from rukun.territory.drawing.top import Top
from rukun.territory.drawing.units import Units

LETTERS = 10_000
"""Path data of all that lies under the marks: what it takes to stay within 6 KB compressed."""
NEAR, FAR = 2.2, 12.0
"""Metres per pixel: below the first lines are drawn wide, above the second thin."""


@dataclass(frozen=True)
class Picture:
    """``content`` is what stands inside the SVG element, escaped; ``scale`` is its class. Sizes in pixels."""

    content: str
    scale: str
    width: float
    height: float
    metres_per_pixel: float
    legend: tuple[Key, ...]
    rows: tuple[Row, ...]
    words: tuple[Word, ...]

    @property
    def view_box(self) -> str:
        """A unit of the drawing is half a pixel."""
        return f"0 0 {round(self.width * UNIT)} {round(self.height * UNIT)}"

    @property
    def has_links(self) -> bool:
        return "<a " in self.content


def draw(
    area: Area,
    ground: Ground,
    *,
    marks: Sequence[Mark] = (),
    shades: Sequence[Shade] = (),
    cells: Sequence[CellCount] = (),
    width: int = 360,
) -> Picture:
    """The map of an area: an ``Outline``, a shapely polygon, or a box in degrees. ``width`` in pixels.

    The same input gives the same picture. Raises ``ValueError`` for coordinates off the Earth, unknown kinds, more
    marks or cells than a map can carry, and an empty area.
    """
    shape = given.polygon(area)
    given.check(ground, marks, shades, cells)
    sheet = frame(shape, width)
    board = Board(sheet)
    units = Units(area, shape, ground.outlines, sheet)
    floor = Floor(ground, sheet, units.flat, with_spots=not cells)  # counts need the room
    top = Top(sheet, marks, shades, cells)

    # Words and signs, the weightiest first: each takes its room from those after it.
    bar = floor.scale_bar(board)
    top.number(board)
    top.stand(board)
    units.name(board)
    top.name(board)
    floor.place_spots(board)
    floor.name(board)
    units.name_neighbours(board)

    # And what is drawn, the lowest first.
    lines = units.boundaries()
    content = [
        *floor.drawn(LETTERS - sum(map(len, lines))),
        units.veil(),
        *top.areas(),
        *lines,
        units.taps(),
        *floor.signs(),
        *top.points(),
        *_said(board),
        bar,
    ]
    return Picture(
        content="".join(content),
        scale="near" if sheet.metres < NEAR else "far" if sheet.metres > FAR else "mid",
        width=sheet.width / UNIT,
        height=sheet.height / UNIT,
        metres_per_pixel=sheet.metres,
        legend=ordered([*top.keys(), *units.keys(), *floor.keys()]),
        rows=(*top.rows(), *units.rows(), *floor.rows()),
        words=tuple(board.words),
    )


def _said(board: Board) -> list[str]:
    """The words in groups of one style; a unit's name stands with its area."""
    styles = dict.fromkeys(word.style for word in board.words if word.style != "unit")
    return [
        f'<g class="n-{style}">{"".join(str(word) for word in board.words if word.style == style)}</g>'
        for style in styles
    ]

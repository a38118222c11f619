"""Where the ink of a chart goes: pure arithmetic, no Django. Units are those of the drawing's view box.

The box is as wide as a small phone, so that letters stay readable when it is shown there at full width.
A value of ``None`` is a figure that is not shown (too few people behind it): it takes its place but no ink.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal
Figures: TypeAlias = Sequence[tuple[str, Number | None]]

WIDTH = 360.0
LETTER = 7.5
"""Width of one letter at the size the style sheet gives them, on the safe side."""

ROW, BAR_TOP, BAR = 44.0, 21.0, 13.0
LABEL_LETTERS = 36

LINE_HEIGHT, PLOT_TOP, PLOT_BOTTOM = 216.0, 12.0, 184.0
TICKS = 4
MARKS = 4
TINY = 1e-6
"""A course that moves less than this is drawn as flat."""
MARK_LETTERS = 11


@dataclass(frozen=True)
class Bar:
    label: str
    shown: str
    value: Number | None
    x: float
    y: float
    width: float
    height: float
    text_y: float


@dataclass(frozen=True)
class BarChart:
    width: float
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    value: Number
    y: float
    text_x: float
    text_y: float


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """A word under the line. ``anchor`` keeps the first and the last inside the box."""

    shown: str
    x: float
    anchor: str


@dataclass(frozen=True)
class LineChart:
    width: float
    height: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    segments: tuple[tuple[Point, ...], ...]
    marks: tuple[Mark, ...]
    marks_y: float

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for segment in self.segments for point in segment)

    @property
    def paths(self) -> tuple[str, ...]:
        """Each unbroken stretch as the ``points`` of an SVG polyline."""
        return tuple(" ".join(f"{p.x},{p.y}" for p in segment) for segment in self.segments if len(segment) > 1)


def bars(figures: Figures) -> BarChart:
    """One horizontal bar per figure, its label above it, lengths in proportion and starting at zero.

    Raises ``ValueError`` for a negative value or one that is no number: a length cannot say it.
    """
    values = [_finite(value) for _, value in figures]
    if any(value is not None and value < 0 for value in values):
        raise ValueError("a bar chart cannot show a negative value")
    most = max((value for value in values if value is not None), default=0.0)
    drawn = []
    for row, ((label, value), size) in enumerate(zip(figures, values, strict=True)):
        top = row * ROW
        width = _round(WIDTH * size / most) if size and most else 0.0
        shown = _shorten(label, LABEL_LETTERS)
        drawn.append(Bar(label, shown, value, 0.0, top + BAR_TOP, width, BAR, top + 15.0))
    return BarChart(WIDTH, max(len(drawn), 1) * ROW, tuple(drawn))


def line(figures: Figures) -> LineChart:
    """Points at equal distances from left to right on a scale that holds zero; a gap where a value is missing."""
    values = [_finite(value) for _, value in figures]
    known = [value for value in values if value is not None]
    scale = _scale(min([*known, 0.0]), max([*known, 0.0]))
    left = _round(10 + LETTER * max(len(str(_whole(number))) for number in scale))
    right = WIDTH - 8

    def across(index: int) -> float:
        return _round(left + (right - left) * (index / (len(values) - 1) if len(values) > 1 else 0.5))

    def up(value: float) -> float:
        share = (value - scale[0]) / (scale[-1] - scale[0])
        return _round(PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * share)

    segments: list[tuple[Point, ...]] = []
    stretch: list[Point] = []
    for index, value in enumerate(values):
        if value is None:
            segments, stretch = [*segments, tuple(stretch)], []
        else:
            stretch.append(Point(across(index), up(value)))
    segments.append(tuple(stretch))
    return LineChart(
        width=WIDTH,
        height=LINE_HEIGHT,
        left=left,
        right=right,
        ticks=tuple(Tick(_whole(number), up(number), _round(left - 6), _round(up(number) + 4)) for number in scale),
        segments=tuple(segment for segment in segments if segment),
        marks=_marks([label for label, _ in figures], across),
        marks_y=LINE_HEIGHT - 10,
    )


def _marks(labels: list[str], across: Callable[[int], float]) -> tuple[Mark, ...]:
    last = len(labels) - 1
    if last < 1:
        return tuple(Mark(_shorten(label, MARK_LETTERS), across(0), "middle") for label in labels)
    count = min(MARKS, len(labels))
    chosen = sorted({round(step * last / (count - 1)) for step in range(count)})
    anchors = {0: "start", last: "end"}
    return tuple(Mark(_shorten(labels[i], MARK_LETTERS), across(i), anchors.get(i, "middle")) for i in chosen)


def _scale(low: float, high: float) -> list[float]:
    """Round numbers, evenly spaced, from at or below ``low`` to at or above ``high``."""
    span = high - low if high - low > TINY else 1.0
    rough = span / TICKS
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(magnitude * factor for factor in (1, 2, 5, 10) if magnitude * factor >= rough * (1 - 1e-9))
    first, final = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, max(final, first + 1) + 1)]


def _finite(value: Number | None) -> float | None:
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a chart cannot show a value that is not a finite number")
    return number


def _whole(number: float) -> Number:
    return int(number) if number == int(number) else number


def _round(number: float) -> float:
    return round(number, 1)


def _shorten(text: str, letters: int) -> str:
    text = str(text)
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"

"""Words on a map: none runs out of the picture or over another. First come, first served: call in order of weight."""

import itertools
import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import shapely

from rukun.territory.drawing.frame import Frame, polygons

WIDE, NARROW = frozenset("MWmw@%—…"), frozenset("ijlft|.,:;'’!()[] IJ-/")
SIZES = {
    "unit": 26,
    "far": 22,
    "street": 22,
    "river": 22,
    "spot": 22,
    "mark": 24,
    "shade": 24,
    "count": 22,
    "scale": 20,
}
"""Height of letters in units, as the style sheet gives them."""
BOLD = frozenset({"unit", "mark", "count"})
LETTERS = 26
"""A longer name is shortened."""
BREATH = 3
"""Units kept free around words."""
SHORTER = (("Jalan ", "Jl. "), ("Gang ", "Gg. "))


@dataclass(frozen=True)
class Box:
    """A rectangle around (x, y), turned by ``angle`` degrees, in units."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    def corners(self) -> list[tuple[float, float]]:
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        a, b = self.width / 2, self.height / 2
        return [
            (self.x + u * cos - v * sin, self.y + u * sin + v * cos) for u, v in ((-a, -b), (a, -b), (a, b), (-a, b))
        ]

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap (separating axes)."""
        reach = math.hypot(self.width, self.height) + math.hypot(other.width, other.height)
        if 2 * math.hypot(self.x - other.x, self.y - other.y) > reach:
            return False
        mine, theirs = self.corners(), other.corners()
        for angle in {self.angle % 90, other.angle % 90}:
            for turned in (angle, angle + 90):
                cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
                one = [x * cos + y * sin for x, y in mine]
                two = [x * cos + y * sin for x, y in theirs]
                if max(one) <= min(two) or max(two) <= min(one):
                    return False
        return True


@dataclass(frozen=True)
class Word:
    """A label in its place: ``style`` is its class in the style sheet."""

    style: str
    text: str
    box: Box

    def __str__(self) -> str:
        x, y, angle = round(self.box.x), round(self.box.y), round(self.box.angle)
        drop = round(SIZES[self.style] * 0.36)  # from the middle of the letters to the line they stand on
        turn = f' transform="rotate({angle} {x} {y})"' if angle else ""
        return f'<text x="{x}" y="{y + drop}"{turn}>{escape(self.text)}</text>'


class Board:
    """What of the picture is taken. ``words`` are the labels in it so far."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.words: list[Word] = []
        self._taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Keep words away from here, whatever stands here already."""
        self._taken.append(box)

    def free(self, box: Box) -> bool:
        return all(self.frame.holds(x, y, 2) for x, y in box.corners()) and not any(map(box.meets, self._taken))

    def claim(self, box: Box) -> bool:
        """Take the place if it is free."""
        if free := self.free(box):
            self.take(box)
        return free

    def say(self, style: str, text: str, places: Iterable[tuple[float, float, float]]) -> Word | None:
        """The word in the first of the places (x, y, angle) where there is room."""
        shown = shortened(text)
        if not shown:
            return None
        width, height = _room(shown, style)
        for x, y, angle in places:
            box = Box(round(x), round(y), width, height, round(angle))
            if self.claim(box):
                word = Word(style, shown, box)
                self.words.append(word)
                return word
        return None

    def say_at(self, style: str, text: str, x: float, y: float) -> None:
        """A word in a place that its caller has taken."""
        self.words.append(Word(style, text, Box(x, y, breadth(text, style), SIZES[style] * 1.1)))


def shortened(text: str, letters: int = LETTERS) -> str:
    """A name as it can stand on a map: without control characters, not too long."""
    clean = "".join(
        sign for sign in text[: letters * 8] if sign in "\u200c\u200d" or unicodedata.category(sign)[0] != "C"
    )
    clean = " ".join(clean.split())
    for long, short in SHORTER:
        if clean.startswith(long):
            clean = short + clean[len(long) :]
    return clean if len(clean) <= letters else clean[: letters - 1].rstrip() + "…"


def breadth(text: str, style: str) -> float:
    """Width of a text in units, on the safe side: phones differ in their fonts."""
    ems = sum(map(_em, text))
    return ems * SIZES[style] * (1.12 if style in BOLD else 1.0)


def _room(text: str, style: str) -> tuple[float, float]:
    """Width and height that a text takes, with the space around it."""
    return breadth(text, style) + 2 * BREATH, SIZES[style] * 1.1 + BREATH


def _visible(sign: str) -> bool:
    """No control characters, which XML forbids, nor those that turn the direction of what follows."""
    return unicodedata.category(sign)[0] != "C" or sign in "\u200c\u200d"  # joiners shape Arabic and Indic letters


def _em(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if sign in WIDE or unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in NARROW:
        return 0.4
    if sign.isdigit():
        return 0.65
    return 0.74 if sign.isupper() or ord(sign) > 0x24F else 0.62


def middle(flats: Iterable[Any], frame: Frame) -> tuple[float, float, float] | None:
    """The place in the picture that is farthest from the edge of the largest polygon, and how far that is, in units."""
    parts = polygons([frame.clipped(flat) for flat in flats])
    largest = max(parts, key=lambda part: part.area).simplify(3) if parts else None
    if largest is None or largest.is_empty or not largest.is_valid:
        return None
    (x, y), (edge_x, edge_y) = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 3)).tolist()
    return x, y, math.hypot(edge_x - x, edge_y - y)


def around(x: float, y: float, step: float) -> Iterator[tuple[float, float, float]]:
    """A place, then those around it."""
    for across, down in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (0, 2), (0, -2)):
        yield x + across * step, y + down * step, 0


def beside(x: float, y: float, text: str, style: str, reach: float) -> Iterator[tuple[float, float, float]]:
    """Places for the name of a sign that is ``reach`` units to each side: right, left, below, above."""
    width, height = _room(shortened(text), style)
    far, high = reach + width / 2 + 1, reach + height / 2 + 1  # 1: places are rounded
    yield from ((x + far, y, 0), (x - far, y, 0), (x, y + high, 0), (x, y - high, 0))


def along(courses: list[Any], text: str, style: str, bend: float = 5) -> Iterator[tuple[float, float, float]]:
    """Places on straight stretches of lines, the longest first, turned with them but never upside down."""
    need = breadth(shortened(text), style)
    stretches = []
    for course in courses:
        points = shapely.get_coordinates(course.simplify(bend, preserve_topology=False)).tolist()
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            length = math.hypot(x2 - x1, y2 - y1)
            if length >= need:
                stretches.append((length, x1, y1, x2, y2))
    for length, x1, y1, x2, y2 in sorted(stretches, reverse=True)[:6]:
        angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
        angle -= 180 * round(angle / 180)  # from -90 to 90
        for share in (0.5, 0.35, 0.65, 0.2, 0.8):
            if min(share, 1 - share) * length >= need / 2:
                yield x1 + (x2 - x1) * share, y1 + (y2 - y1) * share, angle

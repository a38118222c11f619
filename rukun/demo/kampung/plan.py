"""A drawing of convex fields, cut again and again by straight lines: how streets and blocks come about.

Lengths are metres. Nothing here knows what a field or a line will become.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from typing import Any, TypeAlias

Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = Sequence[tuple[Point, "Line"]]

SNAP = 9.0
"""A cut that would end this near an existing corner ends there: no two junctions a step apart."""


@dataclass(eq=False, slots=True)
class Line:
    """Whatever runs through ``nodes`` in this order. What its ``kind`` means is the drawer's business.

    ``inside``: the field that a dead end leads into; nothing for a line that parts fields.
    """

    kind: str
    name: str = ""
    oneway: bool = False
    nodes: list[int] = field(default_factory=list)
    inside: "Field | None" = None


@dataclass(eq=False, slots=True)
class Field:
    """A convex piece of the drawing: its corners counter-clockwise, and the RW and RT it belongs to (0: none yet)."""

    ring: list[int]
    rw: int = 0
    rt: int = 0
    site: Any = None


class Plan:
    """Fields that cover an outline without gap or overlap, and the lines between them. Neighbours share nodes."""

    def __init__(self, outline: Outline) -> None:
        """``outline``: corners counter-clockwise, each with the line that runs from it to the next one."""
        self.points: list[Point] = [point for point, _ in outline]
        self.fields: list[Field] = []
        self.lines: list[Line] = []
        self._left: dict[tuple[int, int], Field] = {}
        self._along: dict[tuple[int, int], Line] = {}
        ring = list(range(len(outline)))
        self._add(Field(ring))
        for node, (_, line) in enumerate(outline):
            self.draw(line, [node, (node + 1) % len(ring)])

    def corners(self, piece: Field) -> list[Point]:
        return [self.points[node] for node in piece.ring]

    def left_of(self, start: int, end: int) -> Field | None:
        """The field to the left of an edge; nothing outside the outline."""
        return self._left.get((start, end))

    def line_along(self, start: int, end: int) -> Line:
        return self._along[start, end]

    def draw(self, line: Line, nodes: Sequence[int]) -> Line:
        """Let a line run through nodes; a line that was drawn before goes on from its end."""
        if not line.nodes:
            self.lines.append(line)
        for start, end in edges(nodes):
            self._along[start, end] = self._along[end, start] = line
        line.nodes += nodes[1:] if line.nodes else nodes
        return line

    def add_point(self, point: Point) -> int:
        self.points.append(point)
        return len(self.points) - 1

    def split(self, start: int, end: int, point: Point) -> int:
        """Put a node onto the edge between two nodes, for all that share this edge."""
        node = self.add_point(point)
        line = self._along.pop((start, end))
        del self._along[end, start]
        for one, other in ((start, node), (node, end)):
            self._along[one, other] = self._along[other, one] = line
        _insert(line.nodes, start, end, node)
        for one, other in ((start, end), (end, start)):
            if piece := self._left.pop((one, other), None):
                piece.ring.insert(piece.ring.index(one) + 1, node)
                self._left[one, node] = self._left[node, other] = piece
        return node

    def cut(self, piece: Field, through: Point, direction: Point, line: Line) -> tuple[Field, Field]:
        """Cut a field along a straight line: what lies left and right of it, seen in its direction.

        ValueError if the line misses the field.
        """
        heights = [cross(direction, minus(point, through)) for point in self.corners(piece)]
        back = front = None
        for index, (start, end) in enumerate(edges(piece.ring, closed=True)):
            here, there = heights[index], heights[(index + 1) % len(heights)]
            if here >= 0 > there:
                back = start, end, here / (here - there)
            elif here < 0 <= there:
                front = start, end, here / (here - there)
        if back is None or front is None:
            raise ValueError("the line misses the field")
        first, last = self._node_at(*back), self._node_at(*front)
        self._remove(piece)
        left = Field(_way_round(piece.ring, last, first), piece.rw, piece.rt)
        right = Field(_way_round(piece.ring, first, last), piece.rw, piece.rt)
        self._add(left)
        self._add(right)
        self.draw(line, [first, last])
        return left, right

    def cut_across(self, piece: Field, share: float, slant: float, line: Line) -> tuple[Field, Field]:
        """Cut a field across its longer side so that ``share`` of its area lies left of the line.

        ``slant`` is how far the cut strays from the right angle, as a slope.
        """
        corners = self.corners(piece)
        long = _long_direction(corners)
        direction = (long[1] + slant * long[0], -long[0] + slant * long[1])
        offsets = [cross(direction, corner) for corner in corners]
        low, high = min(offsets), max(offsets)
        wanted, square = share * area(corners), direction[0] * direction[0] + direction[1] * direction[1]
        for _ in range(24):
            middle = (low + high) / 2
            through = (-direction[1] * middle / square, direction[0] * middle / square)
            if area(left_part(corners, through, direction)) > wanted:
                low = middle
            else:
                high = middle
        return self.cut(piece, through, direction, line)

    def refine(self, longest: float) -> None:
        """Put nodes onto every edge longer than this, so that lines can bend."""
        for line in self.lines:
            for start, end in edges(list(line.nodes)):
                one, other = self.points[start], self.points[end]
                pieces = int(distance(one, other) / longest) + 1
                last = start
                for step in range(1, pieces):
                    last = self.split(last, end, between(one, other, step / pieces))

    def _node_at(self, start: int, end: int, part: float) -> int:
        one, other = self.points[start], self.points[end]
        point = between(one, other, part)
        if min(distance(point, one), distance(point, other)) < SNAP:
            return start if part < 1 / 2 else end
        return self.split(start, end, point)

    def _add(self, piece: Field) -> None:
        self.fields.append(piece)
        for edge in edges(piece.ring, closed=True):
            self._left[edge] = piece

    def _remove(self, piece: Field) -> None:
        self.fields.remove(piece)
        for edge in edges(piece.ring, closed=True):
            del self._left[edge]


def edges(nodes: Sequence[int], *, closed: bool = False) -> list[tuple[int, int]]:
    """Each node with the next; of a ring also the last with the first."""
    following = [*nodes[1:], nodes[0]] if closed else nodes[1:]
    return list(zip(nodes, following, strict=closed))


def sides(ring: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(ring, [*ring[1:], *ring[:1]], strict=True))


def total(values: Iterable[float]) -> float:
    """The sum, added up in order: ``sum`` rounds differently from one Python to the next, and the file shall not."""
    result = 0.0
    for value in values:
        result += value
    return result


def minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1]


def cross(one: Point, other: Point) -> float:
    return one[0] * other[1] - one[1] * other[0]


def distance(one: Point, other: Point) -> float:
    # Not math.hypot: only sqrt is rounded alike everywhere.
    across, up = minus(one, other)
    return sqrt(across * across + up * up)


def between(one: Point, other: Point, part: float) -> Point:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part


def towards(one: Point, other: Point) -> Point:
    """The direction from one point to another, of length 1."""
    length = distance(one, other)
    return (other[0] - one[0]) / length, (other[1] - one[1]) / length


def middle_of(points: Sequence[Point]) -> Point:
    return total(x for x, _ in points) / len(points), total(y for _, y in points) / len(points)


def area(ring: Sequence[Point]) -> float:
    """Square metres; positive where the ring runs counter-clockwise."""
    return total(cross(one, other) for one, other in sides(ring)) / 2


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Whether a point lies in a ring of any shape, by counting what a ray from it crosses."""
    inside = False
    for (x, y), (to_x, to_y) in sides(ring):
        if (y > point[1]) != (to_y > point[1]) and point[0] < x + (to_x - x) * (point[1] - y) / (to_y - y):
            inside = not inside
    return inside


def left_part(ring: Sequence[Point], through: Point, direction: Point) -> list[Point]:
    """What of a convex ring lies left of a straight line."""
    kept: list[Point] = []
    heights = [cross(direction, minus(point, through)) for point in ring]
    for index, point in enumerate(ring):
        here, there = heights[index - 1], heights[index]
        if (here < 0) != (there < 0):
            kept.append(between(ring[index - 1], point, here / (here - there)))
        if there >= 0:
            kept.append(point)
    return kept


def inset(ring: Sequence[Point], by: float) -> list[Point]:
    """A convex ring made smaller by so many metres on every side; empty where nothing is left."""
    kept = list(ring)
    for one, other in sides(ring):
        across, up = towards(one, other)
        kept = left_part(kept, (one[0] - up * by, one[1] + across * by), (across, up))
    return kept


def choose(rng: Random, weights: dict[str, float]) -> str:
    """One of the keys, by weight. Of a generator only ``random`` and ``uniform`` promise to stay as they are."""
    mark = rng.random() * total(weights.values())
    for key, weight in weights.items():
        if mark < weight:
            return key
        mark -= weight
    raise ValueError("weights must be positive")


def _long_direction(ring: Sequence[Point]) -> Point:
    """The longer side of the smallest box around a convex ring, as a direction of length 1."""
    best, found = float("inf"), (1.0, 0.0)
    for one, other in sides(ring):
        along = towards(one, other)
        across = (-along[1], along[0])
        length = _extent(point[0] * along[0] + point[1] * along[1] for point in ring)
        width = _extent(point[0] * across[0] + point[1] * across[1] for point in ring)
        if length * width < best:
            best, found = length * width, along if length > width else across
    return found


def _extent(values: Iterable[float]) -> float:
    known = list(values)
    return max(known) - min(known)


def _way_round(ring: list[int], start: int, end: int) -> list[int]:
    first, last = ring.index(start), ring.index(end)
    return ring[first : last + 1] if first <= last else ring[first:] + ring[: last + 1]


def _insert(nodes: list[int], start: int, end: int, node: int) -> None:
    """Between two neighbours, in whichever order they stand."""
    for index, pair in enumerate(edges(nodes)):
        if pair in {(start, end), (end, start)}:
            nodes.insert(index + 1, node)
            return

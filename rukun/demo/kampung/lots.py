"""Where on the ground there is room for a building: the fronts of all streets, and what stands there already."""

from collections.abc import Iterable
from dataclasses import dataclass

from rukun.demo.kampung.ground import Ground
from rukun.demo.kampung.layout import STREETS_ONLY, WIDTH, is_water
from rukun.demo.kampung.places import Tags
from rukun.demo.kampung.plan import (
    Field,
    Line,
    Plan,
    Point,
    contains,
    distance,
    edges,
    middle_of,
    minus,
    total,
    towards,
)

REACH = {
    "secondary": 6.5,
    "tertiary": 5.5,
    "bridge": 6.5,
    "residential": 4.0,
    "living_street": 3.2,
    "bank": 3.0,
    "alley": 2.4,
    "pedestrian": 2.4,
    "footway": 1.7,
    "path": 1.6,
    "steps": 1.6,
    "rail": 9.0,
    "border": 1.5,
    "river": 14.0,
}
"""How far from a line's middle the ground is its own, metres."""

SPARE = 0.2
"""Left free around every building, metres."""

CELL = 32.0
"""Side of the squares by which neighbours are looked up, metres."""


@dataclass(frozen=True, slots=True)
class Box:
    """A building's outline: its middle, the direction of its front (length 1), and half of its width and depth."""

    middle: Point
    along: Point
    half_width: float
    half_depth: float

    def corners(self) -> list[Point]:
        (x, y), (a, b), w, d = self.middle, self.along, self.half_width, self.half_depth
        return [(x + a * u - b * v, y + b * u + a * v) for u, v in ((-w, -d), (w, -d), (w, d), (-w, d))]

    def seen_from_here(self, point: Point) -> Point:
        """A point in the box's own directions, from its middle."""
        (x, y), (a, b) = minus(point, self.middle), self.along
        return a * x + b * y, a * y - b * x

    def meets(self, start: Point, end: Point, margin: float) -> bool:
        """Whether a straight line touches the box, made larger by a margin on each side."""
        (x, y), (to_x, to_y) = self.seen_from_here(start), self.seen_from_here(end)
        enter, leave = 0.0, 1.0
        for here, there, half in ((x, to_x, self.half_width + margin), (y, to_y, self.half_depth + margin)):
            step = there - here
            if step == 0:
                if abs(here) > half:
                    return False
                continue
            first, last = sorted(((-half - here) / step, (half - here) / step))
            enter, leave = max(enter, first), min(leave, last)
        return enter <= leave

    def overlaps(self, other: "Box") -> bool:
        """Whether two boxes come too near: no axis of either parts them."""
        return not (_parts(self, other) or _parts(other, self))


@dataclass(frozen=True, slots=True)
class Front:
    """One side of a street along a block: points on the ground, with the block to their left.

    ``remote``: how far from the river, 0 on its bank and about 1 at the outer edge.
    """

    line: Line
    block: Field
    points: list[Point]
    remote: float

    def length(self) -> float:
        return total(distance(start, end) for start, end in zip(self.points, self.points[1:], strict=False))

    def spot(self, along: float) -> tuple[Point, Point] | None:
        """The point so many metres along, and the direction there; nothing beyond the end."""
        for start, end in zip(self.points, self.points[1:], strict=False):
            length = distance(start, end)
            if along <= length:
                a, b = towards(start, end)
                return (start[0] + a * along, start[1] + b * along), (a, b)
            along -= length
        return None

    def box(self, along: float, size: tuple[float, float], setback: float) -> Box | None:
        """A building whose front starts so many metres along, this far behind the street's own ground."""
        spot = self.spot(along + size[0] / 2)
        if spot is None:
            return None
        (x, y), (a, b) = spot
        back = REACH[self.line.kind] + setback + size[1] / 2
        return Box((x - b * back, y + a * back), (a, b), size[0] / 2, size[1] / 2)


class Lots:
    """What is built so far, and whether there is still room."""

    def __init__(self, plan: Plan, ground: Ground) -> None:
        self.buildings: list[tuple[Box, Tags]] = []
        self._ground = [ground.at(point) for point in plan.points]
        self._rings = {block: [self._ground[node] for node in block.ring] for block in plan.fields}
        self._lines: dict[tuple[int, int], list[tuple[Point, Point, float]]] = {}
        self._boxes: dict[tuple[int, int], list[Box]] = {}
        for line in plan.lines:
            for start, end in edges(line.nodes):
                segment = self._ground[start], self._ground[end], REACH[line.kind] + SPARE
                for cell in _cells(segment[:2], segment[2]):
                    self._lines.setdefault(cell, []).append(segment)
        self.fronts = [
            front for block in plan.fields if not is_water(plan, block) for front in self._fronts(plan, block)
        ]
        self.fronts += self._dead_ends(plan)

    def build(self, front: Front, box: Box | None, tags: Tags) -> bool:
        """Put up a building if it crosses no street, border or building and stays within its block."""
        if box is None or not self._free(front, box):
            return False
        self.buildings.append((box, tags))
        for cell in _cells(box.corners(), SPARE):
            self._boxes.setdefault(cell, []).append(box)
        return True

    def _free(self, front: Front, box: Box) -> bool:
        cells = _cells(box.corners(), SPARE)
        near = (segment for cell in cells for segment in self._lines.get(cell, ()))
        return (
            not any(box.meets(start, end, reach) for start, end, reach in near)
            and not any(box.overlaps(other) for cell in cells for other in self._boxes.get(cell, ()))
            and contains(self._rings[front.block], box.middle)
        )

    def _fronts(self, plan: Plan, block: Field) -> Iterable[Front]:
        """The sides of a block that lie on a street, one for each street."""
        ring = edges(block.ring, closed=True)
        lines = [plan.line_along(*edge) for edge in ring]
        turns = [index for index, line in enumerate(lines) if line is not lines[index - 1]]
        remote = _remoteness(plan, block)
        for turn, next_turn in edges(turns, closed=True):
            run = ring[turn:next_turn] if turn < next_turn else ring[turn:] + ring[:next_turn]
            if lines[turn].kind in STREETS_ONLY:
                nodes = [run[0][0], *(end for _, end in run)]
                yield Front(lines[turn], block, [self._ground[node] for node in nodes], remote)

    def _dead_ends(self, plan: Plan) -> Iterable[Front]:
        """Both sides of every gang that ends inside a block."""
        for line in plan.lines:
            if line.inside is not None:
                points, remote = [self._ground[node] for node in line.nodes], _remoteness(plan, line.inside)
                yield Front(line, line.inside, points, remote)
                yield Front(line, line.inside, points[::-1], remote)


def _parts(box: Box, other: Box) -> bool:
    """Whether the other box lies wholly beyond one side of this one."""
    seen = [box.seen_from_here(corner) for corner in other.corners()]
    for axis, half in ((0, box.half_width + SPARE), (1, box.half_depth + SPARE)):
        values = [point[axis] for point in seen]
        if min(values) > half or max(values) < -half:
            return True
    return False


def _remoteness(plan: Plan, block: Field) -> float:
    return abs(middle_of(plan.corners(block))[0]) / WIDTH


def _cells(points: Iterable[Point], margin: float) -> list[tuple[int, int]]:
    """The squares of the ground that points and all between them may touch."""
    xs, ys = zip(*points, strict=True)
    columns = range(int((min(xs) - margin) // CELL), int((max(xs) + margin) // CELL) + 1)
    rows = range(int((min(ys) - margin) // CELL), int((max(ys) + margin) // CELL) + 1)
    return [(column, row) for column in columns for row in rows]

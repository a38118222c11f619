"""What lies under the marks: water, parks, houses, streets, and the places people look for."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from rukun.territory.drawing import signs
from rukun.territory.drawing.frame import UNIT, Frame, area_path, array, line_path, lines, polygons
from rukun.territory.drawing.given import SPOTS, Ground, Spot
from rukun.territory.drawing.labels import Board, Box, along, around, beside, breadth, middle
from rukun.territory.drawing.legend import Key, Row
from rukun.territory.drawing.roads import WIDTHS, Roads, fitting

AREAS = ("park", "cemetery", "water")
COURSES = ("river", "rail")
BUILDINGS = 2.5
"""Metres per pixel up to which houses are drawn."""
SPOT_REACH = ((4, 25.0), (8, 12.0), (len(SPOTS), 8.0))
"""How many kinds of places, the first ones, are drawn up to how many metres per pixel."""
NAMED_SPOTS = ((8, 12.0), (len(SPOTS), 3.0))
MOST_SPOTS = 40
MOST_NAMES = 40
SMALL = WIDTHS[:2]
CASED = ("minor", "major", "motorway")
SIGN = 2 * signs.REACH["spot"]


class Floor:
    """The ground of one picture. ``area`` is the flat area, or ``None`` when all of the picture is meant."""

    def __init__(self, ground: Ground, frame: Frame, area: Any, *, with_spots: bool = True) -> None:
        self.frame, self.area = frame, area
        near = [ground.shapes[i] for i in frame.near([shape.geometry for shape in ground.shapes]).tolist()]
        flats = frame.clipped(frame.flat(array(shape.geometry for shape in near)))
        self._flat: dict[str, list[Any]] = defaultdict(list)
        self._waters: dict[str, list[Any]] = defaultdict(list)
        for shape, flat in zip(near, flats, strict=True):
            self._flat[shape.kind].append(flat)
            if shape.name and shape.kind in ("water", "river") and not flat.is_empty:
                self._waters[shape.name].append(flat)
        motorways = [(shape, flat) for shape, flat in zip(near, flats, strict=True) if shape.kind == "motorway"]
        self.roads = Roads(ground.streets, motorways, frame)
        self._spots = [spot for spot in sorted(ground.spots, key=_rank) if with_spots and self._wanted(spot)]
        self._placed: list[tuple[Spot, int, int]] = []
        self._kinds: list[str] = []

    def place_spots(self, board: Board) -> None:
        """Each sign where its place is or right beside it, if there is room."""
        for spot in self._spots:
            if len(self._placed) == MOST_SPOTS:
                return
            x, y = self.frame.spot(spot.lat, spot.lon)
            for across, down, _ in around(x, y, SIGN * 0.6):
                if board.claim(Box(round(across), round(down), SIGN, SIGN)):
                    self._placed.append((spot, round(across), round(down)))
                    break

    def name(self, board: Board) -> None:
        """Main streets and waters, places, then the smaller streets."""
        inside = self.area.buffer(8) if self.area is not None else None

        def within(found: list[Any]) -> list[Any]:
            return lines(shapely.intersection(array(found), inside)) if inside is not None else found

        def say(names: list[tuple[str, str, list[Any]]]) -> None:
            for _, name, courses in names:
                board.say("street", name, along(within(courses), name, "street"))

        named = self.roads.named(MOST_NAMES)
        main = [entry for entry in named if entry[0] not in SMALL]
        say(main)
        for name, flats in self._waters.items():
            if courses := lines(flats):
                board.say("river", name, along(within(courses), name, "river", bend=10))
            elif place := middle(flats, self.frame):
                board.say("river", name, around(place[0], place[1], 12))
        for spot, x, y in self._placed:
            if SPOTS.index(spot.kind) < _kinds(NAMED_SPOTS, self.frame.metres):
                board.say("spot", spot.name, beside(x, y, spot.name, "spot", signs.REACH["spot"]))
        say(named[len(main) :])

    def drawn(self, letters: int) -> list[str]:
        """Path by path, the lowest first; ``letters`` is how much path data may be used for it."""
        layers: dict[str, str] = {}
        for kind in AREAS:
            layers[kind] = area_path(polygons(self._flat[kind], least=24))
        for kind in COURSES:
            layers[kind] = line_path(lines(self._flat[kind]))
        for width in reversed(WIDTHS):
            layers[width] = self.roads.path(width, letters - sum(map(len, layers.values())))
        layers["building"] = self._buildings(letters - sum(map(len, layers.values())))
        self._kinds = [kind for kind in layers if layers[kind]]
        # A casing is the same path once more, which compresses to almost nothing.
        order = (*AREAS, "building", *COURSES, *SMALL, *(f"case {width}" for width in CASED), *CASED)
        return [
            f'<path class="{style}" d="{path}"/>' for style in order if (path := layers[style.removeprefix("case ")])
        ]

    def signs(self) -> Iterator[str]:
        for kind in SPOTS:
            if places := [(x, y) for spot, x, y in self._placed if spot.kind == kind]:
                yield f'<path class="sign" d="{signs.path(signs.SPOTS[kind], places)}"/>'

    def scale_bar(self, board: Board) -> str:
        """A round length that is about a fifth of the width, at the lower left."""
        most = self.frame.width / UNIT * self.frame.metres / 4
        magnitude = 10 ** int(np.floor(np.log10(most)))
        metres = next(magnitude * factor for factor in (5, 2, 1) if magnitude * factor <= most)
        long = round(metres / self.frame.metres * UNIT)
        text = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
        y, wide = self.frame.height - 18, breadth(text, "scale")
        board.take(Box(12 + (long + wide) / 2, y, long + wide + 24, 28))
        board.say_at("scale", text, 22 + long + wide / 2, y)
        return f'<path class="bar" d="M12 {y - 6}v10h{long}v-10"/>'

    def keys(self) -> list[Key]:
        found = [Key("spot", kind, _sign(kind)) for kind in dict.fromkeys(spot.kind for spot, _, _ in self._placed)]
        for kind in self._kinds:
            if kind in (*AREAS, "building"):
                found.append(Key("ground", kind, f'<path class="{kind}" d="M8 6h40v28h-40z"/>'))
            elif kind != "street" or "lane" not in self._kinds:
                line = f'<path class="{kind}" d="M4 20h48"/>'
                found.append(Key("ground", kind, line.replace('"', '"case ', 1) + line if kind in CASED else line))
        return found

    def rows(self) -> list[Row]:
        return [Row("spot", spot.kind, spot.name) for spot, _, _ in self._placed]

    def _buildings(self, room: float) -> str:
        if self.frame.metres > BUILDINGS:
            return ""
        houses = polygons(self._flat["building"], least=16)
        sizes = shapely.area(houses)
        if self.area is not None and houses:
            sizes = sizes + shapely.intersects(array(houses), self.area) * sizes.max()  # those inside first
        return area_path(fitting(houses, sizes, room), smooth=2)

    def _wanted(self, spot: Spot) -> bool:
        x, y = self.frame.spot(spot.lat, spot.lon)
        wanted = SPOTS.index(spot.kind) < _kinds(SPOT_REACH, self.frame.metres)
        return wanted and (self.area is None or bool(shapely.intersects_xy(self.area, x, y)))


def _rank(spot: Spot) -> tuple[int, str, float, float]:
    return SPOTS.index(spot.kind), spot.name, spot.lat, spot.lon


def _kinds(reach: tuple[tuple[int, float], ...], metres: float) -> int:
    return max((count for count, most in reach if metres <= most), default=0)


def _sign(kind: str) -> str:
    return f'<path class="sign" d="{signs.path(signs.SPOTS[kind], [(28, 20)])}"/>'

"""How Kampung Contoh is laid out: a river, one bridge, four RW on each bank, their RT, blocks and gang.

The drawing is flat and made of straight lines (``plan``); ``ground`` bends it afterwards. East is +x, north is +y,
metres; the river's centre line is x = 0.
"""

from collections.abc import Callable
from random import Random

from rukun.demo.kampung.names import COLLECTORS, MAIN_STREET, STREETS
from rukun.demo.kampung.places import SITES, Site
from rukun.demo.kampung.plan import (
    Field,
    Line,
    Plan,
    Point,
    area,
    between,
    choose,
    contains,
    cross,
    distance,
    edges,
    middle_of,
    minus,
    sides,
    total,
    towards,
)

LENGTH, WIDTH = 1320.0, 545.0
"""From south to north, and from the river to either edge."""

BRIDGE_AT = 665.0
"""How far north the main street crosses the river."""

WATER, BANK = 13.0, 20.0
"""From the river's centre line to the water's edge and to the lane on the bank."""

RT_COUNTS = {1: 7, 2: 8, 3: 8, 4: 7, 5: 7, 6: 8, 7: 8, 8: 7}

GANG = {"footway": 40.0, "alley": 26.0, "path": 12.0, "pedestrian": 8.0, "living_street": 14.0}
"""What a gang may be, by weight."""

STREETS_ONLY = {"secondary", "tertiary", "residential", "bank", "bridge", "steps", *GANG}
"""The kinds of lines that one can walk on; the others are the river, the railway and bare borders."""


def lay_out(rng: Random) -> Plan:
    """The whole kelurahan: fields that know their RW and RT, some given to a site, and every line between them."""
    plan = Plan(_outline(rng))
    west, east = plan.cut(plan.fields[0], (0, 0), (0, 1), Line("river"))
    west, _ = plan.cut(west, (-BANK, 0), (0, 1), Line("bank", COLLECTORS["bank west"]))
    _, east = plan.cut(east, (BANK, 0), (0, 1), Line("bank", COLLECTORS["bank east"]))
    rws = _west_bank(plan, west, rng) | _east_bank(plan, east, rng)
    sites = list(SITES)
    for rw, fields in rws.items():
        for rt, (piece, name) in enumerate(_neighbourhoods(plan, rw, fields, rng), start=1):
            piece.rw, piece.rt = rw, rt
            gang = _gang_of(name, rng)
            for block in _blocks(plan, piece, gang, sites, rng):
                _dead_end(plan, block, gang, rng)
    _bridge(plan)
    _share_the_river(plan)
    _let_some_be_oneway(plan)
    _steps_to_the_water(plan)
    _rails_beyond(plan)
    plan.refine(longest=21)
    return plan


def is_water(plan: Plan, piece: Field) -> bool:
    """Whether a field is a strip of the river, which no one can build on."""
    return all(abs(plan.points[node][0]) < BANK + 1 for node in piece.ring)


def _outline(rng: Random) -> list[tuple[Point, Line]]:
    def about(x: float, y: float) -> Point:
        return x + rng.uniform(-8, 8), y + rng.uniform(-8, 8)

    south_west = Line("residential", COLLECTORS["border south-west"])
    south_east = Line("living_street", COLLECTORS["border south-east"])
    north_east = Line("residential", COLLECTORS["border north-east"])
    north_west = Line("residential", COLLECTORS["border north-west"])
    west = Line("tertiary", COLLECTORS["border west"])
    river_south, river_north = Line("border"), Line("border")
    return [
        (about(-530, 240), south_west),
        (about(-490, 110), south_west),
        (about(-420, 30), south_west),
        ((-BANK, 0), river_south),
        ((0, 0), river_south),
        ((BANK, 0), south_east),
        (about(390, 25), south_east),
        (about(485, 85), south_east),
        (about(545, 190), Line("rail")),
        (about(530, 1120), north_east),
        (about(480, 1220), north_east),
        (about(400, 1285), north_east),
        ((BANK, LENGTH), river_north),
        ((0, LENGTH), river_north),
        ((-BANK, LENGTH), north_west),
        (about(-390, 1290), north_west),
        (about(-470, 1235), north_west),
        (about(-520, 1130), west),
        (about(-560, 640), west),
    ]


def _west_bank(plan: Plan, land: Field, rng: Random) -> dict[int, list[Field]]:
    """RW 01 north, RW 02 outside, RW 03 at the bridge, RW 04 south; the main street halves RW 02 and RW 03."""
    slope = rng.uniform(0.02, 0.12)
    rw1, rest = plan.cut(land, (-270, 985), (1, slope), Line("tertiary", COLLECTORS["west north"]))
    slope = rng.uniform(-0.1, 0.04)
    middle, rw4 = plan.cut(rest, (-270, 330), (1, slope), Line("residential", COLLECTORS["west south"]))
    slope = rng.uniform(-0.08, 0.08)
    rw2, rw3 = plan.cut(middle, (-285, BRIDGE_AT), (slope, 1), Line("tertiary", COLLECTORS["west"]))
    near, far = Line("secondary", MAIN_STREET), Line("secondary", MAIN_STREET)
    halves3 = plan.cut(rw3, (-BANK, BRIDGE_AT), (1, rng.uniform(-0.12, -0.03)), near)
    halves2 = plan.cut(rw2, plan.points[near.nodes[0]], (1, rng.uniform(0.02, 0.12)), far)
    return {1: [rw1], 2: list(halves2), 3: list(halves3), 4: [rw4]}


def _east_bank(plan: Plan, land: Field, rng: Random) -> dict[int, list[Field]]:
    """RW 05 and RW 06 at the river, RW 07 and RW 08 along the railway; the main street parts the outer two."""
    slope = rng.uniform(-0.1, 0.1)
    inner, outer = plan.cut(land, (275, BRIDGE_AT), (slope, 1), Line("tertiary", COLLECTORS["east"]))
    slope = rng.uniform(-0.1, 0.1)
    rw5, rw6 = plan.cut(inner, (150, 770), (1, slope), Line("residential", COLLECTORS["east north"]))
    near, far = Line("secondary", MAIN_STREET), Line("secondary", MAIN_STREET)
    halves6 = plan.cut(rw6, (BANK, BRIDGE_AT), (1, rng.uniform(0.02, 0.1)), near)
    rw7, rw8 = plan.cut(outer, plan.points[near.nodes[-1]], (1, rng.uniform(-0.12, 0)), far)
    return {5: [rw5], 6: list(halves6), 7: [rw7], 8: [rw8]}


def _neighbourhoods(plan: Plan, rw: int, fields: list[Field], rng: Random) -> list[tuple[Field, str]]:
    """An RW cut into RT, in the order of their numbers (row by row from the north), each with a name for its gang."""
    count, names = RT_COUNTS[rw], list(STREETS[rw])
    sizes = [area(plan.corners(piece)) for piece in fields]
    first = round(count * sizes[0] / total(sizes)) if len(fields) > 1 else count
    found = []
    for piece, share in zip(fields, (first, count - first), strict=False):
        found += _divide(plan, piece, names[:share], rng)
        names = names[share:]

    def row_by_row(each: tuple[Field, str]) -> tuple[int, float]:
        x, y = middle_of(plan.corners(each[0]))
        return -round(y / 170), x

    return sorted(found, key=row_by_row)


def _divide(plan: Plan, piece: Field, names: list[str], rng: Random) -> list[tuple[Field, str]]:
    if len(names) == 1:
        return [(piece, names[0])]
    half = len(names) // 2 if rng.random() < 1 / 2 else (len(names) + 1) // 2
    share = half / len(names) + rng.uniform(-0.04, 0.04)
    street = Line("residential" if len(names) > 2 else "living_street", f"Jalan {names[half]}")
    left, right = plan.cut_across(piece, share, rng.uniform(-0.16, 0.16), street)
    return _divide(plan, left, names[:half], rng) + _divide(plan, right, names[half:], rng)


def _gang_of(name: str, rng: Random) -> Callable[[], Line]:
    """Lines for one RT's gang, numbered as they come."""
    count = 0

    def gang() -> Line:
        nonlocal count
        count += 1
        return Line(choose(rng, GANG), f"Gang {name} {count}")

    return gang


def _blocks(plan: Plan, piece: Field, gang: Callable[[], Line], sites: list[Site], rng: Random) -> list[Field]:
    """Cut an RT into blocks by gang, and tell which were left to homes.

    A block that holds the spot of a site is given to it as soon as it is small enough.
    """
    corners = plan.corners(piece)
    site = next((each for each in sites if contains(corners, each.spot)), None)
    remote = abs(middle_of(corners)[0]) / WIDTH
    largest = site.largest if site else (4700 + 7000 * remote) * rng.uniform(0.75, 1.35)
    if area(corners) < largest:
        if site is None:
            return [piece]
        sites.remove(site)
        piece.site = site
        return []
    found = []
    for half in plan.cut_across(piece, rng.uniform(0.42, 0.58), rng.uniform(-0.16, 0.16), gang()):
        found += _blocks(plan, half, gang, sites, rng)
    return found


def _dead_end(plan: Plan, block: Field, gang: Callable[[], Line], rng: Random) -> None:
    """Most blocks hide homes behind the first row: a gang leads to them from the longest side and ends there."""
    fronts = [edge for edge in edges(block.ring, closed=True) if plan.line_along(*edge).kind in STREETS_ONLY]
    start, end = max(fronts, key=lambda side: distance(plan.points[side[0]], plan.points[side[1]]))
    one, other = plan.points[start], plan.points[end]
    if distance(one, other) < 36 or rng.random() < 0.2:
        return
    corners, along, slant = plan.corners(block), towards(one, other), rng.uniform(-0.2, 0.2)
    foot = between(one, other, rng.uniform(0.38, 0.62))
    tip = _some_way(corners, foot, (slant * along[0] - along[1], slant * along[1] + along[0]), rng.uniform(0.5, 0.7))
    nodes = [plan.split(start, end, foot), plan.add_point(tip)]
    if rng.random() < 0.45:
        turn = along if rng.random() < 1 / 2 else (-along[0], -along[1])
        nodes.append(plan.add_point(_some_way(corners, tip, turn, rng.uniform(0.35, 0.65))))
    plan.draw(gang(), nodes).inside = block


def _some_way(ring: list[Point], point: Point, direction: Point, part: float) -> Point:
    """From a point in a convex ring so far towards its edge, as a part of the whole way."""
    reach = float("inf")
    for one, other in sides(ring):
        side = minus(other, one)
        slope = cross(side, direction)
        if slope < -1e-9:  # only where the direction leads out of the ring
            reach = min(reach, -cross(side, minus(point, one)) / slope)
    return point[0] + direction[0] * reach * part, point[1] + direction[1] * reach * part


def _banks(plan: Plan) -> list[tuple[Line, int]]:
    """The lanes along the river, both drawn from south to north, and on which side of it they are: -1 west, 1 east."""
    banks = [line for line in plan.lines if line.kind == "bank"]
    return [(bank, 1 if plan.points[bank.nodes[0]][0] > 0 else -1) for bank in banks]


def _sides_of_bank(plan: Plan, side: int, start: int, end: int) -> tuple[Field, Field]:
    """The land and the water on either side of an edge of the bank."""
    left, right = plan.left_of(start, end), plan.left_of(end, start)
    assert left is not None
    assert right is not None
    return (left, right) if side < 0 else (right, left)


def _bridge(plan: Plan) -> None:
    bridge = Line("bridge", MAIN_STREET)
    for bank, side in _banks(plan):
        head = min(bank.nodes[1:-1], key=lambda node: distance(plan.points[node], (side * BANK, BRIDGE_AT)))
        _, water = _sides_of_bank(plan, side, head, bank.nodes[bank.nodes.index(head) + 1])
        plan.cut(water, plan.points[head], (1, 0), bridge)


def _share_the_river(plan: Plan) -> None:
    """Give the water to the RT on its banks, each as far as the centre line."""
    for bank, side in _banks(plan):
        before: tuple[Field, Field] | None = None
        for start, end in edges(bank.nodes):
            land, water = _sides_of_bank(plan, side, start, end)
            if before and before[1] is water and (before[0].rw, before[0].rt) != (land.rw, land.rt):
                water, _ = plan.cut(water, plan.points[start], (1, 0), Line("border"))
            water.rw, water.rt = land.rw, land.rt
            before = land, water


def _steps_to_the_water(plan: Plan) -> None:
    tops = [(bank, side, part) for bank, side in _banks(plan) for part in (0.14, 0.36, 0.63, 0.86)]
    for number, (bank, side, part) in enumerate(tops, start=1):
        height = LENGTH * (part + 0.02 * side)
        top = min(bank.nodes, key=lambda node: abs(plan.points[node][1] - height))
        foot = plan.add_point((side * (WATER + 1.5), plan.points[top][1] + 4))
        plan.draw(Line("steps", f"Tangga Kali {number}"), [top, foot])


def _rails_beyond(plan: Plan) -> None:
    """The railway comes from elsewhere and goes elsewhere."""
    rail = next(line for line in plan.lines if line.kind == "rail")
    south, north = rail.nodes[0], rail.nodes[-1]
    ahead = towards(plan.points[south], plan.points[north])
    for end, far in ((south, -190.0), (north, 190.0)):
        x, y = plan.points[end]
        plan.draw(Line("rail"), [end, plan.add_point((x + far * ahead[0], y + far * ahead[1]))])


def _let_some_be_oneway(plan: Plan) -> None:
    """A few streets that end on other streets at both ends, so that nobody is trapped."""
    rail = {node for line in plan.lines if line.kind == "rail" for node in line.nodes}
    inner = [line for line in plan.lines if line.kind == "residential" and line.name not in COLLECTORS.values()]
    for line in [line for line in inner if not rail & {line.nodes[0], line.nodes[-1]}][::4]:
        line.oneway = True

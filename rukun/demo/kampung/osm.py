"""Kampung Contoh as OpenStreetMap XML 0.6: streets, water, units, sites and buildings with the tags of real ones."""

from collections.abc import Sequence
from html import escape

from rukun.demo.kampung.ground import Ground, degrees
from rukun.demo.kampung.layout import BRIDGE_AT, LENGTH, STREETS_ONLY, WATER
from rukun.demo.kampung.lots import Lots
from rukun.demo.kampung.names import BRIDGE, KELURAHAN, RIVER
from rukun.demo.kampung.places import Tags
from rukun.demo.kampung.plan import Plan, Point, between, distance, edges, inset, sides

CODE = "99.01.01.1001"
ABOVE = ((4, "Provinsi Contoh", "99"), (5, "Kota Contoh", "99.01"), (6, "Kecamatan Contoh", "99.01.01"))

STREET_TAGS = {
    "alley": {"highway": "service", "service": "alley"},
    "bank": {"highway": "service"},
    "bridge": {"highway": "secondary", "bridge": "yes", "layer": "1", "bridge:name": BRIDGE},
}
"""How lines become streets where the kind is not itself the value of ``highway``."""


class Sheet:
    """Nodes, ways and relations, numbered from 1 as they are added."""

    def __init__(self) -> None:
        self._nodes: list[str] = []
        self._ways: list[str] = []
        self._relations: list[str] = []

    def node(self, point: Point) -> int:
        latitude, longitude = degrees(point)
        number = len(self._nodes) + 1
        self._nodes.append(f'<node id="{number}" version="1" lat="{latitude:.7f}" lon="{longitude:.7f}"/>\n')
        return number

    def way(self, nodes: Sequence[int], tags: Tags) -> int:
        number = len(self._ways) + 1
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self._ways.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>\n')
        return number

    def area(self, ring: Sequence[Point], tags: Tags) -> int:
        nodes = [self.node(point) for point in ring]
        return self.way([*nodes, nodes[0]], tags)

    def relation(self, outer: Sequence[int], tags: Tags) -> int:
        number = len(self._relations) + 1
        members = "".join(f'<member type="way" ref="{way}" role="outer"/>' for way in outer)
        self._relations.append(f'<relation id="{number}" version="1">{members}{_tags(tags)}</relation>\n')
        return number

    def text(self) -> str:
        """The file. It asks editors never to upload it: nothing in it exists."""
        return "".join(
            (
                '<?xml version="1.0" encoding="UTF-8"?>\n',
                f'<osm version="0.6" generator="{KELURAHAN}" upload="never">\n',
                *self._nodes,
                *self._ways,
                *self._relations,
                "</osm>\n",
            )
        )


def write(plan: Plan, ground: Ground, lots: Lots) -> str:
    sheet = Sheet()
    nodes = [sheet.node(ground.at(point)) for point in plan.points]
    _streets(sheet, plan, nodes)
    _river(sheet, plan, ground, nodes)
    _sites(sheet, plan, ground)
    for box, tags in lots.buildings:
        sheet.area(box.corners(), tags)
    _units(sheet, plan, nodes)
    return sheet.text()


def _tags(tags: Tags) -> str:
    return "".join(f'<tag k="{escape(key)}" v="{escape(value)}"/>' for key, value in tags.items())


def _streets(sheet: Sheet, plan: Plan, nodes: list[int]) -> None:
    for line in plan.lines:
        refs = [nodes[node] for node in line.nodes]
        if line.kind == "rail":
            sheet.way(refs, {"railway": "rail"})
        elif line.kind in STREETS_ONLY:
            tags = STREET_TAGS.get(line.kind, {"highway": line.kind}) | {"name": line.name}
            sheet.way(refs, tags | ({"oneway": "yes"} if line.oneway else {}))


def _river(sheet: Sheet, plan: Plan, ground: Ground, nodes: list[int]) -> None:
    """The water with its centre line, which passes below the bridge and shares no node with it."""
    river = next(line for line in plan.lines if line.kind == "river")
    bridge = next(line for line in plan.lines if line.kind == "bridge")
    below = [node for node in river.nodes if node not in bridge.nodes]
    sheet.way([nodes[node] for node in below], {"waterway": "river", "name": RIVER})
    heights = [LENGTH * step / 60 for step in range(-1, 62)]
    shores = [(WATER, height) for height in heights] + [(-WATER, height) for height in reversed(heights)]
    sheet.area([ground.at(point) for point in shores], {"natural": "water", "water": "river", "name": RIVER})
    deck = [(x, BRIDGE_AT + y) for x, y in ((-18, -7), (0, -7), (18, -7), (18, 7), (0, 7), (-18, 7))]
    sheet.area([ground.at(point) for point in deck], {"man_made": "bridge", "layer": "1", "name": BRIDGE})


def _sites(sheet: Sheet, plan: Plan, ground: Ground) -> None:
    for block in plan.fields:
        if block.site:
            ring = inset(plan.corners(block), block.site.margin)
            sheet.area([ground.at(point) for point in _refined(ring)], block.site.tags)


def _refined(ring: list[Point], longest: float = 20) -> list[Point]:
    """With points on its sides, so that they can bend; and no two of them at one place."""
    found: list[Point] = []
    for one, other in sides(ring):
        pieces = int(distance(one, other) / longest) + 1
        if distance(one, other) > 1:
            found += [between(one, other, step / pieces) for step in range(pieces)]
    return found


def _units(sheet: Sheet, plan: Plan, nodes: list[int]) -> None:
    """RT, RW and all above them: neighbours share the ways between them."""
    owners = {edge: (piece.rw, piece.rt) for piece in plan.fields for edge in edges(piece.ring, closed=True)}
    outer: dict[tuple[int, ...], list[int]] = {}
    for chain in _borders(owners):
        here, there = owners.get((chain[0], chain[1])), owners.get((chain[1], chain[0]))
        parted = [depth for depth in range(3) if (here and here[:depth]) != (there and there[:depth])]
        level = 7 + parted[0] if parted[0] else 4
        way = sheet.way([nodes[node] for node in chain], {"boundary": "administrative", "admin_level": str(level)})
        for unit in [side[:depth] for depth in parted for side in (here, there) if side]:
            outer.setdefault(unit, []).append(way)
    for level, name, code in (*ABOVE, (7, KELURAHAN, CODE)):
        sheet.relation(outer[()], _unit(level, name) | {"ref:kemendagri": code})
    for unit in sorted(unit for unit in outer if unit):
        kind, ref = ("RW", f"{unit[0]:02d}") if len(unit) == 1 else ("RT", f"{unit[1]:03d}")
        lies_in = {"is_in": KELURAHAN} if kind == "RW" else {}
        tags = _unit(7 + len(unit), f"{kind} {ref}") | {"ref": ref} | lies_in | {"is_in:kemendagri": CODE}
        sheet.relation(outer[unit], tags)


def _unit(level: int, name: str) -> Tags:
    return {"type": "boundary", "boundary": "administrative", "admin_level": str(level), "name": name}


def _borders(owners: dict[tuple[int, int], tuple[int, int]]) -> list[list[int]]:
    """The lines between units, from each node where more than two units (or the outside) meet to the next."""
    nearest: dict[int, list[int]] = {}
    for (start, end), unit in owners.items():
        if owners.get((end, start)) != unit:
            nearest.setdefault(start, []).append(end)
            if (end, start) not in owners:
                nearest.setdefault(end, []).append(start)
    found: list[list[int]] = []
    walked: set[tuple[int, int]] = set()
    for corner in [node for node, others in nearest.items() if len(others) != 2]:
        for node in nearest[corner]:
            if (corner, node) in walked:
                continue
            chain = [corner, node]
            while len(nearest[chain[-1]]) == 2:
                chain.append(next(other for other in nearest[chain[-1]] if other != chain[-2]))
            walked |= {(chain[0], chain[1]), (chain[-1], chain[-2])}
            found.append(chain)
    return found

"""Small made-up towns as OpenStreetMap files, for tests."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

import osmium

Spot: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees."""
Square: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Member: TypeAlias = tuple[str, int, str]
"""Kind (n, w, r), id, role."""
Tags: TypeAlias = Mapping[str, str]

NO_TAGS: Tags = {}
_WORDS = {"n": "node", "w": "way", "r": "relation"}


class Osm:
    """Nodes, ways and relations, each with its id; take entries out of the dictionaries to make a file incomplete.

    Equal coordinates are the same node, and units with a side in common share its way, as on a real map. Tags are
    keywords (``highway="path"``), or a mapping where a key is no word (``tags={"bridge:name": "Roxy"}``).
    """

    def __init__(self, *, generator: str = "", data_date: str = "") -> None:
        self.generator = generator
        self.data_date = data_date
        self.nodes: dict[int, tuple[Spot, Tags]] = {}
        self.ways: dict[int, tuple[list[int], Tags]] = {}
        self.relations: dict[int, tuple[list[Member], Tags]] = {}
        self._at: dict[Spot, int] = {}
        self._sides: dict[frozenset[int], int] = {}

    # What maps are made of. Each returns its id.

    def node(self, at: Spot, tags: Tags = NO_TAGS, **more: str) -> int:
        spot = (round(at[0], 7), round(at[1], 7))
        ref = self._at.setdefault(spot, len(self._at) + 1)
        self.nodes[ref] = (spot, {**(self.nodes[ref][1] if ref in self.nodes else {}), **tags, **more})
        return ref

    def way(self, points: Iterable[Spot], tags: Tags = NO_TAGS, *, osm_id: int = 0, **more: str) -> int:
        refs = [self.node(point) for point in points]
        osm_id = osm_id or max(self.ways, default=0) + 1
        self.ways[osm_id] = (refs, {**tags, **more})
        return osm_id

    def relation(self, members: Iterable[Member], tags: Tags = NO_TAGS, *, osm_id: int = 0, **more: str) -> int:
        osm_id = osm_id or max(self.relations, default=0) + 1
        self.relations[osm_id] = (list(members), {**tags, **more})
        return osm_id

    # What a territory is made of.

    def unit(
        self,
        level: int,
        name: str = "",
        *,
        square: Square | None = None,
        outline: Sequence[Spot] = (),
        holes: Iterable[Sequence[Spot]] = (),
        code: str = "",
        tags: Tags = NO_TAGS,
        osm_id: int = 0,
        **more: str,
    ) -> int:
        """An administrative boundary; ``code`` becomes its ``ref:kemendagri``. Returns the relation's id."""
        corners = list(outline) or (_corners(square)[:-1] if square else [])
        sides = [self._side(a, b) for a, b in zip(corners, [*corners[1:], *corners[:1]], strict=True)]
        inner = [self.way([*hole, hole[0]]) for hole in holes]
        return self.relation(
            [*(("w", way, "outer") for way in sides), *(("w", way, "inner") for way in inner)],
            {
                "type": "boundary",
                "boundary": "administrative",
                "admin_level": str(level),
                **({"name": name} if name else {}),
                **({"ref:kemendagri": code} if code else {}),
                **tags,
            },
            osm_id=osm_id,
            **more,
        )

    def street(self, name: str, points: Iterable[Spot], tags: Tags = NO_TAGS, **more: str) -> int:
        """A residential street, unless ``highway`` says otherwise. Returns the way's id."""
        return self.way(points, {"highway": "residential", **({"name": name} if name else {}), **tags, **more})

    def place(
        self, name: str, *, at: Spot | None = None, square: Square | None = None, tags: Tags = NO_TAGS, **more: str
    ) -> int:
        """A node, or with ``square`` a closed way. Returns its id."""
        tags = {**({"name": name} if name else {}), **tags, **more}
        if square:
            return self.way(_corners(square), tags)
        assert at
        return self.node(at, tags)

    def area(self, square: Square, holes: Sequence[Square] = (), tags: Tags = NO_TAGS, **more: str) -> int:
        """Something to draw: a closed way, or with ``holes`` a multipolygon. Returns the way's or relation's id."""
        if not holes:
            return self.way(_corners(square), {**tags, **more})
        members = [("w", self.way(_corners(square)), "outer")]
        members += [("w", self.way(_corners(hole)), "inner") for hole in holes]
        return self.relation(members, {"type": "multipolygon", **tags, **more})

    def _side(self, a: Spot, b: Spot) -> int:
        ends = frozenset((self.node(a), self.node(b)))
        if ends not in self._sides:
            self._sides[ends] = self.way([a, b])
        return self._sides[ends]

    # The file.

    def write(self, path: Path) -> Path:
        """Write XML, or whatever else the suffix says that osmium knows (``.osm.pbf``, ``.osm.gz``)."""
        if path.suffix == ".osm":
            path.write_text(self.text(), encoding="utf-8")
            return path
        header = osmium.io.Header()
        header.set("generator", self.generator)
        if self.data_date:
            header.set("osmosis_replication_timestamp", self.data_date)
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            for ref, (spot, tags) in sorted(self.nodes.items()):
                writer.add_node(osmium.osm.mutable.Node(id=ref, location=spot, tags=dict(tags), version=1))
            for osm_id, (refs, tags) in sorted(self.ways.items()):
                writer.add_way(osmium.osm.mutable.Way(id=osm_id, nodes=refs, tags=dict(tags), version=1))
            for osm_id, (members, tags) in sorted(self.relations.items()):
                writer.add_relation(osmium.osm.mutable.Relation(id=osm_id, members=members, tags=dict(tags), version=1))
        return path

    def text(self) -> str:
        """The file as OSM XML, which has no place for ``data_date``."""
        lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        lines.append(f'<osm version="0.6" generator={quoteattr(self.generator)}>')
        for ref, ((lon, lat), tags) in sorted(self.nodes.items()):
            lines.append(f'<node id="{ref}" version="1" lon="{lon:.7f}" lat="{lat:.7f}">')
            lines += [*_tag_lines(tags), "</node>"]
        for osm_id, (refs, tags) in sorted(self.ways.items()):
            lines.append(f'<way id="{osm_id}" version="1">')
            lines += [*(f'<nd ref="{ref}"/>' for ref in refs), *_tag_lines(tags), "</way>"]
        for osm_id, (members, tags) in sorted(self.relations.items()):
            lines.append(f'<relation id="{osm_id}" version="1">')
            lines += [
                f'<member type="{_WORDS[kind]}" ref="{ref}" role={quoteattr(role)}/>' for kind, ref, role in members
            ]
            lines += [*_tag_lines(tags), "</relation>"]
        return "\n".join([*lines, "</osm>", ""])


def _corners(square: Square) -> list[Spot]:
    west, south, east, north = square
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _tag_lines(tags: Tags) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]

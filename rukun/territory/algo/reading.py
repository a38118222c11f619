"""Reading an OpenStreetMap file: boundaries, streets, places and what is drawn beneath them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax import ContentHandler, SAXException, parse  # after osmium, which refuses entities, has read the file

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from rukun.geo import streets as geo_streets
from rukun.geo.coordinates import INDONESIA, Points, lengths
from rukun.geo.rings import Area, assemble
from rukun.geo.shapes import Shape
from rukun.territory.algo import tags as meaning
from rukun.territory.algo.findings import CannotRead, Problem, clean_name

LONGEST_TEXT = 255
"""Characters that OpenStreetMap allows in a tag. The library below reads four times as many and no more."""
SAME_BRIDGE = 60.0
"""Metres. A bridge mapped as a thing of its own and the street on it are one place."""


@dataclass(frozen=True)
class Boundary:
    """An administrative boundary as mapped. ``geometry`` is ``None`` where the outline cannot be closed."""

    osm_id: int
    level: int
    name: str
    tags: Mapping[str, str]
    geometry: Any


@dataclass(frozen=True)
class FoundPlace:
    """``key`` is OpenStreetMap's: ``n1``, ``w2``, ``r3``."""

    key: str
    kind: str
    name: str
    lat: float
    lon: float


@dataclass
class Extract:
    """What one file holds."""

    boundaries: list[Boundary] = field(default_factory=list)
    ways: list[geo_streets.Way] = field(default_factory=list)
    places: list[FoundPlace] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    generator: str = ""
    data_date: str = ""


def read(path: Path) -> Extract:
    """Everything of use in the file. Raises ``CannotRead``."""
    file = _open(path)
    reader = _Reader()
    only_tagged = osmium.filter.EmptyTagFilter()
    only_tagged.enable_for(osmium.osm.NODE)
    try:
        header = _header(file)
        reader.extract.generator = header.get("generator", "")
        reader.extract.data_date = header.get("osmosis_replication_timestamp", "")
        reader.read_relations(osmium.FileProcessor(file, osmium.osm.RELATION))
        reader.read_rest(
            osmium.FileProcessor(file, osmium.osm.NODE | osmium.osm.WAY).with_locations().with_filter(only_tagged)
        )
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        if "too long" in str(error):
            raise CannotRead("text_long", _which_is_too_long(path)) from None
        raise CannotRead("damaged", str(error)) from None
    return reader.finished()


class _Longest(ContentHandler):
    """Finds the object with a text longer than OpenStreetMap's own limit."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = ""
        self.found = ""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  the library's word
        if name in ("node", "way", "relation"):
            self.inside = f"{name} {attrs.get('id', '')}"
        if not self.found and any(len(value) > LONGEST_TEXT for value in attrs.values()):
            self.found = f"{self.inside}, {attrs.get('k', name)[:40]}"


def _which_is_too_long(path: Path) -> str:
    """The object and its key in an XML file; ``""`` where the format does not let us look."""
    handler = _Longest()
    with suppress(OSError, SAXException), path.open("rb") as file:
        parse(file, handler)  # noqa: S317  a file that osmium has begun to read: no entities are in it
    return handler.found


def _open(path: Path) -> osmium.io.File:
    """The file in the format that its first bytes show, whatever it is called."""
    try:
        with path.open("rb") as file:
            begin = file.read(4096)  # an XML file may open with a long comment
    except IsADirectoryError:
        raise CannotRead("not_osm") from None
    except OSError as error:
        raise CannotRead("missing", error.strerror or "") from None
    text = begin.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin[4:20].find(b"OSMHeader") >= 0:
        return osmium.io.File(str(path), "pbf")
    if begin.startswith(b"\x1f\x8b"):
        return osmium.io.File(str(path), "osm.gz")
    if begin.startswith(b"BZh"):
        return osmium.io.File(str(path), "osm.bz2")
    if text.startswith(b"<") and b"<osm" in begin:
        return osmium.io.File(str(path), "osm")
    raise CannotRead("not_osm")


def _header(file: osmium.io.File) -> Any:
    reader = osmium.io.Reader(file)
    try:
        return reader.header()
    finally:
        reader.close()


@dataclass(frozen=True)
class _Relation:
    osm_id: int
    tags: dict[str, str]
    members: list[tuple[int, bool]]  # way, whether it encloses a hole


class _Reader:
    def __init__(self) -> None:
        self.extract = Extract()
        self.relations: list[_Relation] = []
        self.wanted: set[int] = set()
        self.lines: dict[int, list[Points]] = {}  # of the ways that relations are made of
        self.crossings: list[FoundPlace] = []  # bridges as parts of streets
        self.nodes_missing = 0
        self.seen: set[str] = set()

    # First pass: which ways are parts of what.

    def read_relations(self, objects: Iterable[Any]) -> None:
        for each in objects:
            if not each.visible or self._twice(f"relation {each.id}"):
                continue
            tags = dict(each.tags)
            if meaning.boundary_level(tags) is None and not (
                tags.get("type") == "multipolygon" and (meaning.area_kind(tags) or meaning.place_kind(tags))
            ):
                continue
            members = [(member.ref, member.role == "inner") for member in each.members if member.type == "w"]
            self.relations.append(_Relation(each.id, tags, members))
            self.wanted.update(way for way, _ in members)

    # Second pass: nodes that are places, and ways with the coordinates of their nodes.

    def read_rest(self, objects: Iterable[Any]) -> None:
        for each in objects:
            if not each.visible:
                continue
            if each.is_node():
                self._node(each)
            elif each.id in self.wanted or any(tag.k in meaning.KEYS for tag in each.tags):
                self._way(each)
            elif each.tags and each.is_closed() and meaning.boundary_level(each.tags) is not None:
                self._problem("boundary_without_relation", each.tags.get("name", "")[:40], f"way {each.id}")

    def _node(self, node: Any) -> None:
        kind = meaning.place_kind(node.tags)
        if kind and not node.location.valid():
            self._problem("place_without_point", node.tags.get("name", "") or kind, f"node {node.id}")
        elif kind and not self._twice(f"node {node.id}"):
            self._place(f"n{node.id}", kind, dict(node.tags), node.location.lat, node.location.lon)

    def _way(self, way: Any) -> None:
        runs = list(self._runs(way))
        if not runs or self._twice(f"way {way.id}"):
            return
        tags = dict(way.tags)
        lines = [points for _, points in runs]
        if way.id in self.wanted:
            self.lines[way.id] = lines
        kind = meaning.street_class(tags)
        if kind is not None:
            self._street(way.id, tags, kind, runs)
            if (place := meaning.place_kind(tags)) and place != "bridge":  # a market in the street
                self._middle(f"w{way.id}", place, tags, lines)
            return
        closed = len(runs) == 1 and len(lines[0]) > 3 and runs[0][0][0] == runs[0][0][-1]
        if line := meaning.line_kind(tags):
            for points in lines:
                self._shape(line, tags, shapely.linestrings(points) if len(points) > 1 else None)
        elif closed and (meaning.area_kind(tags) or meaning.place_kind(tags)):
            self._area(f"w{way.id}", tags, lambda: _enclosed(lines[0]))
        elif place := meaning.place_kind(tags):
            self._middle(f"w{way.id}", place, tags, lines)

    def _middle(self, key: str, kind: str, tags: dict[str, str], lines: list[Points]) -> None:
        x, y = np.concatenate(lines).mean(axis=0).tolist()
        self._place(key, kind, tags, y, x)

    def _twice(self, where: str) -> bool:
        """Whether an object of this name came before. Files put together from several hold some of them twice."""
        if where not in self.seen:
            self.seen.add(where)
            return False
        self._problem("object_twice", where, where)
        return True

    def _runs(self, way: Any) -> Iterator[tuple[NDArray[np.int64], Points]]:
        """The stretches of a way whose nodes are in the file: an extract cut at its edge leaves some out."""
        run: list[tuple[int, float, float]] = []
        for node in way.nodes:
            location = node.location
            if location.valid():
                run.append((node.ref, location.lon, location.lat))
                continue
            self.nodes_missing += 1
            if run:
                yield _arrays(run)
            run = []
        if run:
            yield _arrays(run)

    def _street(self, osm_id: int, tags: dict[str, str], kind: int, runs: list[tuple[Any, Points]]) -> None:
        name = self._name(tags.get("name", ""), f"way {osm_id}")
        bridge = meaning.is_bridge(tags)
        self.extract.ways += [
            geo_streets.Way(osm_id, refs, points, kind, name, meaning.oneway(tags), bridge)
            for refs, points in runs
            if len(refs) > 1
        ]
        if bridge:
            points = runs[0][1]
            x, y = points[len(points) // 2].tolist() if len(points) > 2 else points.mean(axis=0).tolist()
            named = self._name(tags.get("bridge:name", ""), f"way {osm_id}") or name
            self.crossings.append(FoundPlace(f"w{osm_id}", "bridge", named, y, x))

    # What relations are: areas and boundaries.

    def finished(self) -> Extract:
        """Raises ``CannotRead`` ("no_points") for a file whose ways found none of their nodes."""
        if self.nodes_missing and not (self.extract.ways or any(self.lines.values())):
            raise CannotRead("no_points")
        for relation in self.relations:
            level = meaning.boundary_level(relation.tags)
            if level is None:
                self._area(f"r{relation.osm_id}", relation.tags, lambda relation=relation: self._assembled(relation))
            else:
                self._boundary(relation, level)
        if self.nodes_missing:
            self._problem("nodes_missing", str(self.nodes_missing), "")
        known = [place for place in self.extract.places if place.kind == "bridge"]
        self.extract.places += [
            crossing for crossing in self.crossings if not any(_near(crossing, place) for place in known)
        ]
        return self.extract

    def _boundary(self, relation: _Relation, level: int) -> None:
        where = f"relation {relation.osm_id}"
        name = self._name(relation.tags.get("name", ""), where)
        what = name or relation.tags.get("ref", "") or f"admin_level {level}"
        missing = sum(way not in self.lines for way, _ in relation.members)
        if missing:
            self._problem("members_missing", f"{what}: {missing}", where)
        area = self._assembled(relation)
        if area.geometry is not None and not _at_home(area.geometry):
            self._problem("abroad", what, where)
        for flaw in area.flaws:
            self._problem(f"outline_{flaw}", what, where)
        self.extract.boundaries.append(Boundary(relation.osm_id, level, name, relation.tags, area.geometry))

    def _assembled(self, relation: _Relation) -> Area:
        found = [(line, hole) for way, hole in relation.members for line in self.lines.get(way, [])]
        return assemble([line for line, hole in found if not hole], [line for line, hole in found if hole])

    def _area(self, key: str, tags: dict[str, str], outline: Any) -> None:
        """An area to draw, a place, or both."""
        drawn, place = meaning.area_kind(tags), meaning.place_kind(tags)
        if not drawn and not place:
            return
        geometry = outline().geometry
        if geometry is None:
            self._problem("area_unusable", tags.get("name", "") or drawn or place, _where(key))
            return
        if drawn:
            self._shape(drawn, tags, geometry)
        if place:
            centre = geometry.centroid
            self._place(key, place, tags, centre.y, centre.x)

    def _shape(self, kind: str, tags: dict[str, str], geometry: Any) -> None:
        if geometry is not None and not geometry.is_empty:
            name = clean_name(tags.get("name", ""))[0] if kind != "building" else ""
            self.extract.shapes.append(Shape(kind, name, geometry))

    def _place(self, key: str, kind: str, tags: dict[str, str], lat: float, lon: float) -> None:
        name = self._name(tags.get("name", "") or tags.get("bridge:name", ""), _where(key))
        self.extract.places.append(FoundPlace(key, kind, name, lat, lon))

    def _name(self, text: str, where: str) -> str:
        name, wrong = clean_name(text)
        for kind in wrong:
            self._problem(kind, name[:40], where)
        return name

    def _problem(self, kind: str, what: str, where: str) -> None:
        self.extract.problems.append(Problem(kind, clean_name(what)[0], where))


def _enclosed(line: Points) -> Area:
    """What a closed line encloses: almost always a plain house, for which the long way would be a waste."""
    outline = shapely.Polygon(line)
    return Area(outline) if outline.is_valid and outline.area > 0 else assemble([line])


def _at_home(geometry: Any) -> bool:
    west, south, east, north = INDONESIA
    x, y, x2, y2 = geometry.bounds
    return bool(west <= x and x2 <= east and south <= y and y2 <= north)


def _arrays(run: list[tuple[int, float, float]]) -> tuple[NDArray[np.int64], Points]:
    return np.array([ref for ref, _, _ in run], np.int64), np.array([(x, y) for _, x, y in run], np.float64)


def _near(one: FoundPlace, other: FoundPlace) -> bool:
    return float(lengths(np.array([(one.lon, one.lat), (other.lon, other.lat)]))[0]) < SAME_BRIDGE


def _where(key: str) -> str:
    return f"{ {'n': 'node', 'w': 'way', 'r': 'relation'}[key[0]] } {key[1:]}"

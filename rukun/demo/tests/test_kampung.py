"""Kampung Contoh as a map: whole, walkable, crossed by one bridge, and the same for everybody."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Any

import osmium
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from osmium.io import FileBuffer

from rukun.demo.cast import KELURAHAN
from rukun.demo.kampung import osm_of_kampung_contoh
from rukun.demo.kampung.ground import Ground, wave
from rukun.demo.kampung.plan import Line, Plan, area, middle_of

pytestmark = pytest.mark.pure

SEEDS = (1, 5, 2026)
METRES = 110_585.0, 110_792.0
"""Of a degree of latitude and of longitude, where the kampung lies."""


@dataclass
class Area:
    """A closed thing on the map, in metres from where the kampung is said to lie."""

    tags: dict[str, str]
    shape: Any


@dataclass
class Way:
    number: int
    tags: dict[str, str]
    nodes: list[int]
    shape: Any


@dataclass
class Map:
    """What an importer reads from the file."""

    text: str
    areas: list[Area] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    members: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def units(self, level: int) -> list[Area]:
        return [each for each in self.areas if each.tags.get("admin_level") == str(level)]

    def rts_of(self, rw: Area) -> list[Area]:
        return [rt for rt in self.units(9) if rw.shape.contains(rt.shape.representative_point())]

    def named(self, name: str) -> Area:
        (found,) = [each for each in self.areas if each.tags.get("name") == name]
        return found

    def unit(self, level: int, ref: str) -> Area:
        (found,) = [each for each in self.units(level) if each.tags["ref"] == ref]
        return found

    @cached_property
    def streets(self) -> list[Way]:
        return [way for way in self.ways if "highway" in way.tags]

    @cached_property
    def bridge(self) -> Way:
        (found,) = [way for way in self.streets if way.tags.get("bridge") == "yes"]
        return found

    @cached_property
    def buildings(self) -> list[Area]:
        return [each for each in self.areas if "building" in each.tags]

    @cached_property
    def homes(self) -> list[Area]:
        return [each for each in self.buildings if each.tags["building"] in {"house", "yes"}]

    @cached_property
    def river(self) -> Area:
        (found,) = [each for each in self.areas if each.tags.get("natural") == "water"]
        return found


def _read(text: str) -> Map:
    found = Map(text)
    shapes = osmium.geom.WKBFactory()
    for thing in osmium.FileProcessor(FileBuffer(text.encode(), "osm")).with_areas():
        tags = dict(thing.tags)
        if isinstance(thing, osmium.osm.Area):
            found.areas.append(Area(tags, _in_metres(shapely.from_wkb(shapes.create_multipolygon(thing)))))
        elif isinstance(thing, osmium.osm.Way):
            shape = _in_metres(shapely.from_wkb(shapes.create_linestring(thing)))
            found.ways.append(Way(thing.id, tags, [node.ref for node in thing.nodes], shape))
        elif isinstance(thing, osmium.osm.Relation):
            key = f"{tags['admin_level']} {tags['name']} {len(found.members)}"
            found.members[key] = [member.ref for member in thing.members]
    return found


def _in_metres(shape: Any) -> Any:
    south_north, west_east = METRES
    return shapely.transform(shape, lambda points: (points - (107.6, -5.6)) * (west_east, south_north))


@pytest.fixture(scope="module", params=SEEDS)
def kampung(request: pytest.FixtureRequest) -> Map:
    return _read(osm_of_kampung_contoh(request.param))


def test_one_seed_gives_the_same_bytes_on_every_machine_and_another_gives_another_kampung() -> None:
    text = osm_of_kampung_contoh()
    known = "7ba69a9378340ddefdf7344f2c85368f5a45b049fc4ec433d9d6d7c041c60fa0"
    assert hashlib.sha256(text.encode()).hexdigest() == known, "changed on purpose? look at it, then write it down here"
    assert osm_of_kampung_contoh(2) != text


def test_the_file_is_small_and_no_editor_will_upload_it(kampung: Map) -> None:
    assert len(kampung.text.encode()) < 1_500_000
    assert kampung.text.splitlines()[1] == '<osm version="0.6" generator="Kampung Contoh" upload="never">'
    order = [line[1] for line in kampung.text.splitlines()[2:-1]]
    assert order == sorted(order, key="nwr".index), "nodes, then ways, then relations"


def test_it_lies_in_the_open_sea_and_is_as_large_as_a_kelurahan(kampung: Map) -> None:
    (whole,) = kampung.units(7)
    west, south, east, north = whole.shape.bounds
    assert 1000 < east - west < 1450
    assert 1150 < north - south < 1600
    assert max(-west, east, -south, north) < 900, "around 5.60° S, 107.60° E"
    assert all(way.shape.within(whole.shape.buffer(350)) for way in kampung.ways)


def test_every_unit_is_there_once_with_its_number(kampung: Map) -> None:
    above = {
        level: [(each.tags["name"], each.tags["ref:kemendagri"]) for each in kampung.units(level)]
        for level in (4, 5, 6, 7)
    }
    assert above == {
        4: [("Provinsi Contoh", "99")],
        5: [("Kota Contoh", "99.01")],
        6: [("Kecamatan Contoh", "99.01.01")],
        7: [("Kampung Contoh", KELURAHAN)],
    }
    rws = {each.tags["ref"]: each for each in kampung.units(8)}
    assert sorted(rws) == [f"{number:02d}" for number in range(1, 9)]
    assert 55 <= len(kampung.units(9)) <= 65
    for ref, rw in rws.items():
        assert (rw.tags["name"], rw.tags["is_in"]) == (f"RW {ref}", "Kampung Contoh")
        refs = sorted(rt.tags["ref"] for rt in kampung.rts_of(rw))
        assert refs == [f"{number:03d}" for number in range(1, len(refs) + 1)]
        assert len(refs) in {7, 8}
    for unit in kampung.units(8) + kampung.units(9):
        assert unit.tags["is_in:kemendagri"] == KELURAHAN
        assert unit.tags["name"] == f"{'RW' if unit.tags['admin_level'] == '8' else 'RT'} {unit.tags['ref']}"
    assert len(kampung.members) == sum(len(kampung.units(level)) for level in range(4, 10)), (
        "every ring could be closed"
    )


def test_every_area_is_one_valid_piece(kampung: Map) -> None:
    for each in kampung.areas:
        assert each.shape.is_valid, each.tags
        assert each.shape.geom_type == "Polygon" or len(each.shape.geoms) == 1, each.tags


def test_units_cover_what_they_are_parts_of_without_gap_or_overlap(kampung: Map) -> None:
    (whole,) = kampung.units(7)
    for part_of, parts in [(whole, kampung.units(8)), *((rw, kampung.rts_of(rw)) for rw in kampung.units(8))]:
        covered = shapely.union_all([part.shape for part in parts])
        assert covered.symmetric_difference(part_of.shape).area < 0.001 * part_of.shape.area
        assert sum(part.shape.area for part in parts) < 1.001 * part_of.shape.area


def test_neighbours_share_their_border(kampung: Map) -> None:
    used: dict[int, int] = defaultdict(int)
    for key, ways in kampung.members.items():
        if key.startswith("9 "):
            for way in ways:
                used[way] += 1
    (outline,) = (set(ways) for key, ways in kampung.members.items() if key.startswith("7 "))
    assert all(count == (1 if way in outline else 2) for way, count in used.items())
    assert outline < set(used)


def test_east_and_west_meet_in_the_middle_of_the_river_with_rw_03_and_rw_06_at_the_bridge(kampung: Map) -> None:
    (line,) = [way.shape for way in kampung.ways if way.tags.get("waterway") == "river"]
    touching = {rw.tags["ref"] for rw in kampung.units(8) if rw.shape.intersects(kampung.bridge.shape)}
    assert touching == {"03", "06"}
    west = shapely.union_all([kampung.unit(8, ref).shape for ref in ("01", "02", "03", "04")])
    east = shapely.union_all([kampung.unit(8, ref).shape for ref in ("05", "06", "07", "08")])
    assert west.centroid.x < east.centroid.x
    assert west.intersection(east).hausdorff_distance(line) < 5
    assert kampung.river.shape.buffer(0.1).contains(line)


def _reached(ways: Iterable[Way], *, backwards: bool = False, ignore_oneway: bool = False) -> list[set[int]]:
    """Groups of nodes: all that can be reached from a first node, then from one that could not, and so on."""
    onward: dict[int, set[int]] = defaultdict(set)
    for way in ways:
        for start, end in pairwise(way.nodes):
            there, back = (end, start) if backwards else (start, end)
            onward[there].add(back)
            onward[back].update({there} if ignore_oneway or way.tags.get("oneway") != "yes" else ())
    left, groups = set(onward), []
    while left:
        todo, group = [min(left)], set()
        while todo:
            node = todo.pop()
            if node not in group:
                group.add(node)
                todo += onward[node]
        groups.append(group)
        left -= group
    return groups


def test_every_corner_is_reached_and_left_by_streets_even_where_they_are_oneway(kampung: Map) -> None:
    assert any(way.tags.get("oneway") == "yes" for way in kampung.streets)
    assert len(_reached(kampung.streets)) == 1
    assert len(_reached(kampung.streets, backwards=True)) == 1


def test_without_the_bridge_the_banks_are_two_worlds(kampung: Map) -> None:
    others = [way for way in kampung.streets if way is not kampung.bridge]
    banks = _reached(others, ignore_oneway=True)
    assert len(banks) == 2
    assert {kampung.bridge.nodes[0] in bank for bank in banks} == {True, False}
    assert {kampung.bridge.nodes[-1] in bank for bank in banks} == {True, False}
    assert not [way for way in others if way.shape.intersects(kampung.river.shape)]
    assert kampung.named("Jembatan Kali Contoh").shape.intersects(kampung.bridge.shape)


def test_streets_meet_only_where_they_share_a_node(kampung: Map) -> None:
    tree = shapely.STRtree([way.shape for way in kampung.streets])
    places = {node: point for way in kampung.streets for node, point in zip(way.nodes, way.shape.coords, strict=True)}
    for one, other in zip(*tree.query(tree.geometries, predicate="intersects"), strict=True):
        if one < other:
            here, there = kampung.streets[one], kampung.streets[other]
            shared = shapely.MultiPoint([places[node] for node in set(here.nodes) & set(there.nodes)])
            assert here.shape.intersection(there.shape).difference(shared.buffer(0.05)).is_empty, (
                here.tags,
                there.tags,
            )


def test_most_streets_are_gang_and_all_have_a_name(kampung: Map) -> None:
    kinds = defaultdict(list)
    for way in kampung.streets:
        kinds[way.tags["highway"]].append(way)
        assert way.tags["name"].split()[0] in {"Jalan", "Gang", "Tangga"}
    narrow = sum(len(kinds[kind]) for kind in ("footway", "path", "pedestrian", "service"))
    assert narrow > len(kampung.streets) / 2
    assert kinds.keys() >= {"secondary", "tertiary", "residential", "living_street", "pedestrian", "steps"}
    assert {way.tags["name"] for way in kinds["secondary"]} == {"Jalan Raya Contoh"}


def test_homes_stand_on_their_own_ground(kampung: Map) -> None:
    (whole,) = kampung.units(7)
    assert 1000 <= len(kampung.homes) <= 1650
    assert all(15 < home.shape.area < 500 for home in kampung.homes)
    tree = shapely.STRtree([each.shape for each in kampung.buildings])
    assert len(tree.query(tree.geometries, predicate="intersects")[0]) == len(kampung.buildings), "none meets another"
    lines = [way.shape for way in kampung.ways if way.tags.keys() & {"highway", "railway", "boundary"}]
    assert not len(tree.query([*lines, kampung.river.shape], predicate="intersects")[0])
    assert all(whole.shape.contains(each.shape) for each in kampung.buildings)
    grounds = [
        each.shape
        for each in kampung.areas
        if each.tags.keys() & {"landuse", "leisure"} or each.tags.get("amenity") in {"school", "marketplace"}
    ]
    homes = shapely.STRtree([home.shape for home in kampung.homes])
    assert not len(homes.query(grounds, predicate="intersects")[0])


def test_nobodys_rt_is_empty(kampung: Map) -> None:
    homes = shapely.STRtree([home.shape.centroid for home in kampung.homes])
    assert all(len(homes.query(rt.shape, predicate="contains")) >= 3 for rt in kampung.units(9))


def test_it_has_what_a_kelurahan_needs(kampung: Map) -> None:
    needed = {
        "school": 4,
        "place_of_worship": 7,
        "police": 1,
        "townhall": 1,
        "marketplace": 1,
        "clinic": 1,
        "fire_station": 1,
        "community_centre": 8,
    }
    amenities = [each.tags["amenity"] for each in kampung.areas if "amenity" in each.tags]
    assert {kind: amenities.count(kind) for kind in amenities} == needed
    uses = [each.tags.get("leisure") or each.tags.get("landuse") for each in kampung.areas]
    assert (uses.count("pitch"), uses.count("park"), uses.count("cemetery")) == (1, 4, 1)
    assert not [each.tags for each in kampung.areas if "religion" in each.tags]
    names = [each.tags["name"] for each in kampung.areas if "name" in each.tags and "admin_level" not in each.tags]
    assert len(names) == len(set(names))


def test_every_rw_has_its_hall_and_its_guard_post(kampung: Map) -> None:
    for rw in kampung.units(8):
        for name in (f"Balai {rw.tags['name']}", f"Pos Ronda {rw.tags['name']}"):
            assert rw.shape.contains(kampung.named(name).shape), name
    assert {each.tags["name"] for each in kampung.areas if each.tags.get("building") == "guardhouse"} == {
        "Posko Kampung Contoh",
        *(f"Pos Ronda RW {number:02d}" for number in range(1, 9)),
    }


def test_posko_and_police_stand_on_either_side_of_the_bridge(kampung: Map) -> None:
    for name, ref in (("Posko Kampung Contoh", "03"), ("Pos Polisi Contoh", "06")):
        place = kampung.named(name).shape
        assert kampung.unit(8, ref).shape.contains(place)
        assert place.distance(kampung.bridge.shape) < 150


@given(seed=st.integers(0, 10**6))
def test_however_a_field_is_cut_its_pieces_cover_it(seed: int) -> None:
    rng = Random(seed)
    plan = Plan([(corner, Line("edge")) for corner in ((0, 0), (400, -30), (450, 300), (60, 380))])
    whole = area(plan.corners(plan.fields[0]))
    for _ in range(6):
        largest = max(plan.fields, key=lambda piece: area(plan.corners(piece)))
        share = rng.uniform(0.3, 0.7)
        half, _ = plan.cut_across(largest, share, rng.uniform(-0.2, 0.2), Line("cut"))
        assert area(plan.corners(half)) > 0
    assert len(plan.fields) == 7
    assert sum(area(plan.corners(piece)) for piece in plan.fields) == pytest.approx(whole)
    for line in plan.lines:
        for start, end in pairwise(line.nodes):
            assert (plan.left_of(start, end) is None) + (plan.left_of(end, start) is None) == (line.kind == "edge")


@given(seed=st.integers(0, 10**6), across=st.floats(-550, 550), up=st.floats(0, 1320))
def test_the_ground_is_bent_but_never_folded(seed: int, across: float, up: float) -> None:
    ground = Ground(Random(seed))
    small = [ground.at((across + x, up + y)) for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]
    assert area(small) > 0.02
    assert math.dist(middle_of(small), ground.at((across, up))) < 0.1


@given(st.floats(-100, 100))
def test_the_wave_is_close_to_a_sine(turns: float) -> None:
    assert wave(turns) == pytest.approx(math.sin(2 * math.pi * turns), abs=0.0015)

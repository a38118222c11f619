"""Reading OpenStreetMap files: what is taken from them, what is listed as amiss, and what is refused."""

import gzip
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.geo import streets
from rukun.geo.shapes import KINDS
from rukun.geo.streets import CLASSES
from rukun.territory.algo import codes, tags
from rukun.territory.algo.findings import LONGEST_NAME, UNSEEN, CannotRead, Problem, clean_name
from rukun.territory.algo.reading import Extract, read
from rukun.territory.algo.settling import settle
from rukun.territory.tests.osm import Osm

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[3]
JAKARTA = ROOT.parent / "shared" / "data" / "jakarta" / "jakarta.osm.pbf"


def read_town(town: Osm, folder: Path, suffix: str = ".osm") -> Extract:
    return read(town.write(folder / f"town{suffix}"))


def small_town() -> Osm:
    town = Osm(generator="Kampung")
    town.unit(7, "Palmerah", code="31.73.07.1001", square=(106.80, -6.21, 106.81, -6.20))
    town.unit(8, "RW 09", ref="9", square=(106.80, -6.21, 106.805, -6.20), tags={"is_in:kemendagri": "31.73.07.1001"})
    town.street("Jalan A", [(106.80, -6.205), (106.805, -6.205), (106.81, -6.205)], oneway="yes")
    town.street("", [(106.805, -6.205), (106.805, -6.2)], highway="path", bridge="yes", tags={"bridge:name": "Roxy"})
    town.place("شارع السلام \u200f(RTL)", at=(106.801, -6.201), amenity="place_of_worship")
    town.place("SDN 09", square=(106.802, -6.204, 106.803, -6.203), amenity="school", building="yes")
    town.area((106.806, -6.204, 106.809, -6.201), [(106.807, -6.203, 106.808, -6.202)], natural="water", name="Setu")
    town.way([(106.80, -6.209), (106.81, -6.209)], railway="rail")
    return town


# What is taken.


def plainly(extract: Extract) -> dict[str, Any]:
    """Everything in it, comparable."""
    return {
        "boundaries": [
            (each.osm_id, each.level, each.name, dict(each.tags), shapely.to_wkt(each.geometry))
            for each in extract.boundaries
        ],
        "ways": [
            (way.osm_id, way.refs.tolist(), way.points.tolist(), way.kind, way.name, way.oneway, way.bridge)
            for way in extract.ways
        ],
        "places": extract.places,
        "shapes": [(shape.kind, shape.name, shapely.to_wkt(shape.geometry)) for shape in extract.shapes],
        "problems": extract.problems,
        "generator": extract.generator,
    }


@pytest.mark.parametrize("suffix", [".osm.pbf", ".osm.gz", ".osm.bz2", ".pbf"])
def test_every_format_of_the_same_map_says_the_same(tmp_path: Path, suffix: str) -> None:
    assert plainly(read_town(small_town(), tmp_path, suffix)) == plainly(read_town(small_town(), tmp_path))


def test_a_file_is_read_by_what_is_in_it_and_not_by_what_it_is_called(tmp_path: Path) -> None:
    written = small_town().write(tmp_path / "a.osm.pbf")
    assert read(written.rename(tmp_path / "unduhan.osm")).boundaries
    (tmp_path / "b.txt").write_text("\ufeff\n" + small_town().text().split("\n", 1)[1], encoding="utf-8")
    assert read(tmp_path / "b.txt").boundaries


def test_what_is_in_a_small_town(tmp_path: Path) -> None:
    extract = read_town(small_town(), tmp_path)
    assert [(each.level, each.name) for each in extract.boundaries] == [(7, "Palmerah"), (8, "RW 09")]
    assert shapely.equals(extract.boundaries[0].geometry, shapely.box(106.80, -6.21, 106.81, -6.20))
    assert extract.boundaries[1].tags["is_in:kemendagri"] == "31.73.07.1001"
    assert [(CLASSES[way.kind], way.name, way.oneway, way.bridge) for way in extract.ways] == [
        ("residential", "Jalan A", 1, False),
        ("path", "", 0, True),
    ]
    assert len(streets.build(extract.ways).junctions) == 4, "the two streets meet"
    found = {(place.kind, place.name): (round(place.lon, 6), round(place.lat, 6)) for place in extract.places}
    assert found == {
        ("worship", "شارع السلام (RTL)"): (106.801, -6.201),
        ("school", "SDN 09"): (106.8025, -6.2035),
        ("bridge", "Roxy"): (106.805, -6.2025),
    }
    drawn = {shape.kind: shape for shape in extract.shapes}
    assert set(drawn) == {"building", "water", "rail"}
    lake = shapely.difference(
        shapely.box(106.806, -6.204, 106.809, -6.201), shapely.box(106.807, -6.203, 106.808, -6.202)
    )
    assert shapely.equals_exact(drawn["water"].geometry.normalize(), lake.normalize(), 1e-9)
    assert (drawn["water"].name, drawn["building"].name) == ("Setu", ""), "houses are not named on the map"
    assert [problem.kind for problem in extract.problems] == ["name_unseen"]
    assert extract.generator == "Kampung"


def test_the_date_of_the_data_is_taken_from_the_files_head(tmp_path: Path) -> None:
    assert read(Osm(data_date="2026-03-01T00:00:00Z").write(tmp_path / "a.osm.pbf")).data_date == "2026-03-01T00:00:00Z"
    assert read(Osm().write(tmp_path / "a.osm")).data_date == ""


def test_places_are_nodes_ways_and_relations(tmp_path: Path) -> None:
    town = Osm()
    node = town.place("Polsek", at=(106.8, -6.2), amenity="police")
    way = town.place("Pasar", square=(106.81, -6.21, 106.82, -6.20), amenity="marketplace")
    park = (106.83, -6.21, 106.84, -6.20)
    relation = town.area(park, [(106.832, -6.208, 106.838, -6.202)], amenity="hospital", name="RS")
    bent = town.way([(106.85, -6.2), (106.86, -6.2), (106.87, -6.2)], amenity="townhall")
    extract = read_town(town, tmp_path)
    found = {place.key: (place.kind, place.name, round(place.lon, 6), round(place.lat, 6)) for place in extract.places}
    assert found == {
        f"n{node}": ("police", "Polsek", 106.8, -6.2),
        f"w{way}": ("market", "Pasar", 106.815, -6.205),
        f"r{relation}": ("hospital", "RS", 106.835, -6.205),
        f"w{bent}": ("town_hall", "", 106.86, -6.2),
    }
    assert extract.problems == []


def test_a_motorway_is_drawn_but_nobody_walks_on_it(tmp_path: Path) -> None:
    town = Osm()
    for i, highway in enumerate(["motorway", "motorway_link", "trunk", "steps", "construction"]):
        town.street("", [(106.8, -6.2 - i / 1000), (106.81, -6.2 - i / 1000)], highway=highway)
    town.street("", [(106.8, -6.3), (106.81, -6.3)], highway="trunk", motorroad="yes")
    extract = read_town(town, tmp_path)
    assert [CLASSES[way.kind] for way in extract.ways] == ["trunk", "steps"]
    assert [shape.kind for shape in extract.shapes] == ["motorway", "motorway"]


def test_what_runs_underground_is_not_drawn(tmp_path: Path) -> None:
    town = Osm()
    town.way([(106.8, -6.2), (106.81, -6.2)], waterway="drain", tunnel="culvert")
    town.way([(106.8, -6.21), (106.81, -6.21)], waterway="drain", tunnel="no")
    assert [shape.geometry.bounds[1] for shape in read_town(town, tmp_path).shapes] == [-6.21]


@pytest.mark.parametrize(("metres", "bridges"), [(40, 1), (80, 2)])
def test_a_bridge_mapped_twice_is_one_place(tmp_path: Path, metres: float, bridges: int) -> None:
    """Once as an outline with its name, once as the street that runs over it."""
    town = Osm()
    town.place("Jembatan Roxy", square=(106.7999, -6.2001, 106.8001, -6.1999), man_made="bridge")
    away = metres / 111_195
    town.street("Jalan Hasyim", [(106.799, -6.2 + away), (106.8, -6.2 + away), (106.801, -6.2 + away)], bridge="yes")
    places = read_town(town, tmp_path).places
    assert [place.name for place in places] == ["Jembatan Roxy", "Jalan Hasyim"][:bridges]


# What is amiss.


def test_a_way_is_cut_where_its_nodes_are_missing(tmp_path: Path) -> None:
    town = Osm()
    spots = [(106.8 + i / 1000, -6.2) for i in range(8)]
    town.street("Jalan A", spots)
    town.street("Jalan B", spots[2:4])
    town.way([(x, -6.3) for x, _ in spots], waterway="river")
    for gone in (3, 7, 8, 11, 12):
        del town.nodes[gone]
    extract = read_town(town, tmp_path)
    assert [way.refs.tolist() for way in extract.ways] == [[1, 2], [4, 5, 6]]
    assert [len(shape.geometry.coords) for shape in extract.shapes] == [2, 4]
    assert extract.problems == [Problem("nodes_missing", "6", "")]


def test_a_boundary_that_is_not_whole_in_the_file_is_known_but_not_drawn(tmp_path: Path) -> None:
    town = Osm()
    unit = town.unit(7, "Palmerah", code="31.73.07.1001", square=(106.80, -6.21, 106.81, -6.20))
    del town.ways[next(ref for _, ref, _ in town.relations[unit][0])]
    extract = read_town(town, tmp_path)
    assert [(each.name, each.geometry) for each in extract.boundaries] == [("Palmerah", None)]
    assert extract.problems == [
        Problem("members_missing", "Palmerah: 1", f"relation {unit}"),
        Problem("outline_open", "Palmerah", f"relation {unit}"),
    ]


def test_a_boundary_is_never_closed_across_missing_nodes(tmp_path: Path) -> None:
    """The straight line from where its way breaks off to where it begins again would be a border of our own making."""
    town = Osm()
    ring = [(106.80, -6.20), (106.80, -6.21), (106.805, -6.215), (106.81, -6.21), (106.81, -6.20), (106.80, -6.20)]
    way = town.way(ring)
    unit = town.relation([("w", way, "outer")], boundary="administrative", admin_level="7", name="Palmerah")
    del town.nodes[3]
    extract = read_town(town, tmp_path)
    assert extract.boundaries[0].geometry is None
    assert Problem("outline_open", "Palmerah", f"relation {unit}") in extract.problems


def test_outlines_that_cross_themselves_or_have_a_hole_are_mended_and_listed(tmp_path: Path) -> None:
    town = Osm()
    eight = town.unit(7, "Delapan", outline=[(106.80, -6.21), (106.81, -6.20), (106.81, -6.21), (106.80, -6.20)])
    lines = [[(106.82, -6.20), (106.82, -6.21), (106.83, -6.21)], [(106.83, -6.2096), (106.83, -6.20), (106.82, -6.20)]]
    members = [("w", town.way(points), "outer") for points in lines]
    gap = town.relation(members, boundary="administrative", admin_level="7", ref="1001")
    empty = town.relation([], boundary="administrative", admin_level="8")
    extract = read_town(town, tmp_path)
    assert [shapely.is_valid(each.geometry) for each in extract.boundaries[:2]] == [True, True]
    assert extract.boundaries[2].geometry is None
    assert extract.problems == [
        Problem("outline_repaired", "Delapan", f"relation {eight}"),
        Problem("outline_closed", "1001", f"relation {gap}"),
        Problem("outline_empty", "admin_level 8", f"relation {empty}"),
    ]


def test_an_area_without_area_is_listed(tmp_path: Path) -> None:
    town = Osm()
    town.way([(106.8, -6.2), (106.81, -6.2), (106.82, -6.2), (106.8, -6.2)], leisure="park", name="Taman")
    extract = read_town(town, tmp_path)
    assert extract.shapes == []
    assert extract.problems == [Problem("area_unusable", "Taman", "way 1")]


def test_boundaries_of_other_levels_and_kinds_are_none_of_ours(tmp_path: Path) -> None:
    town = Osm()
    for level in ("2", "3", "10", "x", "", "٧", "7;8"):
        town.relation([], boundary="administrative", admin_level=level)
    town.relation([], boundary="postal_code", admin_level="7")
    town.relation([], boundary="administrative", admin_level="07")
    assert [each.level for each in read_town(town, tmp_path).boundaries] == [7]


# What is no map.


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not_osm"),
        (b"halo", "not_osm"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "not_osm"),
        (b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>", "not_osm"),
        (b"kode,nama\n31,DKI\n", "not_osm"),
        (b"\x89PNG\r\n\x1a\n", "not_osm"),
        (b"\x00" * 600, "not_osm"),
        (b"<?xml version='1.0'?><osm version='0.6'><node id='1'", "damaged"),
        (b"<osm version='0.6'><node id='x'/></osm>", "damaged"),
        (b"<osm version='0.6'><node id='1' lat='utara' lon='0'/></osm>", "damaged"),
        (b"<osm version='0.6'><node id='1' lat='-6.2' lon='500'/></osm>", "damaged"),
        (b"<osm version='0.3'/>", "damaged"),
        (b"<?xml version='1.0'?><gpx version='1.1'/>", "not_osm"),
        (b"<!DOCTYPE osm [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]><osm version='0.6'/>", "damaged"),
        (gzip.compress(b"halo", mtime=0), "damaged"),
        (gzip.compress(small_town().text().encode(), mtime=0)[:-20], "damaged"),
        (b"BZh91AY&SY\x00", "damaged"),
    ],
)
def test_what_is_no_map_is_refused_with_its_reason(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "map.osm.pbf"
    file.write_bytes(content)
    with pytest.raises(CannotRead) as refused:
        read(file)
    assert refused.value.why == why


def test_a_folder_an_archive_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    archive = tmp_path / "map.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("map.osm", small_town().text())
    for path, why in ((tmp_path, "not_osm"), (archive, "not_osm"), (tmp_path / "nowhere.osm", "missing")):
        with pytest.raises(CannotRead) as refused:
            read(path)
        assert refused.value.why == why


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_download_that_broke_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = small_town().write(tmp_path / "a.osm.pbf").read_bytes()
    (tmp_path / "b.osm.pbf").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CannotRead) as refused:
        read(tmp_path / "b.osm.pbf")
    assert refused.value.why == "damaged"


@pytest.mark.parametrize("suffix", [".osm", ".osm.pbf", ".osm.gz"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    content = bytearray(small_town().write(tmp_path / f"whole{suffix}").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    (tmp_path / "damaged").write_bytes(content)
    with suppress(CannotRead):
        read(tmp_path / "damaged")


def test_an_empty_map_is_a_map(tmp_path: Path) -> None:
    for suffix in (".osm", ".osm.pbf"):
        assert read_town(Osm(generator="x"), tmp_path, suffix) == Extract(generator="x")


# Names and tags.


@pytest.mark.parametrize(
    ("text", "name", "wrong"),
    [
        ("Menteng", "Menteng", ()),
        ("  Kota   Bambu ", "Kota Bambu", ()),
        ("Caf\u0065\u0301", "Café", ()),
        ("شارع السلام", "شارع السلام", ()),
        ("Men\u202eteng", "Men teng", ("name_unseen",)),
        ("\u2066Menteng\u2069", "Menteng", ("name_unseen",)),
        ("Men\x00teng\n", "Men teng", ("name_unseen",)),
        ("\ufeff\u200b", "", ("name_unseen",)),
        ("M" * 5000, "M" * 119 + "…", ("name_long",)),
        ("\u200f" + "M " * 5000, "M " * 59 + "M…", ("name_unseen", "name_long")),
        ("M" * LONGEST_NAME, "M" * LONGEST_NAME, ()),
    ],
)
def test_names_are_made_fit_to_be_shown(text: str, name: str, wrong: tuple[str, ...]) -> None:
    assert clean_name(text) == (name, wrong)


@given(st.text(max_size=300))
def test_a_clean_name_is_short_shows_all_it_holds_and_stays_as_it_is(text: str) -> None:
    name, wrong = clean_name(text)
    assert len(name) <= LONGEST_NAME
    assert not UNSEEN.search(name)
    assert name == name.strip()
    assert clean_name(name) == (name, ())
    assert set(wrong) <= {"name_unseen", "name_long"}


def test_every_kind_that_tags_give_is_one_that_is_known() -> None:
    assert set(tags._PLACES.values()) == set(tags.PLACE_KINDS)
    assert set(tags._AREAS.values()) | {"building"} | set(tags._LINES.values()) == set(KINDS)
    assert tags.LEVELS == codes.LEVELS


@pytest.mark.parametrize(
    ("value", "way"),
    [("yes", 1), ("true", 1), ("1", 1), ("-1", -1), ("reverse", -1), ("no", 0), ("reversible", 0), ("", 0)],
)
def test_one_way_streets_have_a_direction(value: str, way: int) -> None:
    assert tags.oneway({"oneway": value}) == way


@given(
    st.dictionaries(
        st.sampled_from([*tags.KEYS, "tunnel", "motorroad", "boundary", "admin_level"]), st.text(max_size=6)
    )
)
def test_tags_of_any_kind_are_understood_or_passed_over(given_: dict[str, str]) -> None:
    assert tags.place_kind(given_) in ("", *tags.PLACE_KINDS)
    assert tags.area_kind(given_) in ("", *KINDS)
    assert tags.line_kind(given_) in ("", *KINDS)
    assert tags.street_class(given_) in (None, *range(len(CLASSES)))
    assert tags.boundary_level(given_) in (None, *tags.LEVELS)


# The real city.


@pytest.mark.skipif(not JAKARTA.exists(), reason=f"the extract of Jakarta is not there: {JAKARTA}")
def test_jakarta_is_read_whole() -> None:
    extract = read(JAKARTA)
    settled = settle(extract.boundaries)
    assert Counter(codes.level_of(unit.code) for unit in settled.units) == {5: 6, 6: 44, 7: 267, 8: 2685}
    assert Counter(each.kind for each in settled.problems) == {
        "code_doubled": 59,
        "number_missing": 36,
        "parent_absent": 1,
    }
    assert extract.problems == []
    names = {unit.code: unit.name for unit in settled.units}
    assert names["31.73.07.1001"] == "Palmerah"
    assert all(unit.geometry is not None and shapely.is_valid(unit.geometry) for unit in settled.units)
    network = streets.build(extract.ways)
    assert len(network.junctions) == pytest.approx(34_000, rel=0.03)
    assert len(network.ends) == pytest.approx(48_000, rel=0.03)
    assert network.largest_part > 0.95 * len(network.junctions)
    assert np.all(network.length >= 0)


def test_a_boundary_without_a_relation_is_listed(tmp_path: Path) -> None:
    town = small_town()
    corners = [(106.9, -6.3), (106.91, -6.3), (106.91, -6.29), (106.9, -6.3)]
    way = town.way(corners, boundary="administrative", admin_level="8", name="RW 44")
    problems = read(town.write(tmp_path / "kota.osm")).problems
    assert [(each.what, each.where) for each in problems if each.kind == "boundary_without_relation"] == [
        ("RW 44", f"way {way}")
    ]


def test_a_file_whose_lines_find_none_of_their_points_is_refused(tmp_path: Path) -> None:
    town = small_town()
    town.nodes.clear()
    with pytest.raises(CannotRead) as refused:
        read(town.write(tmp_path / "kota.osm"))
    assert refused.value.why == "no_points"

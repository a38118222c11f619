"""Names and where they are: packed and unpacked, and streets named once for each kelurahan."""

import string

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rukun.geo.streets import Way, build
from rukun.territory.algo.gazetteer import ALSO, Gazetteer, NamedPlace, NamedStreet, NamedUnit, in_order, named_streets
from rukun.territory.algo.locating import Locator
from rukun.territory.algo.searching import SearchIndex
from rukun.territory.algo.tags import PLACE_KINDS

pytestmark = pytest.mark.pure

PALMERAH, SLIPI = "31.73.07.1001", "31.73.07.1002"
LOCATOR = Locator(
    [
        ("31.73.07", shapely.box(0, 0, 4, 2)),
        (PALMERAH, shapely.box(0, 0, 2, 2)),
        (f"{PALMERAH}.001", shapely.box(0, 0, 1, 1)),
        (SLIPI, shapely.box(2, 0, 3, 2)),
    ]
)


def way(name: str, *spots: tuple[float, float]) -> Way:
    """Equal places are the same node."""
    refs = np.array([round(x * 1000) * 100_000 + round(y * 1000) for x, y in spots], np.int64)
    return Way(1, refs, np.array(spots, np.float64), 9, name)


def streets_of(*ways: Way) -> list[NamedStreet]:
    return list(named_streets(build(ways), LOCATOR))


def test_a_street_is_named_once_for_each_kelurahan_and_not_for_each_piece_or_rw() -> None:
    found = streets_of(
        way("Jalan A", (0.2, 0.5), (0.4, 0.5), (1.5, 0.5)),
        way("Jalan A", (1.5, 0.5), (1.9, 0.5)),
        way("Jalan A", (2.1, 0.5), (2.9, 0.5)),
        way("", (0.5, 0), (0.5, 2)),
    )
    assert [(each.name, each.unit) for each in found] == [("Jalan A", PALMERAH), ("Jalan A", SLIPI)]


def test_its_point_lies_in_the_middle_of_its_longest_piece() -> None:
    found = streets_of(
        way("Jalan A", (0.1, 0.1), (0.2, 0.1)),
        way("Jalan A", (0.5, 0.1), (0.5, 0.6), (0.5, 1.9)),
    )
    assert found == [NamedStreet("Jalan A", lat=0.6, lon=0.5, unit=f"{PALMERAH}.001")]


def test_a_straight_street_up_to_the_border_belongs_where_it_runs() -> None:
    """A piece of two points has no point in its middle; its last one may be the junction across the border."""
    assert streets_of(way("Gang Baru", (1, 1), (2.25, 1))) == [NamedStreet("Gang Baru", 1, 1.625, PALMERAH)]
    assert streets_of(way("Gang Baru", (2.25, 1), (1, 1))) == [NamedStreet("Gang Baru", 1, 1.625, PALMERAH)]


def test_a_street_outside_every_kelurahan_is_named_by_what_is_around_it() -> None:
    assert [each.unit for each in streets_of(way("A", (3.5, 1), (3.9, 1)), way("B", (8, 1), (9, 1)))] == [
        "31.73.07",
        "",
    ]


def test_a_street_without_length_stays_where_it_is() -> None:
    points = np.array([(1.0, 1.0), (1.0, 1.0)])
    found = streets_of(Way(1, np.array([1, 2]), points, 9, "Jembatan Kecil"))
    assert found == [NamedStreet("Jembatan Kecil", 1, 1, f"{PALMERAH}.001")]
    south = np.array([(1.0, -1.0), (1.0, -1.0)])
    assert streets_of(Way(1, np.array([1, 2]), south, 9, "Jembatan"))[0].lat == -1


def test_no_streets_have_no_names() -> None:
    assert streets_of() == []
    assert streets_of(way("", (0, 0), (1, 1))) == []


@given(
    st.lists(st.tuples(st.sampled_from(["", "A", "B", "C"]), st.integers(0, 39), st.integers(0, 19), st.integers(1, 9)))
)
def test_every_name_is_found_in_every_kelurahan_where_a_piece_has_its_middle_and_in_its_rw_if_that_is_all(
    given_: list[tuple[str, int, int, int]],
) -> None:
    ways = [way(name, (x / 10, y / 10), ((x + by) / 10, y / 10)) for name, x, y, by in given_]
    streets = build(ways)
    expected: dict[tuple[str, str], set[str]] = {}
    for i in range(len(streets.ends)):
        name = streets.names[streets.name[i]]
        line = streets.line(i)
        lon, lat = ((line[0] + line[-1]) / 2 if len(line) == 2 else line[len(line) // 2]).tolist()
        if name:
            unit = LOCATOR.locate(lat, lon) or ""
            kelurahan, rw = (".".join(unit.split(".")[:depth]) for depth in (4, 5))
            expected.setdefault((name, kelurahan), set()).add(rw)
    at_home = {name for name, unit in expected if unit.count(".") == 3}
    found = [(each.name, each.unit) for each in named_streets(streets, LOCATOR)]
    assert sorted(found) == sorted(
        (name, next(iter(rws)) if len(rws) == 1 else unit)
        for (name, unit), rws in expected.items()
        if name not in at_home or unit.count(".") == 3
    )


# The gazetteer.

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
degrees = st.floats(-180, 180)
codes = st.sampled_from(["31", "31.73", PALMERAH, f"{PALMERAH}.001", f"{PALMERAH}.x7ps"])
units = st.builds(NamedUnit, codes, words, words, degrees, degrees) | st.builds(
    NamedUnit, codes, words, words, st.none(), st.none()
)
places = st.builds(NamedPlace, words, st.sampled_from(PLACE_KINDS), words, degrees, degrees, codes)
streets = st.builds(NamedStreet, words, degrees, degrees, codes)


@given(st.lists(units), st.lists(places), st.lists(streets))
def test_a_gazetteer_comes_back_as_it_was(
    given_: list[NamedUnit], more: list[NamedPlace], named: list[NamedStreet]
) -> None:
    gazetteer = Gazetteer(in_order(given_), tuple(more), tuple(named))
    assert Gazetteer.unpacked(gazetteer.packed()) == gazetteer
    assert list(Gazetteer.unpacked(gazetteer.packed()).units) == list(gazetteer.units)


def some(code: str) -> NamedUnit:
    return NamedUnit(code, f"Nama {code}", "Asia/Jakarta", None, None)


def test_units_stand_in_order_of_level_and_code() -> None:
    found = in_order(map(some, ["31.73.07", "32", "31", "31.74", "31.73"]))
    assert list(found) == ["31", "32", "31.73", "31.74", "31.73.07"]


def test_a_chain_leaves_out_what_is_not_known() -> None:
    gazetteer = Gazetteer(in_order(map(some, ["31", PALMERAH, SLIPI])))
    assert [unit.code for unit in gazetteer.chain(f"{PALMERAH}.001")] == ["31", PALMERAH]
    assert gazetteer.chain("") == []
    assert gazetteer.chain("32.01") == []


def test_a_unit_knows_its_level_and_whether_it_is_drawn() -> None:
    unit = NamedUnit(PALMERAH, "Palmerah", "Asia/Jakarta", -6.2, 106.8)
    assert (unit.level, unit.kind, unit.drawn) == (7, "kelurahan", True)
    assert not some("31").drawn


def test_everything_in_it_can_be_searched_and_found_again() -> None:
    gazetteer = Gazetteer(
        in_order([some("31"), NamedUnit(PALMERAH, "Palmerah", "Asia/Jakarta", None, None)]),
        (NamedPlace("a", "worship", "Al-Ikhlas", 0, 0, PALMERAH), NamedPlace("b", "police", "", 0, 0, "")),
        (NamedStreet("Jalan Kali Pasir", 0, 0, PALMERAH),),
    )
    entries = list(gazetteer.entries())
    assert len(entries) == 5
    index = SearchIndex(entries)
    assert [(hit.entry.kind, hit.entry.key) for hit in index.search("masjid ikhlas", 1, "")] == [("place", "0")]
    assert [(hit.entry.kind, hit.entry.key) for hit in index.search("kali pasir", 1, "")] == [("street", "0")]
    assert [(hit.entry.kind, hit.entry.key) for hit in index.search("palmerah", 1, "")] == [("unit", PALMERAH)]


def test_every_kind_of_place_has_words_to_find_it_by() -> None:
    assert set(ALSO) == set(PLACE_KINDS)
    assert all(set(text) <= set(string.ascii_lowercase + " ") for text in ALSO.values())

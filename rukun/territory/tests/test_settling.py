"""From boundaries to units: every boundary gets one code or is listed as left out, whatever the map says."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeAlias

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rukun.territory.algo import codes
from rukun.territory.algo.codes import CITY, DISTRICT, KELURAHAN, LEVELS, PROVINCE, RT, RW
from rukun.territory.algo.findings import Problem
from rukun.territory.algo.reading import Boundary
from rukun.territory.algo.settling import FoundUnit, Settled, settle

pytestmark = pytest.mark.pure

Square: TypeAlias = tuple[float, float, float, float]
TAGS = {"code": "ref:kemendagri", "is_in": "is_in:kemendagri", "is_in_rw": "is_in:rw", "ref": "ref"}


def drawn(osm_id: int, level: int, square: Square | None, name: str = "", **tags: str) -> Boundary:
    geometry = shapely.box(*square) if square else None
    return Boundary(osm_id, level, name, {TAGS[key]: value for key, value in tags.items()}, geometry)


def codes_of(settled: Settled) -> dict[int, str]:
    return {unit.osm_id: unit.code for unit in settled.units}


def kinds_of(settled: Settled) -> Counter[str]:
    return Counter(problem.kind for problem in settled.problems)


# Any map at all.

part = st.integers(1, 2)


@st.composite
def maps(draw: st.DrawFn) -> list[Boundary]:
    """Squares that nest, overlap and repeat each other, with official codes, numbers, nonsense, or nothing."""
    found = []
    for osm_id in draw(st.permutations(range(1, draw(st.integers(1, 12)) + 1))):
        level = draw(st.sampled_from(LEVELS))
        path = [f"{draw(part):0{width}}" for width in codes.WIDTHS]
        said = {
            "code": [".".join(path[: level - PROVINCE + 1]), "31.x", ""],
            "ref": [path[level - PROVINCE], "9", "RW 09", ".".join(path[: level - PROVINCE + 1]), "anggrek"],
            "is_in": [".".join(path[:4]), ".".join(path[:5]), "Menteng"],
            "is_in_rw": ["001", "RW 2", "?"],
        }
        tags = {key: draw(st.sampled_from(texts)) for key, texts in said.items() if draw(st.booleans())}
        x, y = draw(st.integers(0, 7)), draw(st.integers(0, 7))
        square = (x, y, x + draw(st.integers(1, 8)), y + draw(st.integers(1, 8)))
        name = draw(st.sampled_from(["", "RW 09", "Melati", "RT 003/RW 009"]))
        found.append(drawn(osm_id, level, draw(st.sampled_from([square, square, square, None])), name, **tags))
    return found


given_codes = st.dictionaries(
    st.integers(1, 12),
    st.sampled_from(["01", "01.01.01.0001.009", "01.01.01.0001.009x1", "01.01.01.0001.001.001", "02.02", ""]),
    max_size=5,
)


@given(maps(), given_codes, given_codes)
def test_every_boundary_is_a_unit_or_listed_as_left_out(
    boundaries: list[Boundary], known: dict[int, str], decided: dict[int, str]
) -> None:
    settled = settle(boundaries, known, decided)
    left_out = [problem.where for problem in settled.problems if problem.kind == "left_out"]
    ended = [f"relation {unit.osm_id}" for unit in settled.units] + left_out
    assert sorted(ended) == sorted(f"relation {each.osm_id}" for each in boundaries)


@given(maps(), given_codes, given_codes)
def test_codes_are_unique_have_their_level_and_come_in_order(
    boundaries: list[Boundary], known: dict[int, str], decided: dict[int, str]
) -> None:
    settled = settle(boundaries, known, decided)
    by_id = {each.osm_id: each for each in boundaries}
    found = [unit.code for unit in settled.units]
    assert len(set(found)) == len(found)
    for unit in settled.units:
        assert codes.CODE.fullmatch(unit.code)
        assert codes.level_of(unit.code) == by_id[unit.osm_id].level
        assert unit.geometry is by_id[unit.osm_id].geometry
        assert unit.name or codes.level_of(unit.code) <= KELURAHAN or codes.is_made_up(unit.code)
    assert found == sorted(found, key=lambda code: (codes.level_of(code), code))


@given(maps())
def test_a_part_of_our_own_making_is_always_listed_and_so_is_an_absent_parent(boundaries: list[Boundary]) -> None:
    settled = settle(boundaries)
    listed = {
        problem.where: problem for problem in settled.problems if problem.kind in ("code_doubled", "number_missing")
    }
    for unit in settled.units:
        assert codes.is_made_up(unit.code) == (f"relation {unit.osm_id}" in listed)
        if codes.is_made_up(unit.code):
            assert unit.code in listed[f"relation {unit.osm_id}"].what
    found = {unit.code for unit in settled.units}
    absent = Counter(parent for code in found if (parent := codes.parent_of(code)) and parent not in found)
    said = {problem.what: int(problem.where) for problem in settled.problems if problem.kind == "parent_absent"}
    assert said == absent


@given(maps(), given_codes, given_codes, st.randoms(use_true_random=False))
def test_the_order_of_boundaries_does_not_matter(
    boundaries: list[Boundary], known: dict[int, str], decided: dict[int, str], random: Any
) -> None:
    mixed = list(boundaries)
    random.shuffle(mixed)
    one, other = settle(boundaries, known, decided), settle(mixed, known, decided)
    assert one.units == other.units
    assert Counter(one.problems) == Counter(other.problems)


@given(maps())
def test_what_an_import_gave_it_gives_again(boundaries: list[Boundary]) -> None:
    first = settle(boundaries)
    again = settle(boundaries, codes_of(first))
    assert again == first


def official_of(each: Boundary) -> str | None:
    written = (each.tags.get("ref:kemendagri", ""), each.tags.get("ref", ""))
    return next((code for text in written if (code := codes.official(text, each.level))), None)


@given(maps())
def test_an_official_code_on_the_map_is_kept_by_somebody_who_has_it(boundaries: list[Boundary]) -> None:
    settled = settle(boundaries)
    units = {unit.code: unit for unit in settled.units}
    by_id = {each.osm_id: each for each in boundaries}
    for each in boundaries:
        code = official_of(each) if each.level <= KELURAHAN else None
        if code:
            assert official_of(by_id[units[code].osm_id]) == code
            doubled = codes_of(settled).get(each.osm_id, code)
            assert doubled == code or codes.is_made_up(doubled), "it or a part of our own, never another's number"


# Parents.


@st.composite
def wards(draw: st.DrawFn) -> list[Boundary]:
    """Kelurahan with codes and RW that say nothing but their number."""
    found = []
    for osm_id in range(1, draw(st.integers(2, 6)) + 1):
        x, y = draw(st.integers(0, 9)), draw(st.integers(0, 9))
        square = (x, y, x + draw(st.integers(1, 9)), y + draw(st.integers(1, 9)))
        found.append(drawn(osm_id, KELURAHAN, square, "K", code=f"31.73.07.10{osm_id:02}"))
    for osm_id in range(100, 100 + draw(st.integers(1, 8))):
        x, y = draw(st.integers(0, 16)), draw(st.integers(0, 16))
        found.append(drawn(osm_id, RW, (x, y, x + draw(st.integers(1, 5)), y + 2), ref=f"{osm_id}"))
    return found


@given(wards())
def test_the_parent_is_the_unit_that_shares_most_area(boundaries: list[Boundary]) -> None:
    settled = settle(boundaries)
    found = codes_of(settled)
    kelurahan = [each for each in boundaries if each.level == KELURAHAN]
    for each in boundaries:
        if each.level != RW:
            continue
        shared = {found[k.osm_id]: each.geometry.intersection(k.geometry).area for k in kelurahan}
        if max(shared.values()) == 0:
            assert each.osm_id not in found, "to touch is not to share"
        else:
            assert shared[codes.parent_of(found[each.osm_id])] == max(shared.values())


PALMERAH = "31.73.07.1001"
CITY_BLOCK = [
    drawn(1, PROVINCE, (0, 0, 100, 100), "DKI Jakarta", code="31"),
    drawn(2, CITY, (0, 0, 100, 100), "Jakarta Barat", code="31.73"),
    drawn(3, DISTRICT, (0, 0, 100, 100), "Palmerah", code="31.73.07"),
    drawn(4, KELURAHAN, (0, 0, 50, 100), "Palmerah", code=PALMERAH),
    drawn(5, KELURAHAN, (50, 0, 100, 100), "Slipi", code="31.73.07.1002"),
]


def with_block(*more: Boundary) -> Settled:
    return settle([*CITY_BLOCK, *more])


def test_a_sound_map_gives_no_problems() -> None:
    settled = with_block(
        drawn(10, RW, (0, 0, 50, 50), "RW 16", ref="016"), drawn(11, RT, (0, 0, 9, 9), "RT 003", ref="3")
    )
    assert settled.problems == ()
    assert [unit.code for unit in settled.units][-2:] == [f"{PALMERAH}.016", f"{PALMERAH}.016.003"]
    assert settled.units[-1] == FoundUnit(f"{PALMERAH}.016.003", "RT 003", 11, shapely.box(0, 0, 9, 9))


def test_the_parent_that_the_map_names_counts_more_than_where_the_unit_lies() -> None:
    settled = with_block(drawn(10, RW, (60, 0, 70, 10), ref="16", is_in=PALMERAH))
    assert codes_of(settled)[10] == f"{PALMERAH}.016"
    assert settled.problems == (Problem("parent_disagrees", f"{PALMERAH}.016 ↔ 31.73.07.1002", "relation 10"),)


def test_a_unit_that_lies_mostly_elsewhere_but_not_wholly_is_no_contradiction() -> None:
    assert with_block(drawn(10, RW, (48, 0, 58, 10), ref="16", is_in=PALMERAH)).problems == ()


def test_an_rt_finds_its_rw_by_code_by_number_and_by_area() -> None:
    settled = with_block(
        drawn(10, RW, (0, 0, 50, 50), ref="016"),
        drawn(11, RW, (0, 50, 50, 100), ref="009"),
        drawn(20, RT, None, ref="1", is_in=f"{PALMERAH}.009"),
        drawn(21, RT, None, ref="2", is_in=PALMERAH, is_in_rw="RW 16"),
        drawn(22, RT, (0, 45, 10, 75), ref="3", is_in=PALMERAH),
        drawn(23, RT, (0, 10, 10, 20), ref="3"),
        drawn(24, RT, None, ref=f"{PALMERAH}.016.005"),
    )
    found = codes_of(settled)
    assert [found[each].removeprefix(PALMERAH) for each in range(20, 25)] == [
        ".009.001",
        ".016.002",
        ".009.003",
        ".016.003",
        ".016.005",
    ]
    assert settled.problems == ()


def test_an_rt_looks_for_its_rw_only_in_the_kelurahan_it_names() -> None:
    settled = with_block(
        drawn(10, RW, (40, 0, 60, 50), ref="1", is_in="31.73.07.1002"),
        drawn(11, RW, (0, 0, 45, 50), ref="2", is_in=PALMERAH),
        drawn(20, RT, (42, 0, 56, 10), ref="1", is_in=PALMERAH),
    )
    assert codes_of(settled)[20] == f"{PALMERAH}.002.001"


def test_an_rt_without_an_rw_around_it_is_left_out_and_listed() -> None:
    settled = with_block(drawn(20, RT, (0, 0, 9, 9), "RT 001", ref="1"))
    assert 20 not in codes_of(settled)
    assert settled.problems == (Problem("left_out", "RT 001", "relation 20"),)


def test_a_name_for_the_parent_that_is_no_code_is_listed_and_the_area_decides() -> None:
    settled = with_block(drawn(10, RW, (0, 0, 9, 9), ref="1", is_in="Palmerah"))
    assert codes_of(settled)[10] == f"{PALMERAH}.001"
    assert settled.problems == (Problem("code_invalid", "Palmerah", "relation 10"),)


# Numbers.


def test_the_second_of_a_number_gets_a_part_of_our_own_and_is_listed() -> None:
    settled = with_block(
        drawn(30, RW, (20, 0, 30, 9), "RW 09"), drawn(10, RW, (0, 0, 9, 9), "RW 09"), drawn(7, RW, (9, 0, 19, 9))
    )
    found = codes_of(settled)
    assert (found[10], found[30]) == (f"{PALMERAH}.009", f"{PALMERAH}.009xu"), "the older object keeps the number"
    assert found[7] == f"{PALMERAH}.x7"
    assert set(settled.problems) == {
        Problem("code_doubled", f"RW 09, Palmerah → {PALMERAH}.009xu", "relation 30"),
        Problem("number_missing", f"?, Palmerah → {PALMERAH}.x7", "relation 7"),
    }


def test_whoever_had_the_number_keeps_it_when_an_older_object_comes_to_have_it_too() -> None:
    """People of RW 09 must not find themselves in another because somebody mapped a second one."""
    older, newer = drawn(10, RW, (0, 0, 9, 9), "RW 09"), drawn(30, RW, (20, 0, 30, 9), "RW 09")
    known = codes_of(settle([*CITY_BLOCK, newer]))
    settled = settle([*CITY_BLOCK, older, newer], known)
    assert codes_of(settled)[30] == f"{PALMERAH}.009"
    assert codes_of(settled)[10] == f"{PALMERAH}.009xa"


def test_a_code_that_is_written_on_a_unit_counts_more_than_one_that_was_worked_out() -> None:
    """Even where the other is the older object."""
    guessed = drawn(1, CITY, (0, 0, 100, 100), "Jakarta Barat")
    written = drawn(2, CITY, (200, 0, 300, 100), "Jakarta Barat", code="31.73")
    settled = settle([drawn(9, PROVINCE, (0, 0, 300, 100), "DKI", code="31"), guessed, written, *CITY_BLOCK[2:]])
    assert codes_of(settled)[2] == "31.73"
    assert codes_of(settled)[1] == "31.73x1"


def test_who_got_a_part_of_our_own_keeps_it_when_the_number_is_free_again() -> None:
    """The plain code once meant another ground, and stands so in the journal; people can decide otherwise."""
    left = drawn(30, RW, (20, 0, 30, 9), "RW 09")
    known = {30: f"{PALMERAH}.009xu"}
    assert codes_of(settle([*CITY_BLOCK, left], known))[30] == f"{PALMERAH}.009xu"
    assert codes_of(settle([*CITY_BLOCK, left], known, {30: f"{PALMERAH}.009"}))[30] == f"{PALMERAH}.009"


def test_what_people_decided_holds_against_the_map_and_against_an_earlier_import() -> None:
    rws = [drawn(10, RW, (0, 0, 9, 9), "RW 09"), drawn(30, RW, (20, 0, 30, 9), "RW 04")]
    plain = f"{PALMERAH}.009"
    for known in ({}, {10: plain}, {30: plain}, {10: plain, 30: f"{PALMERAH}.004"}):
        settled = settle([*CITY_BLOCK, *rws], known, {30: plain})
        assert codes_of(settled)[30] == plain
        assert codes_of(settled)[10] == f"{PALMERAH}.009xa"


def test_a_decision_for_another_level_is_not_taken() -> None:
    settled = settle([*CITY_BLOCK, drawn(10, RW, (0, 0, 9, 9), "RW 09")], decided={10: f"{PALMERAH}.009.001"})
    assert codes_of(settled)[10] == f"{PALMERAH}.009"


def test_a_decision_can_number_what_the_map_leaves_unnumbered_and_move_it() -> None:
    settled = settle([*CITY_BLOCK, drawn(10, RW, (0, 0, 9, 9))], decided={10: "31.73.07.1002.005"})
    assert codes_of(settled)[10] == "31.73.07.1002.005"
    assert kinds_of(settled) == {"parent_disagrees": 1}


def test_two_kelurahan_with_one_code_are_both_kept() -> None:
    settled = with_block(drawn(6, KELURAHAN, (100, 0, 150, 100), "Palmerah Baru", code=PALMERAH))
    assert codes_of(settled)[4] == PALMERAH
    assert codes_of(settled)[6] == f"{PALMERAH}x6"
    assert settled.problems == (Problem("code_doubled", f"Palmerah Baru, Palmerah → {PALMERAH}x6", "relation 6"),)


def test_two_provinces_with_one_code_are_a_unit_and_a_problem() -> None:
    settled = settle(
        [drawn(1, PROVINCE, (0, 0, 9, 9), "A", code="31"), drawn(2, PROVINCE, (9, 0, 19, 9), "B", code="31")]
    )
    assert codes_of(settled) == {1: "31"}
    assert settled.problems == (Problem("left_out", "B 31", "relation 2"),)


def test_an_rw_without_a_name_is_called_by_its_number() -> None:
    settled = with_block(
        drawn(10, RW, (0, 0, 9, 9), ref="9"),
        drawn(11, RW, (10, 0, 19, 9), ref="012A"),
        drawn(12, RT, (0, 0, 9, 9), ref="3"),
        drawn(13, RW, (20, 0, 29, 9)),
        drawn(14, RW, (30, 0, 39, 9), ref="9"),
    )
    names = {unit.osm_id: unit.name for unit in settled.units}
    assert (names[10], names[11], names[12], names[13], names[14]) == ("RW 09", "RW 12A", "RT 003", "", "RW 09")


# Codes from below.


def below(*square_and_code: tuple[int, Square, str]) -> list[Boundary]:
    return [drawn(osm_id, DISTRICT, square, "D", code=code) for osm_id, square, code in square_and_code]


def test_a_city_without_a_code_gets_the_one_its_districts_agree_on() -> None:
    settled = settle(
        [
            CITY_BLOCK[0],
            drawn(2, CITY, (0, 0, 100, 100), "Jakarta Barat"),
            *below((3, (0, 0, 50, 50), "31.73.01"), (4, (50, 0, 100, 50), "31.73.02")),
        ]
    )
    assert codes_of(settled)[2] == "31.73"
    assert settled.problems == (Problem("code_inferred", "Jakarta Barat 31.73", "relation 2"),)


def test_districts_that_disagree_give_no_code() -> None:
    settled = settle(
        [
            CITY_BLOCK[0],
            drawn(2, CITY, (0, 0, 100, 100), "Jakarta Barat"),
            *below((3, (0, 0, 50, 50), "31.73.01"), (4, (50, 0, 100, 50), "31.74.02")),
        ]
    )
    assert codes_of(settled)[2] == "31.x2"
    assert kinds_of(settled) == {"number_missing": 1, "parent_absent": 2}


def test_a_neighbours_district_that_reaches_over_the_border_names_nobody_else() -> None:
    """Borders are drawn twice and never quite alike: a sliver of a neighbour's part must not give its code away."""
    neighbour = drawn(9, CITY, (100, 0, 200, 100), "Jakarta Pusat", code="31.71")
    slivers = below((5, (99, 0, 150, 50), "31.71.01"), (6, (99, 50, 150, 100), "31.71.02"))
    own = below((3, (0, 0, 50, 50), "31.73.01"))
    city = drawn(2, CITY, (0, 0, 100, 100), "Jakarta Barat")
    assert codes_of(settle([CITY_BLOCK[0], city, neighbour, *slivers, *own]))[2] == "31.73"
    assert codes_of(settle([CITY_BLOCK[0], city, neighbour, *slivers]))[2] == "31.x2"


def test_a_code_that_cannot_be_read_is_listed_and_the_other_tag_is_taken() -> None:
    settled = settle([CITY_BLOCK[0], drawn(2, CITY, (0, 0, 9, 9), "Jakarta Barat", code="31-73", ref="31.73")])
    assert codes_of(settled)[2] == "31.73"
    settled = settle([CITY_BLOCK[0], drawn(2, CITY, (0, 0, 9, 9), "Jakarta Barat", code="31-73", ref="73")])
    assert codes_of(settled)[2] == "31.73"
    assert settled.problems == (Problem("code_invalid", "31-73", "relation 2"),)


@pytest.mark.parametrize("ref", ["", "IX", "312"])
def test_a_province_without_a_code_is_left_out_and_listed(ref: str) -> None:
    settled = settle([drawn(1, PROVINCE, (0, 0, 9, 9), "Nusantara", ref=ref)])
    assert settled == Settled((), (Problem("left_out", "Nusantara", "relation 1"),))


def test_a_unit_without_a_name_is_kept_and_listed() -> None:
    settled = settle([drawn(1, PROVINCE, (0, 0, 9, 9), code="31")])
    assert codes_of(settled) == {1: "31"}
    assert settled.problems == (Problem("name_missing", "31", "relation 1"),)


def test_a_map_without_the_units_above_says_so() -> None:
    settled = settle([drawn(4, KELURAHAN, (0, 0, 9, 9), "Palmerah", code=PALMERAH)])
    assert codes_of(settled) == {4: PALMERAH}
    assert settled.problems == (Problem("parent_absent", "31.73.07", "1"),)


def test_no_boundaries_are_no_units() -> None:
    nothing: Iterable[Boundary] = []
    assert settle(nothing) == Settled((), ())

"""Codes are paths with official numbers; what has none gets a part that nobody could take for official."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.guard import covers as guard_covers
from rukun.journal.actions import IDENTIFIER, UNIT
from rukun.territory.algo.codes import (
    CODE,
    LEVELS,
    WIDTHS,
    ZONE_NAMES,
    chain_of,
    covers,
    is_invented,
    is_made_up,
    is_official,
    kind_of,
    level_of,
    made_up_part,
    number_part,
    official,
    parent_of,
    time_zone_of,
)

pytestmark = pytest.mark.pure

osm_ids = st.integers(-(10**6), 5 * 10**10)
"""OpenStreetMap's ids, with some for decades; editors give what is not uploaded yet negative ones."""


@st.composite
def official_codes(draw: st.DrawFn) -> str:
    parts = draw(st.integers(1, 6))
    return ".".join(draw(st.from_regex(rf"[0-9]{{{width}}}", fullmatch=True)) for width in WIDTHS[:parts])


@given(official_codes())
def test_an_official_code_is_read_with_and_without_points(code: str) -> None:
    level = level_of(code)
    for text in (code, code.replace(".", ""), f"  {code}\n"):
        assert official(text, level) == code
    for other in LEVELS:
        if other != level:
            assert official(code, other) is None
    assert is_official(code)
    assert UNIT.fullmatch(code)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", 4),
        ("3", 4),
        ("3l", 4),
        ("317", 5),
        ("3.173", 5),
        ("31..73", 5),
        (".3173", 5),
        ("3173.", 5),
        ("31 73", 5),
        ("31-73", 5),
        ("31.7307", 6),
        ("٣١", 4),
        ("³¹", 4),
        ("31.73.07.1001.16", 8),
        ("31.73.07.1001.016.3", 9),
        ("31.73.07.1001.x7ps", 8),
    ],
)
def test_what_is_almost_an_official_code_is_none(text: str, level: int) -> None:
    assert official(text, level) is None


@given(st.text(), st.sampled_from(LEVELS))
def test_whatever_is_read_as_official_has_the_form_of_its_level(text: str, level: int) -> None:
    found = official(text, level)
    assert found is None or (is_official(found) and level_of(found) == level)


@given(st.text())
def test_only_codes_are_official(text: str) -> None:
    assert is_official(text) in (False, bool(CODE.fullmatch(text)))


@given(official_codes())
def test_a_path_leads_from_the_top_to_the_unit(code: str) -> None:
    chain = chain_of(code)
    assert chain[-1] == code
    assert [level_of(each) for each in chain] == list(range(4, level_of(code) + 1))
    for above, below in pairwise(chain):
        assert parent_of(below) == above
        assert covers(above, below)
        assert not covers(below, above)
    assert parent_of(chain[0]) == ""
    assert chain_of("") == []


@given(official_codes(), official_codes())
def test_a_scope_covers_what_lies_in_it_as_everywhere_else_in_the_system(one: str, other: str) -> None:
    for scope in ("", *chain_of(one), one + "1"):
        assert covers(scope, other) == (scope == "" or scope in chain_of(other)) == guard_covers(scope, other)


def test_levels_have_their_kind() -> None:
    assert [kind_of(level) for level in LEVELS] == ["province", "city", "district", "kelurahan", "rw", "rt"]


# Numbers of RW and RT.


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("RW 09", "009"),
        ("RW09", "009"),
        ("RW.09", "009"),
        ("rw 9", "009"),
        ("9", "009"),
        ("009", "009"),
        ("0009", "009"),
        ("RW 12", "012"),
        ("RW 123", "123"),
        ("RW 100", "100"),
        ("RW 012A", "012a"),
        ("RW 12b", "012b"),
        ("RT 003/RW 016", "003"),
        ("RT. 3 (Kebon Sirih)", "003"),
        ("Rukun Warga 7", "007"),
        ("RW 00", None),
        ("0", None),
        ("RW", None),
        ("", None),
        ("RW IX", None),
        ("RW 1234", None),
        ("RW 12AB", None),
        ("RW ٠٩", None),
        ("RW ９", None),
        ("RW Anggrek", None),
        ("RW 9x", None),
        ("RW 009X", None),
    ],
)
def test_the_number_of_an_rw_is_found_in_its_name(text: str, part: str | None) -> None:
    assert number_part(text) == part


@pytest.mark.parametrize(
    ("text", "rw", "rt"),
    [
        ("RW 016 RT 003", "016", "003"),
        ("RT003/RW016", "016", "003"),
        ("Rukun Tetangga 4, Rukun Warga 07", "007", "004"),
        ("r.w. 9", "009", None),
        ("RW 09", "009", None),
        ("7", "007", "007"),
        ("012A", "012a", "012a"),
        ("Blok B2", None, None),
        ("Kampung Sawah 3", None, None),
        ("RW Anggrek", None, None),
    ],
)
def test_an_rt_and_an_rw_each_find_their_own_number(text: str, rw: str | None, rt: str | None) -> None:
    assert (number_part(text, 8), number_part(text, 9)) == (rw, rt)


@given(st.integers(1, 999), st.sampled_from(["", "RW ", "RW", "RT.", "Rukun Tetangga "]), st.integers(0, 3))
def test_every_number_has_one_part_however_it_is_written(number: int, before: str, zeros: int) -> None:
    assert number_part(f"{before}{'0' * zeros}{number}") == f"{number:03}"
    assert is_official(f"31.73.07.1001.{number:03}")


@given(st.text(alphabet=st.sampled_from("0123456789ABXabx RW/.-٣"), max_size=12))
def test_a_number_that_was_found_is_never_taken_for_one_of_our_own_making(text: str) -> None:
    part = number_part(text)
    if part is not None:
        assert CODE.fullmatch(f"31.73.07.1001.{part}")
        assert not is_made_up(part)
        assert number_part(part) == part, "its own number"


# Parts of our own making.


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(["", "009", "012a", "1001", "73"]))
def test_a_made_up_part_fits_wherever_codes_are_kept(osm_id: int, number: str) -> None:
    part = made_up_part(osm_id, number)
    code = f"31.73.07.1001.{part}"
    assert part.startswith(number)
    assert len(part) <= 12
    assert CODE.fullmatch(code)
    assert UNIT.fullmatch(code)
    assert IDENTIFIER.fullmatch(code)
    assert is_made_up(code)
    assert not is_made_up(parent_of(code))
    assert not is_official(code)


@given(st.sets(osm_ids, min_size=2, max_size=20), st.sampled_from(["", "009", "012a"]))
def test_two_objects_never_get_the_same_part(ids: set[int], number: str) -> None:
    assert len({made_up_part(each, number) for each in ids}) == len(ids)


def test_a_made_up_part_is_the_same_in_ten_years() -> None:
    """Codes stand in the journal: the way they are made must not drift."""
    assert made_up_part(0) == "x0"
    assert made_up_part(36) == "x10"
    assert made_up_part(2917, "005") == "005x291"
    assert made_up_part(-2917) == "xn291"


def test_ids_of_one_city_get_parts_of_their_own() -> None:
    ids = random.Random(0).sample(range(20_000_000), 10_000)
    assert len({made_up_part(each) for each in ids}) == len(ids)


def test_what_lies_in_the_province_that_does_not_exist_is_invented() -> None:
    assert is_invented("99")
    assert is_invented("99.01.01.1001.003")
    assert not is_invented("31.99")
    assert not is_invented("")


# Time zones, by the 38 provinces of 2022 (Permendagri 58/2021 and the four laws on new provinces of Papua).

WIB = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62"
WITA = "51 52 53 63 64 65 71 72 73 74 75 76"
WIT = "81 82 91 92 93 94 95 96"


def test_each_of_the_38_provinces_has_its_zone() -> None:
    expected = {
        **dict.fromkeys(WIB.split(), "Asia/Jakarta"),
        **dict.fromkeys(WITA.split(), "Asia/Makassar"),
        **dict.fromkeys(WIT.split(), "Asia/Jayapura"),
    }
    assert len(expected) == 38
    every_number = [f"{number:02}" for number in range(100)]
    assert {each: zone for each in every_number if (zone := time_zone_of(each))} == expected


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("11.71", "WIB"),
        ("62.71", "WIB"),
        ("63.71", "WITA"),
        ("51.71.01.1001", "WITA"),
        ("53.71", "WITA"),
        ("82.71", "WIT"),
        ("96.71.01.1001.003.002", "WIT"),
    ],
)
def test_a_unit_has_the_zone_of_its_province(code: str, zone: str) -> None:
    """Banda Aceh, Palangka Raya, Banjarmasin, Denpasar, Kupang, Ternate, Sorong."""
    assert time_zone_of(code) == ZONE_NAMES[zone]
    assert time_zone_of("99.01") is None
    assert time_zone_of("") is None

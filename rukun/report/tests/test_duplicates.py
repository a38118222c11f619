"""Reports about one thing are found as often as the document says, and the farther or later is never the liker."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.geo.coordinates import metres_per_degree
from rukun.report.algo.duplicates import FADING, NONE, THRESHOLD, Likeness, Told, likeness, tokens, window
from rukun.report.categories import ORDINARY, PROTECTED

pytestmark = pytest.mark.pure

PAIRS = Path(__file__).parent / "duplicates.csv"
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "duplikat.md"
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
HERE = (-6.2, 106.8)
KELURAHAN = "31.73.07.1001"
UNITS = {"rt": f"{KELURAHAN}.016.003", "rw": f"{KELURAHAN}.016", "rw2": f"{KELURAHAN}.016"}
KINDS = {
    "other": "tempat dan waktu sama, hal lain",
    "row": "lampu, tiang, atau lubang berderet",
    "weeks": "hal serupa, berminggu-minggu kemudian",
    "night": "kebisingan yang sama pada malam lain",
    "far": "jenis dan waktu sama, tempat lain",
    "chain": "pesan berantai lain, atau kalimat contoh yang sama",
}

Row = dict[str, str]


def pairs(half: str) -> list[Row]:
    with PAIRS.open(encoding="utf-8") as file:
        return [each for each in csv.DictReader(file) if each["half"] == half]


def told(row: Row, *, second: bool) -> Told:
    unit = f"{KELURAHAN}.003" if row["place"] == "rw2" and second else UNITS.get(row["place"], UNITS["rw"])
    return Told(
        category=row["category"],
        unit=unit,
        at=NOW + timedelta(hours=float(row["hours"]) * second),
        about=row["times"].split()[second],
        point=east(float(row["place"]) * second) if row["place"].isdigit() else None,
        words=row["second" if second else "first"],
    )


def east(metres: float) -> tuple[float, float]:
    return HERE[0], HERE[1] + metres / metres_per_degree(HERE[0])[0]


def score(row: Row) -> float:
    return likeness(told(row, second=False), told(row, second=True)).score


def confusion(half: str, threshold: float = THRESHOLD) -> Counter[tuple[bool, bool]]:
    """How many pairs by (are one thing, were suggested)."""
    return Counter((each["same"] == "1", score(each) >= threshold) for each in pairs(half))


def f1(counts: Counter[tuple[bool, bool]]) -> float:
    right = counts[True, True]
    return 2 * right / (2 * right + counts[False, True] + counts[True, False])


def test_the_threshold_is_the_best_for_the_half_it_was_chosen_on() -> None:
    best = max(range(5, 80), key=lambda each: f1(confusion("tuning", each / 100)))
    assert best / 100 == THRESHOLD


def test_the_document_tells_the_figures_of_the_half_that_nothing_was_chosen_on() -> None:
    counts = confusion("held-out")
    right, wrong, missed, left = (counts[key] for key in ((True, True), (False, True), (True, False), (False, False)))
    assert right + wrong + missed + left == len(pairs("held-out")) >= 75
    words = re.sub(r"\s+", " ", DOCUMENT.read_text(encoding="utf-8"))
    assert f"| memang satu hal | {right} | {missed} |" in words
    assert f"| bukan satu hal | {wrong} | {left} |" in words
    precision, recall = (
        f"{value:.2f}".replace(".", ",") for value in (right / (right + wrong), right / (right + missed))
    )
    assert f"Ketepatan (*precision*) {precision}" in words
    assert f"kelengkapan (*recall*) {recall}" in words
    assert f"{len(pairs('held-out'))} pasangan" in words
    for kind, named in KINDS.items():
        rows = [each for each in pairs("held-out") if each["kind"] == kind and each["same"] == "0"]
        suggested = sum(score(each) >= THRESHOLD for each in rows)
        assert f"| {named} | {suggested} dari {len(rows)} |" in words


def test_the_document_tells_the_numbers_that_are_used() -> None:
    words = DOCUMENT.read_text(encoding="utf-8")
    for each in FADING.values():
        metres = f"{each.metres:,.0f}".replace(",", ".")
        hours = f"{each.hours:.0f} jam" if each.hours < 24 else f"{each.hours / 24:.0f} hari"
        assert f"| {metres} m | {hours} | {each.bare:.2f} |".replace("0.", "0,") in words, each
    assert f"nilai {THRESHOLD:.2f}".replace(".", ",") in words
    assert f"{len(pairs('tuning') + pairs('held-out'))} pasangan" in words


def test_the_pairs_are_many_of_every_kind_and_name_nobody() -> None:
    from rukun.report.algo.personal import find

    rows = pairs("tuning") + pairs("held-out")
    assert len(rows) >= 150
    assert Counter(each["kind"] for each in rows).keys() == {*KINDS, "same"}
    assert {each["category"] for each in rows} == set(FADING)
    for each in rows:
        assert not find(each["first"] + ". " + each["second"]), each


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lampu jln mati dkt jmbtn", "Lampu jalan padam di dekat jembatan"),
        ("ANAK2 tawurannnn", "anak-anak tawuran"),
        ("motor sy ilang di parkiran mesjid", "Motor saya hilang di parkir masjid"),
        ("knalpot bising", "berisik knalpotnya"),
        ("tumpukan sampah", "sampah menumpuk"),
    ],
)
def test_what_is_spelt_otherwise_is_the_same_word(one: str, other: str) -> None:
    assert tokens(one).keys() == tokens(other).keys()


def test_it_says_why() -> None:
    one = Told("keadaan", UNITS["rt"], NOW, "now", HERE, words="Lampu mati di jembatan, gelap")
    other = Told("keadaan", UNITS["rw"], NOW + timedelta(minutes=20), "now", east(40), words="lampu jembatan padam")
    found = likeness(one, other)
    assert found.worth_a_look
    assert [(each.code, each.number) for each in found.reasons[:2]] == [("metres", 40), ("hours", 0.33)]
    assert found.reasons[2].words == ("jembatan", "lampu", "mati")
    near = likeness(replace(one, point=None), replace(other, point=None))
    assert near.reasons[0].code == "same_rw"
    cells = [h3.str_to_int(h3.latlng_to_cell(*each, 9)) for each in (HERE, east(40))]
    rough = likeness(replace(one, point=None, cell=cells[0]), replace(other, cell=cells[1]))
    assert rough.reasons[0].code == "metres"


def test_nothing_is_like_what_is_of_another_kind_elsewhere_long_ago_or_never_grouped() -> None:
    one = Told("ketertiban", UNITS["rw"], NOW, "now", HERE, words="musik keras")
    for other in (
        replace(one, category="keadaan"),
        replace(one, at=NOW + timedelta(hours=window("ketertiban") + 1)),
        replace(one, point=None, unit=f"{KELURAHAN}.003"),
        replace(one, point=None, unit=KELURAHAN),
    ):
        assert likeness(one, other) == NONE
    for category in (*PROTECTED, "keluhan", "pemilu"):
        assert likeness(replace(one, category=category), replace(one, category=category)) == NONE
        assert window(category) == 0
    assert set(FADING) == set(ORDINARY)


WRITTEN = sorted({word for each in pairs("tuning") for word in each["first"].split()})
WORDS = st.lists(st.sampled_from(WRITTEN), max_size=12).map(" ".join)
REPORTS = st.builds(
    lambda category, unit, hours, about, metres, cell, words: Told(
        category,
        f"{KELURAHAN}{unit}",
        NOW + timedelta(hours=hours),
        about,
        None if metres is None else east(metres),
        h3.str_to_int(h3.latlng_to_cell(*east(cell), 9)) if cell is not None else None,
        words,
    ),
    st.sampled_from(["tawuran", "keadaan", "ketertiban", "kabar"]),
    st.sampled_from(["", ".016", ".016.003", ".016.004", ".003"]),
    st.floats(-60, 60),
    st.sampled_from(["now", "hour", "day", "unknown"]),
    st.none() | st.floats(0, 3000),
    st.none() | st.floats(0, 3000),
    WORDS | st.text(max_size=60),
)


@given(REPORTS, REPORTS)
def test_likeness_is_the_same_from_either_side_and_none_is_liker_than_oneself(one: Told, other: Told) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found.score <= 1
    for each in (one, other):
        assert likeness(each, each).score >= found.score


@given(REPORTS, REPORTS, st.floats(0, 5000), st.floats(0, 5000), st.floats(0, 2000), st.floats(0, 2000))
def test_farther_and_later_is_never_liker(
    one: Told, other: Told, near: float, far: float, soon: float, late: float
) -> None:
    (near, far), (soon, late) = sorted((near, far)), sorted((soon, late))
    one = replace(one, point=HERE)

    def at(metres: float, hours: float) -> Likeness:
        return likeness(one, replace(other, point=east(metres), at=one.at + timedelta(hours=hours)))

    assert at(near, soon).score >= at(far, soon).score
    assert at(near, soon).score >= at(near, late).score

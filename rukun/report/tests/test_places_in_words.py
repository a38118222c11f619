"""Places in somebody's own words: spoken numbers, and what may be a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.report.algo.places_in_words import Numbers, fit, in_digits, is_a, kinds_alone, numbers, phrases

pytestmark = pytest.mark.pure
WORDS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RW 9", Numbers(9)),
        ("rw 09", Numbers(9)),
        ("RW09", Numbers(9)),
        ("R.W. 009", Numbers(9)),
        ("rw.9", Numbers(9)),
        ("erwe sembilan", Numbers(9)),
        ("di er we sembilan dekat warung", Numbers(9)),
        ("rw sebelas", Numbers(11)),
        ("RW dua belas", Numbers(12)),
        ("rw dua puluh tiga", Numbers(23)),
        ("rw nol sembilan", Numbers(9)),
        ("rukun warga 3", Numbers(3)),
        ("rt 3 rw 2", Numbers(2, 3)),
        ("RT 003/RW 016", Numbers(16, 3)),
        ("RT 003/016", Numbers(16, 3)),
        ("rt/rw 003/016", Numbers(16, 3)),
        ("003/016", Numbers(16, 3)),
        ("erte tiga erwe dua", Numbers(2, 3)),
        ("rt tiga", Numbers(0, 3)),
        ("rw nomor 5", Numbers(5)),
        ("rw IX", Numbers(9)),
        ("RT iii RW XVI", Numbers(16, 3)),
        ("rw nine", Numbers(9)),
        ("broken lamp in RW sixteen", Numbers(16)),
        ("tgl 03/09", None),
        ("rw mati lampu", None),
        ("lampu mati", None),
        ("karwo 9", None),
        ("start 3", None),
        ("20/11", None),
        ("jam 2 di warung", None),
        ("", None),
    ],
)
def test_rw_and_rt_are_found_however_they_are_written_or_said(text: str, expected: Numbers | None) -> None:
    assert numbers(text) == expected


@given(st.integers(1, 99))
def test_every_number_is_understood_when_it_is_spoken(number: int) -> None:
    tens, ones = divmod(number, 10)
    if number < 12:
        spoken = WORDS[number]
    elif number < 20:
        spoken = f"{WORDS[ones]} belas"
    else:
        spoken = f"{WORDS[tens]} puluh {WORDS[ones] if ones else ''}".strip()
    assert numbers(f"ada ribut di erwe {spoken} sekarang") == Numbers(number)
    assert f"rw {number}" in in_digits(f"di RW {spoken}, tolong")


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("ada tawuran di jembatan kali pasir sekarang", "jembatan kali pasir"),
        ("lampu mati dekat masjid al-ikhlas", "masjid al ikhlas"),
        ("jl kali pasir gelap", "jl kali pasir gelap"),
        ("Kali Pasir", "kali pasir"),
        ("fight near the kali pasir bridge", "the kali pasir bridge"),
    ],
)
def test_what_may_be_a_name_is_found(text: str, among: str) -> None:
    assert among in phrases(text)


def test_nothing_that_only_says_what_it_is_counts_as_a_name() -> None:
    assert phrases("di jalan") == []
    assert phrases("di depan") == []
    assert phrases("") == []


@pytest.mark.parametrize(
    ("phrase", "name", "fits"),
    [
        ("jembatan kali pasir", "Jembatan Kali Pasir", True),
        ("jembatan kalipasir", "Jembatan Kali Pasir", True),
        ("jembatan kali pasir", "Jalan Kali Pasir", True),
        ("kali pasir", "Jalan Kali Pasir", True),
        ("masjid al ikhlas", "Masjid Al-Ikhlas", True),
        ("mesjid al iklas", "Masjid Al-Ikhlas", True),
        ("posko", "Posko Palmerah", False),
        ("rumah makan", "Rumah Makan Sederhana", False),
        ("warung", "Warung Bu Tini", False),
        ("kali", "Jalan Kali Pasir", False),
        ("jalan merdeka", "Jalan Kali Pasir", False),
        ("sd palmerah 02", "SDN Palmerah 01", False),
    ],
)
def test_a_phrase_fits_a_name_only_where_it_says_which_one(phrase: str, name: str, fits: bool) -> None:
    assert (fit(phrase, name) >= 0.6) is fits


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("lampu jalan mati di dekat jembatan", ["jembatan"]),
        ("jembatan", ["jembatan"]),
        ("di jembtn itu gelap", ["jembatan"]),
        ("depan mesjid sekarang", ["masjid"]),
        ("near the bridge", []),
        ("near bridge", ["jembatan"]),
        ("di masjid al hikmah", []),
        ("pasar malam berisik tiap hari", []),
        ("lampu jalan mati", []),
        ("orang kumpul di jembatan dekat pasar", ["jembatan", "pasar"]),
        ("usul bangun jembatan baru", []),
    ],
)
def test_a_kind_of_place_counts_alone_only_where_no_name_follows(text: str, kinds: list[str]) -> None:
    assert kinds_alone(text) == kinds


def test_a_name_begins_with_its_kind() -> None:
    assert is_a("masjid", "Mesjid Al-Ikhlas")
    assert not is_a("pasar", "Jalan Pasar Baru")
    assert not is_a("pasar", "")


@given(st.text(max_size=120), st.text(max_size=40))
def test_no_text_raises(text: str, name: str) -> None:
    assert len(kinds_alone(text)) <= len(text.split())
    for phrase in phrases(text):
        assert 0 <= fit(phrase, name) <= 1
    found = numbers(text)
    assert found is None or (0 <= found.rw < 1000 and 0 <= found.rt < 1000)

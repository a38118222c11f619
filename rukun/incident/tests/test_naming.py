"""Words that look like somebody are pointed at; places, offices, days and feasts are not."""

import itertools
from datetime import date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rukun.incident.algo.harm import KINDS as HARM
from rukun.incident.algo.harm import checked
from rukun.incident.algo.naming import KINDS, suspects
from rukun.incident.algo.wide import CLOCK
from rukun.incident.closings import HARMS
from rukun.incident.forms.closing import SummaryForm
from rukun.incident.forms.opening import ObserveForm
from rukun.incident.forms.spots import SpotForm
from rukun.incident.suspected import CERTAIN, refused, warned
from rukun.incident.suspected import KINDS as NAMED
from rukun.ui.careful import CarefulForm

pytestmark = pytest.mark.pure

QUIET = [
    "Dua kelompok berkumpul di kedua ujung jembatan, kira-kira 30 orang, pukul 02.15.",
    "Warga RW 16 Kelurahan Palmerah diminta pulang oleh Bhabinkamtibmas dan Satpol PP.",
    "Tawuran antara warga Palmerah dan Slipi di Jalan Kali Pasir dekat Pasar Kota Bambu Selatan.",
    "Setelah sahur, Babinsa Koramil dan Ketua RW menemui warga di Masjid Al Ikhlas dan Gereja Santo Paulus.",
    "Api di Gang Haji Mawar. Damkar tiba. Malam Minggu, Ramadan, dekat SDN 01 Pagi dan Stasiun Palmerah Barat.",
    "Massa Palmerah mundur. Polsek Palmerah dan Pokdar Kamtibmas berjaga sampai Idul Fitri.",
    "Uang diminta atas nama ronda. Terima kasih. Apakah Anda melihatnya sendiri?",
    "Ramai di depan SMK 5, antara SMPN 88 dan pasar.",
    "Pukul 08.15 - 08.30 (12 orang), 08/11/2026 22.10, 22.10-23.45, 110 / 112, Rp 10.800.000.000, RT 08/012 RW 16.",
    "Suku Dinas Sosial tiba, suku cadang dicuri. Warga Jawa Barat dan warga Kampung Ambon lewat Jalan H. Sulaeman.",
    "Ada geng motor lewat, sebuah geng yang berkumpul di depan SMK Penerbangan. Api, si jago merah, padam.",
    "Penonton pulang dari Stadion Gelora Bung Karno lewat Jembatan Pejompongan, tanpa kejadian.",
]
LOUD = {
    "Yang memulai Budi Santoso dari RT 03.": [("name", "Budi Santoso")],
    "Budi Santoso membawa batu ke jembatan.": [("name", "Budi Santoso")],
    "Dikejar pak Joko, motor B 1234 XYZ.": [("name", "Joko"), ("plate", "B 1234 XYZ")],
    "Ajakan disebar lewat @anak_kota16 dan ig: genk.malam.": [
        ("social", "@anak_kota16"),
        ("social", "ig: genk.malam."),
    ],
    "Hubungi 0812 3456 7890 atau NIK 3173051234567890.": [("phone", "0812 3456 7890"), ("nik", "3173051234567890")],
    "Rumah Bapak H. Sulaeman dilempari, si Joko lari.": [("name", "Sulaeman"), ("name", "Joko")],
    "Motor B-1234-X Y dan B/1234/XYZ.": [("plate", "B-1234-X Y"), ("plate", "B/1234/XYZ")],
    "Anak suku Ambon dan geng Kobra ribut dengan anak STM Penerbangan.": [
        ("group", "Anak suku Ambon"),
        ("group", "geng Kobra"),
        ("group", "STM Penerbangan"),
    ],
    "anak Kristen dan pemuda Islam, suku Batak, ormas Pemuda Kobra": [
        ("group", "anak Kristen"),
        ("group", "pemuda Islam"),
        ("group", "suku Batak"),
        ("group", "ormas Pemuda"),
    ],
    "Dilempari anak SMK 5 dan pelajar SMAN 78.": [("school", "SMK 5"), ("school", "SMAN 78")],
    "Video di tiktok.com/@geng_malam/video dilihat Rina Dewi Lestari kemarin.": [
        ("social", "tiktok.com/@geng_malam/video"),
        ("name", "Rina Dewi Lestari"),
    ],
}


@pytest.mark.parametrize("text", QUIET)
def test_places_offices_and_days_are_nobody(text: str) -> None:
    assert suspects(text) == []
    assert warned(text) == refused(text) == ""


@pytest.mark.parametrize("text", LOUD)
def test_names_numbers_plates_and_accounts_are_pointed_at(text: str) -> None:
    assert [(each.kind, each.text) for each in suspects(text)] == LOUD[text]
    for kind, _words in LOUD[text]:
        certain = kind in CERTAIN
        assert str(NAMED[kind]) in (refused(text) if certain else warned(text))
        assert str(NAMED[kind]) not in (warned(text) if certain else refused(text))


def test_a_place_called_after_somebody_is_no_person_where_it_is_known() -> None:
    text = "Kerumunan di depan Bang Jago Kopi dan Cut Nyak Dien."
    assert {each.kind for each in suspects(text)} == {"name"}
    assert suspects(text, ["Bang Jago Kopi", "cut nyak dien", ""]) == []


@st.composite
def spaced(draw: st.DrawFn) -> str:
    """A telephone number with up to three of what people put between digits."""
    first = draw(st.sampled_from(["08", "+628", "+6221"]))
    digits = first + draw(
        st.text("0123456789", min_size=10 - len(first.strip("+")), max_size=13 - len(first.strip("+")))
    )
    gap = st.sampled_from(["", "", ""]) | st.text(" .-/_()", max_size=3)
    return "".join(each + draw(gap) for each in digits[:-1]) + digits[-1]


@given(spaced())
def test_a_telephone_number_is_found_however_it_is_spaced(number: str) -> None:
    assume(not CLOCK.match(number))
    text = f"Hubungi {number} sekarang"
    assert any(each.kind in CERTAIN and each.end - each.start >= 10 for each in suspects(text)), text
    assert refused(text)


@given(st.times(), st.times(), st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 10**13))
def test_times_days_and_amounts_are_no_numbers_of_people(one: time, other: time, day: date, amount: int) -> None:
    rupiah = f"{amount:,}".replace(",", ".")
    text = f"{one:%H.%M} - {other:%H.%M} / {day:%d-%m-%Y %H.%M}, {day:%d/%m/%Y} {one:%H.%M}, Rp {rupiah}, 110 / 112"
    assert suspects(text) == []


@pytest.mark.parametrize(("form", "field"), [(SpotForm, "about"), (SummaryForm, "text"), (ObserveForm, "text")])
def test_forms_with_free_words_say_that_a_group_is_no_place(form: type[CarefulForm], field: str) -> None:
    said = form({field: "Anak suku Ambon dan geng Kobra sering ribut di sini"}).errors[field]
    assert "Tulis tempat, bukan kelompok orang." in said[0]


@given(st.lists(st.sampled_from([*QUIET, *LOUD, "Pak", "B 12", "@", "Budi", "\n", ".", "ƒ Ünïted Ω"]), max_size=6))
def test_whatever_is_written_what_is_found_stands_there_in_order_and_never_twice(parts: list[str]) -> None:
    text = " ".join(parts)
    found = suspects(text)
    assert all(text[each.start : each.end] == each.text and each.kind in KINDS for each in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_harm_is_numbers_of_known_kinds_and_nothing_else() -> None:
    assert checked({"houses": 3, "hurt": 2, "hospital": 1, "dead": 0}) == {"hurt": 2, "hospital": 1, "houses": 3}
    assert set(HARMS) == set(HARM)
    for wrong in (
        {"hurt": -1},
        {"hurt": True},
        {"names": 1},
        {"hurt": 1, "hospital": 2},
        {"hurt": "2"},
        {"dead": 10_000},
    ):
        with pytest.raises(ValueError):  # noqa: PT011  it bears the kind
            checked(wrong)

"""What short messages mean: typing as it is found on phones here, and English."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.report.algo import understanding
from rukun.report.algo.times_in_words import when
from rukun.report.algo.understanding import (
    about,
    answer,
    chosen,
    is_english,
    number,
    number_with_label,
    without_greeting,
)

pytestmark = pytest.mark.pure
WIB = timezone(timedelta(hours=7))
NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=WIB)  # a Sunday
YEARS = [NOON.replace(year=each, tzinfo=None) for each in (2023, 2029)]
NIGHT = datetime(2026, 11, 22, 1, 0, tzinfo=WIB)

SAID = {
    "yes": ["ya", "iy", "y", "Yoi", "YAAA", "iya pak", "ok", "oke", "sip", "benar", "bener!", "betul..", "👍",
        "👍🏽👍🏽", "ya 👍",
            "yes", "yep", "boleh", "lanjut", "kirim", "✅"],
    "no": ["tidak", "gak", "ga", "nggak", "ngga", "ENGGAK", "tdk", "no", "bukan", "salah", "👎", "jangan"],
    "done": ["sudah", "udh", "udah", "sdh beres", "beres", "Sudah beres.", "sudah selesai", "kelar", "fixed"],
    "undone": ["belum", "blm", "blom beres", "belum beres pak", "gak beres", "not yet", "masih rusak"],
    "cancel": ["batal", "Batal!", "gak jadi", "cancel", "batalin", "ga jadi"],
    "report": ["bisa lapor disini?", "Asslm. wr wb. Saya mau lapor", "lapor", "LAPOR", "mau lapor", "lapor pak",
        "report", "/lapor", "/LAPOR@posko_bot"],
    "begin": ["mulai", "/start", "/start x7"],
    "help": ["permisi numpang tanya", "siapa ini?", "ini nomor apa ya", "mau nanya", "bantuan", "menu", "?", "/help",
        "/bantuan", "cara lapor", "gimana caranya"],
    "cry": ["ya allah tolong", "tolong", "Tolong!!!", "SOS", "darurat", "help", "emergency", "🆘",
        "tolong bantu saya", "pak tolong", "tolong saya cepat", "help me please"],
    "thanks": ["terima kasih", "makasih pak", "thx", "🙏"],
    "status": ["status", "kabar", "cek laporan"],
    "unknown": ["tidak tahu", "belum tau", "gak tau", "ga tau", "entah", "i don't know", "lupa"],
    "english": ["English", "bahasa inggris"],
    "bahasa": ["bahasa", "Bahasa Indonesia"],
    "greeting": ["Assalamualaikum wr wb", "Assalamu'alaikum warahmatullahi wabarakatuh", "Asslmkm", "wr. wb.",
        "selamat malam pak rw", "met malam", "siang min", "hai semua", "halo",
        "P", "selamat pagi", "assalamualaikum", "hello"],
    "": ["di jembatan", "ada tawuran", "😀", "", "   ", "👍👎", "ya tapi di rw 3", "lampu mati di RW 9", "3",
        "belum ada yang datang", "salah sambung", "mau nanya, kenapa lampu mati"],
}  # fmt: skip


@pytest.mark.parametrize(("means", "text"), [(means, text) for means, texts in SAID.items() for text in texts])
def test_fixed_answers_are_understood_however_they_are_typed(means: str, text: str) -> None:
    assert answer(text) == means


def test_no_word_of_the_list_means_two_things() -> None:
    listed = [(words, means) for means, given in understanding._ANSWERS.items() for words in given.split()]
    twice = {words for words, means in listed for other, another in listed if words == other and means != another}
    assert twice == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("2.", 2), ("no 3", 3), ("nomor 10", 10), ("dua", 2), ("yang kedua", 2), ("3 aja", 3),
        ("1️⃣", 1), ("two", 2),
     ("RW 2", 0), ("2 orang luka", 0), ("", 0), ("123", 0), ("jam 2", 0)],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_words_and_nothing_else_is_one(text: str, expected: int) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text", ["2 masih menumpuk", "1 orang luka", "2. pelakunya naik motor", "3", "0", "2 jam lalu"]
)
def test_a_number_with_words_after_it_chooses_nothing(text: str) -> None:
    assert chosen(text, ("yes", "no")) == ""


def test_a_number_with_its_own_label_after_it_chooses() -> None:
    labels = ["Ya, kirim", "Ubah", "Batal"]
    told = {
        "1 ya kirim": 1,
        "1. Ya, kirim!": 1,
        "2) ubah": 2,
        "3 batal": 3,
        "1 ubah": 0,
        "2 ubah tempatnya": 0,
        "4 ya": 0,
    }
    assert {text: number_with_label(text, labels) for text in told} == told
    assert number_with_label("1", labels) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada tawuran di jembatan", "tawuran"),
        ("motor saya dicuri", "kriminal"),
        ("lampu jalan mati semua", "keadaan"),
        ("karaoke berisik banget sampe malem", "ketertiban"),
        ("kebakaran di gang mawar", "bencana"),
        ("ada orang pingsan", "bantuan"),
        ("tetangga saya dipukuli suaminya", "kekerasan"),
        ("anak itu dipukul terus tiap hari", "kekerasan"),
        ("lurah minta uang buat surat", "keluhan"),
        ("bagi bagi amplop sebelum pilkada", "pemilu"),
        ("ini hoax bukan", "kabar"),
        ("usul tambah pos ronda", "saran"),
        ("there is a fire near the market", "bencana"),
        ("selamat malam", ""),
        ("mohon dicek", ""),
        ("lantai becek", ""),
        ("suami saya pulang pukul 10 malam", ""),
        ("sampah menumpuk di TPS", "keadaan"),
    ],
)
def test_what_it_is_about_follows_from_the_words(text: str, expected: str) -> None:
    assert about(text) == expected


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("sekarang", NOON, ("now", NOON.replace(second=0))),
        ("barusan", NOON, ("hour", datetime(2026, 11, 22, 11, 30, tzinfo=WIB))),
        ("tadi malam jam 2", NOON, ("hour", datetime(2026, 11, 22, 2, tzinfo=WIB))),
        ("td malem jam 9", NOON, ("hour", datetime(2026, 11, 21, 21, tzinfo=WIB))),
        ("tadi malam jam 11", NOON, ("hour", datetime(2026, 11, 21, 23, tzinfo=WIB))),
        ("jam 8 pagi", NOON, ("hour", datetime(2026, 11, 22, 8, tzinfo=WIB))),
        ("jam 8 malam", NOON, ("hour", datetime(2026, 11, 21, 20, tzinfo=WIB))),
        ("jam 10", NOON, ("hour", datetime(2026, 11, 22, 10, tzinfo=WIB))),
        ("pukul 23.30", NIGHT, ("hour", datetime(2026, 11, 21, 23, 30, tzinfo=WIB))),
        ("02.15", NOON, ("hour", datetime(2026, 11, 22, 2, 15, tzinfo=WIB))),
        ("kemarin", NOON, ("day", datetime(2026, 11, 21, 12, tzinfo=WIB))),
        ("kemarin jam 3 sore", NOON, ("hour", datetime(2026, 11, 21, 15, tzinfo=WIB))),
        ("semalam", NOON, ("day", datetime(2026, 11, 21, 12, tzinfo=WIB))),
        ("udah seminggu", NOON, ("day", datetime(2026, 11, 15, 12, tzinfo=WIB))),
        ("sejak 3 hari yang lalu", NOON, ("day", datetime(2026, 11, 19, 12, tzinfo=WIB))),
        ("bulan lalu", NOON, ("day", datetime(2026, 10, 23, 12, tzinfo=WIB))),
        ("dua minggu", NOON, ("day", datetime(2026, 11, 8, 12, tzinfo=WIB))),
        ("2 jam yang lalu", NOON, ("hour", datetime(2026, 11, 22, 10, tzinfo=WIB))),
        ("1 jam lalu", NOON, ("hour", datetime(2026, 11, 22, 11, tzinfo=WIB))),
        ("sejam yg lalu", NOON, ("hour", datetime(2026, 11, 22, 11, tzinfo=WIB))),
        ("setengah jam lalu", NOON, ("hour", datetime(2026, 11, 22, 11, 30, tzinfo=WIB))),
        ("2 jam 30 menit yang lalu", NOON, ("hour", datetime(2026, 11, 22, 9, 30, tzinfo=WIB))),
        ("20 menit yang lalu", NOON, ("hour", datetime(2026, 11, 22, 11, 40, tzinfo=WIB))),
        ("an hour ago", NOON, ("hour", datetime(2026, 11, 22, 11, tzinfo=WIB))),
        ("sudah 2 jam", NOON, ("hour", datetime(2026, 11, 22, 10, tzinfo=WIB))),
        ("kemarin selama 2 jam", NOON, ("day", datetime(2026, 11, 21, 12, tzinfo=WIB))),
        ("2 hari yang lalu", NOON, ("day", datetime(2026, 11, 20, 12, tzinfo=WIB))),
        ("2 days ago", NOON, ("day", datetime(2026, 11, 20, 12, tzinfo=WIB))),
        ("udah 2 hari jam 3 sore", NOON, ("hour", datetime(2026, 11, 20, 15, tzinfo=WIB))),
        ("seharian", NOON, ("day", NOON.replace(second=0))),
        ("hari minggu", NOON, None),
        ("sejak hari minggu", NOON, None),
        ("sudah 5 tahun", NOON, None),
        ("jaga 3 hari", NOON, None),
        ("20/11", NOON, ("day", datetime(2026, 11, 20, 12, tzinfo=WIB))),
        ("25/12", NOON, ("day", datetime(2025, 12, 25, 12, tzinfo=WIB))),
        ("tadi pagi", NIGHT, ("day", NIGHT)),
        ("yesterday", NOON, ("day", datetime(2026, 11, 21, 12, tzinfo=WIB))),
        ("31/02", NOON, None),
        ("1/1/2020", NOON, None),
        ("jam 77", NOON, None),
        ("lampu mati di RW 9", NOON, None),
        ("lampu mati lagi", NOON, None),
    ],
)
def test_times_are_the_last_that_passed(text: str, now: datetime, expected: tuple[str, datetime] | None) -> None:
    assert when(text, now) == expected


@given(st.text(max_size=80), st.datetimes(*YEARS, timezones=st.just(UTC)))
def test_no_text_raises_and_no_time_lies_far_ahead(text: str, now: datetime) -> None:
    answer(text), number(text), about(text), without_greeting(text), is_english(text)
    found = when(text, now)
    assert found is None or found[1] <= now + timedelta(minutes=15)


@given(
    st.sampled_from(["jam {}", "pukul {}.{:02d}", "kemarin jam {}", "{}/{}", "tadi malam jam {}", "{}.{:02d}"]),
    st.integers(0, 40),
    st.integers(0, 70),
    st.datetimes(*YEARS, timezones=st.just(WIB)),
)
def test_times_that_are_typed_are_in_the_past_year_or_none(words: str, one: int, two: int, now: datetime) -> None:
    found = when(words.format(one, two), now)
    assert found is None or now - timedelta(days=368) < found[1] <= now


def test_greetings_are_no_story() -> None:
    assert without_greeting("Halo pak, mau lapor: lampu mati") == "lampu mati"
    assert without_greeting("lapor") == ""
    assert without_greeting("laporkan maling") == "maling"
    assert without_greeting("lapor pak, lampu mati") == "lampu mati"
    assert without_greeting("lapor Pak Budi parkir sembarangan") == "Pak Budi parkir sembarangan"
    assert without_greeting("Pak Budi parkir sembarangan") == "Pak Budi parkir sembarangan"
    assert without_greeting("saya kecopetan") == "saya kecopetan"
    assert without_greeting("Assalamualaikum wr wb, lampu mati di rw 9") == "lampu mati di rw 9"
    assert without_greeting("Aslm wrwb pak lurah. saya mau lapor lampu mati") == "lampu mati"
    assert without_greeting("Lapor Pak RT, got mampet") == "got mampet"
    assert without_greeting("lapor pak rw minta uang") == "pak rw minta uang"
    assert without_greeting("selamat malam pak, rw 9 gelap") == "rw 9 gelap"
    assert without_greeting("malam minggu ada tawuran") == "malam minggu ada tawuran"
    assert without_greeting("asam urat kambuh") == "asam urat kambuh"
    assert understanding.begins_with_report("pak saya mau lapor lampu mati")
    assert not understanding.begins_with_report("lampu mati, mau lapor")


@pytest.mark.parametrize(
    "text",
    [
        "laporan saya kemarin gimana",
        "laporan saya belum ditanggapi",
        "laporan saya soal lampu mati kemarin gimana",
        "kok belum ada kabar",
        "udah diperbaiki belum?",
        "any news about my report?",
    ],
)
def test_who_asks_after_an_earlier_report_is_understood(text: str) -> None:
    assert understanding.asks_after(text)


@pytest.mark.parametrize(
    "text",
    [
        "laporan saya ada maling belum pergi",
        "laporan saya: lampu mati sudah 3 hari",
        "belum ada tanggapan dari RT soal sampah",
        "lampu belum diperbaiki",
        "kabar bohong beredar",
        "apa kabar",
    ],
)
def test_who_tells_something_asks_after_no_earlier_report(text: str) -> None:
    assert not understanding.asks_after(text)


def test_longer_words_say_that_it_is_not_done() -> None:
    assert understanding.says_undone("masih menumpuk di depan")
    assert not understanding.says_undone("bersih semua")


@pytest.mark.parametrize(
    ("text", "means"),
    [("iya bener", "yes"), ("ok siap pak", "yes"), ("ya makasih", "yes"), ("iya sudah beres", "done"),
        ("sudah makasih ya", "done"),
     ("gak, belum", "undone"), ("makasih", "thanks"), ("ya tidak", ""), ("batal lapor", ""), ("pak", "greeting")],
)  # fmt: skip
def test_several_words_of_one_meaning_are_one_answer(text: str, means: str) -> None:
    assert answer(text) == means

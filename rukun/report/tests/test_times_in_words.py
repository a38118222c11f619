"""When it was, in somebody's own words: numbers of RT and RW are no dates, and the part of the day counts."""

from datetime import datetime, timedelta, timezone

import pytest

from rukun.report.algo.talking import turn
from rukun.report.algo.times_in_words import goes_on, has_ended, when
from rukun.report.algo.told import Heard, Spot, is_dangerous
from rukun.report.talk import RULES

pytestmark = pytest.mark.pure
EVENING = datetime(2026, 11, 22, 20, 15, tzinfo=timezone(timedelta(hours=7)))  # a Sunday


@pytest.mark.parametrize(
    "text",
    [
        "ada tawuran bawa celurit di RT 03/03 palmerah",
        "lampu mati di rt 02/09",
        "RT.03/RW.09 gelap",
        "rt/rw 03/09",
        "rt 3 / 9",
        "gelap di 03/09 palmerah",
        "jl melati no 5/7",
        "blok c 3/4",
        "erwe 9/10",
    ],
)
def test_numbers_of_rt_rw_and_houses_are_no_dates(text: str) -> None:
    assert when(text, EVENING) is None


@pytest.mark.parametrize("text", ["rt 02/09 tgl 20/11", "rw 9 20/11", "rt 03/09 tanggal 20", "20 nov di rt 02/09"])
def test_a_date_beside_them_is_read(text: str) -> None:
    assert when(text, EVENING) == ("day", datetime(2026, 11, 20, 12, tzinfo=EVENING.tzinfo))


def test_weapons_in_an_rt_are_of_now_and_danger() -> None:
    place = (Spot("31.73.07.1001.003", "RW 03, Palmerah"),)
    state = None
    for text in ("ada tawuran bawa celurit di RT 03/03 palmerah", "ya"):
        state = turn(state, Heard(EVENING, text=text, spots=place, id="id-1", code="1"), RULES).state
    assert state is not None
    assert state.about == "now"
    assert is_dangerous(state, EVENING, RULES)


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("tadi pagi jam 7", 22, "07.00"),
        ("this morning at 7", 22, "07.00"),
        ("kemarin pagi jam 6", 21, "06.00"),
        ("pagi tadi jam 8", 22, "08.00"),
        ("jam 7 tadi pagi", 22, "07.00"),
        ("kemarin malam jam 2", 22, "02.00"),
        ("kemarin malam jam 9", 21, "21.00"),
        ("malam2 jam 1", 22, "01.00"),
        ("pukul 02.15 wib", 22, "02.15"),
        ("2.15 WIB", 22, "02.15"),
        ("jam 07", 22, "07.00"),
        ("jam 7", 22, "19.00"),
        ("jam 8an", 22, "20.00"),
        ("jam delapan pagi", 22, "08.00"),
        ("setengah 8", 22, "19.30"),
        ("jam setengah delapan pagi", 22, "07.30"),
        ("siang setengah satu", 22, "12.30"),
        ("habis isya", 22, "19.30"),
        ("abis magrib kemarin", 21, "18.30"),
        ("hari jumat jam 9 malam", 20, "21.00"),
        ("selamat malam pak, jam 7", 22, "19.00"),
    ],
)
def test_the_part_of_the_day_counts_before_and_behind_the_hour(text: str, day: int, hour: str) -> None:
    about, moment = when(text, EVENING) or ("", EVENING)
    assert (about, moment.day, f"{moment:%H.%M}") == ("hour", day, hour)


@pytest.mark.parametrize(
    ("text", "day"),
    [("3 hr", 19), ("sdh 2 mgg", 8), ("hari selasa", 17), ("sejak senin", 16), ("selasa lalu", 17), ("20 november", 20),
     ("tgl 20", 20), ("last friday", 20)],
)  # fmt: skip
def test_days_are_read_by_their_names(text: str, day: int) -> None:
    found = when(text, EVENING)
    assert found is not None
    assert (found[0], found[1].day) == ("day", day)


@pytest.mark.parametrize(
    "text", ["pasar senin", "tiap hari senin", "malam minggu", "jalan 17 agustus", "setengah mati", "berisik 24/7"]
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert when(text, EVENING) is None


@pytest.mark.parametrize(
    "text",
    ["masih", "masih pak", "iya masih", "masih rame", "lagi rame", "msh", "belum bubar", "belum selesai",
     "masih ada 20 orang", "baru mau mulai", "apinya belum mati", "still going on"],
)  # fmt: skip
def test_it_goes_on(text: str) -> None:
    assert goes_on(text)
    assert not has_ended(text)


@pytest.mark.parametrize(
    "text",
    ["udah bubar", "sudah selesai", "kelar pak", "tidak lagi", "udah ga ada lagi di sini", "udah ga", "barusan bubar",
     "udah padam", "it's over"],
)  # fmt: skip
def test_it_is_over(text: str) -> None:
    assert has_ended(text)
    assert not goes_on(text)


@pytest.mark.parametrize("text", ["ada yang mati", "tidak tahu", "tolong cepat ke sini", "bawa parang"])
def test_other_words_do_not_say_that_it_is_over(text: str) -> None:
    assert not has_ended(text)

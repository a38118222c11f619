"""What people write when they are asked when they can stand, and what is understood."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.roster.algo import days_in_words as days
from rukun.roster.algo.days_in_words import FINE, GLADLY, NEVER, RATHER_NOT, read, spans

pytestmark = pytest.mark.pure
FIRST, LAST = date(2026, 12, 1), date(2027, 1, 2)  # two days of January are also days of December
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def nights(*of: int) -> set[date]:
    return {date(2026, 12, day) for day in of}


def each(answer: days.Answer) -> dict[date, str]:
    return {
        begin + timedelta(days=at): wish
        for begin, end, wish in answer.dated
        for at in range((end - begin).days + 1)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "weekly", "dated"),
    [
        ("tidak bisa 3, 10-12, tiap Jumat", {FRI: NEVER}, dict.fromkeys(nights(3, 10, 11, 12), NEVER)),
        ("Tdk bs tgl 3 dan 5", {}, dict.fromkeys(nights(3, 5), NEVER)),
        ("3, 10 - 12", {}, dict.fromkeys(nights(3, 10, 11, 12), NEVER)),  # that is what is asked
        ("gak bisa tanggal 15 s/d 18 ya pak", {}, dict.fromkeys(nights(15, 16, 17, 18), NEVER)),
        ("10-12 des", {}, dict.fromkeys(nights(10, 11, 12), NEVER)),
        ("10/12", {}, dict.fromkeys(nights(10), NEVER)),
        ("31/12 sampai 2/1", {}, {date(2026, 12, 31): NEVER, date(2027, 1, 1): NEVER, date(2027, 1, 2): NEVER}),
        ("senang Sabtu", {SAT: GLADLY}, {}),
        ("lebih baik jangan tanggal 5", {}, dict.fromkeys(nights(5), RATHER_NOT)),
        ("Sabtu senang, Jumat tidak bisa", {SAT: GLADLY, FRI: NEVER}, {}),
        ("senang Sabtu, Jumat tidak bisa", {SAT: GLADLY, FRI: NEVER}, {}),
        ("bisa Jumat dan 4", {FRI: FINE}, dict.fromkeys(nights(4), FINE)),
        ("tidak bisa 7. Senang Sabtu", {SAT: GLADLY}, dict.fromkeys(nights(7), NEVER)),
        ("tidak bisa 7 tapi senang 8", {}, {date(2026, 12, 7): NEVER, date(2026, 12, 8): GLADLY}),
        ("bisa 10", {}, dict.fromkeys(nights(10), FINE)),  # takes back
        ("ga bisa senin-kamis", dict.fromkeys((MON, TUE, WED, THU), NEVER), {}),
        ("tidak bisa sabtu sampai senin", dict.fromkeys((SAT, SUN, MON), NEVER), {}),
        ("tidak bisa malam Minggu", {SAT: NEVER}, {}),  # the night before Sunday
        ("tidak bisa Minggu malam", {SUN: NEVER}, {}),
        ("tidak bisa hari Jum'at", {FRI: NEVER}, {}),
        ("tidak bisa Jumat, 4 Desember 2026", {}, dict.fromkeys(nights(4), NEVER)),
        ("jumat 4/12", {}, dict.fromkeys(nights(4), NEVER)),
        ("Cannot every Friday and 10 dec", {FRI: NEVER}, dict.fromkeys(nights(10), NEVER)),
    ],
)
def test_nights_are_understood_as_people_write_them(text: str, weekly: dict[int, str], dated: dict[date, str]) -> None:
    answer = read(text, FIRST, LAST)
    assert (answer.clear, dict(answer.weekly), each(answer), answer.fine) == (True, weekly, dated, False)


@pytest.mark.parametrize("text", ["0", "bisa semua", "Semua bisa", "bebas", "tidak ada", "kapan saja bisa"])
def test_that_there_is_nothing_on_which_they_cannot_is_understood(text: str) -> None:
    answer = read(text, FIRST, LAST)
    assert (answer.clear, answer.fine, answer.weekly, answer.dated) == (True, True, {}, ())


def test_all_but_some_are_those_on_which_they_cannot() -> None:
    answer = read("bisa semua kecuali 7, 10 dan tiap Jumat", FIRST, LAST)
    assert (answer.clear, answer.fine, answer.weekly) == (True, True, {FRI: NEVER})
    assert each(answer) == dict.fromkeys(nights(7, 10), NEVER)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", days.NOTHING),
        ("ok pak", days.NOTHING),
        ("tidak bisa 1", days.TWO_MONTHS),  # of December or January
        ("tidak bisa 5/2", days.OUTSIDE),
        ("tidak bisa 30-4", days.OUTSIDE),
        ("tidak bisa 99", days.OUTSIDE),
        ("Kamis 4/12", days.WRONG_WEEKDAY),  # it is a Friday
        ("tidak bisa Jumat, 4", days.WRONG_WEEKDAY),  # all Fridays and the 4th, or that Friday
        ("tidak bisa 7, senang 7", days.TWICE),
        ("tidak bisa 7; senang 7", days.TWICE),
        ("tidak bisa semua", days.ORDER),
        ("bisa", days.ORDER),
        ("tidak bisa kecuali Sabtu", days.ORDER),
        ("senang tidak bisa 4", days.ORDER),
        ("7 " * 600, days.LONG),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked_again(text: str, why: str) -> None:
    assert [one.why for one in read(text, FIRST, LAST).unclear][:1] == [why]


def test_words_that_mean_nothing_here_are_given_back() -> None:
    answer = read("ada kebakaran di gang 7", FIRST, LAST)
    assert answer.unknown == ("ada", "kebakaran", "gang")
    assert not answer.clear


WISHES = {NEVER: "tidak bisa", RATHER_NOT: "lebih baik jangan", GLADLY: "senang"}
NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@given(
    st.dictionaries(st.integers(0, 6), st.sampled_from(list(WISHES)), max_size=7),
    st.dictionaries(st.dates(FIRST, LAST), st.sampled_from(list(WISHES)), max_size=12),
)
def test_what_is_read_back_is_understood_as_it_was_meant(weekly: dict[int, str], dated: dict[date, str]) -> None:
    parts = []
    for wish, words in WISHES.items():
        said = [f"tiap {NAMES[day]}" for day, one in weekly.items() if one == wish]
        said += [
            f"{NAMES[begin.weekday()][:3]} {begin.day}/{begin.month}"
            + (f" - {NAMES[end.weekday()][:3]} {end.day}/{end.month}" if end != begin else "")
            for begin, end, one in spans(dated)
            if one == wish
        ]
        if said:
            parts.append(f"{words} {', '.join(said)}")
    answer = read("; ".join(parts) or "bisa semua", FIRST, LAST)
    assert (answer.unclear, answer.unknown) == ((), ())
    assert (dict(answer.weekly), each(answer)) == (weekly, dated)


WORDS = [
    *NAMES, "tidak bisa", "bisa", "senang", "jangan", "kecuali", "semua", "tiap", "malam", "3", "10-12", "31/12", "0",
    "2026", ",", ";", ".", "tapi", "dan", "des", "99", "12/12/2026", "-", "/", "s/d", "kebakaran", "\n",
]  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
def test_nothing_that_is_written_breaks_it_or_gives_nights_nobody_asked_about(text: str) -> None:
    answer = read(text, FIRST, LAST)
    assert all(FIRST <= begin <= end <= LAST for begin, end, _wish in answer.dated)
    assert answer.clear is not bool(answer.unclear or answer.unknown)
    assert not answer.clear or answer.fine or answer.weekly or answer.dated

"""Danger comes before anything else, whatever else a first message tells; and what only sounds like it does not."""

from datetime import datetime, timedelta, timezone

import pytest

from rukun.report.algo.apart import cries
from rukun.report.algo.talking import again, turn
from rukun.report.algo.times_in_words import goes_on, is_over
from rukun.report.algo.told import Heard, Line, Next, Spot, is_private
from rukun.report.talk import RULES
from rukun.report.talk_words import say

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 22, 20, 15, tzinfo=timezone(timedelta(hours=7)))
RW = Spot("31.73.07.1001.009", "RW 09, Palmerah")


def said(*texts: str) -> Next:
    """What follows from these messages, one after the other; "rw 9" is a place."""
    state, found = None, Next(None, ())
    for text in texts:
        spots = (RW,) if "rw 9" in text else ()
        found = turn(state, Heard(NOW, text=text, spots=spots, id="id-1", code="1"), RULES)
        state = found.state
    return found


def codes(found: Next) -> list[str]:
    return [each.code for each in found.lines]


@pytest.mark.parametrize(
    "text",
    [
        "orang yang kemarin datang lagi bawa golok sekarang",
        "Pelaku semalam balik lagi, bawa celurit di depan rumah",
        "tolong dulu pak ada yang bawa parang",
        "kemarin tawuran, sekarang mulai lagi",
        "dari semalam kebakaran masih menyala",
    ],
)
def test_a_word_of_the_present_beats_one_of_the_past(text: str) -> None:
    assert not is_over(text)
    assert codes(said(text))[0] == "danger"


@pytest.mark.parametrize(
    "text", ["kemarin ada tawuran di rw 9", "dulu pernah ada yang bawa golok", "semalam ada begal"]
)
def test_what_is_over_calls_nobody(text: str) -> None:
    assert "danger" not in codes(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "saya mau dibunuh",
        "tolong saya disekap",
        "ada yang mau bunuh diri",
        "orang tenggelam di kali",
        "anak kesetrum",
        "bapak saya kena serangan jantung",
        "tolong bantu saya",
        "help me please he is attacking us",
        "someone is breaking into my house",
    ],
)
def test_a_life_at_stake_is_danger_however_it_is_said(text: str) -> None:
    assert cries(text)
    found = said(text)
    assert codes(found)[0] == "danger"
    assert "112" in say(found.lines[0]).text


@pytest.mark.parametrize(
    "text",
    [
        "tolong bantu cek lampu jalan mati",
        "sampah hanyut di kali",
        "help me report a broken street light",
        "the lamp is broken in the street",
        "tolong dicek got mampet",
    ],
)
def test_who_politely_asks_for_something_is_in_no_danger(text: str) -> None:
    assert not cries(text)


def test_the_first_answer_names_110_and_112_whatever_was_said() -> None:
    hello = say(Line("hello")).text
    assert "110" in hello
    assert "112" in hello
    assert codes(said("lapor"))[0] == "hello"


def test_who_calls_for_help_again_is_told_again() -> None:
    assert codes(said("kebakaran di rw 9", "tolong!!"))[0] == "danger"
    assert "danger" not in codes(said("kebakaran di rw 9", "dekat warung bu tini, apinya api besar"))


def test_danger_of_today_by_somebody_of_yesterday_is_of_now() -> None:
    found = said("Pelaku semalam balik lagi di rw 9, bawa celurit")
    assert found.state is not None
    assert (found.state.about, found.state.happened[:10]) == ("now", "2026-11-22")
    assert said("semalam ada begal di rw 9").state.about == "day"  # type: ignore[union-attr]


# A number that counts something is no choice.


def test_words_at_the_check_that_begin_with_a_number_are_told_and_nothing_is_sent() -> None:
    told = ("lampu mati di rw 9 kemarin",)
    for text in ("1 orang luka parah kena golok", "2 pelakunya naik motor merah", "3 lampu lain juga mati"):
        found = said(*told, text)
        assert found.effect == "", text
        assert found.state is not None
        assert text in found.state.words
        if "golok" in text:  # no lamp's story: a report of its own
            assert codes(found)[0] == "danger"
            assert found.state.behind
        assert codes(found)[-1] == ("ask_now" if "golok" in text else "ask_check")
    assert said(*told, "1").effect == "file"


def test_three_cancels_at_the_check_where_three_is_offered() -> None:
    found = said("lampu mati di rw 9 kemarin", "3")
    assert (found.state, found.effect, codes(found)) == (None, "drop", ["cancelled"])


def test_people_who_are_still_there_are_there_now() -> None:
    found = said("ada maling di rw 9", "2 orang bawa celurit masih di sini")
    assert found.state is not None
    assert (found.state.now, found.state.about) == ("yes", "now")
    assert "celurit" in found.state.words
    assert codes(found)[0] == "danger"
    assert not goes_on("udah ga ada lagi di sini")


@pytest.mark.parametrize(
    ("text", "hours"), [("2 jam yang lalu", 2), ("1 jam yang lalu", 1), ("3 hari lalu", 72 + 8.25)]
)
def test_when_somebody_says_how_long_ago_that_is_meant_and_no_choice(text: str, hours: float) -> None:
    found = said("motor berisik di rw 9", text)
    assert found.state is not None
    assert found.state.moment == NOW - timedelta(hours=hours)
    assert said("motor berisik di rw 9", "2").state.moment == NOW - timedelta(minutes=30)  # type: ignore[union-attr]


# Others may look at that phone.


def test_of_violence_nothing_is_put_again_unasked() -> None:
    for text in ("tetangga dipukuli suaminya di rw 9", "suami saya marah marah terus", "kdrt"):
        found = said(text)
        assert found.state is not None
        assert is_private(found.state, RULES), text
        assert [each.code for each in again(found.state, RULES)] == ["go_on"]
    asked = said("lampu rumah mertua mati").state
    assert asked is not None
    assert not is_private(asked, RULES)

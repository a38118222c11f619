"""What a first message leads to that greets, asks who this is, or asks after an earlier report."""

from datetime import datetime, timedelta, timezone

import pytest

from rukun.report.algo.talking import turn
from rukun.report.algo.told import Heard, Line, Next
from rukun.report.talk import RULES
from rukun.report.talk_words import say

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 22, 20, 15, tzinfo=timezone(timedelta(hours=7)))


def said(text: str) -> Next:
    return turn(None, Heard(NOW, text=text, id="id-1", code="1"), RULES)


def codes(found: Next) -> list[str]:
    return [each.code for each in found.lines]


@pytest.mark.parametrize(
    "text", ["Assalamualaikum wr wb", "Asslm. wr wb. Saya mau lapor", "selamat malam pak rw", "bisa lapor disini?"]
)
def test_a_greeting_is_answered_and_is_no_story(text: str) -> None:
    found = said(text)
    assert codes(found) == ["hello", "ask_what"]
    assert found.state is not None
    assert found.state.words == ""


@pytest.mark.parametrize("text", ["permisi numpang tanya", "ini nomor apa ya", "siapa ini"])
def test_who_asks_what_this_is_is_told(text: str) -> None:
    assert (codes(said(text)), said(text).state) == (["help", "hello_help"], None)


@pytest.mark.parametrize("text", ["laporan saya kemarin gimana", "kok belum ada kabar", "udah diperbaiki belum?"])
def test_who_asks_after_a_report_begins_none(text: str) -> None:
    assert (said(text).effect, said(text).state, codes(said(text))) == ("status", None, [])


def test_who_has_no_report_here_is_told_where_others_are() -> None:
    told = say(Line("no_report")).text
    assert "lapor" in told
    assert "/r/ dengan kodenya" in told


def test_danger_beside_it_begins_a_report() -> None:
    found = said("laporan saya belum ditanggapi, sekarang ada yang bawa celurit")
    assert found.effect == ""
    assert codes(found)[0] == "danger"
    assert found.state is not None
    assert "celurit" in found.state.words

"""A danger told in the midst of another report, what goes on after all, and what is sent twice."""

from datetime import timedelta

import pytest

from rukun.report.algo import understanding
from rukun.report.algo.answers_in_words import is_done
from rukun.report.algo.apart import in_danger, needs_ambulance
from rukun.report.algo.talking import turn
from rukun.report.algo.told import is_dangerous
from rukun.report.talk import RULES
from rukun.report.tests.talks import NOW, codes, heard, said

LAMP = "lampu mati di jembatan kali pasir kemarin"
OTHER = ("other", "1")


@pytest.mark.parametrize(
    "text",
    [
        "ada yang bawa celurit di rw 9",
        "ya, tapi ada yang bawa celurit di rw 9",
        "the house is on fire in rw 9",
        "ada anak tenggelam di kali rw 9",
        "ada kecelakaan di rw 9",
    ],
)
@pytest.mark.parametrize("kind", ["text", "photo"])
def test_a_danger_told_over_a_lamp_is_a_report_of_its_own(text: str, kind: str) -> None:
    lamp = said(LAMP).state
    found = turn(lamp, heard(text, kind=kind, file="kept" if kind == "photo" else "", other=OTHER), RULES)
    assert codes(found)[0] == "danger"
    assert lamp is not None
    assert found.state is not None
    assert (found.state.id, found.state.unit[-3:]) == ("other", "009")
    assert (found.state.behind or {})["id"] == lamp.id
    assert (found.state.photos, lamp.words) == (int(kind == "photo"), LAMP)


@pytest.mark.parametrize("text", ["mereka bawa celurit", "ada kebakaran juga di rw 9"])
def test_a_danger_of_the_same_story_is_no_other_report(text: str) -> None:
    found = said("tawuran di rw 9", text, other=OTHER).state
    assert found is not None
    assert (found.behind, text in found.words) == (None, True)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("masih", "now"),
        ("masih berlangsung", "now"),
        ("masih ada, mereka bawa celurit sekarang", "now"),
        ("lagi sekarang", "now"),
        ("sekarang sudah aman", "day"),
    ],
)
def test_what_goes_on_after_all_is_now(text: str, about: str) -> None:
    found = said("tawuran di rw 9 kemarin", text)
    assert found.state is not None
    assert (found.state.about, codes(found)[0] == "danger") == (about, about == "now")
    assert is_dangerous(found.state, NOW, RULES) is (about == "now")


@pytest.mark.parametrize(
    ("text", "about", "ill"),
    [
        ("someone got stabbed", "kriminal", False),
        ("my child is missing", "bantuan", False),
        ("someone got hit by a car", "bantuan", True),
        ("anak jatuh ke kali", "bantuan", True),
        ("tetangga kejang", "bantuan", True),
        ("nenek jatuh ga bangun", "bantuan", True),
        ("bapak serangan jantung", "bantuan", True),
        ("tiang ngeluarin api", "bencana", False),
        ("pohon nimpa orang", "bencana", False),
        ("bau gas", "bencana", False),
        ("ada yang bawa klewang", "kriminal", False),
    ],
)
def test_more_words_of_danger(text: str, about: str, ill: bool) -> None:
    assert in_danger(text)
    assert needs_ambulance(text) is ill
    assert understanding.about(text) == about
    assert not in_danger("got mampet")
    assert not in_danger("sampah hanyut di kali")


@pytest.mark.parametrize("text", ["3 batal", "ga jadi lapor", "tidak jadi lapor", "forget it", "don't send"])
def test_cancelling_in_other_words(text: str) -> None:
    assert understanding.answer(text) == "cancel"
    assert said(LAMP, text).state is None
    assert said("lapor lampu mati", text).effect == "drop"


def test_what_comes_twice_within_a_minute_is_heard_once() -> None:
    once = said("lapor lampu mati", "dekat warung")
    assert once.state is not None
    twice = turn(once.state, heard("dekat warung"), RULES)
    assert (twice.state, codes(twice)) == (once.state, ["ask_where"])
    later = turn(once.state, heard("dekat warung", now=NOW + timedelta(minutes=2)), RULES)
    assert later.state != once.state
    assert said(LAMP, "ya").effect == "file"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("laporan got mampet di rw 3", True),
        ("mohon izin lapor got mampet", True),
        ("assalamualaikum pak rw mau lapor got mampet", True),
        ("I want to report a broken light", True),
        ("laporan saya kemarin gimana", False),
        ("laporan yang kemarin", False),
        ("selamat malam pak rw", False),
    ],
)
def test_beginnings_of_reports(text: str, begins: bool) -> None:
    assert understanding.begins_with_report(text) is begins


def test_more_ways_to_say_that_it_is_done() -> None:
    assert all(is_done(each) for each in ("Y", "lampunya sudah nyala", "sudah nyala pak"))
    assert not any(is_done(each) for each in ("belom", "lampunya mati", "lampu", "sudah terang di depan rumah"))

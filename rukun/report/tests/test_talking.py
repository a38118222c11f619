"""The talk itself, without a database: ways through it, from the first message to the check."""

from datetime import datetime

import pytest

from rukun.report.algo.talking import again, turn
from rukun.report.talk import RULES
from rukun.report.talk_words import say
from rukun.report.tests.talks import BRIDGE, HOME, RW, STREET, WIB, codes, heard, said, words

pytestmark = pytest.mark.pure


def test_one_sentence_with_a_place_leads_to_the_check_at_once() -> None:
    found = said("Lampu jalan mati di RW 9 tadi malam jam 2")
    assert codes(found) == ["hello", "ask_check"]
    assert found.state is not None
    assert (found.state.category, found.state.unit, found.state.about) == ("keadaan", RW.unit, "hour")
    assert "RW 09" in words(found)
    sent = turn(found.state, heard("ya"), RULES)
    assert sent.effect == "file"


def test_lapor_alone_asks_and_says_what_becomes_of_the_number() -> None:
    found = said("lapor")
    assert codes(found) == ["hello", "ask_what"]
    assert "kami kunci" in words(found)
    assert "/lapor/" in words(found)


def test_only_what_is_missing_is_asked() -> None:
    asked = [codes(said(*texts))[-1] for texts in (
        ("lampu jalan mati",),
        ("lampu jalan mati", "rw 9"),
        ("lampu jalan mati", "rw 9", "kemarin"),
    )]  # fmt: skip
    assert asked == ["ask_where", "ask_when", "ask_check"]


def test_danger_comes_before_anything_else_and_once() -> None:
    found = said("ada tawuran bawa celurit di jembatan kali pasir")
    assert codes(found) == ["danger", "hello", "ask_now"]
    assert words(found).index("110") < words(found).index("layanan")
    assert "danger" not in codes(said("ada tawuran bawa celurit di jembatan kali pasir", "ya, ada yang bawa celurit"))


@pytest.mark.parametrize("text", ["tolong", "SOS!", "help", "kebakaran di rw 9"])
def test_who_cries_for_help_is_told_110_and_112_at_once(text: str) -> None:
    found = said(text)
    assert found.lines[0].code == "danger"
    assert "110" in say(found.lines[0]).text
    assert "112" in say(found.lines[0]).text


def test_two_groups_with_stones_are_danger_and_a_brawl_at_once() -> None:
    found = said("lapor ada 2 kelompok bawa batu di jembatan kali pasir skrg")
    assert codes(found) == ["danger", "hello", "ask_check"]
    assert found.state is not None
    assert (found.state.category, found.state.now) == ("tawuran", "yes")
    assert codes(said("truk bawa batu parkir di jembatan kali pasir")) == ["hello", "ask_when"]


@pytest.mark.parametrize(
    "text", ["lapor", "/start", "/start iklan7", "/lapor", "/lapor@posko_bot", "halo min mau lapor dong"]
)
def test_whoever_only_says_that_they_want_to_report_is_asked_openly(text: str) -> None:
    assert codes(said(text)) == ["hello", "ask_what"]


def test_a_long_list_is_not_repeated_after_a_wrong_answer() -> None:
    told = said("mohon dicek di rw 9")
    assert codes(told)[-1] == "ask_category"
    wrong_answer = said("mohon dicek di rw 9", "77")
    assert codes(wrong_answer) == ["ask_number"]
    assert "11" in words(wrong_answer)
    assert len(words(wrong_answer)) < len(words(told))
    assert [each.code for each in again(wrong_answer.state, RULES)] == ["ask_category"]  # type: ignore[arg-type]
    assert codes(said("lurah minta uang buat surat di rw 9", "1", "99")) == ["ask_number"]


@pytest.mark.parametrize("text", ["halo min", "makasih pak", "selamat malam"])
def test_a_greeting_is_answered_with_the_question_and_counts_as_no_wrong_answer(text: str) -> None:
    asked = said("lampu mati", text)
    assert codes(asked) == ["ask_where"]
    assert asked.state is not None
    assert asked.state.tries == 0
    assert codes(said("lapor", text)) == ["ask_what"]
    assert codes(said("mohon dicek", text)) == ["ask_number"]


def test_a_part_of_the_day_answers_when() -> None:
    assert said("lampu mati di rw 9", "pagi").state.about == "day"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["lampu mati di rw 9 udah seminggu", "lampu mati di rw 9 sejak seminggu"])
def test_since_when_is_understood(text: str) -> None:
    found = said(text)
    assert codes(found)[-1] == "ask_check"
    assert found.state is not None
    assert found.state.moment == datetime(2026, 11, 15, 12, tzinfo=WIB)
    assert said("lampu mati di rw 9", "udah seminggu").state.about == "day"  # type: ignore[union-attr]


def test_of_what_lasts_or_comes_again_no_moment_is_asked() -> None:
    found = said("lampu mati di rw 9 sudah lama")
    assert codes(found)[-1] == "ask_check"
    assert "sudah lama atau berulang" in words(found)
    later = said("lampu mati di rw 9", "udah lama banget")
    assert codes(later) == ["ask_check"]
    assert "sudah lama" in words(later)
    assert "Sejak kapan" in words(said("lampu mati di rw 9"))
    assert "Kapan terjadinya" in words(said("motor berisik di rw 9"))


def test_a_brawl_every_night_is_still_asked_whether_it_goes_on_now() -> None:
    for text in ("tiap malam tawuran di rw 9", "udah seminggu tawuran di rw 9"):
        assert codes(said(text))[-1] == "ask_now"
        assert said(text, "ya").state.about == "now"  # type: ignore[union-attr]
        assert codes(said(text, "tidak")) == ["ask_check"]
    assert codes(said("ada maling di rw 9", "tiap malam")) == ["ask_check"]


def test_danger_that_turns_up_in_an_answer_is_answered_first() -> None:
    assert codes(said("orang ribut di rw 9", "sekarang mereka bacok bacokan"))[0] == "danger"
    assert codes(said("ada yang dijambret di rw 9", "ya"))[0] == "danger"


def test_a_fight_of_yesterday_calls_nobody() -> None:
    assert "danger" not in codes(said("kemarin ada tawuran di rw 9"))


def test_several_places_are_offered_and_one_is_chosen() -> None:
    asked = said("got mampet di kali pasir")
    assert codes(asked)[-1] == "ask_which"
    assert "3 Bukan semuanya" in words(asked)
    assert said("got mampet di kali pasir", "2").state.unit == STREET.unit  # type: ignore[union-attr]
    assert codes(said("got mampet di kali pasir", "3")) == ["ask_where"]


def test_a_kelurahan_alone_is_asked_for_its_rw_once() -> None:
    assert "RW berapa" in words(said("lampu mati di palmerah"))
    found = said("lampu mati di palmerah", "gak tau")
    assert codes(found)[-1] == "ask_when"
    assert found.state is not None
    assert found.state.unit == HOME.unit


def test_a_place_that_nobody_knows_becomes_a_note_of_the_only_kelurahan() -> None:
    found = said("lampu mati", "depan warung bu tini", "depan warung", home=HOME)
    assert found.state is not None
    assert found.state.unit == HOME.unit
    assert "depan warung bu tini" in found.state.place


def test_pins_place_a_report_and_those_outside_are_said_to_be() -> None:
    inside = turn(None, heard(kind="place", spot=BRIDGE), RULES)
    assert codes(inside) == ["hello", "pin", "ask_what"]
    assert inside.state is not None
    assert inside.state.lat == BRIDGE.lat
    outside = turn(None, heard(kind="place", spot=None), RULES)
    assert codes(outside) == ["hello", "outside", "ask_what"]


def test_a_pin_that_moves_on_gets_one_answer() -> None:
    first = turn(None, heard(kind="place", spot=BRIDGE, live=True), RULES)
    second = turn(first.state, heard(kind="place", spot=RW, live=True), RULES)
    assert second.lines == ()
    assert second.state is not None
    assert second.state.unit == RW.unit


def test_a_photo_without_words_is_kept_and_asked_about() -> None:
    found = turn(None, heard(kind="photo", file="kept"), RULES)
    assert codes(found) == ["hello", "photo", "ask_category"]
    assert found.state is not None
    assert found.state.photos == 1


def test_a_photo_with_words_is_a_report() -> None:
    found = turn(None, heard("lampu mati di rw 9", kind="photo", file="kept"), RULES)
    assert codes(found) == ["hello", "photo", "ask_when"]


def test_what_cannot_be_read_is_said_so() -> None:
    found = turn(None, heard(kind="other"), RULES)
    assert found.lines[0].code == "other"
    assert found.state is not None
    assert "tidak dapat" in words(found)


def test_a_voice_note_is_kept_locked_and_what_was_asked_is_asked_again() -> None:
    first = turn(None, heard(kind="voice", file="kept"), RULES)
    assert codes(first) == ["hello", "voice", "ask_what"]
    asked = turn(first.state, heard("lampu mati di rw 9"), RULES)
    more = turn(asked.state, heard(kind="voice", file="kept"), RULES)
    assert codes(asked) == codes(more)[1:] == ["ask_when"]
    for file in ("refused", "private", "later"):
        assert codes(turn(asked.state, heard(kind="voice", file=file), RULES))[0] == f"voice_{file}"
    repeated = turn(more.state, heard("kemarin"), RULES)
    assert codes(repeated) == ["ask_check"]
    assert "2 pesan suara (terkunci)" in words(repeated)
    assert repeated.state is not None
    about_home = turn(first.state, heard("dia dipukuli suaminya tiap malam"), RULES)
    assert about_home.state is not None
    assert (codes(about_home)[0], about_home.state.voices) == ("voice_private", 0)
    assert "pesan suara (terkunci)" not in words(about_home)


def test_danger_written_under_a_voice_note_is_answered_first() -> None:
    found = turn(None, heard("ada tawuran di sini sekarang", kind="voice", file="kept"), RULES)
    assert codes(found)[:3] == ["danger", "hello", "voice"]


def test_several_messages_in_a_row_become_one_story() -> None:
    found = said("ada motor berisik", "banyak banget knalpotnya", "di rw 9", "rame terus", "tiap malam")
    assert found.state is not None
    assert "knalpotnya" in found.state.words
    assert "tiap malam" in found.state.words


def test_nothing_that_was_told_in_an_answer_is_lost() -> None:
    found = said("mau nanya", "got mampet bau banget di rw 9", "tadi malam jam 2 banyak orang teriak")
    assert codes(found)[-1] == "ask_check"
    assert found.state is not None
    assert "mampet" in found.state.words
    assert "teriak" in found.state.words
    assert (found.state.unit, found.state.about) == (RW.unit, "hour")
    assert codes(said("ada yang dijambret", "di rw 9")) == ["added", "ask_now"]


def test_a_fire_is_taken_to_burn_now_unless_somebody_says_otherwise() -> None:
    assert codes(said("kebakaran di rw 9"))[-1] == "ask_check"
    assert said("kemarin kebakaran di rw 9").state.about == "day"  # type: ignore[union-attr]


def test_danger_is_understood_in_english_too() -> None:
    assert codes(said("hello, someone is fighting with a knife near rw 9"))[0] == "danger"

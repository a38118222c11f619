"""Simple words for whoever begins, errs or is in danger: greetings, commands, numbers that fit nothing, no database."""

import pytest
from django.utils import translation

from rukun.report.algo import apart, understanding
from rukun.report.algo.personal import find, without
from rukun.report.algo.talking import turn
from rukun.report.algo.told import Line
from rukun.report.talk import RULES
from rukun.report.talk_words import TWO_SMS, letters, say
from rukun.report.tests.talks import HOME, codes, heard, said, words

pytestmark = pytest.mark.pure
GREETINGS = ("/start", "/start iklan7", "mulai", "Mulai", "start")


@pytest.mark.parametrize("text", GREETINGS)
def test_start_is_a_greeting_and_never_a_word_of_the_story(text: str) -> None:
    assert codes(said(text)) == ["hello", "ask_what"]
    assert codes(said("lapor", text)) == ["hello", "ask_what"]
    for story, asked in (
        ("mohon dicek di rw 9", "ask_category"),
        ("lampu mati", "ask_where"),
        ("lampu mati di rw 9 kemarin", "ask_check"),
    ):
        found = said(story, text)
        assert codes(found) == ["unfinished", asked], "the whole question, and no hint at a list nobody sees any more"
        assert found.state is not None
        assert found.state.words == story


@pytest.mark.parametrize("text", ["/help", "bantuan", "menu", "?"])
def test_help_is_told_at_every_step_and_begins_nothing(text: str) -> None:
    assert codes(said(text)) == ["help", "hello_help"]
    for texts in (("lapor",), ("mohon dicek di rw 9",), ("lampu mati",), ("lampu mati di rw 9 kemarin",)):
        before, found = said(*texts), said(*texts, text)
        assert codes(found)[0] == "help"
        assert found.state is not None
        assert before.state is not None
        assert found.state.words == before.state.words
    assert said("mohon dicek di rw 9", "butuh bantuan").state.category == "bantuan"  # type: ignore[union-attr]


def test_help_in_english_is_a_cry_that_is_also_told_how() -> None:
    found = said("help")
    assert codes(found) == ["danger", "help", "ask_what"]
    assert found.language == "en"


@pytest.mark.parametrize("number", ["12", "99", "100", "999"])
def test_a_number_that_fits_nothing_is_no_story(number: str) -> None:
    for texts in (
        ("lapor",), ("mohon dicek di rw 9",), ("lampu mati",), ("lampu mati di rw 9",), ("ada maling di rw 9",),
        ("got mampet di kali pasir",), ("lurah minta uang buat surat di rw 9",), ("lampu mati di rw 9 kemarin",),
    ):  # fmt: skip
        before, found = said(*texts), said(*texts, number)
        assert found.state is not None
        assert before.state is not None
        assert (found.state.words, found.state.place) == (before.state.words, before.state.place)


def test_after_three_misses_the_kind_is_asked_in_other_words_and_never_guessed() -> None:
    found = said("mohon dicek di rw 9", "itu lho", "yang begitu", "pokoknya itu")
    assert "misalnya: tawuran" in words(found)
    assert found.state is not None
    assert not found.state.category
    assert turn(found.state, heard("tidak tahu"), RULES).state.category == "keadaan"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "phone", "intro"),
    [
        ("tolong ibu saya pingsan", "119", True),
        ("ada kecelakaan di rw 9", "119", True),
        ("tolooong ada begal", "110", True),
        ("ada anak hilang", "110", True),
        ("lampu mati", "", False),
    ],
)
def test_danger_comes_first_with_the_number_that_helps_and_a_short_introduction(
    text: str, phone: str, intro: bool
) -> None:
    found = said(text)
    first = say(found.lines[0]).text
    assert ("SEKARANG" in first) is intro
    assert phone in first
    assert ("dua minggu" in words(found).casefold()) is not intro


def test_an_rw_that_is_not_here_is_said_to_be_none_and_those_that_are_here_are_named() -> None:
    for texts in (("ada yang dijambret", "rw 12"), ("lampu mati", "rw 12")):
        found = turn(said(*texts[:-1]).state, heard(texts[-1], no_rw=12), RULES)
        assert codes(found)[0] == "no_rw"
        assert "again" not in codes(found)
    assert say(Line("no_rw", {"rw": 12, "rws": range(1, 9)})).text.startswith(
        "RW 12 tidak ada di wilayah ini. Di sini RW 01 sampai 08."
    )
    for rws, shown in ((range(1, 9), "RW 01 sampai 08"), ((3, 9, 16), "RW 03, 09, 16"), (range(1, 40, 3), "nomor RW")):
        for asked in ("ask_where",):
            told = say(Line(asked, {"category": "", "rough": "", "rws": rws}))
            assert shown in told.text
            assert "Melati" not in told.text
            assert letters(told) <= TWO_SMS


def test_a_place_that_nobody_knows_is_said_to_be_unknown_before_the_report_is_taken() -> None:
    found = said("lampu mati kemarin", "di surabaya", "gak tau", home=HOME)
    assert codes(found) == ["somewhere", "ask_check"]
    assert "tidak kami kenali" in words(found)


def test_what_was_a_moment_ago_is_not_told_to_the_minute() -> None:
    assert "sekitar" in words(said("lampu mati di rw 9", "baru saja"))
    assert "sekitar" not in words(said("lampu mati di rw 9", "kemarin"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("depan warung bu tuti", "depan warung bu T."),
        ("gang haji Dahlan mampet", "gang haji D. mampet"),
        ("pak Budi parkir sembarangan", "pak [nama] parkir sembarangan"),
    ],
)
def test_of_a_landmark_the_first_letter_stays(text: str, left: str) -> None:
    assert without(text, find(text), landmarks=True) == left
    assert "[nama]" in without(text, find(text))
    assert find(left) == []


def test_a_landmark_is_still_there_after_names_were_taken_out() -> None:
    found = said("got mampet depan warung bu tuti rw 9 kemarin", "1")
    assert found.state is not None
    assert "warung bu T." in found.state.words
    assert codes(found)[-1] == "ask_check"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("motor ilang rw 2", "kriminal"), ("orang mabok teriak2", "ketertiban"), ("jalan berlobang", "keadaan"),
        ("pak rt minta duit bansos", "keluhan"), ("ada tiang listrik miring mau roboh", "keadaan"),
        ("rumah roboh", "bencana"), ("suami saya gebukin saya", "kekerasan"), ("dicekik suami", "kekerasan"),
        ("saya dipukulin terus di rumah", "kekerasan"), ("bapak saya lihat orang berantem", "tawuran"),
        ("suami saya liat ada maling", "kriminal"), ("lampu di depan rumah pacar saya mati", "keadaan"),
    ],
)  # fmt: skip
def test_everyday_words_are_known(text: str, code: str) -> None:
    assert understanding.about(text) == code
    assert apart.speaks_of_violence(text, RULES) is (code == "kekerasan")


def test_thanks_and_english_are_answered_in_kind() -> None:
    assert "Terima kasih kembali" in words(said("terima kasih pak"))
    assert codes(said("English")) == ["language", "hello_help"]
    with translation.override("id"):
        assert "ke laporan ini" in words(said("ada yang dijambret", "di rw 9"))


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("lapor ada kebakaran", True), ("halo pak, mau lapor lampu mati", True), ("laporan: got mampet", True),
        ("laporan saya tadi malam jam 7", False), ("laporannya sudah benar", False), ("yang lapor itu tetangga", False),
    ],
)  # fmt: skip
def test_lapor_begins_a_report_and_words_about_one_do_not(text: str, begins: bool) -> None:
    assert understanding.begins_with_report(text) is begins

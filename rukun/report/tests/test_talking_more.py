"""The talk itself, without a database: what is asked of violence, complaints and names, changed, or said besides."""

import pytest
from django.utils import translation

from rukun.report import talk_labels, talk_later_words, talk_words
from rukun.report.algo.asking import OPTIONS
from rukun.report.algo.talking import turn, wrong
from rukun.report.algo.told import Line
from rukun.report.talk import RULES
from rukun.report.talk_labels import LABELS
from rukun.report.talk_words import TWO_SMS, letters
from rukun.report.tests.talks import BRIDGE, codes, heard, said, words

pytestmark = pytest.mark.pure


def test_violence_is_warned_about_before_it_is_told_and_its_words_are_not_repeated() -> None:
    asked = said("tetangga dipukuli suaminya di rw 9")
    assert codes(asked) == ["hello", "ask_caution"]
    assert "129" in words(asked)
    assert codes(said("tetangga dipukuli suaminya di rw 9", "2")) == ["to_web"]
    going = said("tetangga dipukuli suaminya di rw 9", "1", "tidak", "kemarin")
    assert codes(going)[-1] == "ask_check"
    assert "dipukuli" not in words(going)
    assert "Kekerasan" not in words(going)


def test_a_complaint_is_warned_about_and_asks_about_whom() -> None:
    asked = said("lurah minta uang buat surat di rw 9")
    assert codes(asked) == ["hello", "ask_caution"]
    assert codes(said("lurah minta uang buat surat di rw 9", "lanjut")) == ["ask_subject"]
    assert codes(said("lurah minta uang buat surat di rw 9", "lanjut", "4"))[-1] == "ask_when"


@pytest.mark.parametrize(("whom", "where"), [("polisi", "propam"), ("7", "denpom"), ("camat", "inspektorat")])
def test_complaints_that_nobody_here_may_hear_are_handed_elsewhere(whom: str, where: str) -> None:
    found = said("lurah minta uang buat surat di rw 9", "1", whom)
    assert (found.state, found.effect) == (None, "drop")
    assert f"/lapor/lembaga/{where}/" in words(found)


def test_election_offences_are_handed_elsewhere_and_not_kept() -> None:
    assert codes(said("bagi amplop sebelum pilkada"))[-1] == "ask_elsewhere"
    found = said("bagi amplop sebelum pilkada", "ya")
    assert (found.state, found.effect) == (None, "drop")
    assert "/lapor/lembaga/bawaslu/" in words(found)
    assert codes(said("bagi amplop sebelum pilkada", "bukan")) == ["ask_category"]


def test_names_are_asked_about_before_they_are_sent() -> None:
    asked = said("Pak Budi parkir sembarangan di rw 9 kemarin")
    assert codes(asked)[-1] == "ask_personal"
    removed = said("Pak Budi parkir sembarangan di rw 9 kemarin", "ya")
    assert removed.state is not None
    assert "Budi" not in removed.state.words
    kept = said("Pak Budi parkir sembarangan di rw 9 kemarin", "biarkan", "2")
    assert kept.state is not None
    assert "Budi" in kept.state.words


def test_each_part_can_be_changed_before_it_is_sent() -> None:
    told = ("lampu mati di rw 9 kemarin", "2")
    assert codes(said(*told)) == ["ask_change"]
    assert codes(said(*told, "1")) == ["ask_category"]
    assert codes(said(*told, "2")) == ["ask_where"]
    assert codes(said(*told, "waktu")) == ["ask_when"]
    assert codes(said(*told, "4")) == ["ask_words"]
    again_told = said(*told, "4", "dua lampu mati")
    assert again_told.state is not None
    assert again_told.state.words == "dua lampu mati"


def test_another_place_after_a_no_takes_its_place() -> None:
    found = said("lampu mati di rw 9 kemarin", "bukan, di jembatan kali pasir")
    assert found.state is not None
    assert found.state.unit == BRIDGE.unit


def test_a_button_of_an_old_question_answers_nothing() -> None:
    told = said("lampu mati di rw 9")
    stale = turn(told.state, heard("Ya, kirim", kind="choice", choice="check:yes"), RULES)
    assert codes(stale) == ["old_button", "ask_when"]
    assert codes(turn(None, heard("Ya, kirim", kind="choice", choice="check:yes"), RULES)) == ["old_button"]


def test_soon_after_a_report_it_is_asked_whether_words_belong_to_it() -> None:
    asked = said("mereka sudah pergi ke arah selatan", recent=True)
    assert codes(asked) == ["ask_more"]
    added = said("mereka sudah pergi ke arah selatan", "1", recent=True)
    assert (added.state, added.effect, added.words) == (None, "add", "mereka sudah pergi ke arah selatan")
    assert codes(said("lampu mati di rw 9", "2", recent=True))[0] == "hello"
    assert "ask_more" not in codes(said("lapor lampu mati di rw 9", recent=True))
    attached = turn(None, heard("dari depan", kind="photo", file="attached", recent=True), RULES)
    assert (codes(attached), attached.effect) == (["photo_added"], "add")


def test_languages_are_changed_at_any_time() -> None:
    found = said("lampu mati", "English")
    assert found.language == "en"
    assert codes(found) == ["language", "ask_where"]
    assert said("hello there is a fire near the rw 9").language == "en"


def test_small_talk_makes_no_report() -> None:
    for text in ("terima kasih", "ok", "👍", "1", "belum"):
        assert said(text).state is None, text
    assert codes(said("😀😀")) == ["signs", "hello_help"]
    assert said("status").effect == "status"


def test_what_was_wrong_is_asked_again() -> None:
    told = said("lampu mati di rw 9 kemarin").state
    assert told is not None
    for about, step in {"unit": "where", "happened": "when", "words": "words", "category": "category"}.items():
        found = wrong(told, about, "Alasan.", RULES)
        assert codes(found) == ["wrong", f"ask_{step}"]


def test_no_label_is_longer_than_a_button_takes() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            assert [str(each) for each in LABELS.values() if len(str(each)) > 20] == []


def test_every_option_has_a_label_and_every_category_a_short_name() -> None:
    offered = {f"{step}:{each}" for step, options in OPTIONS.items() if len(options) <= 3 for each in options}
    assert offered <= set(LABELS)
    assert set(talk_labels.SHORT) == set(RULES.kinds)
    assert set(talk_labels.SHORT_SUBJECTS) == set(RULES.subjects)


def test_every_plain_sentence_fits_two_sms() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            for code in (*talk_words._PLAIN, *talk_later_words.PLAIN):
                assert 0 < letters(talk_later_words.say(Line(code))) <= TWO_SMS, (language, code)

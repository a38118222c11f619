"""Answers of a talk that are more, or less, than the word that was asked for, without a database."""

import pytest
from django.utils import translation

from rukun.report.algo.answers_in_words import (
    agrees,
    corrects,
    is_done,
    is_number,
    meant,
    nothing_wrong,
    refuses,
    says_more,
)
from rukun.report.algo.talking import turn
from rukun.report.algo.told import Heard, Spot, State, is_dangerous
from rukun.report.talk import RULES
from rukun.report.talk_labels import LABELS, choice_named
from rukun.report.tests.talks import BRIDGE, HOME, NOW, RW, STREET, codes, heard, said, words

pytestmark = pytest.mark.pure
CHECKED = "lampu mati di rw 9 kemarin"
HERE, THERE = heard("rw 9"), Spot("31.73.07.1001.003", "RW 03, Palmerah")


def at(*texts: str) -> State:
    found = said(*texts).state
    assert found is not None
    return found


def corrected(text: str, *, spots: tuple[Spot, ...] = (THERE,), told: str = CHECKED) -> State:
    """What a message at the check leads to; ``spots`` is what its places may mean."""
    found = turn(at(told), Heard(NOW, text=text, spots=spots), RULES).state
    assert found is not None
    return found


# Words beside an answer


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (["mohon dicek di rw 9"], "orang bawa celurit"),
        (["mohon dicek di rw 9"], "2 orang berantem"),
        (["mohon dicek"], "motor dicuri di rw 9"),
        (["lampu mati kemarin"], "rw 9, kebakar juga"),
        (["lampu mati kemarin"], "rw 9 ada korban"),
        (["lampu mati di rw 9"], "kemarin, 2 orang luka"),
        (["lampu mati di rw 9"], "tadi, pelaku kabur"),
        (["got mampet di kali pasir kemarin"], "yang jembatan kali pasir, 2 luka"),
        (["ada maling di rw 9"], "2 jam lalu, bawa parang"),
        (["ada maling di rw 9"], "masih, bawa parang"),
        (["ada maling di rw 9"], "udah bubar, ada korban"),
        (["lurah minta uang buat surat di rw 9 kemarin", "1"], "bu rt juga ikut"),
        (["bagi amplop pilkada"], "di rumah bu lurah"),
        ([CHECKED], "tiangnya juga miring"),
        ([CHECKED, "2"], "lampunya 3 yang mati"),
        ([CHECKED, "2"], "ceritanya lampu 3 yang mati"),
        (["Pak Budi parkir di rw 9 kemarin"], "dia tetangga saya"),
        (["Pak Budi parkir di rw 9 kemarin", "hmm", "hmm"], "dia tetangga saya"),
    ],
)
def test_words_beside_an_answer_are_kept(told: list[str], answer: str) -> None:
    assert answer in at(*told, answer).words


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (["lampu mati kemarin"], "di rw 9 pak"),
        (["lampu mati kemarin"], "dekat jembatan kali pasir"),
        (["lampu mati di rw 9"], "tadi malam jam 2"),
        (["lampu mati di rw 9"], "sudah 3 hari"),
        (["ada maling di rw 9"], "iya masih pak"),
        (["ada maling di rw 9"], "udah bubar"),
        (["lurah minta uang buat surat di rw 9", "1"], "pak lurah"),
        ([CHECKED], "12"),
        (["mohon dicek di rw 9"], "12"),
        (["mohon dicek di rw 9"], "0"),
    ],
)
def test_what_is_but_the_answer_makes_the_story_no_longer(told: list[str], answer: str) -> None:
    assert at(*told, answer).words == at(*told).words


def test_who_only_names_a_proposal_is_asked_for_it_before_its_place() -> None:
    assert codes(said("saran")) == ["hello", "ask_words"]
    assert "usul" in words(said("saran"))
    told = at("saran", "pasang cctv")
    assert (told.words, told.place, told.step) == ("pasang cctv", "", "where")
    assert at("tawuran").words == "tawuran"


# Is it happening now?


@pytest.mark.parametrize("text", ["masih", "masih pak", "iya masih", "masih rame", "lagi rame", "belum bubar"])
def test_masih_means_that_it_goes_on(text: str) -> None:
    told = at("ada maling di rw 9", text)
    assert (told.now, told.about, told.step) == ("yes", "now", "check")


@pytest.mark.parametrize("text", ["udah bubar", "sudah selesai", "tidak lagi", "sekarang sudah bubar", "udah gak ada"])
def test_bubar_means_that_it_is_over(text: str) -> None:
    told = at("ada maling di rw 9", text)
    assert (told.now, told.about, told.step) == ("no", "", "when")


def test_answers_that_nobody_understood_are_no_no() -> None:
    told = at("ada maling di rw 9", "anu itu", "anu ini", "anu itu")
    assert told.step == "when"
    assert is_dangerous(told, NOW, RULES)
    unknown = turn(told, heard("tidak tahu"), RULES)
    assert unknown.state is not None
    assert (unknown.state.about, codes(unknown)) == ("now", ["ask_check"])
    earlier = turn(told, heard("tadi jam 2"), RULES).state
    assert earlier is not None
    assert not is_dangerous(earlier, NOW, RULES)
    assert not is_dangerous(at("ada maling di rw 9", "anu itu", "anu ini", "anu itu", "tiap malam"), NOW, RULES)


# The check


@pytest.mark.parametrize("text", ["rw 3", "ya, rw 3", "harusnya rw 3", "bukan, di rw 3", "bukan rw 9 tapi rw 3"])
def test_another_place_at_the_check_takes_its_place(text: str) -> None:
    told = corrected(text)
    assert (told.unit, told.where, told.step) == (THERE.unit, THERE.words, "check")
    assert (text in told.words) is corrects(text)


def test_of_this_but_that_only_that_is_looked_for() -> None:
    assert meant("bukan rw 16 tapi rw 3").strip() == "rw 3"
    assert meant("rw 16 salah, harusnya rw 3").strip() == "rw 3"
    assert meant("bukan rw 16, rw 3").strip() == "rw 3"
    for text in ("bukan, di rw 3", "di rw 3 bukan rw 16", "lampu mati di rw 9"):
        assert meant(text) == text
    assert corrected("bukan kemarin tapi tadi pagi", spots=()).moment.day == NOW.day  # type: ignore[union-attr]
    assert not corrects("salah satu lampunya pecah")


def test_a_place_in_longer_words_leaves_the_first_and_that_is_said() -> None:
    found = turn(at(CHECKED), Heard(NOW, text="di rw 3 juga banyak yang mati", spots=(THERE,)), RULES)
    assert found.state is not None
    assert found.state.unit == RW.unit
    assert "Tempatnya tetap: RW 09" in words(found)
    assert "Tempatnya" not in words(turn(at(CHECKED), Heard(NOW, text="tiangnya miring"), RULES))


def test_a_pin_or_a_name_is_not_lost_to_its_own_rw() -> None:
    told = "lampu mati di jembatan kali pasir kemarin"
    same = corrected("ya, rw 16", spots=(Spot(BRIDGE.unit, "RW 16, Palmerah"),), told=told)
    assert (same.lat, same.place) == (BRIDGE.lat, BRIDGE.place)
    assert corrected("di depan jembatan kali pasir", spots=(BRIDGE,)).unit == BRIDGE.unit
    assert corrected("kali pasir", spots=(BRIDGE, STREET)).step == "which"


def test_another_time_at_the_check_takes_its_place() -> None:
    told = corrected("tadi pagi jam 7", spots=())
    assert told.moment == NOW.replace(hour=7, minute=0)
    assert told.words == CHECKED


@pytest.mark.parametrize(
    "text",
    [
        "jangan dikirim",
        "jgn kirim dulu",
        "nggak jadi kirim",
        "tidak usah",
        "hapus",
        "kurang tepat",
        "bentar",
        "ubah dong",
    ],
)
def test_a_refusal_at_the_check_is_no_story_and_leads_to_what_can_be_done(text: str) -> None:
    found = said(CHECKED, text)
    assert found.state is not None
    assert (codes(found), found.state.words) == (["ask_change"], CHECKED)
    assert "5 Batal" in words(found)
    assert turn(found.state, heard("5"), RULES).effect == "drop"


@pytest.mark.parametrize("text", ["betul sekali", "kirim sekarang", "iyah", "hooh", "nggih", "iya kirim aja pak"])
def test_more_ways_of_saying_yes(text: str) -> None:
    assert said(CHECKED, text).effect == "file"


def test_what_is_neither_yes_nor_a_refusal() -> None:
    assert not any(agrees(each) for each in ("sekarang", "ya masih mati", "", "banget"))
    assert not any(refuses(each) for each in ("jangan lupa lampunya", "hapus nama saya", "tunggu bantuan polisi"))
    assert not any(nothing_wrong(each) for each in ("ada lampu", "salah", "tidak"))
    assert is_number("12.")
    assert not is_number("0812345")
    assert says_more("rw 9 warung", "where")
    assert not says_more("jl kali pasir", "where", ["Jalan Kali Pasir"])


@pytest.mark.parametrize(
    ("text", "step", "unit"),
    [
        ("ubah tempat", "where", ""),
        ("ya tapi tempatnya salah", "where", ""),
        ("ubah tempatnya ke rw 9", "check", RW.unit),
        ("ganti lampunya dong", "check", RW.unit),
    ],
)
def test_a_change_is_said_at_the_check_in_words(text: str, step: str, unit: str) -> None:
    told = at(CHECKED, text)
    assert (told.step, told.unit) == (step, unit)
    assert (text in told.words) is ("tempat" not in text or "rw" in text)


def test_a_change_with_its_value_is_made_at_once() -> None:
    assert at(CHECKED, "2", "tempatnya jembatan kali pasir").unit == BRIDGE.unit
    assert at(CHECKED, "2", "waktunya jam 2").about == "hour"
    assert at(CHECKED, "2", "jenisnya tawuran").category == "tawuran"
    assert at(CHECKED, "2", "ceritanya dua lampu pecah").words == "ceritanya dua lampu pecah"
    assert at(CHECKED, "2", "tidak ada yang salah") == at(CHECKED)


# Labels in words


@pytest.mark.parametrize(
    ("step", "text", "choice"),
    [
        ("caution", "lewat web", "web"),
        ("caution", "web aja", "web"),
        ("caution", "itu", ""),
        ("personal", "hapus", "remove"),
        ("personal", "hapus aja", "remove"),
        ("when", "tahu", ""),
        ("cannot", "setuju", ""),
        ("cannot", "tidak setuju", "no"),
        ("check", "2 ubah", "change"),
        ("check", "saja", ""),
    ],
)
def test_part_of_a_label_names_it_and_never_its_opposite(step: str, text: str, choice: str) -> None:
    assert choice_named(text, step) == (f"{step}:{choice}" if choice else "")


def test_every_label_names_itself_in_both_languages() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            for each, label in LABELS.items():
                assert choice_named(str(label), each.partition(":")[0]) == each


def test_before_they_agreed_nothing_is_taken_and_that_is_said() -> None:
    asked = ("lurah minta uang buat surat di rw 9 kemarin",)
    found = said(*asked, "saya ada buktinya")
    assert found.state is not None
    assert (codes(found), found.state.words) == (["again", "ask_caution"], asked[0])
    assert "belum kami catat" in words(found)
    for text in ("takut", "takut ketauan", "tidak"):
        assert codes(said(*asked, text)) == ["to_web"], text


def test_who_names_no_known_place_thrice_is_told_what_else_to_send() -> None:
    told = ["lampu mati kemarin", "depan warung anu itu", "gang anu itu", "dekat anu itu"]
    assert "nama kelurahan" not in words(said(*told[:3]))
    assert "nama kelurahan" in words(said(*told))
    assert "nama kelurahan" not in words(said(*told[:3], home=HOME))


# Is it done?


def test_that_it_is_done_is_said_in_few_words_and_not_by_ok() -> None:
    for text in (
        "sudah",
        "iya",
        "beres",
        "sudah nyala",
        "alhamdulillah sudah",
        "iya sudah beres terima kasih",
        "betul pak",
    ):
        assert is_done(text), text
    for text in ("ok", "sip", "siap", "👍", "sudah tapi mati lagi", "sudah terang di depan rumah", "msh mati", ""):
        assert not is_done(text), text

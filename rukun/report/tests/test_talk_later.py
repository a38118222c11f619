"""What whoever reported by chat or SMS is told and asked later, and what their answers do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from rukun.commitment.actions import working
from rukun.evidence.models import Photo
from rukun.guard.ids import new_id
from rukun.notify import desk
from rukun.notify.actions.contacts import contact_with_id, stop
from rukun.notify.algo.incoming import Said
from rukun.notify.desk import Heard
from rukun.notify.models import Outgoing, Question
from rukun.report import notices, talk_later
from rukun.report.actions import owing
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.handling import set_aside
from rukun.report.actions.telling import contact_joined, forget_talks
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Message, Report, Talk
from rukun.report.queries.dialogue import talk_of
from rukun.report.tests.chatting import wired
from rukun.report.tests.factories import jpeg, town
from rukun.report.tests.proving import claimed, lurah
from rukun.report.tests.texting import LAMP, Phone, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    with wired():
        yield


@pytest.fixture
def phone() -> Phone:
    town()
    lurah()
    return Phone()


def test_a_question_is_asked_and_its_answer_arrives(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert "Lampu nomor berapa?" in phone.is_asked()
    assert "sudah sampai" in phone.writes("nomor 12")
    assert [each.text for each in talk_of(told)] == ["Lampu nomor berapa?", "nomor 12"]
    assert phone.topic == desk.ENTRANCE


def test_a_photo_or_a_place_answers_too_and_nobody_has_to(phone: Phone) -> None:
    told = sent(phone)
    replies: list[dict[str, Any]] = [{"kind": "photo", "media": jpeg()}, {"kind": "place", "lat": -6.2, "lon": 106.8}]
    for number, given in enumerate(replies, 1):
        ask(actor=lurah(), report=told, text=f"Yang mana {number}?", message_id=new_id())
        phone.is_asked()
        assert "sudah sampai" in phone.writes(**given)
    assert Photo.objects.filter(about_id=told.pk).count() == 1
    assert "-6.2" in talk_of(told)[-1].text
    ask(actor=lurah(), report=told, text="Jam berapa?", message_id=new_id())
    phone.is_asked()
    assert "tidak apa-apa" in phone.writes("gak tau")
    assert talk_of(told)[-1].text == "Jam berapa?"


def test_an_answer_on_the_page_takes_the_question_back(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert Question.objects.count() == 1
    answer(report=told, text="Nomor 12", message_id=new_id())
    assert not Question.objects.exists()


def test_lapor_in_the_midst_of_a_question_begins_a_talk(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    phone.is_asked()
    turn = talk_later.QUESTION.hear(phone.sender, Heard(Said(("x",), "text", "lapor")), phone.state)
    assert (turn.then, turn.state) == (desk.ENTRANCE, phone.state)


def test_danger_in_an_answer_is_answered_first(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Masih gelap?", message_id=new_id())
    phone.is_asked()
    said = phone.writes("iya, dan sekarang ada tawuran di situ")
    assert said.startswith("Bila ada bahaya, telepon 110")
    assert "sudah sampai" in phone.writes("1")
    assert len(talk_of(told)) == 2


def _claimed(phone: Phone, outcome: str = "done") -> Report:
    told = sent(phone)
    owed = owing.owed_about(told)
    assert owed is not None
    working.start(actor=lurah(), commitment=owed)
    claimed(told, lurah(), outcome)
    return told


@pytest.mark.parametrize(
    "word", ["1", "sudah beres", "udh", "iya", "1. Sudah beres", "alhamdulillah sudah nyala pak, makasih"]
)
def test_who_reported_confirms_with_a_word(phone: Phone, word: str) -> None:
    told = _claimed(phone)
    assert "Sudah beres?" in phone.is_asked()
    assert "tercatat" in phone.writes(word)
    told.refresh_from_db()
    assert told.closing == "done"
    news = Outgoing.objects.filter(notice="report.status")
    assert news.count() == 1, "that it is being worked on; that it is done they said themselves"


@pytest.mark.parametrize(
    "words",
    [
        ("2", "masih mati dua lampu"),
        ("2 masih mati dua lampu",),
        ("blm, masih gelap semua",),
        ("Belum", "iya", "gelap semua kok"),
    ],
)
def test_who_reported_opens_it_again_with_words(phone: Phone, words: tuple[str, ...]) -> None:
    told = _claimed(phone)
    phone.is_asked()
    for word in words:
        last = phone.writes(word)
    assert "Dibuka lagi" in last
    owed = owing.owed_about(Report.objects.get(pk=told.pk))
    assert owed is not None
    assert owed.state == "reopened"
    assert Talk.objects.get().told == "reopened", "they know: they said so"


@pytest.mark.parametrize("word", ["ok", "sip", "siap pak", "👍"])
def test_that_a_message_was_read_is_no_yes(phone: Phone, word: str) -> None:
    told = _claimed(phone)
    phone.is_asked()
    assert "1 atau 2" in phone.writes(word)
    told.refresh_from_db()
    assert told.closing == ""
    for no in ("msh mati", "sudah tapi mati lagi"):
        assert "1 atau 2" not in phone.writes(no)


def test_keluar_may_be_the_answer_that_was_asked_for(phone: Phone) -> None:
    told = sent(phone)
    for reply in ("keluar", "batal"):
        ask(actor=lurah(), report=told, text="Pelakunya masuk atau keluar gang?", message_id=new_id())
        phone.is_asked()
        assert ("sudah sampai" in phone.writes(reply)) is (reply == "keluar")
    assert [each.text for each in talk_of(told) if each.from_reporter] == ["keluar"]


def test_what_is_neither_is_asked_once_more_and_a_late_word_is_said_to_be_late(phone: Phone) -> None:
    told = _claimed(phone)
    phone.is_asked()
    assert "1 atau 2" in phone.writes("hmm saya lihat dulu")
    assert "1 atau 2" in phone.writes(kind="place", lat=1.0, lon=2.0)
    claim = UUID(phone.state["claim"])
    owing.confirmed_by_reporter(report=told, claim_id=claim)  # on the page, meanwhile
    assert "tidak dapat dijawab lagi" in phone.writes("1")
    assert Talk.objects.get().told == "done"


def test_what_cannot_be_done_is_asked_in_other_words(phone: Phone) -> None:
    told = _claimed(phone, "cannot")
    assert "tidak dapat dikerjakan" in phone.is_asked()
    assert "tercatat" in phone.writes("Ya, saya mengerti", kind="choice", choice="cannot:yes")
    told.refresh_from_db()
    assert told.closing == "cannot"


def test_news_is_told_once_in_words_that_do_not_say_what_was_reported(phone: Phone) -> None:
    told = sent(phone)
    owed = owing.owed_about(told)
    assert owed is not None
    working.start(actor=lurah(), commitment=owed)
    set_aside(actor=lurah(), report=told, reason="Bukan laporan, hanya coba-coba.")
    rows = Outgoing.objects.filter(notice="report.status")
    assert rows.count() == 2
    assert not any(str(told.pk)[:8] in row.about for row in rows), "which report it was stands nowhere in the clear"
    for notice in notices.NOTICES:
        for language in ("id", "en"):
            with translation.override(language):
                for words in (notice.chat, notice.sms):
                    assert str(words) % notice.example
                assert "%" not in str(notice.push)


def test_who_reported_on_the_web_or_wants_no_messages_is_told_nothing(phone: Phone) -> None:
    told = sent(phone)
    stop(contact_with_id(phone.contact.pk))
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert not Question.objects.exists()
    assert not Talk.objects.exists(), "and it is forgotten whose it was"
    assert Message.objects.count() == 1, "the question waits on the page"


def test_the_page_says_that_a_number_is_kept_and_lets_go_of_it(phone: Phone, client: Client) -> None:
    phone.writes(LAMP)
    code = phone.writes("ya").partition("/r/#")[2].split()[0]
    shown = client.post("/r/", {"code": code}).content.decode()
    assert "tidak menyimpan siapa Anda" not in shown
    assert "lepaskan nomor saya" in shown
    shown = client.post("/r/", {"code": code, "do": "forget"}).content.decode()
    assert not Talk.objects.exists()
    assert "tidak menyimpan siapa Anda" in shown


def test_a_contact_that_was_joined_to_another_keeps_its_reports(phone: Phone) -> None:
    sent(phone)
    other = Phone("+6281234567899")
    contact_joined(phone.contact.pk, other.contact.pk)
    assert "diterima" in other.writes("status")
    assert "Belum ada laporan" in phone.writes("status")


def test_no_row_says_in_the_clear_who_reported_what(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    rows = [str(each) for model in (Question, Outgoing) for each in model.objects.values()]
    assert rows
    assert not any(str(told.pk) in each for each in rows)
    assert str(phone.contact.pk) not in str(Talk.objects.values().get())


def test_of_what_was_silent_for_long_a_number_is_told_nothing(phone: Phone) -> None:
    sent(phone)
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert "diterima" in phone.writes("status")
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert "Belum ada laporan" in phone.writes("status"), "the number may be somebody else's"


def test_withdrawing_forgets_the_contact_and_takes_questions_back(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    withdraw(report=told)
    assert not Talk.objects.exists()
    assert not Question.objects.exists()


def test_contacts_are_forgotten_two_weeks_after_closing_and_photos_of_nothing_go(phone: Phone) -> None:
    told = sent(phone)
    phone.writes("lapor")
    phone.writes(kind="photo", media=jpeg(seed=7))
    assert Photo.objects.count() == 1
    Report.objects.filter(pk=told.pk).update(closed_at=timezone.now(), closing="done")
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        assert forget_talks() == 0
        assert not Photo.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert forget_talks() == 1
    assert not Talk.objects.exists()


def test_a_greeting_is_no_answer_to_a_question_but_a_part_of_the_day_is(phone: Phone) -> None:
    told = sent(phone)
    ask(actor=lurah(), report=told, text="Pagi atau malam?", message_id=new_id())
    phone.is_asked()
    answered = phone.writes("halo min")
    assert "Pagi atau malam?" in answered
    assert "Maaf" not in answered
    assert "sudah sampai" in phone.writes("malam")
    assert [each.text for each in talk_of(told)] == ["Pagi atau malam?", "malam"]


def test_a_label_written_out_answers_later_questions_too(phone: Phone) -> None:
    told = _claimed(phone, "cannot")
    phone.is_asked()
    assert "Mengapa Anda tidak setuju?" in phone.writes("Saya tidak setuju")
    assert "Dibuka lagi" in phone.writes("tiangnya milik kelurahan kok")
    told.refresh_from_db()
    assert told.closing == ""

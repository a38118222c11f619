"""How talks by chat or SMS end: stopped, run out, or answered one question after the other, through the desk."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.actions import working
from rukun.evidence.models import Photo
from rukun.guard.ids import new_id
from rukun.notify.actions import asking
from rukun.notify.actions.contacts import known
from rukun.notify.actions.telling import content_of
from rukun.notify.models import Contact, Outgoing, Question
from rukun.report.actions import owing
from rukun.report.actions.dialogue import ask
from rukun.report.models import Report
from rukun.report.queries.dialogue import talk_of
from rukun.report.tests.chatting import hears, outbox, wired
from rukun.report.tests.factories import jpeg, town
from rukun.report.tests.proving import claimed, lurah

pytestmark = pytest.mark.django_db
NUMBER = "+6281234567890"
LAMP = "Lampu jalan mati di RW 16 Palmerah kemarin"
VIOLENCE = "tetangga dipukuli suaminya di rw 16 palmerah"


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    with wired():
        yield


@pytest.fixture
def contact() -> Contact:
    """Somebody with a phone, in a town where a report is read."""
    town()
    lurah()
    return known("sms", [f"phone:{NUMBER}"], {"phone": NUMBER})


def test_stop_in_the_midst_of_a_report_says_that_it_was_not_sent_and_drops_its_photos(contact: Contact) -> None:
    hears(contact, LAMP)
    hears(contact, kind="photo", media=jpeg())
    assert Photo.objects.count() == 1
    said = hears(contact, "berhenti")
    assert "tidak akan mengirim" in said
    assert "TIDAK terkirim" in said
    assert not Photo.objects.exists()
    assert not Report.objects.exists()
    assert "TIDAK terkirim" not in hears(contact, "berhenti"), "there is nothing left that was not sent"


def test_a_receipt_that_waits_is_still_told_after_stop_and_start_promises_no_old_news(contact: Contact) -> None:
    hears(contact, LAMP)
    receipt = hears(contact, "ya")
    assert "Kode tanda terima" in receipt
    hears(contact, "stop")
    waiting = Outgoing.objects.filter(state=Outgoing.WAITING)
    assert any("Kode tanda terima" in str(content_of(row).get("text")) for row in waiting)
    assert "halaman tanda terima" in hears(contact, "mulai")


def test_whoever_stopped_and_reports_again_is_told_that_news_are_on_the_page_alone(contact: Contact) -> None:
    hears(contact, "stop")
    for story, answers, alone in (
        (LAMP, "ya", True),
        (f"lapor {VIOLENCE}", "Lanjut di sini/ya/ya", False),  # of which nothing is told there in any case
        ("mulai", f"lapor {LAMP}/ya", False),
    ):
        hears(contact, story)
        *others, last = answers.split("/")
        for text in others:
            hears(contact, text)
        receipt = hears(contact, last)
        assert "Kode tanda terima" in receipt
        assert ("Tulis MULAI" in receipt) is alone


def test_a_report_of_violence_that_runs_out_goes_without_a_word(contact: Contact) -> None:
    for text, told in ((VIOLENCE, ""), (LAMP, "BELUM terkirim")):
        hears(contact, text)
        before = set(Outgoing.objects.values_list("pk", flat=True))
        with time_machine.travel(timezone.now() + timedelta(hours=21)):
            assert asking.end_run_out() == 1
        said = outbox(before)
        assert told in said
        assert bool(said) is bool(told)
        assert not Question.objects.exists()


def test_a_parked_report_that_runs_out_is_said_to_be_over_and_its_photos_go(contact: Contact) -> None:
    hears(contact, LAMP)
    hears(contact, kind="photo", media=jpeg())
    asking.park(Question.objects.get())
    before = set(Outgoing.objects.values_list("pk", flat=True))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        asking.end_run_out()
    assert "BELUM terkirim" in outbox(before)
    assert not Photo.objects.exists()


def test_two_questions_get_an_answer_each(contact: Contact) -> None:
    hears(contact, LAMP)
    hears(contact, "ya")
    told = Report.objects.get()
    for text in ("Lampu nomor berapa?", "Sejak jam berapa?"):
        ask(actor=lurah(), report=told, text=text, message_id=new_id())
    assert "nomor berapa" in outbox()
    assert "jam berapa" not in outbox(), "one at a time"
    said = hears(contact, "nomor 12")
    assert "sudah sampai" in said
    assert "jam berapa" in said
    assert "sudah sampai" in hears(contact, "dari jam 7")
    assert not Question.objects.exists()
    assert [each.text for each in talk_of(told) if each.from_reporter] == ["nomor 12", "dari jam 7"]


@pytest.mark.parametrize("media", [b"GIF89a not a photo", None])
def test_danger_beside_a_photo_that_is_refused_is_answered_first(contact: Contact, media: bytes | None) -> None:
    hears(contact, LAMP)
    hears(contact, "ya")
    told = Report.objects.get()
    ask(actor=lurah(), report=told, text="Masih gelap?", message_id=new_id())
    said = hears(contact, "ada tawuran di sini sekarang", kind="photo", media=media)
    assert said.startswith("Bila ada bahaya, telepon 110")
    assert "tidak tersimpan" in said


@pytest.mark.parametrize(
    "text", ["1 lampu masih mati", "1 masih bocor", "sudah terang pak di depan rumah", "1 orang luka kena golok"]
)
def test_longer_words_never_confirm_that_it_is_done(contact: Contact, text: str) -> None:
    hears(contact, LAMP)
    hears(contact, "ya")
    told = Report.objects.get()
    owed = owing.owed_about(told)
    assert owed is not None
    working.start(actor=lurah(), commitment=owed)
    claimed(told, lurah())
    said = hears(contact, text)
    told.refresh_from_db()
    assert told.closing == ""
    assert "tercatat" not in said
    assert said.startswith("Bila ada bahaya") is ("golok" in text)

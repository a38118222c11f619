"""What handlers see of a talk by chat or SMS: whether their question went there, arrived and was answered."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.notify.actions import asking
from rukun.notify.actions.contacts import known
from rukun.notify.models import Contact, Outgoing
from rukun.report.actions.dialogue import answer, ask
from rukun.report.models import Report
from rukun.report.tests.chatting import hears, outbox, wired
from rukun.report.tests.factories import report, town
from rukun.report.tests.inbox import of, page, signed_in
from rukun.report.tests.proving import claimed, clear, lurah

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NUMBER = "+6281234567890"
FIRST, SECOND = "Lampu nomor berapa?", "Sejak jam berapa?"


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    town()
    with wired():
        yield


@pytest.fixture
def contact() -> Contact:
    lurah()
    made = known("whatsapp", [f"phone:{NUMBER}"], {"phone": NUMBER})
    made.heard_at = timezone.now()
    made.save()
    hears(made, "Lampu jalan mati di RW 16 Palmerah kemarin")
    hears(made, "ya")
    return made


def became(client: Client, made: Report) -> list[str]:
    """What stands behind each question on the page."""
    talk = page(client, of(made)).partition('id="percakapan"')[2].partition("</ol>")[0]
    return re.findall(r"</time> · ([^<]+)</p>", talk)


def went(state: str) -> None:
    Outgoing.objects.filter(about__startswith="question:").update(state=state, next_at=None)


def test_a_question_says_that_it_went_to_the_talk_arrived_and_was_answered(contact: Contact) -> None:
    told, posko = Report.objects.get(), signed_in()
    shown = page(posko, of(told))
    assert "Pelapor melapor lewat percakapan; nomornya tersegel. Pertanyaan Anda dikirim ke sana." in shown
    assert "Dikirim ke percakapan pelapor" in shown
    assert "tidak meninggalkan kontak" not in shown
    assert NUMBER[3:] not in shown

    for text in (FIRST, SECOND):
        ask(actor=lurah(), report=told, text=text, message_id=new_id())
    assert became(posko, told) == ["dikirim ke percakapan pelapor", "menunggu giliran di percakapan pelapor"]
    went(Outgoing.GIVEN_UP)
    assert "tidak sampai" in became(posko, told)[0]
    went(Outgoing.DELIVERED)
    assert became(posko, told)[0] == "sampai di percakapan pelapor"
    hears(contact, "nomor 12")
    assert became(posko, told) == ["pelapor sudah menjawab", "dikirim ke percakapan pelapor"], (
        "an answer is one to the first alone"
    )
    hears(contact, "dari jam 7")
    ask(actor=lurah(), report=told, text="Kabelnya putus?", message_id=new_id())
    hears(contact, "tidak tahu")
    assert became(posko, told)[::2] == ["pelapor sudah menjawab", "tidak dijawab di percakapannya"]


def test_whoever_has_to_write_first_was_told_only_that_there_is_something(contact: Contact) -> None:
    told, posko = Report.objects.get(), signed_in()
    Contact.objects.update(heard_at=timezone.now() - timedelta(days=2))
    ask(actor=lurah(), report=told, text=FIRST, message_id=new_id())
    asking.open_waiting()
    assert became(posko, told) == ["pelapor dikabari, belum membukanya"]


def test_who_wants_no_messages_or_wrote_on_the_web_reads_it_on_the_receipt_page(contact: Contact) -> None:
    told, posko = Report.objects.get(), signed_in()
    hears(contact, "stop")
    for each in (told, report()[0]):
        ask(actor=lurah(), report=each, text=FIRST, message_id=new_id())
        shown = page(posko, of(each))
        assert became(posko, each) == ["belum dibaca pelapor"]
        assert "tidak meninggalkan kontak" in shown
        assert "Dibaca di halaman tanda terima" in shown
        answer(report=each, text="Nomor 12.", message_id=new_id())
        assert became(posko, each)[0] == "pelapor sudah menjawab"


def test_who_may_not_ask_sees_no_more_than_that_there_is_a_talk(contact: Contact) -> None:
    told = Report.objects.get()
    head = signed_in("ketua_rw", told.unit[:17])
    shown = page(head, of(told))
    assert "Pelapor melapor lewat percakapan; nomornya tersegel." in shown
    assert "Pertanyaan Anda" not in shown


def test_a_proof_whose_photo_nobody_cleared_yet_is_said_to_follow(contact: Contact) -> None:
    told = Report.objects.get()
    claim = claimed(told, lurah(), cleared=False)
    said = outbox()
    assert "Foto buktinya menyusul di https://testserver/r/" in said
    assert "Sudah beres?" in said
    assert "Foto buktinya menyusul" in hears(contact, "halo"), "as long as it is so"
    clear(claim.pk)
    assert "selesai. Buktinya di https://testserver/r/" in hears(contact, "halo")

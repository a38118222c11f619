"""Talks by chat and SMS through the desk itself, out to the outbox."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rukun import seal
from rukun.commitment.actions import working
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify.actions.contacts import known
from rukun.notify.actions.receiving import store
from rukun.notify.actions.talking import talk as desk_talk
from rukun.notify.actions.telling import content_of
from rukun.notify.algo.incoming import Said
from rukun.notify.algo.reading import sms
from rukun.notify.desk import Heard
from rukun.notify.models import Outgoing, Received
from rukun.notify.rendering import letter_of
from rukun.notify.tests.rounds import hear
from rukun.report import notices
from rukun.report.actions import owing
from rukun.report.actions.dialogue import ask
from rukun.report.actions.telling import forget_talks
from rukun.report.models import Report, Talk
from rukun.report.queries.dialogue import talk_of
from rukun.report.tests.chatting import wired
from rukun.report.tests.factories import town
from rukun.report.tests.proving import claimed, lurah
from rukun.report.tests.texting import LAMP, NUMBER
from rukun.seal.tables import about

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    with wired():
        yield


def _received(*texts: str) -> str:
    """What is answered to SMS that came in one after the other, as it lies in the outbox."""
    before = set(Outgoing.objects.values_list("pk", flat=True))
    for text in texts:
        store("sms", sms.parts({"id": str(new_id()), "from": NUMBER, "text": text}))
        while hear():
            pass
    rows = Outgoing.objects.exclude(pk__in=before).order_by("written_at", "pk")
    sealed = [(row.content, about("notify.Outgoing", "content", row.pk)) for row in rows]
    opened = [seal.unseal_words(content, where) for content, where in sealed if content]
    return "\n".join(each.get("text", "") for each in opened)


def test_the_whole_way_goes_through_the_desk() -> None:
    town()
    lurah()
    assert "Benar?" in _received(LAMP)
    assert "Kode tanda terima" in _received("iya")
    told = Report.objects.get()
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert "sudah sampai" in _received("nomor 12")
    assert [each.text for each in talk_of(told)] == ["Lampu nomor berapa?", "nomor 12"]
    owed = owing.owed_about(told)
    assert owed is not None
    working.start(actor=lurah(), commitment=owed)
    claimed(told, lurah())
    assert "tercatat" in _received("1")
    told.refresh_from_db()
    assert told.closing == "done"
    assert not Received.objects.exclude(state=Received.DONE).exists()


def test_lapor_while_a_question_is_open_begins_a_talk_and_the_question_comes_back() -> None:
    town()
    lurah()
    _received(LAMP, "ya")
    told = Report.objects.get()
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert "Apa yang terjadi" in _received("lapor")
    assert "Benar?" in _received("selokan mampet di rw 3 palmerah kemarin")
    assert "Lampu nomor berapa?" in _received("ya")
    assert Report.objects.count() == 2
    assert "sudah sampai" in _received("nomor 12")


def _hears(contact: Any, text: str) -> list[str]:
    """What is put into the outbox when this contact writes now, in order: words of talks, names of notices."""
    before = set(Outgoing.objects.values_list("pk", flat=True))
    contact.heard_at = timezone.now()
    contact.save()
    with journal.atomic():
        said = Said(names=("x",), kind="text", text=text)
        desk_talk(contact, Heard(said, None, id=1000 + len(before)), timezone.now())
    rows = Outgoing.objects.exclude(pk__in=before).order_by("written_at", "pk")
    return [str(content_of(row).get("text", row.notice)) for row in rows]


def _by_whatsapp() -> tuple[Any, Report]:
    """Somebody who reported by WhatsApp two days ago and wrote nothing since."""
    town()
    lurah()
    contact = known("whatsapp", ["phone:+6281234567890"], {"phone": NUMBER})
    _hears(contact, LAMP)
    _hears(contact, "ya")
    contact.heard_at = timezone.now() - timedelta(days=2)
    contact.save()
    Outgoing.objects.all().delete()
    return contact, Report.objects.get()


def _outbox() -> list[str]:
    rows = Outgoing.objects.order_by("written_at", "pk")
    return [str(content_of(row).get("text", row.notice)) for row in rows]


@pytest.mark.parametrize("word", ["status", "halo", "apa kabarnya?", "1"])
def test_a_question_that_whatsapp_did_not_let_through_is_put_when_they_write(word: str) -> None:
    contact, told = _by_whatsapp()
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert _outbox() == ["report.waiting"]
    said = _hears(contact, word)
    assert any("Lampu nomor berapa?" in each for each in said)
    assert any(each.startswith("Laporan Anda") for each in said) is (word == "status")
    assert [each.text for each in talk_of(told)] == ["Lampu nomor berapa?"], "it was no answer"
    assert "sudah sampai" in _hears(contact, "nomor 12")[0]
    assert [each.text for each in talk_of(told)] == ["Lampu nomor berapa?", "nomor 12"]


@pytest.mark.parametrize("text", ["ada yang aneh di ujung gang", "air pam mati dari pagi"])
def test_whatever_is_told_while_a_question_is_unseen_is_a_report(text: str) -> None:
    contact, told = _by_whatsapp()
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert not any("Lampu nomor berapa?" in each for each in _hears(contact, text))
    assert any("Lampu nomor berapa?" in each for each in _hears(contact, "batal")), "it comes back"
    assert len(talk_of(told)) == 1


def test_whether_it_is_done_is_asked_after_days_and_nothing_unseen_is_confirmed() -> None:
    contact, told = _by_whatsapp()
    owed = owing.owed_about(told)
    assert owed is not None
    working.start(actor=lurah(), commitment=owed)
    claimed(told, lurah())
    assert _outbox() == ["report.status", "report.waiting"]
    letter = letter_of(
        Outgoing.objects.get(notice="report.status"), {"values": notices.NOTICES[0].example}, {}, timezone.now()
    )
    assert (letter.template, letter.parameters, letter.window) == ("kabar_laporan", (), False)
    assert "Sudah beres?" in _hears(contact, "ya")[-1]
    told.refresh_from_db()
    assert told.closing == ""
    _hears(contact, "ya")
    told.refresh_from_db()
    assert told.closing == "done"


def test_a_report_told_while_a_question_is_unseen_is_a_report_and_danger_comes_first() -> None:
    contact, told = _by_whatsapp()
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    said = _hears(contact, "lapor ada 2 kelompok bawa batu di rw 16 palmerah skrg")
    assert "110" in said[0]
    assert "Benar?" in said[-1]
    assert any("Lampu nomor berapa?" in each for each in _hears(contact, "ya"))
    assert set(Report.objects.values_list("category", flat=True)) == {"keadaan", "tawuran"}


def test_a_question_waits_until_the_talk_is_over() -> None:
    town()
    lurah()
    _received(LAMP, "ya")
    told = Report.objects.get()
    _received("lapor")
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    assert "Di mana" in _received("selokan mampet")
    assert "Lampu nomor berapa?" in _received("batal")


def test_stop_ends_everything_and_forgets() -> None:
    town()
    lurah()
    _received(LAMP, "ya", "berhenti")
    forget_talks()
    assert not Talk.objects.exists()

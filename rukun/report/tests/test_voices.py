"""Voice notes of reports: kept locked from a chat, never of violence, and opened by two people with a reason."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.evidence.models import Opening, Voice
from rukun.evidence.sealing import voice_content
from rukun.evidence.tests.recorder import mp4, ogg
from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.notify.actions import asking
from rukun.notify.actions.contacts import known
from rukun.notify.models import Contact
from rukun.people.actor import PersonActor, actor_of
from rukun.people.models import Person
from rukun.people.strength import Strength
from rukun.people.tests.factories import person
from rukun.report.actions import openings
from rukun.report.actions.dialogue import ask
from rukun.report.actions.handling import recategorise
from rukun.report.actions.keeping import put_away
from rukun.report.actions.reaching import take_contact_back
from rukun.report.actions.telling import forget_talks
from rukun.report.actions.voices import add_voice
from rukun.report.actions.withdrawing import withdraw
from rukun.report.errors.photos import NotAPerson
from rukun.report.models import Report
from rukun.report.queries.openings import openings_waiting_for
from rukun.report.queries.today import todo_for
from rukun.report.tests.chatting import hears, wired
from rukun.report.tests.factories import KELURAHAN, OTHER, RT, jpeg, report, town
from rukun.report.tests.proving import claimed, lurah

pytestmark = pytest.mark.django_db
LAMP = "Lampu jalan mati di RW 16 Palmerah kemarin"
VIOLENCE = "tetangga dipukuli suaminya di rw 16 palmerah"
REASON = "mencocokkan tempat yang disebut pelapor"
LOCKED = "disimpan terkunci bersama laporan ini"


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    town()
    with wired():
        yield


@pytest.fixture
def contact() -> Contact:
    lurah()
    return known("telegram", ["telegram:77"], {"chat": "77"})


def speaks(contact: Contact, media: bytes | None = None, **given: Any) -> str:
    return hears(contact, media=media or ogg(), kind="voice", **given)


def spoken(found: Report, seed: int = 0) -> Voice:
    """A voice note of a report that was sent."""
    add_voice(report=found, content=ogg(seed), sender=new_id())
    return Voice.objects.filter(about_id=found.pk).latest("added_at")


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def said(verb: str) -> int:
    return Entry.objects.filter(verb=f"report.voice_{verb}").count()


# Reporting


def test_a_voice_note_is_kept_with_its_draft_named_in_the_check_and_goes_with_the_report(contact: Contact) -> None:
    first = speaks(contact)
    assert LOCKED in first
    assert "tulis singkat" in first
    assert "Apa yang terjadi, dan di mana?" in first
    draft = Voice.objects.get().about_id
    checked = hears(contact, LAMP)
    assert "1 pesan suara (terkunci)" in checked
    hears(contact, "ya")
    told = Report.objects.get()
    voice = Voice.objects.get()
    assert voice.about_id == draft == told.pk
    assert voice_content(voice) == ogg()
    assert "laporan Anda yang terakhir" in speaks(contact, mp4())
    assert set(Voice.objects.values_list("about_id", "media_type")) == {(told.pk, "audio/ogg"), (told.pk, "audio/mp4")}
    assert said("added") == 1


@pytest.mark.parametrize("ends", ["batal", "berhenti", "expires", "left over"])
def test_it_goes_with_a_draft_that_is_not_sent(contact: Contact, ends: str) -> None:
    speaks(contact)
    assert Voice.objects.count() == 1
    if ends in ("batal", "berhenti"):
        hears(contact, ends)
    else:
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            asking.end_run_out() if ends == "expires" else forget_talks()
    assert not Voice.objects.exists()


def test_of_violence_none_is_kept_however_it_comes(contact: Contact) -> None:
    speaks(contact)
    answer = hears(contact, VIOLENCE)
    assert "pesan suara tidak disimpan dalam laporan seperti ini" in answer
    assert not Voice.objects.exists()
    again = speaks(contact)
    assert "pesan suara tidak disimpan" in again
    assert LOCKED not in again
    for text in ("lanjut", "tidak", "tadi malam", "ya"):
        checked = hears(contact, text)
        assert "terkunci" not in checked
    told = Report.objects.get()
    assert (told.category, Voice.objects.count()) == ("kekerasan", 0)
    captioned = known("telegram", ["telegram:78"], {"chat": "78"})
    assert LOCKED not in hears(captioned, VIOLENCE, media=ogg(), kind="voice")
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("media", "why"),
    [
        (None, "tidak sampai"),
        (b"<!doctype html><script>alert(1)</script>", "bukan rekaman suara"),
        (b"OggS" + b"<script>", "bukan rekaman suara"),
        (jpeg(), "bukan rekaman suara"),
        (ogg() + bytes(2 * 1024 * 1024), "2 MB"),
    ],
)
def test_what_is_not_taken_is_said_so_and_writing_is_asked_for(contact: Contact, media: bytes | None, why: str) -> None:
    answer = hears(contact, media=media, kind="voice", media_type="audio/ogg")
    for words in ("tidak tersimpan", why, "tulis singkat", "Apa yang terjadi"):
        assert words in answer
    assert not Voice.objects.exists()
    for seed in range(4):
        answer = speaks(contact, ogg(seed))
    assert "Sudah ada 3 pesan suara" in answer
    assert Voice.objects.count() == 3


def test_to_a_question_and_to_whether_it_is_done_it_is_kept_and_answers_nothing(contact: Contact) -> None:
    hears(contact, LAMP)
    hears(contact, "ya")
    told = Report.objects.get()
    ask(actor=lurah(), report=told, text="Lampu nomor berapa?", message_id=new_id())
    answer = speaks(contact)
    assert LOCKED in answer
    assert "Lampu nomor berapa?" in answer
    assert "tidak sampai" in hears(contact, kind="voice")
    assert "sudah sampai" in hears(contact, "nomor 12")
    claimed(told, lurah())
    answer = speaks(contact, ogg(1))
    assert LOCKED in answer
    assert "Sudah beres?" in answer
    assert Voice.objects.filter(about_id=told.pk).count() == 2
    person("petugas_pelindungan", KELURAHAN)
    Report.objects.filter(pk=told.pk).update(category="kekerasan")
    assert "tidak disimpan dalam laporan seperti ini" in speaks(contact, ogg(2))
    assert Voice.objects.count() == 2


# Opening


def test_two_persons_listen_together_and_each_time_is_recorded() -> None:
    found, _code = report(unit=RT)
    voice = spoken(found)
    first, second = person("lurah", KELURAHAN), person("sekretaris_kelurahan", KELURAHAN)
    one, two = signed_in(first), signed_in(second)
    base = f"/laporan/suara/{voice.pk}/"
    listed = one.get(f"/laporan/{found.pk}/").content.decode()
    assert base in listed
    assert "terkunci" in listed
    page = one.get(base).content.decode()
    assert "<audio" not in page
    assert "Suara menunjukkan siapa pelapornya" in page
    assert "paling sedikit 10 huruf" in one.post(f"{base}minta/", {"reason": "dengar"}).content.decode()
    for _ in range(2):
        assert one.post(f"{base}minta/", {"reason": REASON}).status_code == 302
    opening = Opening.objects.get()
    assert [each[1].pk for each in openings_waiting_for(PersonActor(second, Strength.STRONG))] == [voice.pk]
    assert openings_waiting_for(PersonActor(first, Strength.STRONG)) == []
    assert any("pesan suara" in each.words for each in todo_for(PersonActor(second, Strength.STRONG)))
    assert REASON in two.get(base).content.decode()
    agree = f"{base}setuju/{opening.pk}/"
    assert "orang lain yang harus menyetujui" in one.post(agree, follow=True).content.decode()
    assert "Belum dibuka untuk Anda" in one.post(f"{base}dengar/", follow=True).content.decode()
    assert two.post(agree).status_code == two.post(agree).status_code == 302
    assert one.get(f"{base}suara/").status_code == 302, "nobody listens without its being recorded"
    assert "<audio" not in one.get(base).content.decode()
    for who in (one, two):
        played = who.post(f"{base}dengar/", follow=True).content.decode()
        assert f'<audio controls preload="none" src="{base}suara/">' in played
        answer = who.get(f"{base}suara/")
        assert (answer.status_code, answer.content) == (200, ogg())
    headers = {
        "Content-Type": "audio/ogg",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {name: answer.headers[name] for name in headers} == headers
    assert "no-store" in answer.headers["Cache-Control"]
    for asked, part in (("bytes=0-3", ogg()[:4]), ("bytes=4-", ogg()[4:])):
        piece = one.get(f"{base}suara/", headers={"Range": asked})
        assert (piece.status_code, piece.content) == (206, part)
    assert one.get(f"{base}suara/", headers={"Range": "bytes=9999999-"}).content == ogg()
    assert [said(each) for each in ("asked", "agreed", "heard")] == [1, 1, 2]
    assert Entry.objects.get(verb="report.voice_asked").note.text == REASON
    other = spoken(found, 1)
    assert one.get(f"/laporan/suara/{other.pk}/suara/").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert one.get(f"{base}suara/").status_code == 302
    with pytest.raises(NotAPerson):
        openings.see_original(actor=System("test"), report=found, of=voice)


def test_only_those_who_may_open_it_see_that_it_is_there() -> None:
    found, _code = report(unit=RT)
    voice = spoken(found)
    base = f"/laporan/suara/{voice.pk}/"
    rt, stranger = signed_in(person("ketua_rt", RT)), signed_in(person("lurah", OTHER))
    assert base not in rt.get(f"/laporan/{found.pk}/").content.decode()
    assert [rt.get(base).status_code, stranger.get(base).status_code] == [403, 404]
    clerk = signed_in(person("lurah", KELURAHAN))
    protector = person("petugas_pelindungan", KELURAHAN)
    recategorise(actor=lurah(), report=found, category="kekerasan")
    assert clerk.get(base).status_code == 404
    assert signed_in(protector).get(base).status_code == 200, "no officer can make it go by naming it otherwise"
    Report.objects.filter(pk=found.pk).delete()
    assert signed_in(protector).get(base).status_code == 404


# Going


def test_it_goes_with_the_number_with_the_report_and_with_its_time(client: Client) -> None:
    kept: list[UUID] = []
    for _ in range(3):
        found, code = report(channel="telegram")
        spoken(found)
        kept.append(found.pk)
    first, second, third = Report.objects.in_bulk(kept).values()
    shown = client.post("/r/", {"code": code}).content.decode()
    assert "1 pesan suara tersimpan, terkunci" in shown
    assert "lepaskan nomor saya" in shown
    take_contact_back(report=first)
    take_contact_back(report=first)
    assert Entry.objects.filter(verb="report.contact_taken_back").count() == 1
    withdraw(report=second)
    assert list(Voice.objects.values_list("about_id", flat=True)) == [third.pk]
    openings.ask_opening(
        actor=actor_of(person("lurah", KELURAHAN)), report=third, of=Voice.objects.get(), reason=REASON
    )
    Report.objects.filter(pk=third.pk).update(closed_at=timezone.now(), closing="spam")
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        put_away()
        assert Voice.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        put_away()
    assert (Voice.objects.count(), Opening.objects.count()) == (0, 0)

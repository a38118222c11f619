"""Questions, answers, contact left later, and taking a report back: what the actions store, refuse and erase."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from rukun.evidence.queries import photos_of
from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.models import Entry, Note
from rukun.journal.verify import verify_journal
from rukun.people.actor import PersonActor
from rukun.people.strength import Strength
from rukun.people.tests.factories import person
from rukun.report.account import account_of, contact_of, text_of
from rukun.report.actions.dialogue import (
    LONGEST_TEXT,
    MOST_A_DAY,
    answer,
    ask,
    read_by_handler,
    read_by_reporter,
)
from rukun.report.actions.photos import add_photo
from rukun.report.actions.reaching import leave_contact, take_contact_back
from rukun.report.actions.withdrawing import withdraw
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import (
    MessageTaken,
    NoNumber,
    NoText,
    ReportClosed,
    ReportGone,
    TextTooLong,
    TooManyAnswers,
)
from rukun.report.errors.intake import BadPhone
from rukun.report.models import Contact, Message, Report
from rukun.report.queries.dialogue import question_waits, talk_of
from rukun.report.queries.inbox import ANSWERED, reports_for
from rukun.report.queries.readers import readers_of, somebody_reads
from rukun.report.queries.receipt import report_with_code, status_of
from rukun.report.queries.today import todo_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RT, RW, jpeg, report, town
from rukun.report.verbs import CONTACT_READ

pytestmark = pytest.mark.django_db
QUESTION, ANSWER = "Apakah suaranya dari arah sekolah?", "Dari bengkel di seberang jembatan."


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


@pytest.fixture
def posko() -> Any:
    return actor("petugas_posko", RW)


def actor(title: str, unit: str, name: str = "Sari Wulandari") -> Any:
    return PersonActor(person(title, unit, name=name), Strength.STRONG)


def verbs(about: Report) -> list[tuple[str, str, str]]:
    found = Entry.objects.filter(object_id=str(about.pk)).order_by("pk")
    return [(each.verb, each.actor, each.unit) for each in found]


def test_a_handler_asks_and_whoever_reported_answers_without_being_known(posko: Any) -> None:
    told, _code = report()
    first = new_id()
    ask(actor=posko, report=told, text=f"  {QUESTION}\u202e ", message_id=first)
    ask(actor=posko, report=told, text="Kata lain", message_id=first)  # a second tap
    said = question_waits(talk_of(told))
    assert said is not None
    assert (said.text, said.by, said.read_at) == (QUESTION, posko.label, None)
    assert status_of(told).state == "asked"
    read_by_reporter(report=told, shown=talk_of(told))
    second = new_id()
    for _tap in range(2):
        answer(report=told, text=ANSWER, message_id=second)
    talk = talk_of(told)
    assert [(each.text, each.from_reporter, each.by) for each in talk] == [
        (QUESTION, False, posko.label),
        (ANSWER, True, ""),
    ]
    assert talk[0].read_at
    assert not talk[1].read_at
    assert question_waits(talk) is None
    read_by_handler(actor=posko, report=told, shown=talk_of(told))
    assert talk_of(told)[1].read_at
    assert verbs(told)[1:] == [
        ("report.question_asked", posko.label, KELURAHAN),
        ("report.answer_given", "anyone", KELURAHAN),
    ]
    for stored in Message.objects.all():
        assert text_of(stored) in (QUESTION, ANSWER)
        assert b"jembatan" not in bytes(stored.content)
        assert b"sekolah" not in bytes(stored.content)
    assert not [each for each in Entry.objects.all() if "jembatan" in str(each.codes)]


def test_what_came_after_the_page_was_made_stays_unread(posko: Any) -> None:
    told, _code = report()
    ask(actor=posko, report=told, text=QUESTION, message_id=new_id())
    answer(report=told, text=ANSWER, message_id=new_id())
    shown = talk_of(told)
    ask(actor=posko, report=told, text="Masih?", message_id=new_id())
    answer(report=told, text="Tidak lagi.", message_id=new_id())
    read_by_handler(actor=posko, report=told, shown=shown)
    read_by_reporter(report=told, shown=shown)
    assert [bool(each.read_at) for each in talk_of(told)] == [True, True, False, False]
    assert [each.words for each in todo_for(posko)][-1] == "Pelapor menjawab: 1 laporan menunggu dibaca lagi."


def test_what_cannot_be_said_is_refused_with_words_about_what_to_do(posko: Any) -> None:
    told, _code = report()
    other, _other_code = report()
    taken = new_id()
    ask(actor=posko, report=told, text=QUESTION, message_id=taken)
    for wrong, text, about, key in (
        (NoText, " \u200b\n", told, new_id()),
        (TextTooLong, "a" * (LONGEST_TEXT + 1), told, new_id()),
        (MessageTaken, ANSWER, other, taken),
        (MessageTaken, ANSWER, told, taken),  # it is the handler's
    ):
        with pytest.raises(wrong) as error:
            answer(report=about, text=text, message_id=key)
        assert "." in str(error.value)
    for title, unit in (("ketua_rw", RW), ("petugas_posko", NEXT_RW), ("petugas_pelindungan", KELURAHAN)):
        outsider = actor(title, unit)
        with pytest.raises(Refused):
            ask(actor=outsider, report=told, text=QUESTION, message_id=new_id())
        with pytest.raises(Refused):
            read_by_handler(actor=outsider, report=told, shown=talk_of(told))
    Report.objects.filter(pk=other.pk).delete()
    with pytest.raises(ReportGone):
        answer(report=other, text=ANSWER, message_id=new_id())
    assert Message.objects.count() == 1


def test_a_day_has_so_many_answers_and_the_next_one_as_many_again() -> None:
    told, _code = report()
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for number in range(MOST_A_DAY):
            answer(report=told, text=f"Ke-{number}", message_id=new_id())
        last = new_id()
        with pytest.raises(TooManyAnswers):
            answer(report=told, text=ANSWER, message_id=last)
        clock.shift(timedelta(hours=24))
        answer(report=told, text=ANSWER, message_id=last)
    assert Message.objects.filter(report=told).count() == MOST_A_DAY + 1


def test_questions_about_protected_reports_and_complaints_leave_no_mark_in_the_neighbourhoods_book() -> None:
    for category, title, unit in (
        ("kekerasan", "petugas_pelindungan", KELURAHAN),
        ("keluhan", "lurah", KELURAHAN),
    ):
        told, _code = report(category)
        handler = actor(title, unit)
        ask(actor=handler, report=told, text=QUESTION, message_id=new_id())
        answer(report=told, text=ANSWER, message_id=new_id())
        leave_contact(report=told, phone="0812-3456-7890")
        take_contact_back(report=told)
        withdraw(report=told)
        assert {unit for _verb, _actor, unit in verbs(told)} == {""}
        assert not Entry.objects.exclude(unit="").filter(object_id=str(told.pk)).exists()
        with pytest.raises(Refused):
            ask(actor=actor("petugas_posko", RW), report=told, text=QUESTION, message_id=new_id())


def test_contact_is_left_later_and_taken_back_and_sealed_meanwhile() -> None:
    told, code = report()
    for wrong, phone in ((NoNumber, " "), (BadPhone, "12"), (ReportError, "rumah")):
        with pytest.raises(wrong):
            leave_contact(report=told, phone=phone)
    assert told.anonymous
    assert not Contact.objects.exists()
    leave_contact(report=told, phone="0812-3456-7890", name=" Rina\n Dewi ")
    leave_contact(report=told, phone="0812-3456-7891", name="Rina Dewi")
    stored = Contact.objects.get()
    reachable = contact_of(stored)
    assert (reachable.name, reachable.phone) == ("Rina Dewi", "+6281234567891")
    assert b"Rina" not in bytes(stored.content)
    assert b"7891" not in bytes(stored.content)
    found = report_with_code(code)
    assert found is not None
    assert not found.anonymous
    for _tap in range(2):
        take_contact_back(report=told)
    found = report_with_code(code)
    assert found is not None
    assert found.anonymous
    assert not Contact.objects.exists()
    assert [verb for verb, _actor, _unit in verbs(told)[1:]] == [
        "report.contact_left",
        "report.contact_left",
        "report.contact_taken_back",
    ]


def test_taking_a_report_back_erases_everything_told_at_once(posko: Any) -> None:
    told, code = report(phone="0812-3456-7890", name="Rina", lat=-6.2, lon=106.79, place="Dekat bengkel biru")
    kept, _kept_code = report()
    answer(report=kept, text="Pesan yang tinggal", message_id=new_id())
    ask(actor=posko, report=told, text=QUESTION, message_id=new_id())
    answer(report=told, text=ANSWER, message_id=new_id())
    add_photo(report=told, photo_id=new_id(), content=jpeg())
    Report.objects.filter(pk=told.pk).update(summary="Bengkel ramai malam hari", summary_by=posko.label)
    for each in (told, kept):
        with journal.atomic():
            note = "Rina menelepon soal bengkel biru."
            journal.record(CONTACT_READ, actor=posko, unit=KELURAHAN, about=("report", each.pk), note=note)
    for _tap in range(2):
        withdraw(report=told)
    notes = {each.entry.object_id: each for each in Note.objects.select_related("entry")}
    assert notes.keys() == {str(told.pk), str(kept.pk)}
    assert (notes[str(told.pk)].text, notes[str(told.pk)].salt) == ("", ""), "what officers wrote about it goes, too"
    assert notes[str(told.pk)].erased_at
    assert notes[str(kept.pk)].text == note
    assert verify_journal().sound
    found = report_with_code(code)
    assert found is not None
    assert account_of(found) == account_of(found).__class__()
    assert (found.closing, found.closed_by, found.summary, found.cell, found.happened_at) == (
        "withdrawn",
        "anyone",
        "",
        None,
        None,
    )
    assert found.closed_at
    assert found.anonymous
    assert not Contact.objects.exists()
    assert not photos_of("report", [told.pk])
    assert [each.text for each in talk_of(kept)] == ["Pesan yang tinggal"]
    assert not talk_of(found)
    assert [verb for verb, _actor, _unit in verbs(told)].count("report.withdrawn") == 1
    for act in (
        lambda: answer(report=found, text=ANSWER, message_id=new_id()),
        lambda: ask(actor=posko, report=found, text=QUESTION, message_id=new_id()),
        lambda: leave_contact(report=found, phone="0812-3456-7890"),
    ):
        with pytest.raises(ReportClosed):
            act()
    status = status_of(found)
    assert (status.state, status.open, status.answerable) == ("withdrawn", False, False)


@pytest.mark.once  # the other database's file is not ours to read
@pytest.mark.django_db(transaction=True)
def test_nothing_of_what_was_taken_back_stays_in_the_bytes_of_the_database_file(posko: Any) -> None:
    told, _code = report(phone="0812-3456-7890", name="Rina")
    answer(report=told, text=ANSWER, message_id=new_id())
    add_photo(report=told, photo_id=new_id(), content=jpeg())
    sealed = [bytes(told.account), *(bytes(each.content) for each in Message.objects.all())]
    sealed += [bytes(each.content) for each in Contact.objects.all()]
    file = Path(connection.settings_dict["NAME"])

    def stored() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()

    assert all(each in stored() for each in sealed), "the values are looked for in the right place"
    withdraw(report=told)
    assert not any(each in stored() for each in sealed)


def test_one_that_was_set_aside_can_be_objected_to_but_not_asked_about(posko: Any) -> None:
    told, _code = report()
    Report.objects.filter(pk=told.pk).update(closed_at=timezone.now(), closing="spam", closed_by=posko.label)
    told.refresh_from_db()
    assert status_of(told).state == "set_aside"
    assert todo_for(posko) == []
    answer(report=told, text="Ini sungguh terjadi.", message_id=new_id())
    assert [each.words for each in todo_for(posko)] == ["Pelapor menjawab: 1 laporan menunggu dibaca lagi."]
    assert list(reports_for(posko, state=ANSWERED)) == [told]
    with pytest.raises(ReportClosed):
        ask(actor=posko, report=told, text=QUESTION, message_id=new_id())
    with pytest.raises(ReportClosed):
        leave_contact(report=told, phone="0812-3456-7890")
    withdraw(report=told)
    told.refresh_from_db()
    assert told.closing == "withdrawn"


def test_the_steps_say_in_order_what_happened(posko: Any) -> None:
    told, _code = report()
    assert [(each.words, bool(each.at)) for each in status_of(told).steps] == [
        ("Diterima", True),
        ("Dibaca petugas", False),
    ]
    assert status_of(told).state == "received"
    Report.objects.filter(pk=told.pk).update(first_read_at=timezone.now())
    told.refresh_from_db()
    assert status_of(told).state == "read"
    ask(actor=posko, report=told, text=QUESTION, message_id=new_id())
    answer(report=told, text=ANSWER, message_id=new_id())
    status = status_of(told)
    assert [each.words for each in status.steps] == ["Diterima", "Dibaca petugas", "Petugas bertanya", "Anda menulis"]
    assert (status.state, status.about) == ("read", "Ketertiban")
    flood, _code = report(triage="flood")
    assert status_of(flood).words == status_of(report()[0]).words, "a first look is no suspicion to be told"


def test_a_code_is_found_however_it_was_typed_and_nothing_else_finds_a_report() -> None:
    told, code = report()
    for typed in (code, f" {code[:4]} {code[4:8]}-{code[8:12]}.{code[12:16]}  {code[16:]}"):
        assert report_with_code(typed) == told
    for typed in ("", str(told.pk), told.receipt, code[:-1], code[::-1], f"{code}0"):
        assert report_with_code(typed) is None


def test_who_reads_follows_from_the_titles_and_from_whoever_holds_one() -> None:
    assert "Ketua RT" in readers_of("ketertiban", RT)
    assert "Ketua RT" not in readers_of("ketertiban", RW)
    assert "Ketua RW" in readers_of("ketertiban", RW)
    assert "Ketua RW" not in readers_of("ketertiban", KELURAHAN)
    assert readers_of("kekerasan", RT) == ["Petugas pelindungan perempuan dan anak"]
    assert readers_of("keluhan", RT, "kelurahan") == ["Camat"]
    assert readers_of("keluhan", RT, "rt_rw") == ["Lurah"]
    assert readers_of("keluhan", RT, "polisi") == readers_of("pemilu", RT) == []
    assert not somebody_reads("kekerasan", RT)
    person("ketua_rw", RW)
    assert somebody_reads("ketertiban", RT)
    assert not somebody_reads("ketertiban", NEXT_RW)
    assert not somebody_reads("kekerasan", RT)
    person("petugas_pelindungan", "31.73")
    assert somebody_reads("kekerasan", RT)

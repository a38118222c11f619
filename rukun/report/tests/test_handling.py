"""What handlers do with reports, and who may do it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry, Note
from rukun.people.actions.positions import give_position
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person
from rukun.report import access
from rukun.report.actions import handling
from rukun.report.actions.dialogue import answer, ask, read_by_handler
from rukun.report.actions.identity import read_contact
from rukun.report.actions.keeping import AT_THE_LATEST
from rukun.report.actions.withdrawing import withdraw
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.handling import (
    Closed,
    NobodyReads,
    NoContact,
    NoReason,
    NotSetAside,
    ReasonTooShort,
    SummaryChanged,
    SummaryTells,
    TooLateToRestore,
)
from rukun.report.errors.intake import GoesElsewhere, UnknownCategory, UnknownOrganisation, UnknownSubject
from rukun.report.models import Report
from rukun.report.queries.aside import is_restorable
from rukun.report.queries.dialogue import talk_of
from rukun.report.queries.inbox import Wanted, handled_by, reports_for
from rukun.report.queries.listing import page_for
from rukun.report.queries.receipt import status_of
from rukun.report.queries.today import pages_for, todo_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town
from rukun.training.tests.factories import member, partner

pytestmark = pytest.mark.django_db
PHONE = "0812-7000-4321"
NO_REPORT = "Hanya tautan iklan."
PROTECTION = "Petugas pelindungan perempuan dan anak"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def staff(title: str = "petugas_posko", unit: str = KELURAHAN) -> Actor:
    return actor_of(person(title, unit))


def notes(about: Report) -> list[Note]:
    return list(Note.objects.filter(entry__object_id=str(about.pk)).order_by("pk"))


def written(verb: str, about: Report) -> list[Entry]:
    return list(Entry.objects.filter(verb=f"report.{verb}", object_id=str(about.pk)).order_by("pk"))


def test_each_reader_stands_in_the_journal_once_and_a_handlers_reading_shows_to_the_reporter() -> None:
    made, _code = report()
    head, posko, colleague = staff("ketua_rw", RW), staff(), staff()
    handling.note_read(actor=head, report=made)
    made.refresh_from_db()
    assert made.first_read_at is None, "whoever only reads does not handle it"
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        for actor in (posko, posko, colleague, head):
            handling.note_read(actor=actor, report=Report.objects.get(pk=made.pk))
        first = timezone.now()
    made.refresh_from_db()
    assert made.first_read_at == first
    assert [each.actor for each in written("read", made)] == [head.label, posko.label, colleague.label]
    assert {each.unit for each in written("read", made)} == {KELURAHAN}
    for outsider in (staff("ketua_rw", NEXT_RW), staff("petugas_posko", OTHER), staff("camat", "31.73.07")):
        with pytest.raises(Refused):
            handling.note_read(actor=outsider, report=made)
    hidden, _code = report("kekerasan")
    keeper = staff("petugas_pelindungan")
    handling.note_read(actor=keeper, report=hidden)
    [entry] = written("read", hidden)
    assert (entry.unit, entry.codes) == ("", {}), "no neighbourhood's book tells of it"
    with pytest.raises(Refused):
        handling.note_read(actor=posko, report=hidden)


def test_a_summary_is_written_by_handlers_without_names_and_never_over_anothers_unseen() -> None:
    made, _code = report()
    posko, head = staff(), staff("ketua_rw", RW)
    with pytest.raises(Refused):
        handling.summarise(actor=head, report=made, text="Keributan.")
    with pytest.raises(SummaryTells) as told:
        handling.summarise(actor=posko, report=made, text="Pak Budi berteriak, nomornya 0812-3456-7890.")
    assert "nama orang" in str(told.value)
    assert "nomor telepon" in str(told.value)
    assert "Budi" not in str(told.value)
    done = handling.summarise(actor=posko, report=made, text=" Motor keras di jembatan. ", before="")
    assert (done.summary, done.summary_by) == ("Motor keras di jembatan.", posko.label)
    handling.summarise(actor=posko, report=made, text="Motor keras di jembatan.", before="")
    assert len(written("summary_written", made)) == 1, "sent twice"
    with pytest.raises(SummaryChanged):
        handling.summarise(actor=staff(), report=made, text="Lain.", before="")
    assert handling.summarise(actor=posko, report=made, text="Pak RT Budi", sure=True).summary == "Pak RT Budi"
    assert handling.summarise(actor=posko, report=made, text="").summary_at is None
    assert not Note.objects.filter(entry__in=written("summary_written", made)).exists(), "no words of it in the book"
    withdraw(report=made)
    with pytest.raises(Closed):
        handling.summarise(actor=posko, report=made, text="Masih ada.")


def test_a_mistaken_category_is_put_right_and_takes_the_report_out_of_sight_where_it_must() -> None:
    posko, lurah, keeper = staff(), staff("lurah"), staff("petugas_pelindungan")
    made, _code = report("saran")
    handling.recategorise(actor=posko, report=made, category="ketertiban")
    [entry] = written("recategorised", made)
    assert (entry.unit, entry.codes) == (KELURAHAN, {})
    with pytest.raises(Refused):
        handling.recategorise(actor=staff("ketua_rw", RW), report=made, category="saran")
    for wrong, error in (
        ({"category": "pemilu"}, GoesElsewhere),
        ({"category": "gosip"}, UnknownCategory),
        ({"category": "keluhan"}, UnknownSubject),
        ({"category": "keluhan", "subject": "polisi"}, GoesElsewhere),
        ({"category": "keluhan", "subject": "anggota", "organisation": new_id()}, UnknownOrganisation),
    ):
        with pytest.raises(error):
            handling.recategorise(actor=posko, report=made, **wrong)
    handling.recategorise(actor=posko, report=made, category="kekerasan")
    assert access.report_for(posko, made.pk) is None
    assert access.report_for(keeper, made.pk) is not None
    last = written("recategorised", made)[-1]
    assert (last.unit, last.codes) == ("", {}), "where it went, no book says"
    made.refresh_from_db()
    with pytest.raises(Refused):
        handling.recategorise(actor=posko, report=made, category="ketertiban")
    handling.recategorise(actor=keeper, report=made, category="keluhan", subject="posko")
    assert access.report_for(keeper, made.pk) is None
    assert access.report_for(posko, made.pk) is None
    assert access.report_for(lurah, made.pk) is not None
    made.refresh_from_db()
    handling.recategorise(actor=lurah, report=made, category="saran")
    made.refresh_from_db()
    assert (made.category, made.subject) == ("saran", "")
    assert access.report_for(posko, made.pk) is not None
    assert written("recategorised", made)[-1].unit == "", "that it had been something else stays untold"


def test_whoever_looked_a_moment_too_early_does_not_act_on_what_became_protected_meanwhile() -> None:
    made, _code = report("bantuan", phone=PHONE)
    posko, lurah, _keeper = staff(), staff("lurah"), staff("petugas_pelindungan")
    stale = Report.objects.get(pk=made.pk)
    handling.recategorise(actor=staff(), report=made, category="kekerasan")
    for act in (
        lambda: handling.summarise(actor=posko, report=stale, text="Apa saja."),
        lambda: handling.set_aside(actor=posko, report=stale, reason=NO_REPORT),
        lambda: handling.read_exact_place(actor=posko, report=stale),
        lambda: handling.note_printed(actor=posko, report=stale),
        lambda: handling.note_read(actor=posko, report=stale),
        lambda: handling.recategorise(actor=posko, report=stale, category="saran"),
        lambda: read_contact(actor=lurah, report=stale, reason="Menanyakan tempat kejadiannya."),
    ):
        with pytest.raises(Refused):
            act()
    assert not written("contact_read", made)


def test_a_report_never_goes_where_nobody_reads_it() -> None:
    made, _code = report("bantuan")
    posko, group = staff(), partner(KELURAHAN)
    for category, subject, told in (
        ("kekerasan", "", "SAPA 129"),
        ("keluhan", "kelurahan", "lembaga lain"),
        ("keluhan", "rt_rw", "lembaga lain"),
    ):
        with pytest.raises(NobodyReads) as refused:
            handling.recategorise(actor=posko, report=made, category=category, subject=subject)
        assert told in str(refused.value)
    made.refresh_from_db()
    assert (made.category, made.subject) == ("bantuan", "")
    assert not written("recategorised", made)
    lurah = member(group)
    give_position(actor=SYSTEM, person=lurah, title="lurah", unit=KELURAHAN)
    with pytest.raises(NobodyReads):  # none but a member of the group that it is about
        handling.recategorise(actor=posko, report=made, category="keluhan", subject="rt_rw", organisation=group.pk)
    handling.recategorise(actor=posko, report=made, category="keluhan", subject="rt_rw")
    assert access.report_for(actor_of(lurah), made.pk) is not None


def test_whoever_reads_it_from_now_on_finds_it_unread_and_nothing_of_what_others_noted() -> None:
    made, _code = report("bantuan", phone=PHONE)
    kept, _code = report("bantuan", phone=PHONE)
    posko, lurah, keeper = staff(), staff("lurah"), staff("petugas_pelindungan")
    handling.note_read(actor=posko, report=made)
    for each in (made, kept):
        read_contact(actor=lurah, report=each, reason="Suaminya memukul lagi.")
    handling.recategorise(actor=posko, report=made, category="ketertiban")
    assert [each.text for each in notes(made)] == ["Suaminya memukul lagi."]
    assert status_of(Report.objects.get(pk=made.pk)).readers != (PROTECTION,)
    handling.recategorise(actor=posko, report=made, category="kekerasan")
    assert [(each.text, each.salt) for each in notes(made)] == [("", "")], "no book tells what they noted"
    assert [each.text for each in notes(kept)] == ["Suaminya memukul lagi."]
    found = Report.objects.get(pk=made.pk)
    assert found.first_read_at is None
    assert status_of(found).readers == (PROTECTION,), "whoever reported is told who reads it now"
    assert "1 laporan baru belum dibaca petugas." in [each.words for each in todo_for(keeper)]
    handling.note_read(actor=keeper, report=found)
    handling.summarise(actor=keeper, report=found, text="Ibu dan anak dipukuli di rumah.")
    handling.recategorise(actor=keeper, report=found, category="bantuan")
    found.refresh_from_db()
    assert (found.summary, found.summary_by, found.summary_at) == ("", "", None), "it was written for few"
    assert [each.words for each in todo_for(posko)] == ["2 laporan baru belum dibaca petugas."]


def test_what_is_no_report_is_set_aside_and_taken_back_within_a_week() -> None:
    posko = staff()
    made, _code = report(triage="spam")
    handling.set_aside(actor=posko, report=made, reason=NO_REPORT)
    handling.set_aside(actor=posko, report=made, reason=NO_REPORT)
    [entry] = written("spam", made)
    assert Note.objects.get(entry=entry).text == NO_REPORT
    made.refresh_from_db()
    assert (made.closing, made.closed_by) == ("spam", posko.label)
    with pytest.raises(Closed):
        handling.pass_triage(actor=posko, report=made)
    assert not handled_by(posko).exists()
    handling.restore(actor=posko, report=made)
    handling.restore(actor=posko, report=made)
    made.refresh_from_db()
    assert (made.closed_at, made.closing, made.closed_by, made.triage) == (None, "", "", "")
    assert len(written("reopened", made)) == 1
    handling.set_aside(actor=posko, report=made, reason=NO_REPORT)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)), pytest.raises(TooLateToRestore):
        handling.restore(actor=posko, report=made)
    gone, _code = report()
    withdraw(report=gone)
    with pytest.raises(NotSetAside):
        handling.restore(actor=posko, report=gone)
    with pytest.raises(Closed):
        handling.set_aside(actor=posko, report=gone, reason=NO_REPORT)


@pytest.mark.parametrize(("category", "titles"), [
    ("ketertiban", ("petugas_posko", "lurah")),
    ("kekerasan", ("petugas_pelindungan", "petugas_pelindungan")),
])  # fmt: skip
def test_who_may_take_it_back_reads_why_and_that_stands_in_the_journal(category: str, titles: tuple[str, str]) -> None:
    made, _code = report(category)
    one, other = (staff(each) for each in titles)
    with pytest.raises(NotSetAside):
        handling.read_why_aside(actor=other, report=made)
    handling.set_aside(actor=one, report=made, reason=NO_REPORT)
    assert handling.read_why_aside(actor=other, report=made) == NO_REPORT
    [read] = Entry.objects.filter(verb="journal.note_read")
    assert (read.actor, read.unit) == (other.label, written("spam", made)[0].unit)
    with pytest.raises(Refused):
        handling.read_why_aside(actor=staff("ketua_rw", RW), report=made)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)), pytest.raises(TooLateToRestore):
        handling.read_why_aside(actor=other, report=made)


@pytest.mark.parametrize("triage", ["", "flood"])
def test_whoever_reported_objects_to_its_being_set_aside_and_is_heard(triage: str) -> None:
    posko = staff()
    made, _code = report(triage=triage)
    handling.set_aside(actor=posko, report=made, reason=NO_REPORT)
    assert todo_for(posko) == []
    later = timezone.now() + timedelta(days=30)
    with time_machine.travel(later, tick=False):
        answer(report=made, text="Ini sungguh terjadi.", message_id=new_id())
        [waiting] = todo_for(posko)
        assert waiting.words == "Pelapor menjawab: 1 laporan menunggu dibaca lagi."
        assert list(reports_for(posko, state=waiting.url.rpartition("=")[2])) == [made]
    with time_machine.travel(later + timedelta(days=20)):
        made.refresh_from_db()
        assert is_restorable(made), "as long as nobody has read it"
        read_by_handler(actor=posko, report=made, shown=talk_of(made))
        assert todo_for(posko) == []
        with pytest.raises(TooLateToRestore):
            handling.restore(actor=posko, report=made)
    with time_machine.travel(later + timedelta(days=6)):
        handling.restore(actor=posko, report=made)
    made.refresh_from_db()
    assert made.closed_at is None


@pytest.mark.parametrize(("category", "titles"), [
    ("keluhan", ("lurah", "bhabinkamtibmas")),
    ("kekerasan", ("petugas_pelindungan", "petugas_pelindungan")),
])  # fmt: skip
def test_one_of_few_readers_cannot_bury_a_report_alone(category: str, titles: tuple[str, str]) -> None:
    made, _code = report(category)
    one, other = (staff(each) for each in titles)
    for short in ("", "tidak", "1234567890!"):
        with pytest.raises(NoReason):
            handling.set_aside(actor=one, report=made, reason=short)
    handling.set_aside(actor=one, report=made, reason="Sudah dilaporkan dua kali.")
    assert [each.text for each in notes(made)] == ["Sudah dilaporkan dua kali."]
    assert list(reports_for(one)) == []
    assert todo_for(one) == []
    [line] = page_for(other, Wanted()).by_others
    assert (line.report, line.by_others) == (made, True)
    [todo] = todo_for(other)
    assert "disisihkan oleh pihak lain" in todo.words
    assert list(reports_for(other, state=todo.url.rpartition("=")[2])) == [made]
    assert todo_for(staff("petugas_posko")) == []
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert todo_for(other) == []
        assert list(reports_for(other)) == []
    handling.restore(actor=other, report=made)
    assert list(reports_for(one)) == [made]


def test_nobody_sets_an_ordinary_report_aside_alone_and_unseen() -> None:
    made, other = report()[0], report()[0]
    posko, colleague, lurah, head = staff(), staff(), staff("lurah"), staff("ketua_rw", RW)
    for short in ("", "tidak", "1234567890!"):
        with pytest.raises(NoReason):
            handling.set_aside(actor=posko, report=made, reason=short)
    handling.set_aside(actor=posko, report=made, reason=NO_REPORT)
    told = "1 laporan disisihkan oleh pihak lain sebagai bukan laporan. Periksa dalam tujuh hari."
    [todo] = [each for each in todo_for(lurah) if each.words == told]
    assert list(reports_for(lurah, state=todo.url.rpartition("=")[2])) == [made]
    for actor in (posko, colleague, head, staff("lurah", OTHER)):
        assert told not in [each.words for each in todo_for(actor)]
    for actor, seen in ((lurah, [made]), (colleague, [made]), (posko, []), (head, [])):
        assert [each.report for each in page_for(actor, Wanted()).by_others] == seen
        assert other in [each.report for each in page_for(actor, Wanted()).all]
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert page_for(lurah, Wanted()).by_others == []
        assert told not in [each.words for each in todo_for(lurah)]
    handling.restore(actor=lurah, report=made)
    assert page_for(colleague, Wanted()).by_others == []
    assert set(reports_for(posko)) == {made, other}


def test_handlers_are_told_a_month_before_an_open_report_is_erased() -> None:
    posko, made = staff(), report(unit=RT)[0]
    handling.note_read(actor=posko, report=made)
    gone = report()[0]
    handling.set_aside(actor=posko, report=gone, reason=NO_REPORT)
    assert todo_for(posko) == []
    with time_machine.travel(made.received_at + AT_THE_LATEST - timedelta(days=30, seconds=1)):
        assert todo_for(posko) == []
    with time_machine.travel(made.received_at + AT_THE_LATEST - timedelta(days=30)):
        [todo] = todo_for(posko)
        assert todo.words == "1 laporan akan terhapus dalam 30 hari karena setahun tidak ditutup."
        assert list(reports_for(posko, state=todo.url.rpartition("=")[2])) == [made]
        assert todo_for(staff("ketua_rw", RW)) == []


def test_what_was_put_away_meanwhile_is_said_to_be_gone() -> None:
    lurah, made = staff("lurah"), report(phone=PHONE)[0]
    Report.objects.filter(pk=made.pk).delete()
    for act in (
        lambda: handling.note_read(actor=lurah, report=made),
        lambda: handling.read_exact_place(actor=lurah, report=made),
        lambda: handling.note_printed(actor=lurah, report=made),
        lambda: handling.summarise(actor=lurah, report=made, text="Motor keras."),
        lambda: handling.recategorise(actor=lurah, report=made, category="saran"),
        lambda: handling.pass_triage(actor=lurah, report=made),
        lambda: handling.set_aside(actor=lurah, report=made, reason=NO_REPORT),
        lambda: handling.restore(actor=lurah, report=made),
        lambda: read_contact(actor=lurah, report=made, reason="Menanyakan tempat kejadiannya."),
        lambda: ask(actor=lurah, report=made, text="Di mana?", message_id=new_id()),
    ):
        with pytest.raises(ReportGone):
            act()
    assert not [each for each in Entry.objects.filter(object_id=str(made.pk)) if each.actor == lurah.label]


def test_after_a_first_look_everybody_who_reads_reports_there_sees_it() -> None:
    made, _code = report(triage="flood")
    head, posko = staff("ketua_rw", RW), staff()
    assert access.report_for(head, made.pk) is None
    with pytest.raises(Refused):
        handling.pass_triage(actor=head, report=made)
    handling.pass_triage(actor=posko, report=made)
    handling.pass_triage(actor=posko, report=made)
    assert access.report_for(head, made.pk) is not None
    assert len(written("passed", made)) == 1


def test_contact_is_opened_with_a_reason_that_stands_in_the_journal_and_by_nobody_else() -> None:
    made, _code = report(phone=PHONE, name="Ibu Ratna")
    lurah, posko = staff("lurah"), staff()
    with pytest.raises(Refused):
        read_contact(actor=posko, report=made, reason="Perlu menanyakan sesuatu.")
    for short in ("", "12345678901", "perlu    !!!!!"):
        with pytest.raises(ReasonTooShort):
            read_contact(actor=lurah, report=made, reason=short)
    assert not written("contact_read", made)
    found = read_contact(actor=lurah, report=made, reason=" Menjemput anak yang hilang. ")
    assert (found.name, found.phone) == ("Ibu Ratna", "+6281270004321")
    [entry] = written("contact_read", made)
    assert (entry.actor, entry.unit, entry.codes) == (lurah.label, KELURAHAN, {})
    assert Note.objects.get(entry=entry).text == "Menjemput anak yang hilang."
    silent, _code = report()
    with pytest.raises(NoContact):
        read_contact(actor=lurah, report=silent, reason="Menanyakan tempat kejadiannya.")
    hidden, _code = report("kekerasan", phone=PHONE)
    with pytest.raises(Refused):
        read_contact(actor=lurah, report=hidden, reason="Menanyakan tempat kejadiannya.")
    read_contact(actor=staff("petugas_pelindungan"), report=hidden, reason="Menawarkan pendampingan.")
    assert [each.unit for each in written("contact_read", hidden)] == [""]


def test_the_exact_place_and_the_sheet_are_for_handlers_and_recorded_each_time() -> None:
    made, _code = report(lat=-6.19876, lon=106.79321)
    posko, head = staff(), staff("ketua_rw", RW)
    for _again in range(2):
        assert handling.read_exact_place(actor=posko, report=made).lat == -6.19876
    handling.note_printed(actor=posko, report=made)
    assert [len(written(verb, made)) for verb in ("exact_place_read", "sheet_printed")] == [2, 1]
    for act in (handling.read_exact_place, handling.note_printed):
        with pytest.raises(Refused):
            act(actor=head, report=made)


@pytest.mark.parametrize("category", ["ketertiban", "kekerasan", "keluhan"])
def test_what_waits_is_told_to_those_who_handle_it_alone(category: str) -> None:
    made, _code = report(category, RT)
    held, _code = report(category, RT, triage="flood")
    ask_me = {"keluhan": staff("lurah"), "kekerasan": staff("petugas_pelindungan")}.get(category, staff())
    silent = staff("ketua_rw", RW) if category != "keluhan" else staff("ketua_rt", RT)
    if category == "ketertiban":
        one, first_look = "1 laporan baru belum dibaca petugas.", "1 laporan menunggu pemeriksaan awal."
        assert [each.words for each in todo_for(ask_me)] == [one, first_look]
    else:  # few read it: that many came at once makes it no less new to them
        assert [each.words for each in todo_for(ask_me)] == ["2 laporan baru belum dibaca petugas."]
        for state in ("", "belum-dibaca"):
            assert set(reports_for(ask_me, state=state)) == {made, held}
        assert not reports_for(ask_me, state="periksa-dulu").exists()
        handling.note_read(actor=ask_me, report=held)
    handling.note_read(actor=ask_me, report=made)
    assert list(reports_for(ask_me, state="periksa-dulu")) == [held]
    assert list(reports_for(ask_me, state="dibaca")) == list(reports_for(ask_me)) == [made]
    ask(actor=ask_me, report=made, text="Masih berlangsung?", message_id=new_id())
    answer(report=made, text="Sudah selesai.", message_id=new_id())
    assert [each.words for each in todo_for(ask_me)] == [
        "Pelapor menjawab: 1 laporan menunggu dibaca lagi.",
        "1 laporan menunggu pemeriksaan awal.",
    ]
    for other in (silent, staff("petugas_posko", OTHER), actor_of(person())):
        assert todo_for(other) == []
    assert {each.url for each in todo_for(ask_me)} == {
        "/laporan/?status=ada-jawaban",
        "/laporan/?status=periksa-dulu",
    }
    assert [each.pk in set(handled_by(ask_me).values_list("pk", flat=True)) for each in Report.objects.all()] == [
        access.may_handle(ask_me, each).allowed for each in Report.objects.all()
    ]


def test_the_pages_of_the_day_are_those_that_open() -> None:
    assert [each.url for each in pages_for(staff())] == [
        "/laporan/",
        "/laporan/catat/",
        "/laporan/unduh/",
        "/laporan/aturan/",
    ]
    watched = ["/laporan/tindak-lanjut/", "/laporan/terlambat/"]
    assert [each.url for each in pages_for(staff("lurah"))][2:4] == watched
    assert [each.url for each in pages_for(staff("petugas_pelindungan"))] == ["/laporan/"]
    assert pages_for(actor_of(person())) == []

"""What others may know, how a situation ends by two, who is told, and what is still owed after it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Actor, Refused, System
from rukun.incident.actions.closing import confirm_closing, propose_closing, refuse_closing, withdraw_closing
from rukun.incident.actions.followups import confirm_followup, done_followup
from rukun.incident.actions.joining import join_report, part_report
from rukun.incident.actions.levels import refuse, verify
from rukun.incident.actions.sharing import review, summarise
from rukun.incident.actions.states import reopen, set_state
from rukun.incident.errors import ChangedMeanwhile, IncidentClosed
from rukun.incident.errors_closing import (
    ClosingWaits,
    FollowUpGone,
    FollowUpLacking,
    FollowUpMissing,
    FollowUpNotDone,
    FollowUpWrong,
    HarmWrong,
    NoSummary,
    NothingProposed,
    OwnSummary,
    WordsMissing,
)
from rukun.incident.errors_levels import NoReason
from rukun.incident.models import FollowUp, Incident, Joined, Step
from rukun.incident.queries.closing import closing_of, closings_of, organisations_for, owed_by
from rukun.incident.queries.joinable import joined_in, offers_for
from rukun.incident.queries.outlines import can_see_outlines, outlines
from rukun.incident.tests.factories import (
    AG,
    GN,
    NONE,
    PG,
    REASON,
    again,
    at_level,
    beats,
    counted,
    incident,
    judged,
    observation,
    officer,
    proposal,
    report_near,
    town,
    two_houses,
)
from rukun.journal.queries import Filter, find_entries
from rukun.notify.actions.contacts import known
from rukun.notify.algo.gsm7 import segments
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import turn_on
from rukun.report import notices as report_notices
from rukun.report.actions.merging import merge
from rukun.report.actions.telling import keep_talk
from rukun.report.models import Report, Talk
from rukun.report.queries.receipt import status_of
from rukun.report.tests.alerts import read

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
WORDS = {
    "closing": "done",
    "happened": "Dua kelompok berkumpul di kedua ujung jembatan, lalu saling lempar.",
    "done": "Petugas dan ketua RT mengajak pulang. Tidak ada yang ditahan.",
    "lessons": "Lampu di ujung timur mati, dan itu mengundang orang berkumpul.",
}


def proposed(actor: Actor, row: Incident, **more: Any) -> Any:
    given: dict[str, Any] = {**WORDS, "harm": {"hurt": 2, "houses": 0}, "version": again(row).version}
    return propose_closing(actor=actor, incident=row, **{**given, **more})


def mediation(row: Incident, name: str = "kelurahan", days: int = 7) -> tuple[str, UUID, Any]:
    whose = next(key for key, said in organisations_for(row) if name.casefold() in said.casefold())
    return ("mediation", whose, timezone.localdate() + timedelta(days=days))


# Sharing


def test_nobody_else_sees_a_summary_before_a_second_person_read_those_very_words() -> None:
    town()
    desk, police = two_houses()
    row = at_level(incident(desk), AG, desk)
    with pytest.raises(NoSummary):
        review(actor=police, incident=row, seen="")
    row = summarise(actor=desk, incident=row, version=row.version, text="  Dua kelompok\nberkumpul. ")
    assert row.summary == "Dua kelompok berkumpul."
    assert outlines(police) == []
    with pytest.raises(OwnSummary):
        review(actor=desk, incident=row, seen=row.summary)
    with pytest.raises(ChangedMeanwhile):
        review(actor=police, incident=row, seen="Dua kelompok bubar.")
    assert review(actor=police, incident=row, seen=row.summary).reviewed_by == police.label
    (shown,) = outlines(police)
    assert (shown.unit, shown.summary) == (row.unit, row.summary)
    assert (shown.level, shown.stay_away) == (NONE, False), "one person's word draws nobody out, nor is it seen at all"
    assert str(shown.level_words) == "belum dipastikan"
    verify(actor=police, incident=row, step=Step.objects.get(incident=row))
    judged(desk, row, GN)
    (shown,) = outlines(police)
    assert (str(shown.level_words), shown.stay_away) == ("ambang gangguan", True), "what two said holds below it"
    row = again(row)
    summarise(actor=desk, incident=row, version=row.version, text="Sudah tenang.")
    assert outlines(police) == [], "other words are read again first"
    assert not can_see_outlines(officer("ketua_rt", "Pak RT")).allowed
    with pytest.raises(ChangedMeanwhile):
        summarise(actor=police, incident=row, version=row.version, text="Ramai lagi.")


# Closing


def test_a_situation_ends_by_two_of_different_houses_with_harm_in_numbers_alone() -> None:
    town()
    lurah, (desk, police) = officer("lurah", "Lurah"), two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk)
        for missing in ("happened", "done", "lessons"):
            with pytest.raises(WordsMissing) as empty:
                proposed(desk, row, **{missing: " \n"})
            assert empty.value.field == missing
        for harm in ({"hurt": -1}, {"hurt": 1, "hospital": 2}, {"Budi": 1}):
            with pytest.raises(HarmWrong):
                proposed(desk, row, harm=harm)
        with pytest.raises(NothingProposed):
            confirm_closing(actor=police, incident=row, closing=proposal(row))
        clock.shift(timedelta(minutes=30))
        proposed(desk, row)
        row = again(row)
        assert (row.state, row.closed_at) == (Incident.NEW, None), "it stays open until then"
        with pytest.raises(ClosingWaits):
            proposed(police, row)
        for same in (desk, lurah, officer("petugas_posko", "Rina")):
            with pytest.raises(Refused):
                confirm_closing(actor=same, incident=row, closing=proposal(row))
        with pytest.raises(NoReason):
            refuse_closing(actor=police, incident=row, closing=proposal(row), reason="belum")
        refuse_closing(actor=police, incident=row, closing=proposal(row), reason="Masih ada kerumunan di ujung barat.")
        said = closing_of(row)
        assert said is not None
        assert (said.state, said.refusal) == ("refused", "Masih ada kerumunan di ujung barat.")
        proposed(police, row)
        with pytest.raises(Refused):
            withdraw_closing(actor=desk, incident=row)
        withdraw_closing(actor=police, incident=row)
        clock.shift(timedelta(minutes=10))
        proposed(desk, row)
        beat = beats()
        closed = confirm_closing(actor=police, incident=row, closing=proposal(row))
        assert (closed.state, closed.closing, closed.closed_at) == (Incident.CLOSED, "done", timezone.now())
        assert counted() == {NONE: 0, PG: 0, AG: 0, GN: 0}
        assert beats() == beat + 1
        assert not Step.objects.filter(state=Step.WAITING).exists()
        said = closing_of(closed)
        assert said is not None
        assert [(str(words), number) for words, number in said.harm] == [("orang luka", 2)]
        assert (said.state, said.happened, said.done, said.lessons) == ("confirmed", *list(WORDS.values())[1:])
        with pytest.raises(IncidentClosed):
            observation(desk, row)
        book = find_entries(System("test"), Filter(object_label="incident", object_id=str(row.pk))).entries
        assert "saling lempar" not in str([each.codes for each in book])
        opened = reopen(actor=desk, incident=closed, reason="Kelompok dari timur datang lagi.")
        assert opened.closed_at is None
        proposed(desk, opened, happened="Ternyata hanya latihan.", closing="wrong", done="", lessons="", harm={})
        assert confirm_closing(actor=police, incident=opened, closing=proposal(opened)).closing == "wrong"


def test_what_somebody_else_did_meanwhile_is_told_before_a_closing_is_taken() -> None:
    town()
    desk, police = two_houses()
    row = incident(desk)
    seen = row.version
    observation(police, row)
    set_state(actor=police, incident=row, version=again(row).version, state=Incident.HANDLED)
    with pytest.raises(ChangedMeanwhile) as told:
        proposed(desk, row, version=seen)
    assert "keadaan kejadian diubah" in str(told.value).casefold()
    assert closing_of(row) is None


# Who is told


def test_whoever_reported_by_chat_is_told_once_without_details_and_their_report_stays_as_it_was() -> None:
    town()
    turn_on("sms")
    desk, police = two_houses()
    row = incident(desk)
    told, merged, parted, silent, protected = (report_near(row) for _each in range(5))
    numbers = {}
    for number, each in enumerate((told, merged, parted, protected)):
        numbers[each.pk] = known("sms", [f"phone:+62812345678{number}0"], {"phone": f"+62812345678{number}0"})
        keep_talk(report=each, contact=numbers[each.pk].pk, language="id" if each is not merged else "en")
        Talk.objects.filter(report=each).update(told="working")
    for each in (told, parted, silent, protected):
        join_report(actor=desk, incident=row, report_id=each.pk)
    merge(actor=desk, report=merged, into=told)
    part_report(actor=desk, incident=row, report_id=parted.pk)
    Report.objects.filter(pk=protected.pk).update(category="kekerasan")
    before = list(Report.objects.order_by("pk").values())
    Outgoing.objects.all().delete()
    for again_ in range(2):
        proposed(desk, row)
        confirm_closing(actor=police, incident=row, closing=proposal(row))
        rows = Outgoing.objects.filter(notice=report_notices.SITUATION)
        assert {each.contact_id for each in rows} == {numbers[told.pk].pk, numbers[merged.pk].pk}
        assert rows.count() == 2, "once, however often it is closed"
        for message in rows:
            words = read(message)
            assert not any(secret in words for secret in ("jembatan", "tawuran", "Tawuran", "RW", str(told.pk)))
            assert segments(words) <= 2
        if not again_:
            reopen(actor=desk, incident=row, reason="Kelompok dari timur datang lagi.")
    assert list(Report.objects.order_by("pk").values()) == before
    assert set(Talk.objects.values_list("told", flat=True)) == {"working"}, "their own news goes on"
    assert Joined.objects.filter(told_at__isnull=False).count() == 3
    for each, knows in ((told, True), (merged, True), (silent, True), (parted, False), (protected, False)):
        steps = [str(step.words) for step in status_of(Report.objects.get(pk=each.pk)).steps]
        assert ("Posko menutup kejadian di sekitar laporan ini" in steps) is knows, "who reported on the web, too"


def test_reports_of_what_was_another_situation_are_free_for_that_one_and_nobody_is_told() -> None:
    town()
    turn_on("sms")
    desk, police = two_houses()
    row, other = incident(desk), incident(desk)
    told = report_near(row)
    keep_talk(
        report=told, contact=known("sms", ["phone:+6281234567890"], {"phone": "+6281234567890"}).pk, language="id"
    )
    join_report(actor=desk, incident=row, report_id=told.pk)
    proposed(desk, row, closing="same", done="", lessons="")
    confirm_closing(actor=police, incident=row, closing=proposal(row))
    assert not Outgoing.objects.filter(notice=report_notices.SITUATION).exists()
    assert joined_in(desk, row) == []
    assert [each.report for each in offers_for(desk, [other])[other.pk]] == [told.pk]


# What is still owed


def test_after_gn_something_is_owed_done_by_one_organisation_and_confirmed_by_another() -> None:
    town()
    lurah, (desk, police) = officer("lurah", "Lurah"), two_houses()
    rw, army = officer("ketua_rw", "Ketua RW"), officer("babinsa", "Babinsa")
    row = at_level(at_level(incident(desk), GN, desk, police), PG, desk, police)
    assert row.level == PG
    with pytest.raises(FollowUpMissing):
        proposed(desk, row)
    kind, whose, until = mediation(row)
    for wrong in (
        ("dance", whose, until),
        (kind, row.pk, until),
        (kind, whose, timezone.localdate() - timedelta(days=1)),
    ):
        with pytest.raises(FollowUpWrong):
            proposed(desk, row, followups=[wrong])
    proposed(desk, row, followups=[(kind, whose, until), (kind, whose, until)])
    owed = FollowUp.objects.get()
    with pytest.raises(FollowUpGone):
        done_followup(actor=lurah, incident=row, followup=owed)
    refuse_closing(actor=police, incident=row, closing=proposal(row), reason="Belum ada yang menjenguk warga.")
    proposed(desk, row, followups=[mediation(row), ("visit", *mediation(row, "rw")[1:])])
    confirm_closing(actor=police, incident=row, closing=proposal(row))
    row = again(row)
    owed = FollowUp.objects.get(kind="mediation")
    assert [each.row.kind for each in owed_by(lurah)] == ["mediation"]
    with pytest.raises(FollowUpNotDone):
        confirm_followup(actor=police, incident=row, followup=owed)
    for stranger in (police, rw, army):
        with pytest.raises(Refused):
            done_followup(actor=stranger, incident=row, followup=owed)
    done_followup(actor=desk, incident=row, followup=owed)  # the desk of the kelurahan's posko
    assert owed_by(lurah) == []
    for near in (desk, lurah, rw):
        with pytest.raises(Refused):
            confirm_followup(actor=near, incident=row, followup=owed)
    done = confirm_followup(actor=army, incident=row, followup=owed)
    assert done.confirmed_by == army.label
    # Opened again: what two agreed on stays, whatever one person proposes and takes back.
    reopen(actor=desk, incident=row, reason="Kelompok dari timur datang lagi.")
    proposed(desk, row, happened="Hanya latihan.", closing="wrong", done="", lessons="", followups=[mediation(row)])
    assert FollowUp.objects.filter(agreed_at=None).count() == 1
    withdraw_closing(actor=desk, incident=row)
    last, first = closings_of(row)
    assert (last.state, first.state, first.happened) == ("withdrawn", "confirmed", WORDS["happened"])
    assert FollowUp.objects.filter(agreed_at=None).count() == 0
    assert sorted((each.row.kind, each.state, each.late) for each in last.followups) == [
        ("mediation", "confirmed", False),
        ("visit", "owed", False),
    ]


def test_what_was_proposed_to_close_is_over_once_it_got_worse_and_nobody_confirms_what_they_did_not_read() -> None:
    town()
    desk, police = two_houses()
    officer("lurah", "Lurah")
    army, row = officer("babinsa", "Joko Susilo"), incident(desk)
    wrong: dict[str, Any] = {"closing": "wrong", "happened": "Hanya rombongan sahur.", "done": "", "lessons": ""}
    # Judged before and confirmed after; judged after: each ends what was proposed meanwhile.
    step = judged(army, row, GN)
    worse: tuple[Callable[[], object], ...] = (
        lambda: verify(actor=police, incident=row, step=step),
        lambda: refuse(actor=desk, incident=row, step=judged(army, row, GN), reason=REASON),
    )
    for happens in worse:
        Step.objects.filter(incident=row, state=Step.HOLDS).update(state=Step.REFUSED)  # as if it had run out
        read = proposed(desk, row, **wrong)
        happens()
        assert closings_of(row)[0].state == "overtaken"
        with pytest.raises(NothingProposed):
            confirm_closing(actor=police, incident=row, closing=read.pk)
        assert again(row).due_what != "confirm"
        book = find_entries(desk, Filter(verb="incident.closing_overtaken")).entries
        assert book[0].actor == "system:incident"
    verify(actor=police, incident=row, step=judged(army, row, GN))
    with pytest.raises(FollowUpMissing):
        proposed(desk, row, **wrong)
    read = proposed(desk, row, followups=[mediation(row)])
    withdraw_closing(actor=desk, incident=row)
    with pytest.raises(FollowUpMissing):
        proposed(desk, row)
    proposed(desk, row, **wrong, followups=[mediation(row)])
    for act in (confirm_closing, lambda **given: refuse_closing(**given, reason="Masih ada kerumunan di sana.")):
        with pytest.raises(ChangedMeanwhile, match="“ternyata tidak ada kejadian”, oleh Sari Wulandari"):
            act(actor=police, incident=row, closing=read.pk)
    FollowUp.objects.all().delete()
    with pytest.raises(FollowUpLacking):
        confirm_closing(actor=police, incident=row, closing=proposal(row))
    assert again(row).closed_at is None

"""A level that ended, or was never confirmed: what it may no longer do, and who is told at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from rukun.alarm.actions.answering import answer
from rukun.alarm.errors import UnknownMessage
from rukun.alarm.messages import CHECK, GATHER, KEEP_AWAY
from rukun.alarm.models import Ring
from rukun.alarm.queries.called import call_view
from rukun.alarm.queries.meeting import Point
from rukun.alarm.tests.factories import Night, call_of, chat_of, clock, night, said_to, stepped
from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.incident import notices
from rukun.incident.access import houses_of, incident_for
from rukun.incident.actions.closing import confirm_closing, propose_closing
from rukun.incident.actions.expiring import expire
from rukun.incident.actions.joining import join_report, part_report
from rukun.incident.actions.levels import EvidenceRef, refuse, verify, withdraw_step
from rukun.incident.actions.measures import record_measure
from rukun.incident.actions.opening import change_incident
from rukun.incident.actions.ringing import end_ring, may_gather, ring_for
from rukun.incident.actions.sharing import review, summarise
from rukun.incident.actions.states import reopen
from rukun.incident.errors_levels import EvidenceElsewhere, EvidenceExpired, NoEvidence, TookOver
from rukun.incident.errors_opening import LevelStays
from rukun.incident.models import Incident, Step
from rukun.incident.queries.board import Wanted, board
from rukun.incident.queries.outlines import outlines
from rukun.incident.queries.pulse import pulse_of
from rukun.incident.queries.ringing import messages_for, ring_offer
from rukun.incident.tests.factories import (
    AG,
    BRIDGE,
    GN,
    NEXT_RW,
    NONE,
    PG,
    REASON,
    again,
    at_level,
    incident,
    judged,
    observation,
    officer,
    proposal,
    report_near,
    seen,
    town,
    two_houses,
)
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import turn_on
from rukun.people.actor import actor_of
from rukun.roster.tests.factories import RW as RW_03

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Iterator[Night]:
    with night() as made, clock(made.at):
        yield made


def ag(one: Night) -> tuple[Actor, Actor, Incident]:
    """An AG that the police confirmed, where people are on duty."""
    desk, police = actor_of(one.posko), actor_of(one.bhabin)
    return desk, police, at_level(incident(desk, unit=RW_03, point=None), AG, desk, police)


def rung(actor: Actor, row: Incident, message: str, meeting: str = "", **more: Any) -> Ring:
    given = {"ring_id": new_id(), "measure_id": new_id(), "message": message, "meeting": meeting, **more}
    made: Ring = ring_for(actor=actor, incident=row, **given)
    return made


def offered(row: Incident) -> list[str]:
    return [each.code for each in messages_for(again(row))]


def heads_told() -> int:
    return Outgoing.objects.filter(notice=notices.HEADS).count()


def test_whoever_was_called_to_a_place_hears_at_once_that_it_got_worse_or_is_over(one: Night) -> None:
    desk, police, row = ag(one)
    who = one.on_duty[0]
    chat_of(who)
    made = rung(desk, row, GATHER, "Pos 1")
    assert "Pos 1" in said_to(one, who)[-1]
    answer(actor=actor_of(who), called=call_of(made, who), answer="comes")
    raised = judged(police, row, GN)
    made.refresh_from_db()
    assert (made.state, made.ending) == (Ring.ENDED, "worse")
    words = said_to(one, who)[-1]
    assert "Jangan datang" in words
    assert "110 / 112" in words
    # What a second person confirmed still lets the posko tell everybody to stay away; nobody is called to a place.
    assert offered(row) == [KEEP_AWAY, CHECK]
    away = rung(desk, again(row), KEEP_AWAY)
    record_measure(actor=desk, incident=row, measure_id=new_id(), kind="notify", done_at=timezone.now())
    assert heads_told() == 1
    withdraw_step(actor=police, incident=row, step=raised)
    assert offered(row) == [GATHER, KEEP_AWAY, CHECK]
    away.refresh_from_db()
    assert away.state == Ring.RINGING, "it goes on: it is still on offer"
    gathered = rung(desk, again(row), GATHER, "Pos 1", instead=away.pk)
    verify(actor=police, incident=row, step=judged(desk, row, NONE))
    gathered.refresh_from_db()
    assert (gathered.state, gathered.ending) == (Ring.ENDED, "level")
    assert "Tidak perlu datang lagi" in said_to(one, who)[-1]
    stepped(one, seconds=301)
    assert set(Ring.objects.filter(state=Ring.RINGING)) == set()


def test_a_point_where_people_gather_ends_its_ring_once_it_is_where_it_happens(one: Night) -> None:
    desk, _police, row = ag(one)
    made = rung(desk, row, GATHER, "Pos 1")
    given = {each: getattr(again(row), each) for each in ("version", "kind", "unit", "lead", "place")}
    with patch("rukun.incident.queries.ringing.meeting_point", lambda _unit, name: Point("post:1", name, BRIDGE)):
        moved = change_incident(actor=desk, incident=row, **given, point=BRIDGE)
    made.refresh_from_db()
    assert (again(moved).verified, made.ending) == (True, "worse"), "said more exactly, it is the same place"
    assert "Jangan datang, RW 03, Palmerah. Menjauh." in said_to(one, one.on_duty[0])[-1]


def test_what_waits_over_an_ag_that_ended_lets_nobody_ring_wide(one: Night) -> None:
    desk, police, row = ag(one)
    with clock(one.at, hours=1):
        judged(police, row, GN)
    with clock(one.at, hours=5, minutes=50):
        made = rung(desk, again(row), KEEP_AWAY)
    with clock(one.at, hours=6, seconds=1):
        assert offered(row) == [CHECK]
        assert expire() == 1
        made.refresh_from_db()
        assert (again(row).level, again(row).verified, made.ending) == (GN, False, "worse")
        assert expire() == 0


def test_a_level_whose_time_is_over_counts_nowhere_even_where_no_worker_runs(one: Night) -> None:
    desk, _police, row = ag(one)
    made = rung(desk, row, GATHER, "Pos 1")
    Incident.objects.filter(pk=row.pk).update(reviewed_at=one.at, reviewed_by="x", summary="Ramai.")
    with clock(one.at, hours=6, seconds=10):
        assert (offered(row), may_gather(row.pk)) == ([CHECK], False)
        assert ring_offer(desk, row).codes == [CHECK], "whatever the page had read before"
        with pytest.raises(UnknownMessage):
            rung(desk, row, KEEP_AWAY)
        shown = incident_for(desk, row.pk)
        (line,) = board(desk, Wanted(RW_03), pulse_of(RW_03)).rows
        (outline,) = outlines(desk)
        assert shown is not None
        assert (shown.level, line.incident.level, line.unverified, outline.level) == (NONE, NONE, False, NONE)
        record_measure(actor=desk, incident=row, measure_id=new_id(), kind="notify", done_at=timezone.now())
        assert heads_told() == 0
        made.refresh_from_db()
        assert (again(row).level, made.state, made.ending) == (NONE, Ring.ENDED, "level")


def test_what_is_opened_again_is_judged_anew(one: Night) -> None:
    desk, police, row = ag(one)
    propose_closing(
        actor=desk, incident=row, version=again(row).version, closing="wrong",
        happened="Ternyata hanya rombongan sahur.", harm={}, done="", lessons="",
    )  # fmt: skip
    confirm_closing(actor=police, incident=row, closing=proposal(row))
    reopen(actor=desk, incident=row, reason="Salah pencet, belum selesai")
    row = again(row)
    assert (row.level, row.verified, row.closed_at, offered(row)) == (NONE, False, None, [CHECK])
    assert row.steps.order_by("number").last().what == "expired"  # type: ignore[union-attr]
    with clock(one.at, seconds=5):
        verify(actor=desk, incident=row, step=judged(police, row, AG))
    assert offered(row) == [GATHER, KEEP_AWAY, CHECK]


def test_an_ag_stays_where_and_what_it_was_judged_for() -> None:
    town()
    turn_on("sms")
    desk, police = two_houses()
    row = at_level(incident(desk), AG, desk, police)

    def moved(actor: Actor, **more: object) -> Incident:
        row_now = again(row)
        given = {each: getattr(row_now, each) for each in ("version", "kind", "unit", "place", "lead")}
        point = None if row_now.lat is None else (row_now.lat, row_now.lon)
        return again(change_incident(actor=actor, incident=row, **{**given, "point": point, **more}))

    away, elsewhere = rung(desk, row, KEEP_AWAY), (BRIDGE[0] + 0.01, BRIDGE[1])
    near = moved(desk, point=(BRIDGE[0] + 1e-5, BRIDGE[1]), lead="polsek")
    assert (near.level, near.verified, near.lead) == (AG, True, "polsek"), "the same place, said more exactly"
    changes: dict[str, object] = {"unit": NEXT_RW, "kind": "kebakaran", "place": "lapangan", "point": elsewhere}
    for second in (True, False):  # the same of what one person has said
        for field, value in changes.items():
            with pytest.raises(LevelStays, match="Catat kejadian baru") as told:
                moved(police, **{field: value})
            assert told.value.field == field
        with pytest.raises(LevelStays):
            moved(police, point=None)
        away.refresh_from_db()
        assert (again(row).level, again(row).verified, away.state) == (AG, second, Ring.RINGING)
        row = at_level(incident(desk), AG, desk) if second else row
    row = at_level(incident(desk, point=None), AG, desk, police)
    assert moved(desk, point=BRIDGE).verified
    row = at_level(incident(desk), PG, desk)
    row = summarise(actor=desk, incident=row, version=row.version, text="Ramai.")
    review(actor=police, incident=row, seen="Ramai.")
    assert moved(desk, lead="polsek", point=elsewhere).reviewed_at is not None
    there = moved(desk, unit=NEXT_RW)
    assert (there.level, there.reviewed_at, there.reviewed_by) == (PG, None, ""), "two read it of another place"


def test_nobody_takes_back_what_took_the_place_of_anothers_word() -> None:
    town()
    desk, police = two_houses()
    lurah, army = officer("lurah", "Lurah"), officer("babinsa", "Joko Susilo")
    row = incident(lurah)
    judged(lurah, row, GN)
    for _twice in range(2):
        step = judged(desk, row, GN)
        with pytest.raises(TookOver, match="menggantikan penilaian orang lain"):
            withdraw_step(actor=desk, incident=row, step=step)
        for lower in (NONE, PG, AG):
            with pytest.raises(TookOver):
                judged(desk, row, lower)
        assert again(row).level == GN
    refuse(actor=army, incident=row, step=step, reason=REASON)
    assert again(row).level == NONE
    withdraw_step(actor=police, incident=row, step=judged(police, row, AG))
    assert again(row).level == NONE, "one's own word is taken back as ever"


def test_nobody_confirms_what_rests_on_old_or_withdrawn_evidence() -> None:
    town()
    desk, police = two_houses()
    row = incident(desk, happened_at=timezone.now() - timedelta(hours=3))
    old = EvidenceRef("observation", observation(desk, row, seen_at=timezone.now() - timedelta(minutes=119)).pk)
    step = judged(desk, row, GN, evidence=[old])
    with clock(timezone.now(), minutes=2):
        with pytest.raises(EvidenceExpired, match="nilai lagi"):
            verify(actor=police, incident=row, step=step)
        verify(actor=desk, incident=row, step=judged(police, row, GN))
    assert again(row).verified
    other = incident(desk)
    report = report_near(other)
    join_report(actor=desk, incident=other, report_id=report.pk)
    step = judged(desk, other, AG, evidence=[EvidenceRef("report", report.pk), seen(desk, other)])
    part_report(actor=desk, incident=other, report_id=report.pk)
    with pytest.raises(EvidenceElsewhere):
        verify(actor=police, incident=other, step=step)
    Step.objects.filter(pk=step.pk).update(evidence=[])
    with pytest.raises(NoEvidence):
        verify(actor=police, incident=other, step=step)
    assert not again(other).verified
    refuse(actor=police, incident=other, step=step, reason=REASON)


def test_heads_hear_of_nothing_that_one_person_said_a_hazard_neither(one: Night) -> None:
    desk, police = actor_of(one.posko), actor_of(one.bhabin)
    for kind, level in (("tawuran", PG), ("banjir", NONE), ("kebakaran", AG)):
        row = incident(desk, kind=kind, unit=RW_03, point=None)
        if level:
            row = at_level(row, level, desk)
        record_measure(actor=desk, incident=row, measure_id=new_id(), kind="notify", done_at=timezone.now())
        assert heads_told() == 0, kind
    verify(actor=police, incident=row, step=row.steps.get())
    record_measure(actor=desk, incident=row, measure_id=new_id(), kind="notify", done_at=timezone.now())
    assert heads_told() == 1


def test_people_are_called_together_in_an_rw_or_kelurahan_only() -> None:
    town()
    chief, brimob = officer("kapolsek@31.73.07"), officer("camat@31.73.07")
    for unit, codes in (("31.73.07.1001", [GATHER, KEEP_AWAY, CHECK]), ("31.73.07", [KEEP_AWAY, CHECK])):
        row = incident(chief, unit=unit, point=None)
        judged(chief, row, AG)
        row.steps.update(state=Step.HOLDS, decided_by=brimob.label, decided_at=timezone.now())
        assert offered(row) == codes


def test_two_of_no_known_organisation_are_not_two_houses() -> None:
    town()
    desk, _police = two_houses()
    row = incident(desk)
    step = judged(desk, row, AG)
    Step.objects.filter(pk=step.pk).update(houses=[])
    nowhere = officer("bhabinkamtibmas", "Tanpa Kesatuan")
    known = houses_of(nowhere)
    with patch("rukun.incident.access.houses_near", return_value=[]), pytest.raises(Refused):
        verify(actor=nowhere, incident=row, step=step)
    if known:
        assert verify(actor=nowhere, incident=row, step=step).state == Step.HOLDS


def test_who_was_told_to_keep_away_hears_once_that_it_is_calm_and_officers_to_look_at_the_board(one: Night) -> None:
    desk, police, row = ag(one)
    who, army = one.on_duty[0], one.bhabin
    made = rung(desk, row, KEEP_AWAY)
    end_ring(actor=desk, incident=row, ring=made, ending="safe")
    assert said_to(one, who)[-1].endswith("Jangan datang. Tetap menjauh. Darurat: 110 / 112.")
    assert said_to(one, army)[-1].endswith("Tingkatnya masih berlaku, lihat papan posko.")
    lower = judged(desk, row, PG)
    assert call_view(call_of(made, army)).ending_words.endswith("lihat papan posko."), "one alone is not enough"
    verify(actor=police, incident=row, step=lower)
    calm = "Keadaan RW 03, Palmerah sudah reda. Terima kasih."
    assert [said_to(one, each)[-1] for each in (who, army)] == [calm, calm]
    assert call_view(call_of(made, who)).ending_words == calm
    propose_closing(
        actor=desk, incident=row, version=again(row).version, closing="done", happened="Sudah bubar sendiri.",
        harm={}, done="Dilerai bersama.", lessons="Cepat.",
    )  # fmt: skip
    assert said_to(one, who).count(calm) == 1


def test_a_level_that_only_ran_out_tells_nobody_that_it_is_calm(one: Night) -> None:
    desk, _police, row = ag(one)
    end_ring(actor=desk, incident=row, ring=rung(desk, row, KEEP_AWAY), ending="safe")
    with clock(one.at, hours=7):
        expire()
        assert not any("reda" in each for each in said_to(one, one.on_duty[0]))


def test_one_who_takes_back_a_word_of_their_own_tells_nobody_that_it_is_calm(one: Night) -> None:
    desk, _police, row = ag(one)
    end_ring(actor=desk, incident=row, ring=rung(desk, row, KEEP_AWAY), ending="safe")
    with clock(one.at, hours=7):
        expire()
        step = judged(desk, row, AG)
        withdraw_step(actor=desk, incident=again(row), step=step)
        assert again(row).level == Incident.NONE
        assert not any("reda" in each for each in said_to(one, one.on_duty[0])), "nobody else said so"

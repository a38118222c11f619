"""How serious it is: who says so, who confirms it, and what then holds."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Actor, Refused, System
from rukun.guard.ids import new_id
from rukun.incident.actions.expiring import expire
from rukun.incident.actions.holding import changed, held
from rukun.incident.actions.joining import join_report
from rukun.incident.actions.levels import EvidenceRef, judge, refuse, verify, withdraw_step
from rukun.incident.errors import ChangedMeanwhile, IncidentClosed
from rukun.incident.errors_levels import (
    EvidenceElsewhere,
    EvidenceExpired,
    NoEvidence,
    NoReason,
    NothingChanges,
    NotWaiting,
    NotYours,
    OthersWord,
    StepWaits,
)
from rukun.incident.errors_opening import SavedOtherwise
from rukun.incident.models import Incident, Step
from rukun.incident.queries.evidence import evidence_of
from rukun.incident.tests.factories import (
    AG,
    GN,
    KELURAHAN,
    NONE,
    PG,
    REASON,
    RT,
    RW,
    again,
    at_level,
    at_once,
    beats,
    counted,
    incident,
    judged,
    observation,
    officer,
    report_near,
    seen,
    town,
    two_houses,
)
from rukun.incident.verbs import CLOSED
from rukun.incident.words import opened
from rukun.journal import actions as journal
from rukun.journal.access import entry_for
from rukun.journal.queries import Filter, find_entries

NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)  # 01.30 in Jakarta
pytestmark = pytest.mark.django_db


def test_ag_is_in_force_at_once_but_unverified_until_somebody_of_another_organisation_confirms() -> None:
    town()
    lurah, (desk, police) = officer("lurah"), two_houses()
    with time_machine.travel(NIGHT, tick=False):
        row = incident(desk)
        step = judged(desk, row, AG)
        row = again(row)
        assert (row.level, row.verified, step.state) == (AG, False, Step.WAITING)
        assert (row.due_what, row.due_at) == ("answer", NIGHT + timedelta(minutes=5))
        assert counted() == {NONE: 0, PG: 0, AG: 1, GN: 0}
        other_desk = officer("petugas_posko", name="Rina Hartati")
        with pytest.raises(Refused):
            verify(actor=desk, incident=row, step=step)
        with pytest.raises(Refused):
            verify(actor=other_desk, incident=row, step=step)  # the same desk
        with pytest.raises(Refused):
            verify(actor=lurah, incident=row, step=step)  # whose desk it is
        before = beats()
        verify(actor=police, incident=row, step=step)
        assert verify(actor=police, incident=row, step=step).state == Step.HOLDS  # sent twice
        row = again(row)
        assert (row.level, row.verified, row.level_until) == (AG, True, NIGHT + timedelta(hours=6))
        assert beats() == before + 1
    entries = find_entries(System("test"), Filter(object_label="incident", object_id=str(row.pk))).entries
    assert [each.verb for each in entries] == [
        "incident.verified", "incident.raised", "incident.observed", "incident.opened"
    ]  # fmt: skip
    assert all(each.unit == RW and each.note_hash == "" for each in entries)


def test_two_desks_without_an_organisation_are_one_house_wherever_they_sit() -> None:
    town()
    first, second = officer(f"petugas_posko@{RW}"), officer(f"petugas_posko@{KELURAHAN}.003")
    third = officer("babinsa")
    row = incident(third)
    row = again(row)
    step = judged(first, row, GN)
    assert f"desk:{KELURAHAN}" in step.houses
    with pytest.raises(Refused):
        verify(actor=officer(f"petugas_posko@{KELURAHAN}"), incident=row, step=step)
    with pytest.raises(Refused):
        verify(actor=second, incident=row, step=step)
    verify(actor=third, incident=row, step=step)
    row = again(row)
    assert (row.verified, row.lead, row.urgency) == (True, "bhabinkamtibmas", 5)


def test_nobody_comes_down_alone_from_a_verified_level() -> None:
    town()
    desk, police = two_houses()
    row = at_level(incident(desk), GN, desk, police)
    until = row.level_until
    lowering = judged(desk, row, PG)
    row = again(row)
    assert (row.level, row.verified, row.level_until, row.due_what) == (GN, True, until, "answer")
    with pytest.raises(StepWaits):
        judged(police, row, NONE)
    with pytest.raises(Refused):
        verify(actor=desk, incident=row, step=lowering)
    refuse(actor=police, incident=row, step=lowering, reason="Masih ada lemparan batu di ujung timur.")
    assert again(row).level == GN
    words = opened("Step", lowering.pk, Step.objects.get(pk=lowering.pk).content)
    assert (words["reason"], words["refusal"]) == (REASON, "Masih ada lemparan batu di ujung timur.")
    verify(actor=police, incident=row, step=judged(desk, row, PG))
    row = again(row)
    assert (row.level, row.verified, counted()) == (PG, False, {NONE: 0, PG: 1, AG: 0, GN: 0})


def test_refusing_or_withdrawing_gives_back_what_held_unless_that_has_ended() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk, police)
        clock.shift(timedelta(hours=5))
        raised = judged(police, row, GN)
        assert again(row).level_until == NIGHT + timedelta(hours=17)
        with pytest.raises(OthersWord):
            judged(desk, row, AG)  # one refuses what another one said
        with pytest.raises(NotYours):
            withdraw_step(actor=desk, incident=row, step=raised)
        withdraw_step(actor=police, incident=row, step=raised)
        row = again(row)
        assert (row.level, row.verified, row.level_until) == (AG, True, NIGHT + timedelta(hours=6))
        with pytest.raises(NotWaiting, match="ditarik"):
            refuse(actor=desk, incident=row, step=raised, reason=REASON)
        raised = judged(police, row, GN)
        clock.shift(timedelta(hours=2))  # AG below it has ended
        refuse(actor=desk, incident=row, step=raised, reason=REASON)
        row = again(row)
        assert (row.level, row.level_until) == (NONE, None)
        assert Step.objects.filter(incident=row).order_by("number").last().what == "expired"  # type: ignore[union-attr]


def test_the_clock_ends_levels_by_itself_and_asks_before() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk, police)
        other = at_level(incident(desk), PG, desk)
        clock.shift(timedelta(hours=5))
        assert expire() == 1
        row = again(row)
        assert (row.due_what, row.level, row.wake_at) == ("answer", AG, NIGHT + timedelta(hours=6))
        renewal = judged(desk, row, AG)
        clock.shift(timedelta(hours=1))
        before = row.version
        assert expire() == 1
        row = again(row)
        assert (row.level, row.verified, row.wake_at) == (NONE, False, None)
        assert row.version > before
        assert counted() == {NONE: 1, PG: 1, AG: 0, GN: 0}
        renewal.refresh_from_db()
        assert renewal.state == Step.WITHDRAWN
        assert expire() == 0
        clock.shift(timedelta(days=-1))  # a clock set back
        assert expire() == 0
        step = judged(desk, row, GN)
        assert step.at >= NIGHT + timedelta(hours=6)
        clock.move_to(NIGHT + timedelta(days=84))
        assert expire() == 2
        assert again(row).level == NONE
        other = again(other)
        assert (other.level, other.due_what, other.due_at) == (PG, "answer", other.opened_at + timedelta(minutes=15))


def test_renewing_a_verified_level_takes_two_and_counts_from_the_renewal() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk, police)
        clock.shift(timedelta(hours=4))
        renewal = judged(desk, row, AG)
        assert (renewal.what, again(row).level_until) == ("renewed", NIGHT + timedelta(hours=6))
        clock.shift(timedelta(minutes=9))
        verify(actor=police, incident=row, step=renewal)
        assert again(row).level_until == NIGHT + timedelta(hours=10)


def test_it_takes_fresh_evidence_of_this_very_situation_and_a_reason() -> None:
    town()
    desk, _police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row, other = incident(desk), incident(desk)
        old = EvidenceRef("observation", observation(desk, row).pk)
        elsewhere = seen(desk, other)
        clock.shift(timedelta(hours=3))
        judged(desk, row, AG, evidence=[old])
        with pytest.raises(EvidenceExpired, match="2 jam"):
            judged(desk, row, GN, evidence=[old, seen(desk, row)])
        with pytest.raises(EvidenceElsewhere):
            judged(desk, row, GN, evidence=[elsewhere])
        with pytest.raises(EvidenceElsewhere):
            judged(desk, row, GN, evidence=[EvidenceRef("report", new_id())])
        with pytest.raises(NoEvidence):
            judged(desk, row, GN, evidence=[])
        with pytest.raises(NoReason):
            judged(desk, row, GN, reason="........ ya")
        with pytest.raises(NothingChanges):
            judged(desk, other, NONE)
        told = report_near(row, ago=timedelta(hours=3))
        join_report(actor=desk, incident=row, report_id=told.pk)
        with pytest.raises(EvidenceExpired):
            judged(desk, row, GN, evidence=[EvidenceRef("report", told.pk)])
        (line,) = [each for each in evidence_of(desk, row) if each.key == f"report:{told.pk}"]
        assert "terlalu lama untuk GN" in line.words, "told just now, of three hours ago"
        assert again(row).level == AG


def test_raising_further_replaces_what_waits_and_what_was_sent_twice_is_said_once() -> None:
    town()
    desk, police = two_houses()
    row = incident(desk)
    first = judged(desk, row, AG)
    key, version, evidence = new_id(), again(row).version, [seen(police, row)]
    second = judged(police, row, GN, step_id=key, version=version, evidence=evidence)
    assert judged(police, row, GN, step_id=key, version=version, evidence=evidence).pk == second.pk
    for other in ({"level": AG}, {"level": GN, "reason": "Sudah sepi di kedua ujung jembatan."}):
        with pytest.raises(SavedOtherwise):
            judged(police, row, **other, step_id=key, version=version, evidence=evidence)
    first.refresh_from_db()
    assert (first.state, second.before, Step.objects.filter(incident=row).count()) == (Step.WITHDRAWN, NONE, 2)
    verify(actor=desk, incident=row, step=second)
    assert (again(row).level, again(row).verified) == (GN, True)


def test_what_one_person_says_of_a_level_is_read_in_the_book_by_those_who_see_the_board_alone() -> None:
    town()
    desk, head = officer(), officer("ketua_rt")
    row = incident(desk, unit=RT)
    judged(desk, row, GN)
    withdraw_step(actor=desk, incident=row, step=row.steps.get())
    wanted = Filter(object_label="incident", object_id=str(row.pk))
    told = {who: {each.verb: each for each in find_entries(who, wanted).entries} for who in (desk, head)}
    ladder = {"incident.raised", "incident.step_withdrawn"}
    assert set(told[desk]) - set(told[head]) == ladder
    assert "incident.opened" in told[head]
    for verb in ladder:
        where = told[desk][verb].chain_id, told[desk][verb].sequence
        assert (entry_for(desk, *where) is None, entry_for(head, *where)) == (False, None)


def test_who_was_faster_is_told_and_mere_additions_are_in_nobodys_way() -> None:
    town()
    desk, police = two_houses()
    row = incident(desk)
    version = again(row).version
    observation(police, row)
    judged(desk, row, AG, version=version, evidence=[seen(desk, row)])
    with pytest.raises(ChangedMeanwhile, match=r"Tingkat kejadian dinaikkan \(AG\) oleh Sari Wulandari"):
        judged(police, row, GN, version=version)


def test_on_what_is_closed_nothing_waits() -> None:
    town()
    desk, police = two_houses()
    row = incident(desk)
    step = judged(desk, row, AG)
    with journal.atomic():
        held_row = held(desk, row)
        held_row.state, held_row.closed_at, held_row.closing = Incident.CLOSED, timezone.now(), "wrong"
        changed(held_row, desk, CLOSED)
    step.refresh_from_db()
    assert step.state == Step.WITHDRAWN
    assert counted() == {NONE: 0, PG: 0, AG: 0, GN: 0}
    with pytest.raises(IncidentClosed):
        verify(actor=police, incident=row, step=step)
    with pytest.raises(IncidentClosed):
        judged(police, row, GN, evidence=[EvidenceRef("observation", new_id())])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_judge_or_decide_at_once_one_is_told_of_the_other() -> None:
    town()
    desk, police = two_houses()
    army = officer("babinsa")
    row = incident(desk)
    version = again(row).version

    def say(actor: Actor, level: int) -> object:
        return judge(
            actor=actor,
            incident=row, step_id=new_id(), version=version, level=level, reason=REASON, evidence=refs[actor],
        )  # fmt: skip

    refs = {each: [seen(each, row)] for each in (desk, police)}
    assert sorted(at_once(lambda: say(desk, AG), lambda: say(police, GN))) == ["ChangedMeanwhile", "done"]
    step = Step.objects.get(incident=row)
    author = desk if step.by == desk.label else police
    second = police if author is desk else desk
    outcomes = at_once(
        lambda: verify(actor=second, incident=row, step=step),
        lambda: refuse(actor=army, incident=row, step=step, reason=REASON),
        lambda: withdraw_step(actor=author, incident=row, step=step),
        expire,
    )
    assert sorted(outcomes[:3]) == ["NotWaiting", "NotWaiting", "done"]
    assert outcomes[3] == "done"
    row = again(row)
    assert counted()[row.level] == 1

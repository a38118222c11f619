"""Ten minutes' regret: as if it had not been, as long as nobody else was told or did anything since."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rukun.commitment.actions import confirming, ending, handing, making, undoing, working
from rukun.commitment.actions.confirming import OFFICE
from rukun.commitment.actions.undoing import WITHIN, undo, undoable
from rukun.commitment.errors import ChangedMeanwhile, LinkOver, NothingToUndo
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.queries import handoff_with
from rukun.commitment.tests.factories import (
    RW,
    again,
    at_once,
    claimed,
    confirmed,
    handed_outside,
    offered,
    organisation,
    promise,
    rejected,
    rows,
    somebody,
    town,
)
from rukun.evidence.models import Photo
from rukun.guard import ANYONE, Actor
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
MINUTE = timedelta(minutes=1)
Act = Callable[[Commitment], Any]
STANDING = (
    "state", "owner_organisation", "owner_title", "owner_unit", "clock", "allowance", "due_at", "wake_at", "stage",
    "raised_to", "joined", "answered_at", "reopened", "closed_at", "closing", "before_void",
)  # fmt: skip


def standing(row: Commitment) -> dict[str, Any]:
    found: dict[str, Any] = Commitment.objects.filter(pk=row.pk).values(*STANDING).get()
    claims = Claim.objects.filter(commitment=row).exclude(verdict="taken_back")
    found["claims"] = list(claims.values_list("pk", "verdict", "answered_by", "answered_at"))
    found["photos"] = sorted(Photo.objects.values_list("pk", flat=True))
    found["handoffs"] = Handoff.objects.filter(commitment=row, ended_at=None).count()
    return found


def undoable_steps(lurah: Actor, head: Actor) -> dict[str, tuple[Actor, Act, Act]]:
    """By name: who acts, what happened before, and the step."""
    somebody("ketua_rw")

    def waits(row: Commitment) -> None:
        claimed(lurah, row)

    def its(row: Commitment) -> Claim:
        return Claim.objects.get(commitment=row, verdict="")

    return {
        "coordinate": (lurah, lambda row: None, lambda row: working.coordinate(actor=lurah, commitment=row)),
        "start": (lurah, lambda row: None, lambda row: working.start(actor=lurah, commitment=row)),
        "claim": (lurah, lambda row: None, lambda row: claimed(lurah, row)),
        "cannot": (
            lurah,
            lambda row: working.start(actor=lurah, commitment=row),
            lambda row: claimed(lurah, row, "cannot"),
        ),
        "offer": (lurah, lambda row: None, lambda row: offered(lurah, row, organisation("rw", RW))),
        "outside": (lurah, lambda row: None, lambda row: handed_outside(lurah, row)),
        "confirm": (head, waits, lambda row: confirmed(row, its(row), head, OFFICE)),
        "reject": (head, waits, lambda row: rejected(row, its(row), head, OFFICE)),
    }


def test_what_is_undone_stands_as_if_it_had_not_been_and_its_clock_too() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    for name, (actor, before, act) in undoable_steps(lurah, head).items():
        with time_machine.travel(START, tick=False) as clock:
            row = promise(clock="segera")
            before(row)
            clock.shift(30 * MINUTE)
            expected = standing(row)
            act(row)
            clock.shift(WITHIN - timedelta(seconds=1))
            assert undoable(actor, again(row)) is not None, name
            undo(actor=actor, commitment=row)
            assert standing(row) == expected, name
            after = again(row)
            used = 30 if after.running_since else 0
            assert after.spent <= (used + 10) * 60
            last = Step.objects.filter(commitment=row).last()
            assert last is not None
            assert (last.verb, last.undo) == ("commitment.undone", None)
            with pytest.raises(NothingToUndo):
                undo(actor=actor, commitment=row)
            undone = Entry.objects.filter(verb="commitment.undone", object_id=str(row.about_id))
            assert undone.count() == 1
            Photo.objects.all().delete()


def test_it_is_too_late_after_ten_minutes_and_never_somebody_elses_step() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    for name, (actor, before, act) in undoable_steps(lurah, head).items():
        with time_machine.travel(START, tick=False) as clock:
            row = promise()
            before(row)
            act(row)
            kept = rows()
            for other in ({lurah, head} - {actor}) | {somebody("babinsa"), ANYONE, SYSTEM}:
                assert undoable(other, again(row)) is None
                with pytest.raises(NothingToUndo):
                    undo(actor=other, commitment=row)
            with pytest.raises(ChangedMeanwhile):
                undo(actor=actor, commitment=row, seen=again(row).version - 1)
            clock.shift(WITHIN)
            assert undoable(actor, again(row)) is None, name
            with pytest.raises(NothingToUndo, match="sepuluh menit"):
                undo(actor=actor, commitment=row)
            assert rows() == kept


def test_nothing_is_undone_once_others_did_or_were_told_something() -> None:
    town()
    lurah, head, rw = somebody("lurah"), somebody("ketua_rt"), somebody("ketua_rw")

    def reporter_says_no(row: Commitment) -> None:
        rejected(row, Claim.objects.get(commitment=row))

    def given(row: Commitment) -> Any:
        return offered(lurah, row, organisation("rw", RW))

    def starts(row: Commitment) -> Any:
        return working.start(actor=lurah, commitment=row)

    cases: list[tuple[Actor, Act, Act]] = [
        (lurah, lambda row: claimed(lurah, row), reporter_says_no),
        (lurah, lambda row: claimed(lurah, row), lambda row: confirmed(row, Claim.objects.get(commitment=row))),
        (lurah, given, lambda row: handing.take(actor=rw, handoff=Handoff.objects.get(commitment=row))),
        (lurah, starts, lambda row: ending.void(actor=SYSTEM, commitment=row)),
        (lurah, starts, lambda row: ending.join(actor=SYSTEM, commitment=row, to=promise())),
        (
            lurah,
            starts,
            lambda row: making.reassign(
                actor=SYSTEM, commitment=row, owner=organisation("rw", RW), clock=row.clock, book=row.book, local=True
            ),
        ),
        (lurah, starts, _ask_the_reporter),
        (
            head,
            lambda row: confirmed(row, claimed(lurah, row), head, OFFICE),
            lambda row: confirming.contest(commitment=row, words="Belum beres."),
        ),
    ]  # fmt: skip
    for actor, act, since in cases:
        with time_machine.travel(START, tick=False) as clock:
            row = promise()
            act(row)
            clock.shift(MINUTE)
            since(row)
            before = rows()
            assert undoable(actor, again(row)) is None
            with pytest.raises(NothingToUndo):
                undo(actor=actor, commitment=row)
            assert rows() == before


def _ask_the_reporter(row: Commitment) -> None:
    with journal.atomic():
        working.note_answered(commitment=row)


def test_a_question_to_the_reporter_is_an_answer_even_before_any_step_and_the_first_counts() -> None:
    town()
    lurah = somebody("lurah")
    with time_machine.travel(START, tick=False) as clock:
        row = promise()
        clock.shift(MINUTE)
        _ask_the_reporter(row)
        first = again(row).answered_at
        assert first == START + MINUTE
        clock.shift(MINUTE)
        working.start(actor=lurah, commitment=row)
        undo(actor=lurah, commitment=row)
        _ask_the_reporter(row)
        assert again(row).answered_at == first


@pytest.mark.parametrize("forget", [True, False])
def test_what_was_confirmed_stays_so_when_whoever_reported_takes_the_report_back(forget: bool) -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    row = promise()
    confirmed(row, claimed(lurah, row), head, OFFICE)
    ending.void(actor=ANYONE, commitment=row, forget=forget)
    assert (again(row).state, again(row).closing) == ("done", "office")
    with pytest.raises(NothingToUndo):
        undo(actor=head, commitment=row)
    assert Photo.objects.exists() is not forget
    assert Step.objects.exclude(content=None).exists() is not forget


def test_a_link_that_was_shown_opens_nothing_once_it_is_undone() -> None:
    town()
    lurah, row = somebody("lurah"), promise()
    _handoff, token = handed_outside(lurah, row)
    assert handoff_with(token).commitment_id == row.pk
    undo(actor=lurah, commitment=row)
    with pytest.raises(LinkOver):
        handoff_with(token)


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(["claim", "outside", "start", "coordinate"]), st.integers(0, 9)), max_size=8))
def test_however_often_something_is_done_and_undone_it_is_due_at_the_same_moment(steps: list[tuple[str, int]]) -> None:
    sid = transaction.savepoint()
    with time_machine.travel(START, tick=False) as clock:
        town()
        lurah = somebody("lurah")
        row = promise(clock="segera")
        due = row.due_at
        acts: dict[str, Act] = {
            "claim": lambda row: claimed(lurah, row, "cannot"),
            "outside": lambda row: handed_outside(lurah, row),
            "start": lambda row: working.start(actor=lurah, commitment=row),
            "coordinate": lambda row: working.coordinate(actor=lurah, commitment=row),
        }
        for name, minutes in steps:
            clock.shift(timedelta(hours=1))
            acts[name](row)
            clock.shift(minutes * MINUTE)
            undo(actor=lurah, commitment=row)
            assert again(row).due_at == due
            assert again(row).state == "received"
    transaction.savepoint_rollback(sid)


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_taken_back_or_answered_at_the_same_moment_and_never_both() -> None:
    town()
    lurah, row = somebody("lurah"), promise()
    claim = claimed(lurah, row)

    def fresh() -> Commitment:
        return Commitment.objects.get(pk=row.pk)

    outcomes = at_once(
        lambda: undo(actor=lurah, commitment=fresh()),
        lambda: undoing.undo(actor=lurah, commitment=fresh()),
        lambda: confirmed(fresh(), claim),
    )
    claim.refresh_from_db()
    if outcomes[2] == "done":
        assert outcomes[:2] == ["NothingToUndo"] * 2
        assert (again(row).state, claim.verdict) == ("done", "confirmed")
    else:
        assert sorted(outcomes) == ["AlreadyAnswered", "NothingToUndo", "done"]
        assert (again(row).state, claim.verdict) == ("received", "taken_back")
        assert not Photo.objects.exists()

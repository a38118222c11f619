"""A promise falls away with what it was about, comes back with it, or counts with another about the same thing."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rukun.commitment import follow
from rukun.commitment.actions import confirming, ending, handing, making, ticking, working
from rukun.commitment.algo import states
from rukun.commitment.errors import AlreadyAnswered, HandedAway, Joined, LinkOver, NotNow
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.queries import handoff_with
from rukun.commitment.tests.factories import (
    LABEL,
    RW,
    YES,
    again,
    claimed,
    confirmed,
    handed_outside,
    in_state,
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
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
HOUR = timedelta(hours=1)


def voided(row: Commitment, **more: Any) -> Commitment:
    return ending.void(actor=SYSTEM, commitment=row, **more)


def revived(row: Commitment) -> Commitment:
    return ending.revive(actor=SYSTEM, commitment=row)


def joined(row: Commitment, to: Commitment) -> Commitment:
    return ending.join(actor=SYSTEM, commitment=row, to=to)


def parted(row: Commitment) -> Commitment:
    return ending.part(actor=SYSTEM, commitment=row)


def test_what_comes_back_is_as_it_was_without_what_waited_and_with_the_time_that_was_left() -> None:
    town()
    lurah = somebody("lurah")
    somebody("ketua_rw")
    for state in states.OPEN:
        with time_machine.travel(START, tick=False) as clock:
            row = in_state(state, lurah, promise(clock="segera"))
            clock.shift(2 * HOUR)
            used = 0 if state == "awaiting" else 2 * 3600
            for _twice in range(2):
                voided(row)
            gone = again(row)
            assert (gone.state, gone.closing, gone.closed_at) == ("void", "void", START + 2 * HOUR)
            assert (gone.due_at, gone.wake_at, gone.spent) == (None, None, used)
            assert not Claim.objects.filter(commitment=row, verdict="").exists()
            clock.shift(48 * HOUR)
            ticking.tick()
            for _twice in range(2):
                revived(row)
            back = again(row)
            assert back.state == ("working" if state == "awaiting" else state)
            assert (back.closing, back.closed_at, back.before_void) == ("", None, "")
            assert back.due_at == START + (74 if state == "awaiting" else 24) * HOUR, "nothing was won"
            verbs = Step.objects.filter(commitment=row).values_list("verb", flat=True)
            assert list(verbs)[-2:] == ["commitment.voided", "commitment.revived"]


def test_what_was_asked_or_claimed_of_one_that_fell_away_is_not_answered_any_more() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    offer, out, waits = promise(), promise(), promise()
    handoff = offered(lurah, offer, organisation("rw", RW))
    _made, token = handed_outside(lurah, out)
    claim = claimed(lurah, waits)
    for row in (offer, out, waits):
        voided(row)
    with pytest.raises(AlreadyAnswered):
        handing.take(actor=head, handoff=handoff)
    with pytest.raises(LinkOver):
        handoff_with(token)
    for act in (confirmed, rejected):
        with pytest.raises(AlreadyAnswered):
            act(waits, claim)
    for row in (offer, out, waits):
        revived(row)
    assert not Handoff.objects.filter(ended_at=None).exists()
    assert not Handoff.objects.exclude(secret="").exists()
    assert again(waits).state == "working"
    claimed(lurah, waits)


@pytest.mark.parametrize("state", ["awaiting", "done", "reopened", "void"])
def test_when_it_is_to_be_forgotten_no_word_and_no_photo_of_it_stays_whatever_its_end(state: str) -> None:
    town()
    lurah = somebody("lurah")
    row, other = in_state(state, lurah), in_state("done", lurah)
    voided(row, forget=True)
    assert not Step.objects.filter(commitment=row).exclude(content=None).exists()
    kept = Claim.objects.filter(commitment=other).values_list("pk", flat=True)
    assert set(Photo.objects.values_list("about_id", flat=True)) == set(kept)
    assert Step.objects.filter(commitment=other).exclude(content=None).exists()


def test_one_that_counts_with_another_is_not_due_and_goes_on_as_if_it_never_had() -> None:
    town()
    lurah = somebody("lurah")
    for state in states.OWNERS_TURN:
        with time_machine.travel(START, tick=False) as clock:
            row, to, other = in_state(state, lurah, promise(clock="segera")), promise(), promise()
            clock.shift(3 * HOUR)
            for _twice in range(2):
                joined(row, to)
            before = again(row)
            assert (before.state, before.due_at, before.wake_at) == (state, None, None)
            ticking.calendar_changed()
            ticking.tick()
            assert again(row).due_at is None
            clock.shift(40 * HOUR)
            joined(row, other)
            assert again(row).joined_id == other.pk
            with pytest.raises(Joined):
                working.start(actor=lurah, commitment=row)
            with pytest.raises(Joined):
                claimed(lurah, row, "cannot")
            with pytest.raises(Joined):
                handed_outside(lurah, row)
            for _twice in range(2):
                parted(row)
            after = again(row)
            assert (after.state, after.joined_id, after.due_at) == (state, None, START + 24 * HOUR)
            ticking.tick()
            assert again(row).stage > 2, "nothing was won"


def test_what_waits_for_an_answer_or_has_its_end_does_not_count_with_another() -> None:
    town()
    lurah = somebody("lurah")
    somebody("ketua_rw")
    to = promise()
    found: list[tuple[Commitment, type[Exception]]] = [
        (in_state(state, lurah), NotNow) for state in ("awaiting", "done", "cannot", "void")
    ]
    for hand in (lambda row: offered(lurah, row, organisation("rw", RW)), lambda row: handed_outside(lurah, row)):
        row = promise()
        hand(row)
        found.append((row, HandedAway))
    before = rows()
    for row, error in found:
        with pytest.raises(error):
            joined(row, to)
    with pytest.raises(NotNow):
        joined(to, to)
    assert rows() == before


@settings(max_examples=10)
@example([(0, 1, False), (1, 0, False)])
@example([(0, 1, False), (1, 2, False), (2, 0, False)])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=10))
def test_never_do_all_of_them_stand_because_each_counts_with_another(steps: list[tuple[int, int, bool]]) -> None:
    sid = transaction.savepoint()
    town()
    somebody("lurah")
    found = [promise() for _each in range(4)]
    for one, other, apart in steps:
        if apart:
            parted(found[one])
            continue
        try:
            joined(found[one], again(found[other]))
        except NotNow:
            assert _leads_to(found[other], found[one])
        assert all(_last(each).running_since for each in found), "the one that counts runs"
    transaction.savepoint_rollback(sid)


def _last(row: Commitment) -> Commitment:
    """The one with which it counts in the end."""
    last = again(row)
    for _each in range(5):
        last = last.joined or last
    assert last.joined is None
    return last


def _leads_to(row: Commitment, to: Commitment) -> bool:
    seen: Commitment | None = again(row)
    for _each in range(5):
        if seen is None or seen.pk == to.pk:
            break
        seen = seen.joined
    return seen is not None and seen.pk == to.pk


def test_the_room_above_is_told_of_each_change_of_state_or_end_and_of_nothing_else() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    told: list[tuple[str, str, bool]] = []

    def hear(row: Commitment) -> None:
        told.append((row.state, row.closing, row.joined_id is not None))
        assert Commitment.objects.filter(pk=row.pk, state=row.state, version=row.version).exists(), "it is saved"

    with mock.patch.dict(follow.CHANGED, {LABEL: hear}):
        row, other = promise(), promise()
        handoff, _token = handed_outside(lurah, row)
        handing.take_back(actor=lurah, handoff=handoff, may=YES)
        assert told == []
        working.start(actor=lurah, commitment=row)
        confirmed(row, claimed(lurah, row), head, confirming.OFFICE)
        confirming.contest(commitment=row, words="Belum beres.")
        joined(row, other)
        parted(row)
        voided(row)
        revived(row)
        making.replace_owner(commitment=row, owner=organisation("rt", f"{RW}.003"))
    assert told == [
        ("working", "", False), ("awaiting", "", False), ("done", "office", False), ("reopened", "", False),
        ("reopened", "", True), ("reopened", "", False), ("void", "void", False), ("reopened", "", False),
        ("received", "", False),
    ]  # fmt: skip


def test_when_the_room_above_cannot_follow_nothing_happened() -> None:
    town()
    lurah = somebody("lurah")
    row = promise()
    before = rows()

    def fails(row: Commitment) -> None:
        raise RuntimeError

    acts: list[tuple[Actor, Any]] = [
        (lurah, lambda: working.start(actor=lurah, commitment=row)),
        (lurah, lambda: claimed(lurah, row)),
        (ANYONE, lambda: voided(row, forget=True)),
    ]
    with mock.patch.dict(follow.CHANGED, {LABEL: fails}):
        for _who, act in acts:
            with pytest.raises(RuntimeError), transaction.atomic():
                act()
            assert rows() == before

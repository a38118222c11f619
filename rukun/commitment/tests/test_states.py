"""Every move from every state: where it leads, or why it is refused, and that a refusal leaves no trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.commitment.actions import confirming, ending, handing, making, undoing, working
from rukun.commitment.algo import states
from rukun.commitment.algo.states import MOVES, CannotMove, moved
from rukun.commitment.errors import CommitmentError
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.tests.factories import (
    KELURAHAN,
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
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
ALL = (*states.OPEN, *states.CLOSED)
TABLE = """
            received    coordinated working    awaiting  reopened    done     cannot   void     joined      offered     outside
coordinate  coordinated NotNow      NotNow     NotNow    coordinated NotNow   NotNow   NotNow   Joined      HandedAway  HandedAway
start       working     working     NotNow     NotNow    working     NotNow   NotNow   NotNow   Joined      HandedAway  HandedAway
claim       awaiting    awaiting    awaiting   NotNow    awaiting    NotNow   NotNow   NotNow   Joined      HandedAway  HandedAway
confirm     Answered    Answered    Answered   cannot    Answered    Answered Answered Answered Answered    Answered    Answered
reject      Answered    Answered    Answered   reopened  Answered    Answered Answered Answered Answered    Answered    Answered
contest     NotNow      NotNow      NotNow     NotNow    NotNow      reopened reopened NotNow   NotNow      NotNow      NotNow
offer       received    coordinated working    NotNow    reopened    NotNow   NotNow   NotNow   Joined      HandedAway  HandedAway
outside     received    coordinated working    NotNow    reopened    NotNow   NotNow   NotNow   Joined      HandedAway  HandedAway
undo        Nothing     received    received   received  Nothing     Nothing  Nothing  Nothing  Nothing     received    received
void        void        void        void       void      void        =        =        =        void        void        void
revive      =           =           =          =         =           =        =        received =           =           =
join        received    coordinated working    NotNow    reopened    NotNow   NotNow   NotNow   received    HandedAway  HandedAway
part        =           =           =          =         =           =        =        =        received    =           =
reassign    received    received    received   awaiting  received    done     cannot   void     received    received    received
gone        received    received    received   awaiting  received    done     cannot   void     received    received    received
"""  # noqa: E501  one line for each move
"""The state afterwards, or the error; ``=`` where nothing happens at all."""
ERRORS = {"Answered": "AlreadyAnswered", "Nothing": "NothingToUndo"}


def table() -> list[tuple[str, str, str]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return [(line[0], how, said) for line in lines for how, said in zip(head, line[1:], strict=True)]


def standing(how: str, lurah: Actor) -> Commitment:
    if how not in ALL:
        row = promise()
        if how == "joined":
            ending.join(actor=SYSTEM, commitment=row, to=promise())
        elif how == "offered":
            offered(lurah, row, organisation("rw", RW))
        else:
            handed_outside(lurah, row)
        return again(row)
    return in_state(how, lurah)


def moves(lurah: Actor) -> dict[str, Callable[[Commitment], Any]]:
    other, rw = promise(), organisation("rw", RW)

    def its_claim(row: Commitment) -> Claim:
        return Claim.objects.filter(commitment=row).last() or Claim(id=new_id())

    return {
        "coordinate": lambda row: working.coordinate(actor=lurah, commitment=row),
        "start": lambda row: working.start(actor=lurah, commitment=row),
        "claim": lambda row: claimed(lurah, row, "cannot"),
        "confirm": lambda row: confirmed(row, its_claim(row)),
        "reject": lambda row: rejected(row, its_claim(row)),
        "contest": lambda row: confirming.contest(commitment=row, words="Belum beres sama sekali."),
        "offer": lambda row: offered(lurah, row, rw),
        "outside": lambda row: handed_outside(lurah, row),
        "undo": lambda row: undoing.undo(actor=lurah, commitment=row),
        "void": lambda row: ending.void(actor=SYSTEM, commitment=row),
        "revive": lambda row: ending.revive(actor=SYSTEM, commitment=row),
        "join": lambda row: ending.join(actor=SYSTEM, commitment=row, to=other),
        "part": lambda row: ending.part(actor=SYSTEM, commitment=row),
        "reassign": lambda row: making.reassign(
            actor=SYSTEM, commitment=row, owner=rw, clock=row.clock, book=row.book, local=row.local
        ),
        "gone": lambda row: making.replace_owner(commitment=row, owner=rw),
    }


@pytest.mark.long
@pytest.mark.once
def test_every_move_from_every_state_leads_where_the_table_says() -> None:
    town()
    lurah = somebody("lurah")
    somebody("ketua_rw")
    every = moves(lurah)
    assert {name for name, _how, _said in table()} == set(every)
    for name, how, expected in table():
        sid = transaction.savepoint()
        row = standing(how, lurah)
        before, said = rows(), ERRORS.get(expected, expected)
        try:
            with transaction.atomic():
                every[name](row)
            outcome = again(row).state
        except CommitmentError as error:
            outcome = type(error).__name__
        if said in ("=", *ERRORS.values()) or said[0].isupper():
            assert rows() == before, f"{name} of one that is {how} leaves no trace"
        else:
            assert again(row).version > row.version, (name, how)
        assert outcome == (row.state if said == "=" else said), (name, how)
        _is_sound(again(row))
        transaction.savepoint_rollback(sid)


def _is_sound(row: Commitment) -> None:
    """What holds of every promise, however it came to be so."""
    assert (row.owner_organisation_id is None) != (row.owner_title == "")
    assert (row.closed_at is not None) == (row.state in states.CLOSED)
    assert (row.closing == "void") == (row.state == states.VOID)
    waiting = Claim.objects.filter(commitment=row, verdict="").count()
    assert waiting == (row.state == states.AWAITING)
    handoff = Handoff.objects.filter(commitment=row, ended_at=None).first()
    assert handoff is None or row.state in states.OWNERS_TURN
    runs = row.state in states.OWNERS_TURN and row.joined_id is None and not (handoff and handoff.outside)
    assert (row.running_since is not None) == (runs or row.joined_id is not None)  # its time is used, it is not due
    assert (row.due_at is not None) == runs
    numbers = list(Step.objects.filter(commitment=row).values_list("number", flat=True))
    assert numbers == list(range(2, row.version + 1)), "each version has its step, and each step its version"


@given(st.sampled_from(sorted(MOVES)), st.sampled_from(ALL), st.sampled_from(["", *ALL]))
def test_the_machine_leads_into_states_alone_and_never_out_of_one_where_it_does_not(
    move: str, state: str, to: str
) -> None:
    allowed = MOVES[move].get(state, ())
    try:
        after = moved(move, state, to)
    except CannotMove:
        assert to not in allowed
        assert to or len(allowed) != 1
    else:
        assert after in allowed
        assert after in ALL


def test_nothing_leads_to_an_end_but_somebody_elses_word_or_its_lapse() -> None:
    ends = {
        (move, state) for move, found in MOVES.items() for state, to in found.items() if set(to) & {"done", "cannot"}
    }
    assert ends == {("confirm", "awaiting"), ("lapse", "awaiting")}
    assert {state for move in MOVES for state in MOVES[move] if move == "claim"} == set(states.OWNERS_TURN)


def test_a_server_whose_clock_is_set_back_puts_nothing_before_what_has_happened() -> None:
    town()
    lurah, start = somebody("lurah"), datetime(2026, 11, 23, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        row = promise(clock="segera")
        clock.shift(timedelta(hours=5))
        claim = claimed(lurah, row)
        used = again(row).spent
        assert used == 5 * 3600
        clock.shift(timedelta(hours=-4))
        rejected(row, claim)
        clock.shift(timedelta(hours=1))
        working.start(actor=lurah, commitment=row)
        assert (again(row).spent, again(row).last_at) == (used, start + timedelta(hours=5))
        assert again(row).due_at == start + timedelta(hours=5) + timedelta(hours=19)
        clock.shift(timedelta(hours=4))
        claimed(lurah, row)
        assert again(row).spent == used + 3600, "it went on when the clock had caught up"
        at = list(Step.objects.filter(commitment=row).values_list("at", flat=True))
        assert at == sorted(at)


def test_an_action_on_another_version_than_was_seen_is_refused_and_a_gone_one_is_named() -> None:
    town()
    lurah, rw = somebody("lurah"), somebody("ketua_rw")
    row = promise()
    seen = row.version
    working.coordinate(actor=lurah, commitment=row, seen=seen)
    to, before = organisation("rw", RW), rows()
    for act in (
        lambda: working.start(actor=lurah, commitment=row, seen=seen),
        lambda: claimed(lurah, row, seen=seen),
        lambda: handing.offer(actor=lurah, commitment=row, to=to, reason="Ini urusan RW.", may=YES, seen=seen),
        lambda: undoing.undo(actor=lurah, commitment=row, seen=seen),
    ):
        with pytest.raises(CommitmentError, match="orang lain sudah bertindak"):
            act()
    assert rows() == before
    handoff = offered(lurah, row, to)
    row.delete()
    for act in (
        lambda: working.start(actor=lurah, commitment=row),
        lambda: claimed(lurah, row),
        lambda: handing.take(actor=rw, handoff=handoff),
        lambda: undoing.undo(actor=lurah, commitment=row),
        lambda: confirming.contest(commitment=row, words="Belum beres."),
    ):
        with pytest.raises(CommitmentError, match="sudah dihapus"):
            act()


RAW: list[tuple[type[Model], dict[str, Any]]] = [
    (Commitment, {"owner_title": "lurah"}),
    (Commitment, {"owner_organisation": None}),
    (Commitment, {"closed_at": timezone.now()}),
    (Commitment, {"closing": "office"}),
    (Commitment, {"spent": -1}),
    (Claim, {"verdict": "confirmed", "answered_by": "person:x"}),
    (Claim, {"verdict": "rejected", "answered_by": "person:x"}),
]


def test_the_database_itself_refuses_what_must_never_be() -> None:
    town()
    lurah = somebody("lurah")
    row = promise()
    claim = claimed(lurah, row)
    Claim.objects.filter(pk=claim.pk).update(by="person:x")
    for model, change in RAW:
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.filter(pk__in=[row.pk, claim.pk]).update(**change)
    twice: list[Callable[[], object]] = [
        lambda: Claim.objects.create(id=new_id(), commitment=row, outcome="done", kind="photo", by="a", at=row.made_at),
        lambda: Step.objects.create(commitment=row, number=2, verb="x", at=row.made_at, by="a"),
        lambda: making.make(about=(row.about_label, row.about_id), unit=KELURAHAN, book="", local=True,
                            owner=organisation("kelurahan", KELURAHAN), clock="segera", at=row.made_at),
    ]  # fmt: skip
    other = promise()
    handed_outside(lurah, other)
    twice.append(
        lambda: Handoff.objects.create(
            commitment=other, authority="Dinas", asked_by="a", asked_at=row.made_at, expires_at=row.made_at
        )
    )
    for act in twice:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

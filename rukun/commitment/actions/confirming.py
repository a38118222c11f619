"""Somebody else says whether it is done. Who proved it never does."""

from datetime import datetime
from uuid import UUID

from rukun.commitment import access
from rukun.commitment.actions.desk import happened, held, letters, moment, move, snapshot
from rukun.commitment.actions.desk import words as checked
from rukun.commitment.algo.states import CANNOT, DONE, VOID
from rukun.commitment.errors import AlreadyAnswered, NotNow, ReasonTooShort, TooLateToContest
from rukun.commitment.models import Claim, Commitment
from rukun.commitment.verbs import CONFIRMED, CONTESTED, REJECTED
from rukun.guard import ANYONE, Actor
from rukun.journal import actions as journal

REPORTER, DESK, OFFICE, SAMPLE = "reporter", "desk", "office", "sample"
"""How it was confirmed: by the one to whom it was promised; with a code that an officer wrote down; by an independent
office; by one after lots were drawn. Each is counted apart."""
LEAST = 5
CONTESTED_WITHIN = 14
"""Days after its closing."""


def confirm(*, actor: Actor, commitment: Commitment, claim_id: UUID, way: str, words: str = "") -> Commitment:
    """It is so: done, or cannot be. With ``way`` OFFICE the actor's right is asked; of the others the caller did.

    Raises ``Refused``, ``AlreadyAnswered``, ``CommitmentError``.
    """
    text = checked(words)
    with journal.atomic():
        row, claim = _held(actor, commitment, claim_id, way)
        if claim.verdict == "confirmed" and claim.answered_by == actor.label and actor.label != ANYONE.label:
            return row  # sent twice
        _demand_waiting(claim)
        before, at = snapshot(row), moment(row)
        _answer(claim, "confirmed", actor, at)
        move(row, "confirm", DONE if claim.outcome == "done" else CANNOT)
        row.closed_at, row.closing = at, SAMPLE if way == OFFICE and claim.sampled_at else way
        happened(
            row, CONFIRMED, actor=actor, at=at, text=text, facts={"way": row.closing}, undo=_undo(before, claim, way)
        )
    return row


def reject(*, actor: Actor, commitment: Commitment, claim_id: UUID, way: str, words: str) -> Commitment:
    """It is not so: its owner has it again, with these words. Raises as ``confirm``, and ``ReasonTooShort``."""
    text = checked(words)
    if letters(text) < LEAST:
        raise ReasonTooShort(LEAST)
    with journal.atomic():
        row, claim = _held(actor, commitment, claim_id, way)
        if claim.verdict == "rejected" and claim.answered_by == actor.label and actor.label != ANYONE.label:
            return row
        _demand_waiting(claim)
        before, at = snapshot(row), moment(row)
        _answer(claim, "rejected", actor, at)
        move(row, "reject")
        row.reopened += 1
        happened(row, REJECTED, actor=actor, at=at, text=text, facts={"way": way}, undo=_undo(before, claim, way))
    return row


def contest(*, commitment: Commitment, words: str) -> Commitment:
    """The one to whom it was promised says, after it was closed, that it is not so. The caller has seen the code.

    Raises ``NotNow``, ``TooLateToContest``, ``ReasonTooShort``.
    """
    text = checked(words)
    if letters(text) < LEAST:
        raise ReasonTooShort(LEAST)
    with journal.atomic():
        row = held(commitment)
        if row.closed_at is None or row.state == VOID:
            raise NotNow
        at = moment(row)
        if (at - row.closed_at).days >= CONTESTED_WITHIN:
            raise TooLateToContest(CONTESTED_WITHIN)
        move(row, "contest")
        row.closed_at, row.closing = None, ""
        row.reopened += 1
        happened(row, CONTESTED, actor=ANYONE, at=at, text=text)
    return row


def may_contest(commitment: Commitment) -> bool:
    """Whether the time for that is not over."""
    at = commitment.closed_at
    return at is not None and commitment.state != VOID and (moment(commitment) - at).days < CONTESTED_WITHIN


def _held(actor: Actor, commitment: Commitment, claim_id: UUID, way: str) -> tuple[Commitment, Claim]:
    row = held(commitment)
    claim = Claim.objects.filter(pk=claim_id, commitment=row).first()
    if claim is None:
        raise AlreadyAnswered  # it was taken back
    if way == OFFICE:
        access.may_confirm(actor, row, claim).demand()
    return row, claim


def _demand_waiting(claim: Claim) -> None:
    if claim.verdict:
        raise AlreadyAnswered


def _answer(claim: Claim, verdict: str, actor: Actor, at: datetime) -> None:
    claim.verdict, claim.answered_by, claim.answered_at = verdict, actor.label, at
    claim.save(update_fields=["verdict", "answered_by", "answered_at"])


def _undo(before: dict[str, object], claim: Claim, way: str) -> dict[str, object] | None:
    return {**before, "answer": str(claim.pk)} if way == OFFICE else None

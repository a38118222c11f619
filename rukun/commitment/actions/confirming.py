"""Somebody else says whether it is done. Who proved it never does."""

from datetime import datetime
from uuid import UUID

from rukun.commitment import access
from rukun.commitment.actions.desk import clock_of, happened, held, letters, measure_of, moment, move, snapshot
from rukun.commitment.actions.desk import words as checked
from rukun.commitment.algo.states import CANNOT, DONE, VOID
from rukun.commitment.errors import AlreadyAnswered, CodeSeen, Joined, NotNow, NotSaidWhat, TooLateToContest
from rukun.commitment.models import Claim, Commitment
from rukun.commitment.verbs import CODE_WAS_SEEN, CONFIRMED, CONTESTED, REJECTED
from rukun.guard import ANYONE, Actor
from rukun.journal import actions as journal

REPORTER, DESK, OFFICE, SAMPLE = "reporter", "desk", "office", "sample"
"""Whose word it is: of the one to whom it was promised; of whoever has a code that an officer wrote down, too; of an
independent office; of one that was asked to look, by lots or because of such a code. Each is counted apart."""
LEAST = 5
CONTESTED_WITHIN = 14
"""Days after its closing."""


def confirm(*, actor: Actor, commitment: Commitment, claim_id: UUID, way: str, words: str = "") -> Commitment:
    """It is so: done, or cannot be. With ``way`` OFFICE the actor's right is asked; of the others the caller did.

    With ``way`` DESK it stays open until somebody independent has looked: the word may be of whoever proved it.
    Raises ``Refused``, ``AlreadyAnswered``, ``CommitmentError`` (``CodeSeen`` where nobody else may look).
    """
    text = checked(words)
    with journal.atomic():
        row, claim = _held(actor, commitment, claim_id, way)
        if claim.verdict == "confirmed" and claim.answered_by == actor.label and actor.label != ANYONE.label:
            return row  # sent twice
        _demand_waiting(claim)
        if way == DESK:
            _have_checked(row, claim, actor, text)
            return row
        before, at = snapshot(row), moment(row)
        _answer(claim, "confirmed", actor, at)
        move(row, "confirm", DONE if claim.outcome == "done" else CANNOT)
        row.closed_at, row.closing = at, SAMPLE if way == OFFICE and claim.sampled_at else way
        happened(
            row, CONFIRMED, actor=actor, at=at, text=text, facts={"way": row.closing}, undo=_undo(before, claim, way)
        )
    return row


def reject(*, actor: Actor, commitment: Commitment, claim_id: UUID, way: str, words: str) -> Commitment:
    """It is not so: its owner has it again, with these words. Raises as ``confirm``, and ``NotSaidWhat``."""
    text = checked(words)
    if letters(text) < LEAST:
        raise NotSaidWhat(LEAST)
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


def contest(*, commitment: Commitment, words: str, closed_at: datetime | None = None) -> Commitment:
    """The one to whom it was promised says, after it was closed, that it is not so. The caller has seen the code.

    ``closed_at``: when that one was closed with which it was kept, where that one is gone: then it is opened by itself,
    its time used up to then. Raises ``NotNow``, ``TooLateToContest``, ``NotSaidWhat``.
    """
    text = checked(words)
    if letters(text) < LEAST:
        raise NotSaidWhat(LEAST)
    with journal.atomic():
        row = held(commitment)
        ended = closed_at or (row.closed_at if row.state != VOID else None)
        if ended is None:
            raise NotNow
        at = moment(row)
        if (at - ended).days >= CONTESTED_WITHIN:
            raise TooLateToContest(CONTESTED_WITHIN)
        if closed_at is not None:
            clock = clock_of(row).stopped(closed_at, measure_of(row))
            row.spent, row.running_since, row.joined, row.before_void = clock.spent, clock.since, None, ""
        move(row, "contest" if closed_at is None else "contest_alone")
        row.closed_at, row.closing = None, ""
        row.reopened += 1
        happened(row, CONTESTED, actor=ANYONE, at=at, text=text)
    return row


def may_contest(commitment: Commitment, closed_at: datetime | None = None) -> bool:
    """Whether the time for that is not over. ``closed_at`` as in ``contest``."""
    at = closed_at or (commitment.closed_at if commitment.state != VOID else None)
    return at is not None and (moment(commitment) - at).days < CONTESTED_WITHIN


def _have_checked(row: Commitment, claim: Claim, actor: Actor, text: str) -> None:
    """Somebody independent is to look, as where lots fell on it. Said twice it is said once."""
    if row.joined_id is not None:
        raise Joined
    if not row.local:
        raise CodeSeen
    if claim.sampled_at is None:
        claim.sampled_at = at = moment(row)
        claim.save(update_fields=["sampled_at"])
        happened(row, CODE_WAS_SEEN, actor=actor, at=at, text=text, facts={"way": DESK})


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

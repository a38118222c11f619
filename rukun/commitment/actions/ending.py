"""A promise falls away with what it was about, comes back with it, or is kept with another about the same thing.

The room above decides, and calls these in its own transaction.
"""

from uuid import UUID

from rukun.commitment.actions.claiming import LABEL
from rukun.commitment.actions.desk import end_offer, happened, held, moment, move, not_handed_away, without_claim
from rukun.commitment.actions.handing import demand_owners_turn
from rukun.commitment.algo.states import AWAITING, CLOSED, ENDED, OWNERS_TURN, RECEIVED, VOID, WORKING
from rukun.commitment.errors import NotNow
from rukun.commitment.models import Claim, Commitment, Step
from rukun.commitment.verbs import JOINED, PARTED, REVIVED, VOIDED
from rukun.evidence import actions as evidence
from rukun.guard import Actor
from rukun.journal import actions as journal


def void(*, actor: Actor, commitment: Commitment, forget: bool = False) -> Commitment:
    """There is nothing to be done any more: whoever it was promised to took it back, or there was nothing to it.

    ``forget``: erase what was said and shown of it at once, except what was shown of its end to those that are kept
    with it: theirs ended by it.
    """
    with journal.atomic():
        row = held(commitment)
        if forget:
            erase_words(row, but_end=row.state in ENDED and Commitment.objects.filter(joined=row).exists())
        if row.state in CLOSED:  # it stays so: nobody opens it again by regret
            Step.objects.filter(commitment=row, number=row.version).update(undo=None)
            return row
        at = moment(row)
        end_offer(row, at)
        row.before_void = row.state
        without_claim(row)
        row.joined = None
        move(row, "void")
        row.closed_at, row.closing = at, "void"
        happened(row, VOIDED, actor=actor, at=at)
    return row


def revive(*, actor: Actor, commitment: Commitment) -> Commitment:
    """It is to be done after all. Where it was its owner's turn the time meanwhile was used: else it would be won.

    Raises ``NotNow``.
    """
    with journal.atomic():
        row = held(commitment)
        if row.state != VOID:
            return row
        at = moment(row)
        if row.before_void in OWNERS_TURN:
            row.running_since = row.closed_at
        move(row, "revive", WORKING if row.before_void == AWAITING else row.before_void or RECEIVED)
        row.before_void, row.closed_at, row.closing = "", None, ""
        happened(row, REVIVED, actor=actor, at=at)
    return row


def join(*, actor: Actor, commitment: Commitment, to: Commitment) -> Commitment:
    """Another promise about the same thing counts from now on; this one is not due, though its time is used.

    Raises ``NotNow`` while it waits for confirmation or is closed, or where that one counts with this one already;
    ``HandedAway`` while somebody was asked.
    """
    with journal.atomic():
        row = held(commitment)
        if row.joined_id is not None and row.joined_id == to.pk:
            return row
        row.joined = None  # from there to here
        if row.state in CLOSED or _counts_with(to, row):
            raise NotNow
        demand_owners_turn(row)  # what waits for an answer would be lost
        not_handed_away(row)
        at = moment(row)
        row.joined = to
        happened(row, JOINED, actor=actor, at=at)
    return row


def part(*, actor: Actor, commitment: Commitment) -> Commitment:
    """It counts by itself again as if it had never been joined: in the state in which it was, due when it was."""
    with journal.atomic():
        row = held(commitment)
        if row.joined_id is None:
            return row
        at = moment(row)
        row.joined = None
        happened(row, PARTED, actor=actor, at=at)
    return row


def erase_words(row: Commitment, *, but_end: bool = False) -> None:
    """What was said and shown of a held row, at once; ``but_end``: all but the claim by which it ended."""
    claims, steps = Claim.objects.filter(commitment=row), Step.objects.filter(commitment=row)
    last = claims.exclude(verdict__in=("rejected", "taken_back")).order_by("-at", "-pk").first() if but_end else None
    if last is not None and last.step_id is not None:
        claims, steps = claims.exclude(pk=last.pk), steps.exclude(pk=last.step_id)
    steps.update(content=None)
    evidence.erase_about(LABEL, list(claims.values_list("pk", flat=True)))


def _counts_with(one: Commitment, row: Commitment) -> bool:
    """Whether it is the row, or joined to it, directly or not: joined to each other, the clocks of both would stand."""
    key: UUID | None = one.pk
    while key is not None and key != row.pk:
        key = Commitment.objects.filter(pk=key).values_list("joined", flat=True).first()
    return key is not None

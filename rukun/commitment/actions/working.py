"""The owner begins: talks to others, works on it."""

from rukun.commitment import access
from rukun.commitment.actions.desk import happened, held, moment, move, not_handed_away, snapshot, words
from rukun.commitment.models import Commitment
from rukun.commitment.owners import acting_for
from rukun.commitment.verbs import COORDINATED, STARTED
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb


def coordinate(*, actor: Actor, commitment: Commitment, words: str = "", seen: int | None = None) -> Commitment:
    """Others are spoken to. Raises ``Refused``, ``CommitmentError``."""
    return _go(actor, commitment, "coordinate", COORDINATED, words, seen)


def start(*, actor: Actor, commitment: Commitment, words: str = "", seen: int | None = None) -> Commitment:
    """Somebody works on it. Raises ``Refused``, ``CommitmentError``."""
    return _go(actor, commitment, "start", STARTED, words, seen)


def note_answered(*, commitment: Commitment) -> None:
    """Its owner, or who handles it, turned to whoever reported. In the caller's transaction.

    What they were told can no longer be taken back, nor the step of which they may have been told with it.
    """
    row = held(commitment)
    row.last_at = moment(row)
    row.answered_at = row.answered_at or row.last_at
    row.save(update_fields=["answered_at", "last_at"])


def _go(actor: Actor, commitment: Commitment, name: str, verb: Verb, text: str, seen: int | None) -> Commitment:
    access.may_work(actor, commitment).demand()
    text = words(text)
    with journal.atomic():
        row = held(commitment, seen=seen)
        access.may_work(actor, row).demand()
        not_handed_away(row)
        before, at = snapshot(row), moment(row)
        move(row, name)
        row.answered_at = row.answered_at or at
        organisation = acting_for(actor, access.owner_of(row))
        happened(row, verb, actor=actor, at=at, text=text, organisation=organisation, undo=before)
    return row

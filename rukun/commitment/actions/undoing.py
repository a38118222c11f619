"""Ten minutes' regret: the last step of one's own is taken back by another step. Afterwards a new entry is needed."""

from datetime import datetime, timedelta
from uuid import UUID

from rukun.commitment.actions.claiming import LABEL
from rukun.commitment.actions.desk import end_offer, happened, held, moment
from rukun.commitment.algo.states import OPEN, OWNERS_TURN
from rukun.commitment.errors import NothingToUndo
from rukun.commitment.models import Claim, Commitment, Step
from rukun.commitment.verbs import UNDONE
from rukun.evidence import actions as evidence
from rukun.guard import Actor
from rukun.journal import actions as journal

WITHIN = timedelta(minutes=10)


def undoable(actor: Actor, commitment: Commitment) -> Step | None:
    """The step that the actor may still take back: the last one, their own, of the last ten minutes. One query."""
    last = Step.objects.filter(commitment=commitment).order_by("-number").first()
    if last is None or last.undo is None or last.by != actor.label or last.at != commitment.last_at:
        return None  # the last of these: somebody was told something since
    return last if moment(commitment) - last.at < WITHIN else None


def undo(*, actor: Actor, commitment: Commitment, seen: int | None = None) -> Commitment:
    """Put back how it stood before the actor's last step. Its clock runs as if it had never stood meanwhile.

    Raises ``NothingToUndo``, ``ChangedMeanwhile``.
    """
    with journal.atomic():
        row = held(commitment, seen=seen)
        step = undoable(actor, row)
        if step is None or step.undo is None:
            raise NothingToUndo
        before, at = step.undo, moment(row)
        if "claim" in before:
            claim = Claim.objects.get(pk=str(before["claim"]))
            claim.verdict = "taken_back"
            claim.save(update_fields=["verdict"])
            evidence.erase_about(LABEL, [UUID(str(before["claim"]))])
        if "answer" in before:
            Claim.objects.filter(pk=str(before["answer"])).update(verdict="", answered_by="", answered_at=None)
        if "handoff" in before:
            end_offer(row, at)
        row.state = str(before["state"])
        row.reopened = int(str(before["reopened"]))
        row.answered_at = datetime.fromisoformat(str(before["answered_at"])) if before["answered_at"] else None
        if row.state in OPEN:
            row.closed_at, row.closing = None, ""
        if row.state in OWNERS_TURN and row.running_since is None:
            row.running_since = step.at  # else what is done and undone again and again would never be late
        happened(row, UNDONE, actor=actor, at=at, facts={"step": step.verb})
    return row

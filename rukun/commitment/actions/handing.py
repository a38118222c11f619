"""A promise is offered to another owner within the installation. Until they take it, it stays whose it was."""

from datetime import timedelta

from rukun.commitment import access
from rukun.commitment.access import owner_of
from rukun.commitment.actions.desk import (
    end_offer,
    give_all,
    happened,
    held,
    letters,
    moment,
    move,
    not_handed_away,
    put_owner,
    snapshot,
)
from rukun.commitment.actions.desk import words as checked
from rukun.commitment.algo.states import OWNERS_TURN
from rukun.commitment.errors import AlreadyAnswered, Joined, NotNow, OwnerGone, ReasonTooShort, SameOwner
from rukun.commitment.models import Commitment, Handoff, Step
from rukun.commitment.owners import Owner
from rukun.commitment.verbs import DECLINED, OFFER_TAKEN_BACK, OFFERED, TAKEN
from rukun.guard import Actor, Decision
from rukun.guard.ids import new_id
from rukun.journal import actions as journal

LEAST = 10
"""Letters of a reason."""
TAKEN_WITHIN = timedelta(days=3)
WHOLE_AGAIN = 3
"""So often whoever takes it gets a whole allowance: else two could pass it to and fro, and it would never be late.

Nobody does who takes it from themselves, or from their own house.
"""


def offer(
    *, actor: Actor, commitment: Commitment, to: Owner, reason: str, may: Decision, seen: int | None = None
) -> Handoff:
    """Ask another owner to take it. ``may`` is what the room above says of the actor: its owner, or who handles it.

    The clock goes on meanwhile. Raises ``Refused``, ``CommitmentError``.
    """
    may.demand()
    text = checked(reason)
    if letters(text) < LEAST:
        raise ReasonTooShort(LEAST)
    with journal.atomic():
        row = held(commitment, seen=seen)
        demand_owners_turn(row)
        not_handed_away(row)
        if to.same_as(owner_of(row)):
            raise SameOwner
        if not to.stands:
            raise OwnerGone
        before, at = snapshot(row), moment(row)
        made = Handoff.objects.create(
            id=new_id(),
            commitment=row,
            to_organisation_id=to.organisation,
            to_title=to.title,
            to_unit=to.unit,
            asked_by=actor.label,
            asked_at=at,
            expires_at=at + TAKEN_WITHIN,
        )
        made.step = happened(row, OFFERED, actor=actor, at=at, text=text, undo={**before, "handoff": str(made.pk)})
        made.save(update_fields=["step"])
    return made


def take(*, actor: Actor, handoff: Handoff) -> Commitment:
    """Whom it was offered to has it from now on, with a whole allowance.

    After many others, and where who takes it could have acted for whom it comes from, with what is left of it: what was
    late stays so, and who was told stays told. Raises ``Refused``, ``CommitmentError``.
    """
    access.may_take(actor, handoff).demand()
    with journal.atomic():
        row = held(handoff.commitment)
        waiting = _waiting(row, handoff, actor, "taken")
        if waiting is None:
            return row
        access.may_take(actor, waiting).demand()
        to = Owner(waiting.to_unit, waiting.to_organisation_id, waiting.to_title)
        if not to.stands:  # a posko's desk outlives the organisation for which it acts
            raise OwnerGone
        at = moment(row)
        end_offer(row, at, "taken")
        others = Step.objects.filter(commitment=row, verb=TAKEN.name).count()
        if others < WHOLE_AGAIN and not access.stays_in_house(actor, owner_of(row)):
            give_all(row, to, at)
        else:
            put_owner(row, to)
            row.taken_at = at
        move(row, "new_owner")
        happened(row, TAKEN, actor=actor, at=at, organisation=waiting.to_organisation_id)
    return row


def decline(*, actor: Actor, handoff: Handoff, reason: str) -> Commitment:
    """Whom it was offered to does not take it, and says why. Raises ``Refused``, ``CommitmentError``."""
    access.may_take(actor, handoff).demand()
    text = checked(reason)
    if letters(text) < LEAST:
        raise ReasonTooShort(LEAST)
    return _end(actor, handoff, "declined", text)


def take_back(*, actor: Actor, handoff: Handoff, may: Decision) -> Commitment:
    """Its owner asks no longer, within or outside. Raises ``Refused``, ``CommitmentError``."""
    may.demand()
    return _end(actor, handoff, "taken_back", "")


def demand_owners_turn(row: Commitment) -> None:
    """Raises ``NotNow``, ``Joined``."""
    if row.joined_id is not None:
        raise Joined
    if row.state not in OWNERS_TURN:
        raise NotNow


def _end(actor: Actor, handoff: Handoff, ending: str, text: str) -> Commitment:
    with journal.atomic():
        row = held(handoff.commitment)
        if _waiting(row, handoff, actor, ending) is None:
            return row
        at = moment(row)
        end_offer(row, at, ending)
        happened(row, DECLINED if ending == "declined" else OFFER_TAKEN_BACK, actor=actor, at=at, text=text)
    return row


def _waiting(row: Commitment, handoff: Handoff, actor: Actor, ending: str) -> Handoff | None:
    """The handoff while it waits; ``None`` where just that was done before. Raises ``AlreadyAnswered``."""
    found = Handoff.objects.get(pk=handoff.pk)
    if found.ended_at is None:
        return found
    if found.ending == ending:
        return None
    raise AlreadyAnswered

"""An authority that has no account here is asked for an answer, by a link or a letter. The clock stands meanwhile.

Not that of danger: see ``clocks.Kind.waits_outside``.

The link's secret goes behind a "#", which browsers send to nobody. It opens one thing, for a while, and only what
``follow.DESCRIBED`` tells of it.
"""

import secrets
import string
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from rukun import seal
from rukun.commitment import follow
from rukun.commitment.actions.claiming import LEAST as LEAST_REASON
from rukun.commitment.actions.claiming import Photos, lodge, prepare
from rukun.commitment.actions.desk import (
    end_offer,
    happened,
    held,
    left_outside,
    letters,
    moment,
    not_handed_away,
    open_handoff,
    snapshot,
)
from rukun.commitment.actions.desk import words as checked
from rukun.commitment.actions.handing import LEAST, demand_owners_turn
from rukun.commitment.errors import AlreadyAnswered, LinkOver, NoAuthority, ReasonTooShort
from rukun.commitment.models import Claim, Commitment, Handoff
from rukun.commitment.verbs import DECLINED, HANDED_OUTSIDE, LINK_RENEWED, OUTSIDE_ACCEPTED
from rukun.guard import Actor, Decision, Denied
from rukun.guard.ids import new_id
from rukun.journal import actions as journal

ACCEPTED_WITHIN, ANSWERED_WITHIN = timedelta(days=7), timedelta(days=30)
"""How long a link opens before it is accepted, and after that; never longer than its clock may stand for it."""
NOTHING = Denied("")
LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Authority:
    """Whoever holds the link of one handoff. May nothing else."""

    handoff: UUID

    signed_in = False

    @property
    def label(self) -> str:
        return f"handoff:{self.handoff}"

    def may(self, capability: str, unit: str) -> Decision:
        return NOTHING

    def holds(self, capability: str) -> Decision:
        return NOTHING

    def scopes(self, capability: str) -> tuple[str, ...]:
        return ()


def hand_outside(
    *, actor: Actor, commitment: Commitment, authority: str, reason: str, may: Decision, seen: int | None = None
) -> tuple[Handoff, str]:
    """Ask an authority outside for an answer. Second: the link's secret, which is shown this once and kept nowhere.

    The clock stands meanwhile; but it goes on where it stood for others for ``desk.MOST_OUTSIDE`` before.
    Raises ``Refused``, ``CommitmentError``.
    """
    may.demand()
    text, authority = checked(reason), " ".join(authority.split())
    if len(authority) < 3 or len(authority) > 120 or any(each.isdigit() for each in authority[:1]):
        raise NoAuthority
    if letters(text) < LEAST:
        raise ReasonTooShort(LEAST)
    token = _new_secret()
    with journal.atomic():
        row = held(commitment, seen=seen)
        demand_owners_turn(row)
        not_handed_away(row)
        before, at = snapshot(row), moment(row)
        left = left_outside(row, at)
        made = Handoff.objects.create(
            id=new_id(),
            commitment=row,
            authority=authority,
            secret=seal.mark("handoff", token),
            asked_by=actor.label,
            asked_at=at,
            expires_at=at + (min(ACCEPTED_WITHIN, left) if left else ACCEPTED_WITHIN),
        )
        made.step = happened(
            row, HANDED_OUTSIDE, actor=actor, at=at, text=text, undo={**before, "handoff": str(made.pk)}
        )
        made.save(update_fields=["step"])
    return made, token


def new_link(*, actor: Actor, handoff: Handoff, may: Decision) -> str:
    """Another secret; the one before opens nothing any more. Raises ``Refused``, ``CommitmentError``."""
    may.demand()
    token = _new_secret()
    with journal.atomic():
        row, found = _open(handoff)
        found.secret = seal.mark("handoff", token)
        found.save(update_fields=["secret"])
        happened(row, LINK_RENEWED, actor=actor, at=moment(row))
    return token


def handoff_with(token: str) -> Handoff:
    """What a link opens. Raises ``LinkOver``, the same for whatever is not open."""
    found = Handoff.objects.select_related("commitment").filter(secret=seal.mark("handoff", token), ended_at=None)
    one = found.first() if token else None
    if one is None or one.expires_at <= moment(one.commitment):
        raise LinkOver
    return one


def accept_outside(*, actor: Actor, handoff: Handoff, text: str = "", may: Decision = NOTHING) -> Handoff:
    """The authority says that it is theirs: there is more time for the answer. Done twice it is done once.

    ``actor`` is the ``Authority`` of this very handoff, or an officer to whom it said so, by what the room above says
    they ``may``; here and below. Raises ``Refused``, ``AlreadyAnswered``, ``LinkOver``.
    """
    _demand(actor, handoff, may)
    with journal.atomic():
        row, found = _open(handoff)
        if found.accepted_at is None:
            at = moment(row)
            found.accepted_at = at
            if isinstance(actor, Authority):  # an officer who enters it would win time for their own clock
                until, left = at + ANSWERED_WITHIN, left_outside(row, found.asked_at)
                found.expires_at = min(until, found.asked_at + left) if left else until
            found.save(update_fields=["accepted_at", "expires_at"])
            happened(row, OUTSIDE_ACCEPTED, actor=actor, at=at, text=checked(text))
    return found


def decline_outside(*, actor: Actor, handoff: Handoff, reason: str, may: Decision = NOTHING) -> Commitment:
    """The authority says that it is not theirs: the clock goes on. Raises as ``accept_outside``, ``ReasonTooShort``."""
    _demand(actor, handoff, may)
    text = checked(reason)
    if letters(text) < LEAST:
        raise ReasonTooShort(LEAST)
    with journal.atomic():
        row, _found = _open(handoff)
        at = moment(row)
        end_offer(row, at, "declined")
        happened(row, DECLINED, actor=actor, at=at, text=text)
    return row


def answer_outside(
    *,
    actor: Actor,
    handoff: Handoff,
    claim_id: UUID,
    outcome: str,
    kind: str,
    words: str = "",
    photos: Photos = (),
    read: bool = False,
    may: Decision = NOTHING,
) -> Claim:
    """The authority's answer, by its link or entered from a letter by an officer: proof as anybody's, to be confirmed.

    Raises ``Refused``, ``CommitmentError``, ``EvidenceError``.
    """
    _demand(actor, handoff, may)
    prepared = prepare(handoff.commitment, claim_id, outcome, kind, words, photos)
    if prepared.known:
        return prepared.known
    with journal.atomic():
        try:
            row, found = _open(handoff)
        except AlreadyAnswered:
            if sent := prepared.sent():
                return sent  # by the same form, a moment ago
            raise
        return lodge(row, prepared, actor=actor, organisation=None, read=read, handoff=found)


def _new_secret() -> str:
    """190 bits, without the signs that mail and chat programs take for the end of a link."""
    return "".join(secrets.choice(LETTERS) for _each in range(32))


def _demand(actor: Actor, handoff: Handoff, may: Decision) -> None:
    if actor != Authority(handoff.pk):
        may.demand()


def _open(handoff: Handoff) -> tuple[Commitment, Handoff]:
    """The promise and what was handed, held. What it is about is locked first, as whoever acts on that does."""
    if hold := follow.HOLD.get(handoff.commitment.about_label):
        hold([handoff.commitment.about_id])
    row = held(handoff.commitment)
    found = open_handoff(row)
    if found is None or found.pk != handoff.pk:
        raise AlreadyAnswered
    if found.expires_at <= moment(row):
        raise LinkOver
    return row, found


__all__ = ["LEAST_REASON", "Authority", "accept_outside", "answer_outside", "decline_outside", "hand_outside",
           "handoff_with", "new_link"]  # fmt: skip

"""A promise is made, and given to another owner by rules, not by somebody's hand."""

from datetime import datetime
from uuid import UUID

from rukun.commitment.actions.claiming import LABEL, thing_of
from rukun.commitment.actions.desk import (
    change_clock,
    end_offer,
    give_all,
    happened,
    held,
    moment,
    owner_of,
    put_owner,
    settle,
    without_claim,
)
from rukun.commitment.actions.ending import erase_words
from rukun.commitment.algo.states import OWNERS_TURN, RECEIVED
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.models import Claim, Commitment
from rukun.commitment.owners import Owner
from rukun.commitment.verbs import OWNER_GONE, REASSIGNED
from rukun.evidence import actions as evidence
from rukun.guard import Actor, System
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of


def make(
    *, about: tuple[str, UUID], unit: str, book: str, local: bool, owner: Owner, clock: str, at: datetime
) -> Commitment:
    """What is owed about a thing from ``at`` on. The caller has asked whether it may be, and records it in the journal.

    ``book`` is the unit in whose journal things about it stand, ``""`` for what no neighbourhood's book may tell.
    ``local``: whether others than the one to whom it is promised may confirm it. ``clock`` is a key of
    ``clocks.CLOCKS``. In the caller's transaction, which breaks (``IntegrityError``) where there is one about it.
    """
    row = Commitment(
        about_label=about[0],
        about_id=about[1],
        unit=unit,
        area=chain_of(unit),
        book=book,
        local=local,
        made_at=at,
        taken_at=at,
        state=RECEIVED,
        clock=clock,
        allowance=CLOCKS[clock].allowance,
        last_at=at,
    )
    put_owner(row, owner)
    settle(row, at, new=True)
    row.save(force_insert=True)
    return row


def reassign(*, actor: Actor, commitment: Commitment, owner: Owner, clock: str, book: str, local: bool) -> Commitment:
    """Put right whose it is after what it is about was put right. An offer that waits falls.

    Of another clock there is the share that was left of the one before. What was said and shown to few is never shown
    to many: it is erased, and a claim that waits with it is taken back. Nothing else is lost.
    """
    with journal.atomic():
        row = held(commitment)
        if (owner_of(row), row.clock, row.book, row.local) == (owner, clock, book, local):
            return row
        at = moment(row)
        end_offer(row, at)
        if row.clock != clock:
            change_clock(row, clock, at)
        if book and not row.book:
            row.state = without_claim(row)
            erase_words(row)
        if row.book and not book:
            for key in Claim.objects.filter(commitment=row).values_list("pk", flat=True):
                evidence.set_apart(about=(LABEL, key), apart=True, within=thing_of(row))
        row.book, row.local = book, local
        if owner_of(row) != owner:
            put_owner(row, owner)
            row.taken_at = at
            if row.state in OWNERS_TURN:
                row.state = RECEIVED
        happened(row, REASSIGNED, actor=actor, at=at)  # the clock would tell a book of danger, or of another kind
    return row


def replace_owner(*, commitment: Commitment, owner: Owner) -> Commitment:
    """Its owner was dissolved, or the office is empty: another has it from now on, with all of the time."""
    with journal.atomic():
        row = held(commitment)
        if owner_of(row) == owner:
            return row
        at = moment(row)
        end_offer(row, at)
        give_all(row, owner, at)
        if row.state in OWNERS_TURN:
            row.state = RECEIVED
        happened(row, OWNER_GONE, actor=System("commitment"), at=at)
    return row

"""What all steps of a membership share: its row, its states, its entries in the journal.

Whoever locks a membership has locked its person before, and locks positions after: people's own steps begin with the
person too, so that two of them at once wait for each other and not for ever.
"""

from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor, System
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.training.algo.states import LEFT, MEMBERSHIP
from rukun.training.models import Membership, MembershipState
from rukun.training.verbs import MEMBER_LEFT

SYSTEM = System("training")


def locked_row(key: UUID) -> Membership | None:
    """The membership as it is now, with person and organisation, kept from others until the transaction ends."""
    rows = Membership.objects.select_related("person", "organisation").filter(pk=key)
    list(rows.select_for_update(of=("person",), no_key=True))
    return rows.select_for_update(of=("self",)).first()


def newest_state(membership: Membership) -> MembershipState:
    newest = membership.states.last()
    assert newest is not None  # it began with one
    return newest


def enter(actor: Actor, membership: Membership, state: str) -> None:
    """Into another state. What may not follow is asked before, with an error that says why."""
    newest = newest_state(membership)
    assert state in MEMBERSHIP[newest.state], (newest.state, state)
    now = max(timezone.now(), newest.since)
    MembershipState.objects.create(membership=membership, state=state, since=now, by=actor.label)


def end_membership(actor: Actor, membership: Membership) -> None:
    """Over, from now on; what the person holds in the organisation is the caller's affair."""
    membership.left_at = timezone.now()
    membership.save(update_fields=["left_at"])
    enter(actor, membership, LEFT)
    note(MEMBER_LEFT, actor, membership)


def note(verb: Verb, actor: Actor, membership: Membership) -> None:
    journal.record(
        verb,
        actor=actor,
        unit=membership.organisation.unit,
        about=("membership", membership.pk),
        codes={"organisation": str(membership.organisation_id), "person": str(membership.person_id)},
    )

"""Who may do what with members: the board of their own organisation, and each with their own membership."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rukun.guard import Actor, Allowed, Decision, Denied, System
from rukun.people import access as people
from rukun.people.access.invitations import may_invite
from rukun.people.access.own import may_see_own_data
from rukun.people.queries.persons import not_over
from rukun.people.titles import TITLES
from rukun.training.models import Applicant, Membership

MANAGE = "members.manage"


def own_key(actor: Actor) -> UUID | None:
    """The id of the person who acts, if this session surely is theirs."""
    return UUID(actor.label.removeprefix("person:")) if may_see_own_data(actor).allowed else None


def manages_members(actor: Actor, organisation: UUID) -> Decision:
    """Whether the actor is on the board of this very organisation. Nobody above it takes its members in for it."""
    if isinstance(actor, System) or any(key == organisation for key, _unit in people.circles_with(actor, MANAGE)):
        return Allowed()
    anywhere = actor.holds(MANAGE)
    return Denied(_("Anggota diurus oleh pengurus organisasinya sendiri.")) if anywhere.allowed else anywhere


def can_see_members(actor: Actor) -> Decision:
    """Whether there is any organisation whose members the actor may see."""
    seen = people.can_see_people(actor)
    return Allowed() if seen.allowed or people.circles_with(actor, MANAGE) else seen


def members_of(actor: Actor, key: UUID) -> Any:
    """The organisation, for whoever may see its members; ``None`` both where it is absent and where they may not."""
    found = people.organisation_for(actor, key)
    if found is None or not (people.sees_members(actor, found) or manages_members(actor, found.pk).allowed):
        return None
    return found


def membership_for(actor: Actor, key: UUID) -> Membership | None:
    """The membership with its person, for themselves and for the board; ``None`` for everybody else."""
    found = Membership.objects.select_related("person", "organisation").filter(pk=key).first()
    if found is None or found.person.released_at is not None:
        return None
    own = own_key(actor) == found.person_id
    return found if own or manages_members(actor, found.organisation_id).allowed else None


def applicant_for(actor: Actor, key: UUID) -> Applicant | None:
    """Somebody who would like to join, for the board alone."""
    found = Applicant.objects.select_related("organisation").filter(pk=key).first()
    return found if found is not None and manages_members(actor, found.organisation_id).allowed else None


def is_on_the_board(membership: Membership) -> bool:
    """Whether the member holds a position in the organisation by which they manage its members, now or later."""
    held = not_over([membership.person_id])[membership.person_id]
    return any(
        each.organisation_id == membership.organisation_id and MANAGE in TITLES[each.title].capabilities
        for each in held
    )


def may_let_in(actor: Actor, person: Any) -> bool:
    """Whether a board may make an invitation for a person: only for a newcomer whom this very board made known.

    Not even then once they have signed in or hold anything: an invitation opens an account, and what somebody does
    there is none of the board's business. ``person`` is the row of somebody who has no way to sign in. Whom a
    membership made known began with it (``actions.members``): both have the same moment.
    """
    if person.last_login is not None or not_over([person.pk])[person.pk]:
        return False
    first = Membership.objects.filter(person=person.pk, made_at=person.added_at, left_at=None).first()
    return first is not None and first.accepted_at is not None and manages_members(actor, first.organisation_id).allowed


def let_in_by_a_board(person: Any, organisation: UUID | None) -> bool:
    """Whether a board made a person known, as in ``may_let_in``; within that very organisation it is its own affair."""
    first = Membership.objects.filter(person=person.pk, made_at=person.added_at)
    return first.exclude(organisation=organisation).exists()


def may_be_let_in(actor: Actor, membership: Membership) -> Decision:
    """Whether the actor may make an invitation to sign in for a member: as ``may_let_in``, with the reason."""
    if not (board := manages_members(actor, membership.organisation_id)).allowed:
        return board
    if may_let_in(actor, membership.person) and may_invite(actor, membership.person).allowed:
        return Allowed()
    return Denied(
        _(
            "Undangan masuk hanya untuk orang yang baru didaftarkan organisasi ini dan belum pernah masuk. "
            "Bila ia tidak dapat masuk, minta kelurahan membantunya."
        )
    )

from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rukun.guard import Actor, covers
from rukun.people.actor import PersonActor
from rukun.people.models import Invitation, Person, Position
from rukun.people.queries.persons import not_over
from rukun.people.titles import TITLES


def open_invitations_of(actor: Actor) -> list[Invitation]:
    """Invitations that still work and that the actor could have made, those that end first before others.

    As many queries for many as for one: ``access.invitations.may_invite``, asked of all at once.
    """
    scopes = actor.scopes("people.invite")
    open_ones = (
        Invitation.objects.select_related("person", "position__organisation")
        .filter(ended_at=None, expires_at__gt=timezone.now())
        .order_by("expires_at")
    )
    near = [
        each
        for each in open_ones
        if any(covers(scope, each.position.unit if each.position else each.person.unit) for scope in scopes)
    ]
    persons = {each.person_id for each in near}
    settled = set(Authenticator.objects.filter(user__in=persons).values_list("user", flat=True))
    held = not_over(persons)
    return [
        each
        for each in near
        if each.person_id not in settled
        and not each.person.has_usable_password()
        and _reaches(actor, each.person, held[each.person_id])
    ]


def still_to_invite(actor: Actor, title: str, organisations: Iterable[UUID]) -> list[Position]:
    """Who holds a title in these organisations, cannot sign in, waits for no invitation, and is the actor's to invite.

    With person and organisation. Two queries; ``organisations`` may be one that is still to be asked.
    """
    now = timezone.now()
    waits = Invitation.objects.filter(person=OuterRef("person"), ended_at=None, expires_at__gt=now)
    settled = Authenticator.objects.filter(user=OuterRef("person"))
    found = (
        Position.objects.select_related("person", "organisation")
        .filter(~Exists(waits), ~Exists(settled), title=title, organisation__in=organisations, since__lte=now)
        .filter(person__released_at=None)
        .exclude(until__lte=now)
        .order_by("unit", "pk")
    )
    lacking = [each for each in found if not each.person.has_usable_password()]
    held = not_over({each.person_id for each in lacking})
    return [each for each in lacking if _reaches(actor, each.person, held[each.person_id])]


def _reaches(actor: Actor, person: Person, held: list[Position]) -> bool:
    """Whether the actor manages people, or is a coordinator, over all that the person holds."""
    managed = actor.scopes("people.manage")
    units = [each.unit for each in held] or [person.unit]
    if all(any(covers(scope, unit) for scope in managed) for unit in units):
        return True
    if not isinstance(actor, PersonActor) or not held:
        return False
    own = [
        each
        for each in actor.positions
        if "people.invite" in TITLES[each.title].capabilities and actor.opens(each) and each.organisation_id
    ]
    return all(
        not TITLES[position.title].sealed
        and any(each.organisation_id == position.organisation_id and covers(each.unit, position.unit) for each in own)
        for position in held
    )

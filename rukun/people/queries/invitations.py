from django.utils import timezone

from rukun.guard import Actor, covers
from rukun.people.access.invitations import may_invite
from rukun.people.models import Invitation


def open_invitations_of(actor: Actor) -> list[Invitation]:
    """Invitations that still work and that the actor could have made, those that end first before others."""
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
    return [each for each in near if may_invite(actor, each.person).allowed]

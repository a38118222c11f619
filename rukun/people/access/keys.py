"""Who may see, make and revoke API keys."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rukun.guard import Actor, Allowed, Decision
from rukun.people.access import inside
from rukun.people.models import ApiKey


def can_manage_keys(actor: Actor) -> Decision:
    """Whether there is any unit for which the actor may make keys."""
    return actor.holds("keys.manage")


def may_revoke(actor: Actor, key: ApiKey) -> Decision:
    """One's own, and those for a unit in which the actor may make some."""
    return Allowed() if actor.label == f"person:{key.person_id}" else actor.may("keys.manage", key.unit)


def keys_visible_to(actor: Actor) -> QuerySet[ApiKey]:
    """The keys that the actor may revoke."""
    seen = Q(person=actor.label.removeprefix("person:")) if actor.label.startswith("person:") else Q(pk__in=[])
    for scope in actor.scopes("keys.manage"):
        seen |= inside(scope)
    return ApiKey.objects.filter(seen).select_related("person")


def key_for(actor: Actor, key: UUID) -> ApiKey | None:
    """The key, or ``None`` both where there is none and where the actor may not see it."""
    return keys_visible_to(actor).filter(pk=key).first()

"""Who sees and keeps the map of potential disturbances: whoever sees, and writes on, the board there."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rukun.guard import Actor, Decision
from rukun.incident.models import HotSpot
from rukun.people.access import inside


def can_see_spots(actor: Actor) -> Decision:
    """Whether there is any unit whose hot spots the actor sees."""
    return actor.holds("incidents.see")


def spots_visible_to(actor: Actor) -> QuerySet[HotSpot]:
    """Hot spots in the actor's units; ended ones too."""
    seen = Q(pk__in=[])
    for scope in actor.scopes("incidents.see"):
        seen |= inside(scope)
    return HotSpot.objects.filter(seen)


def spot_for(actor: Actor, key: UUID) -> HotSpot | None:
    """The hot spot, or ``None`` both where there is none and where the actor may not see it."""
    return spots_visible_to(actor).filter(pk=key).first()


def may_keep(actor: Actor, spot: HotSpot) -> Decision:
    """Whether the actor changes, reviews and ends it."""
    return actor.may("incidents.write", spot.unit)

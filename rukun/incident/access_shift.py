"""Who hands a posko's shift over, who takes it, and who reads what one shift told the next."""

from uuid import UUID

from django.db.models import Q

from rukun.guard import Actor, Decision, covers
from rukun.incident.models import Handover
from rukun.people.access import inside


def can_see_shifts(actor: Actor) -> Decision:
    """Whether there is any unit whose handovers the actor reads: only who works at a posko, or could."""
    return actor.holds("incidents.write")


def may_hand_over(actor: Actor, unit: str) -> Decision:
    """Whether the actor gives or takes the shift of a unit's posko, and reads its handovers."""
    return actor.may("incidents.write", unit)


def shift_units(actor: Actor) -> list[str]:
    """The units whose posko the actor works for, and those in them that handed a shift over lately. One query."""
    scopes = actor.scopes("incidents.write")
    own = [each for each in scopes if not any(other != each and covers(other, each) for other in scopes)]
    seen = Q(pk__in=[])
    for scope in own:
        seen |= inside(scope)
    used = Handover.objects.filter(seen).order_by("unit").values_list("unit", flat=True).distinct()
    return list(dict.fromkeys([*own, *used]))


def handover_for(actor: Actor, key: UUID) -> Handover | None:
    """The handover, or ``None`` both where there is none and where the actor may not read it."""
    found = Handover.objects.filter(pk=key).first()
    return found if found is not None and may_hand_over(actor, found.unit).allowed else None

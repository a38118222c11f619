"""Who may see organisations, positions and persons.

The capabilities are ``people.see``, ``people.see_own`` and ``people.manage``. An organisation is public, and so is
whoever holds one of its public titles now. Everybody else in it is known to themselves and to those who may see people
in the unit of their position.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rukun.guard import Actor, Allowed, Decision, Denied, covers
from rukun.people import reasons
from rukun.people.access.own import may_see_own_data
from rukun.people.actor import PersonActor
from rukun.people.models import Organisation, Person, Position
from rukun.people.titles import TITLES


def can_see_directory(actor: Actor) -> Decision:
    """Whom to call is for everybody to see."""
    return Allowed()


def can_see_people(actor: Actor) -> Decision:
    """Whether there is any unit in which the actor may see who is who."""
    anywhere = actor.holds("people.see")
    return Allowed() if anywhere.allowed or own_circles(actor) else anywhere


def can_manage_people(actor: Actor) -> Decision:
    """Whether there is any unit in which the actor may register persons, organisations and positions."""
    return actor.holds("people.manage")


def sees_members(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor may see everybody in an organisation."""
    return _within(actor, "people.see", organisation.unit) or (organisation.pk, organisation.unit) in own_circles(actor)


def holds_any(actor: Actor, *capabilities: str) -> Decision:
    """Whether the actor holds one of these capabilities anywhere; the reason names whoever holds any of them."""
    asked = [actor.holds(each) for each in capabilities]
    if any(each.allowed for each in asked):
        return Allowed()
    return Denied(reasons.why_nowhere(actor, *capabilities)) if isinstance(actor, PersonActor) else asked[0]


def own_circles(actor: Actor) -> list[tuple[UUID, str]]:
    """The organisations whose members the actor may see because of a position in that very organisation, and where.

    The chair of a society knows its members; whoever else lives there is none of the society's business.
    """
    return circles_with(actor, "people.see_own")


def circles_with(actor: Actor, capability: str) -> list[tuple[UUID, str]]:
    """The organisations in which the actor holds a position that gives a capability, and the unit of the position."""
    if not isinstance(actor, PersonActor):
        return []
    return [
        (each.organisation_id, each.unit)
        for each in actor.positions
        if each.organisation_id and capability in TITLES[each.title].capabilities and actor.opens(each)
    ]


@dataclass(frozen=True)
class Seat:
    """A position that an actor holds now and that this session opens, without the person."""

    organisation: UUID | None
    title: str
    unit: str


def seats_with(actor: Actor, capability: str) -> list[Seat]:
    """The positions of the actor that give a capability. None for a program: it sits nowhere."""
    if not isinstance(actor, PersonActor):
        return []
    return [
        Seat(each.organisation_id, each.title, each.unit)
        for each in actor.positions
        if capability in TITLES[each.title].capabilities and actor.opens(each)
    ]


def seats_near(actor: Actor, since: datetime) -> list[Seat]:
    """What the actor holds, will hold or held at some time from ``since`` on, whatever this session opens.

    For rules about who is too near to decide: a weaker sign-in makes nobody independent. No query.
    """
    if not isinstance(actor, PersonActor):
        return []
    return [
        Seat(each.organisation_id, each.title, each.unit)
        for each in actor.known_positions
        if each.until is None or each.until > since
    ]


def may_appoint_in(actor: Actor, organisation: Organisation) -> bool:
    """Whether there is any unit for which the actor may give a position in an organisation.

    A lurah appoints the Bhabinkamtibmas of the kelurahan in a Polsek of the whole kecamatan.
    """
    return organisation.closed_at is None and bool(appointing_units(actor, organisation))


def appointing_units(actor: Actor, organisation: Organisation) -> list[str]:
    """The largest units within an organisation's own for which the actor may give positions in it."""
    scopes = actor.scopes("people.manage")
    if any(covers(scope, organisation.unit) for scope in scopes):
        return [organisation.unit]
    return [scope for scope in scopes if covers(organisation.unit, scope)]


def sees_position(actor: Actor, position: Position) -> bool:
    if TITLES[position.title].public and is_held(position):
        return True
    if any(key == position.organisation_id and covers(unit, position.unit) for key, unit in own_circles(actor)):
        return True
    return _within(actor, "people.see", position.unit) or (
        actor.label == f"person:{position.person_id}" and may_see_own_data(actor).allowed
    )


def is_held(position: Position) -> bool:
    """Whether somebody holds it at this moment."""
    now = timezone.now()
    return position.since <= now and (position.until is None or now < position.until)


def organisation_for(actor: Actor, key: UUID) -> Organisation | None:
    """The organisation, or ``None`` where there is none, or it is closed and the actor may not see people there."""
    found = Organisation.objects.filter(pk=key).first()
    if found is None or (found.closed_at is not None and not sees_members(actor, found)):
        return None
    return found


def position_for(actor: Actor, key: UUID) -> Position | None:
    """The position with person and organisation, or ``None`` both where it is absent and where it is not to be seen."""
    found = Position.objects.select_related("person", "organisation").filter(pk=key).first()
    return found if found is not None and sees_position(actor, found) else None


def person_for(actor: Actor, key: UUID) -> Person | None:
    """The person, or ``None`` both where there is none and where the actor may not see them."""
    return persons_visible_to(actor).filter(pk=key).first()


def persons_visible_to(actor: Actor) -> QuerySet[Person]:
    """Oneself, and whoever belongs to, or holds a position in, a unit in which the actor may see people.

    Who was released stays visible to those who manage people in their unit, until they are erased.
    """
    now = timezone.now()
    held = Position.objects.filter(person=OuterRef("pk"), since__lte=now).exclude(until__lte=now)
    own = [actor.label.removeprefix("person:")] if may_see_own_data(actor).allowed else []
    seen, released = Q(pk__in=own), Q(pk__in=[])
    for scope in actor.scopes("people.see"):
        seen |= inside(scope) | Q(Exists(held.filter(inside(scope))))
    for key, scope in own_circles(actor):
        seen |= Q(Exists(held.filter(inside(scope), organisation=key)))
    for scope in actor.scopes("people.manage"):
        released |= inside(scope)
    return Person.objects.filter(Q(seen, released_at=None) | Q(released, released_at__isnull=False))


def inside(scope: str) -> Q:
    """What has its ``unit`` in a unit or below it; ``""`` is everything."""
    return Q(unit=scope) | Q(unit__startswith=f"{scope}.") if scope else Q(unit__gte="")


def _within(actor: Actor, capability: str, unit: str) -> bool:
    """As ``actor.may``, without putting a reason into words: it is asked for each of many."""
    return any(covers(scope, unit) for scope in actor.scopes(capability))

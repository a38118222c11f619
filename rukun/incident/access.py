"""Who sees the posko's board, who writes on it, and whose second word counts."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rukun.commitment.access import houses_near, is_another_house
from rukun.guard import Actor, Allowed, Decision, Denied, covers
from rukun.incident.algo.leading import offices
from rukun.incident.models import Incident, Observation
from rukun.people.access import inside
from rukun.people.queries import positions_of

NOT_PERSON = _("Ini dilakukan oleh orang, bukan oleh program.")
OWN_WORD = _("Anda sendiri yang menilainya. Orang kedua, dari pihak lain, yang memastikan.")
SAME_HOUSE = _("Anda dan penilainya dari pihak yang sama. Orang dari pihak lain yang memastikan.")

NOT_WRITER = _("Pengamatan ditarik oleh penulisnya, atau oleh kantor yang memimpin penanganan kejadian ini.")


def can_see_board(actor: Actor) -> Decision:
    """Whether there is any unit whose situations the actor sees."""
    return actor.holds("incidents.see")


def can_write_somewhere(actor: Actor) -> Decision:
    """Whether there is any unit in which the actor opens situations."""
    return actor.holds("incidents.write")


def incidents_visible_to(actor: Actor) -> QuerySet[Incident]:
    """Situations in the actor's units."""
    seen = Q(pk__in=[])
    for scope in actor.scopes("incidents.see"):
        seen |= inside(scope)
    return Incident.objects.filter(seen)


def incident_for(actor: Actor, key: UUID) -> Incident | None:
    """The situation, or ``None`` both where there is none and where the actor may not see it."""
    found = incidents_visible_to(actor).filter(pk=key).first()
    return found.at_this_moment() if found is not None else None


def page_for(actor: Actor, key: UUID) -> str:
    """The address of the situation's page for whoever may see it, else ``""``."""
    return reverse("incident:situation", args=[key]) if incident_for(actor, key) is not None else ""


def may_see(actor: Actor, incident: Incident) -> Decision:
    return actor.may("incidents.see", incident.unit)


def may_write(actor: Actor, incident: Incident) -> Decision:
    """Whether the actor observes, joins, judges, acts and proposes to close."""
    return actor.may("incidents.write", incident.unit)


def may_judge(actor: Actor, incident: Incident) -> Decision:
    """Whether the actor says how serious it is: a person, whose house another one's second word can be held against."""
    return may_write(actor, incident) if person_of(actor) is not None else Denied(NOT_PERSON)


def may_withdraw(actor: Actor, incident: Incident, observation: Observation) -> Decision:
    """Whether the actor takes an observation back: whoever wrote it, or the office that leads. No query."""
    there = may_judge(actor, incident)
    if not there.allowed or actor.label == observation.by:
        return there
    leads = offices(incident.lead)
    if any(each.title in leads and covers(each.unit, incident.unit) for each in positions_of(actor)):
        return there
    return Denied(NOT_WRITER)


def may_open_in(actor: Actor, unit: str) -> Decision:
    """Whether the actor opens a situation in a unit."""
    return actor.may("incidents.write", unit)


def may_review(actor: Actor, incident: Incident) -> Decision:
    """Whether the actor says that somebody else's summary may be shared."""
    return actor.may("incidents.verify", incident.unit)


def may_ring(actor: Actor, incident: Incident) -> Decision:
    """Whether the actor rings the kentongan for it."""
    return actor.may("alarms.ring", incident.unit)


def may_decide(actor: Actor, incident: Incident, by: str, houses: list[str]) -> Decision:
    """Whether the actor's word is the second one on what ``by`` said, who belonged to ``houses`` then.

    It is somebody of another organisation, now and within the last 90 days, whatever hats both wear. Two queries.
    """
    there = actor.may("incidents.verify", incident.unit)
    if not there.allowed:
        return there
    if person_of(actor) is None:
        return Denied(NOT_PERSON)
    if actor.label == by:
        return Denied(OWN_WORD)
    return Allowed() if is_another_house(houses_of(actor), houses) else Denied(SAME_HOUSE)


def houses_of(actor: Actor) -> list[str]:
    """The organisations to which the actor belongs or lately did, and the desk at which they sit."""
    return houses_near(actor)


def person_of(actor: Actor) -> UUID | None:
    kind, _separator, key = actor.label.partition(":")
    return UUID(key) if kind == "person" else None


def board_units(actor: Actor) -> list[str]:
    """The units whose board the actor opens: their scopes, none inside another of them."""
    scopes = actor.scopes("incidents.see")
    return [each for each in scopes if not any(other != each and covers(other, each) for other in scopes)]

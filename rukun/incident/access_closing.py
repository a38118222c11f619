"""Whose word closes a situation, and whose says that what was owed after it is done."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.commitment.owners import GOVERNMENT, POSKO
from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.incident.access import NOT_PERSON, houses_of, may_decide, may_see, person_of
from rukun.incident.models import Closing, FollowUp, Incident
from rukun.people.access.people import seats_near
from rukun.people.queries.holders import at_their_strongest
from rukun.people.queries.offices import organisations_in
from rukun.people.queries.persons import organisations_of

NOT_THEIRS = _("Tindak lanjut ini dikerjakan instansi lain. Yang menyatakan selesai adalah orang dari instansi itu.")
TOO_NEAR = _(
    "Anda termasuk, atau belum lama ini termasuk, pihak yang mengerjakannya. Orang dari pihak lain yang memastikannya."
)
NOT_SECOND = _("Penutupan ini diusulkan orang lain. Hanya pengusulnya yang dapat menariknya.")


def may_confirm_closing(actor: Actor, incident: Incident, closing: Closing) -> Decision:
    """Whether the actor's is the second word, of another organisation than whoever proposed to close."""
    return may_decide(actor, incident, closing.by, closing.houses)


def may_do(actor: Actor, incident: Incident, followup: FollowUp) -> Decision:
    """Whether the actor says, for the organisation that owes it, that it is done: they belong to it now."""
    there = may_see(actor, incident)
    if not there.allowed:
        return there
    key = person_of(actor)
    if key is None:
        return Denied(NOT_PERSON)
    return Allowed() if followup.organisation_id in houses_now(actor, key) else Denied(NOT_THEIRS)


def may_confirm_done(actor: Actor, incident: Incident, followup: FollowUp) -> Decision:
    """Whether the actor says that it was done indeed: nobody of that organisation, nor of the doer's others."""
    there = actor.may("incidents.verify", incident.unit)
    if not there.allowed:
        return there
    if person_of(actor) is None:
        return Denied(NOT_PERSON)
    _kind, _separator, doer = followup.done_by.partition(":")
    other = at_their_strongest(UUID(doer)) if doer else None
    theirs = {str(followup.organisation_id), *(houses_of(other) if other else ())}
    return Denied(TOO_NEAR) if actor.label == followup.done_by or set(houses_of(actor)) & theirs else Allowed()


def houses_now(actor: Actor, key: UUID) -> set[UUID]:
    """The organisations that somebody is of at this moment; the desk of a posko is its kelurahan's."""
    now = timezone.now()
    desks = {seat.unit for seat in seats_near(actor, now) if seat.title == POSKO}
    own = organisations_of([key], now)[key]
    return own | (organisations_in(desks, [GOVERNMENT]) if desks else set())

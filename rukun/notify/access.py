"""Who connects channels, who says where a posko's alarms sound, and who may say how they are told themselves."""

from uuid import UUID

from django.utils.translation import gettext as _

from rukun.guard import Actor, Decision, Denied
from rukun.notify.models import Contact, Sink
from rukun.people.access.own import may_see_own_data
from rukun.people.actor import PersonActor

CHANNELS = "channels.manage"
POSKO = "people.manage"
"""Whoever appoints a posko's officers also says which of its screens and sirens hear of what."""


def can_manage_channels(actor: Actor) -> Decision:
    """Channels belong to the whole installation."""
    return actor.may(CHANNELS, "")


def can_manage_sinks(actor: Actor) -> Decision:
    """Whether there is any unit for whose posko the actor says so."""
    return actor.holds(POSKO)


def may_manage_sinks(actor: Actor, unit: str) -> Decision:
    return actor.may(POSKO, unit)


def sink_for(actor: Actor, key: UUID) -> Sink | None:
    """``None`` both where there is none and where it lies outside the actor's area."""
    sink = Sink.objects.filter(pk=key).select_related("contact").first()
    return sink if sink is not None and may_manage_sinks(actor, sink.unit).allowed else None


def can_have_wishes(actor: Actor) -> Decision:
    """Everybody for themselves; not whoever came by a code to a number that may have a new owner."""
    may = may_see_own_data(actor)
    if may.allowed and not isinstance(actor, PersonActor):
        return Denied(_("Halaman ini hanya untuk orang yang masuk ke akunnya."))
    return may


def own_contact(actor: Actor, key: UUID) -> Contact | None:
    """One of the actor's own ways to be reached; ``None`` for anybody else's."""
    if not isinstance(actor, PersonActor):
        return None
    return Contact.objects.filter(pk=key, person=actor.person.pk).first()

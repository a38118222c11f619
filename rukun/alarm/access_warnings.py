"""Who writes a public warning, and whose second word publishes it. Reading what is published takes nothing."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rukun.alarm.models import PublicWarning
from rukun.commitment.access import houses_near, is_another_house
from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.people.access import inside
from rukun.territory.algo.codes import RW, level_of

WARN, VERIFY = "alarms.warn", "incidents.verify"
NOT_PERSON = _("Ini dilakukan oleh orang, bukan oleh program.")
OWN_WORDS = _("Anda sendiri yang menulisnya. Orang kedua, dari pihak lain, yang mengumumkannya.")
SAME_HOUSE = _("Anda dan penulisnya dari pihak yang sama. Orang dari pihak lain yang mengumumkannya.")
NOT_HERE = _("Peringatan ini untuk wilayah di luar wewenang Anda.")


def can_warn(actor: Actor) -> Decision:
    """Whether there is any unit for which the actor writes warnings."""
    return actor.holds(WARN)


def can_handle_warnings(actor: Actor) -> Decision:
    """Whether there is any unit whose warnings the actor writes or gives the second word on."""
    writing = actor.holds(WARN)
    return writing if writing.allowed else actor.holds(VERIFY)


def may_warn_in(actor: Actor, areas: Sequence[str]) -> bool:
    """Whether these are all RW in units for which the actor writes warnings."""
    return all(level_of(each) == RW and actor.may(WARN, each).allowed for each in areas)


def may_follow(actor: Actor, warning: PublicWarning) -> Decision:
    """Whether the actor writes what updates or ends it."""
    return Allowed() if may_warn_in(actor, warning.areas) else Denied(NOT_HERE)


def may_publish(actor: Actor, warning: PublicWarning) -> Decision:
    """Whether the actor's is the second word: somebody of another organisation, now and within the last 90 days.

    Three queries at most.
    """
    there = actor.may(VERIFY, warning.unit)
    if not (there.allowed or actor.may(WARN, warning.unit).allowed):
        return there
    if person_of(actor) is None:
        return Denied(NOT_PERSON)
    if actor.label == warning.written_by:
        return Denied(OWN_WORDS)
    return Allowed() if is_another_house(houses_near(actor), warning.houses) else Denied(SAME_HOUSE)


def may_drop(actor: Actor, warning: PublicWarning) -> Decision:
    """Its writer gives it up; whoever's second word it needs says no."""
    return Allowed() if actor.label == warning.written_by else may_publish(actor, warning)


def warnings_visible_to(actor: Actor) -> QuerySet[PublicWarning]:
    """Warnings with their drafts, of the actor's units and the actor's own."""
    seen = Q(written_by=actor.label)
    for scope in {*actor.scopes(WARN), *actor.scopes(VERIFY)}:
        seen |= inside(scope)
    return PublicWarning.objects.filter(seen)


def warning_for(actor: Actor, key: UUID) -> PublicWarning | None:
    """The warning or draft, or ``None`` both where there is none and where the actor may not see it."""
    return warnings_visible_to(actor).filter(pk=key).first()


def houses_of(actor: Actor) -> list[str]:
    """The organisations to which the actor belongs or lately did, and the desk at which they sit."""
    return houses_near(actor)


def person_of(actor: Actor) -> UUID | None:
    kind, _separator, key = actor.label.partition(":")
    return UUID(key) if kind == "person" else None

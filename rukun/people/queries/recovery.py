from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor, covers
from rukun.journal.naming import names_of
from rukun.people.actor import PersonActor
from rukun.people.models import Person, Recovery
from rukun.people.queries.persons import not_over
from rukun.people.strength import Strength


@dataclass(frozen=True)
class Past:
    """A recovery that is over, as the page shows it: without the number."""

    asked_at: datetime
    asked_by: str
    outcome: str


def open_recovery_of(person: Person) -> Recovery | None:
    return _open().filter(person=person).first()


def open_recoveries_for(actor: Actor) -> list[Recovery]:
    """Those that the actor may confirm or withdraw, the oldest first.

    As many queries for many as for one: ``access.own.may_recover``, asked of all at once.
    """
    if not isinstance(actor, PersonActor) or actor.strength < Strength.STRONG:
        return []
    scopes = actor.scopes("people.manage")
    found = list(
        _open()
        .filter(person__released_at=None)
        .exclude(person=actor.person)
        .select_related("person")
        .order_by("asked_at")
    )
    held = not_over({each.person_id for each in found})

    def reaches(person: Person) -> bool:
        units = {each.unit for each in held[person.pk]}
        if person.unit or not units:
            units.add(person.unit)
        return all(any(covers(scope, unit) for scope in scopes) for unit in units)

    return [each for each in found if reaches(each.person)]


def past_recoveries_of(person: Person) -> list[Past]:
    """The newest first."""
    now = timezone.now()
    over = Recovery.objects.filter(person=person).exclude(ended_at=None, expires_at__gt=now).order_by("-asked_at")
    rows = list(over)
    names = names_of({label for each in rows for label in (each.asked_by, each.confirmed_by) if label})
    return [Past(each.asked_at, names[each.asked_by], _outcome(each, names)) for each in rows]


def _open() -> QuerySet[Recovery]:
    return Recovery.objects.filter(ended_at=None, expires_at__gt=timezone.now())


def _outcome(recovery: Recovery, names: dict[str, str]) -> str:
    if recovery.confirmed_by:
        return _("disetujui oleh %s") % names[recovery.confirmed_by]
    if recovery.ended_at is not None and recovery.ended_at < recovery.expires_at:
        return _("dibatalkan")
    return _("lewat waktu")

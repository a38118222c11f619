from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.journal.naming import names_of
from rukun.people.access.own import may_recover
from rukun.people.models import Person, Recovery


@dataclass(frozen=True)
class Past:
    """A recovery that is over, as the page shows it: without the number."""

    asked_at: datetime
    asked_by: str
    outcome: str


def open_recovery_of(person: Person) -> Recovery | None:
    return _open().filter(person=person).first()


def open_recoveries_for(actor: Actor) -> list[Recovery]:
    """Those that the actor may confirm or withdraw, the oldest first."""
    scopes = actor.scopes("people.manage")
    found = _open().filter(person__released_at=None).select_related("person").order_by("asked_at")
    if "" not in scopes:
        within = Q(pk__in=[])
        for scope in scopes:
            within |= Q(person__unit=scope) | Q(person__unit__startswith=f"{scope}.")
        found = found.filter(within)
    return [each for each in found if may_recover(actor, each.person).allowed]


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

"""What the clock does to situations: levels end, or ask to be renewed."""

from django.utils import timezone

from rukun.guard import Actor, Allowed, Decision
from rukun.incident.actions.holding import changed, held
from rukun.incident.actions.settling import CLOCK
from rukun.incident.errors import IncidentClosed, IncidentGone
from rukun.incident.models import Incident
from rukun.journal import actions as journal

PORTION = 500
"""So many at a time; the next look, half a minute later, takes the rest."""


def expire() -> int:
    """Look at every situation whose moment has come, each in a transaction of its own; how many there were.

    One that fails keeps no other from its turn; the first failure is raised at the end.
    """
    failed: Exception | None = None
    waiting = Incident.objects.filter(wake_at__lte=timezone.now()).order_by("wake_at", "pk")[:PORTION]
    rows = list(waiting)
    for row in rows:
        try:
            _look(row)
        except Exception as error:  # noqa: BLE001  raised below, once all had their turn
            failed = failed or error
    if failed is not None:
        raise failed
    return len(rows)


def _look(incident: Incident) -> None:
    with journal.atomic():
        try:
            row = held(CLOCK, incident, _anybody)
        except (IncidentGone, IncidentClosed):
            return  # somebody was faster
        if row.wake_at is not None and row.wake_at <= timezone.now():
            changed(row, CLOCK, None)


def _anybody(_actor: Actor, _incident: Incident) -> Decision:
    return Allowed()

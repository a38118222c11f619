"""What every action of a ring begins and ends with: its row is held, and whoever shows it is told that it changed."""

from datetime import datetime

from django.utils import timezone

from rukun.alarm import follow
from rukun.alarm.algo.circles import circles
from rukun.alarm.algo.states import Facts, looks_at
from rukun.alarm.messages import MESSAGES
from rukun.alarm.models import Called, Ring
from rukun.guard import System

SYSTEM = System("alarm")


def held(ring: Ring) -> Ring:
    """The row as it is now, held until the transaction ends. Other rows of the ring are changed under it alone."""
    return Ring.objects.select_for_update().get(pk=ring.pk)


def facts_of(ring: Ring) -> Facts:
    """How things stand. One query."""
    there = circles(narrow=ring.narrow, spread=MESSAGES[ring.message].spread)
    coming = Called.objects.filter(ring=ring, answer=Called.COMES).count()
    return Facts(
        ring.circle, len(there), ring.filled, ring.circle_at, ring.circle_seconds, ring.until, coming, ring.needed
    )


def moment(ring: Ring) -> datetime:
    """Now, but never before what happened to this ring already: a clock that was set back disorders nothing."""
    return max(timezone.now(), ring.rung_at, ring.circle_at)


def changed(ring: Ring) -> None:
    """Save a ring, and tell whoever shows it. Last."""
    ring.next_at = None if ring.state == Ring.ENDED else looks_at(facts_of(ring), timezone.now())
    ring.save()
    follow.changed(ring.about_label, ring.about_id)

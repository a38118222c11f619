"""Nobody stands alone: what a ring that calls people to a place sees to after every answer and at every look."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from rukun.alarm import notices
from rukun.alarm.actions.calling import about_ring, call_new, words_of
from rukun.alarm.messages import MESSAGES, stand_down_words
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.circles import LEAST, circle_of, suspended, unfit, uniformed
from rukun.notify.actions.calling_many import take_back_from
from rukun.notify.actions.telling import tell_many
from rukun.notify.queries.states import failed_of
from rukun.ui.addresses import whole

BY_RULE = "rule"
"""In ``Called.answered_by``: they were told to go home, and count as withdrawn."""


def hold_together(ring: Ring, now: datetime, speaking: UUID | None = None) -> dict[UUID, str]:
    """Send home whoever would stand alone at the meeting point, or may not be on duty any more; the next circle is due.

    Answered or not: whoever was called reads the call until they are told otherwise, and others count on them.

    In the caller's transaction, which holds the ring. Returns who was sent home and why, a key of
    ``messages.STAND_DOWN``; whoever is ``speaking`` at this moment is told by the caller.
    """
    if not MESSAGES[ring.message].gathers:
        return {}
    rows = list(Called.objects.filter(ring=ring, role=Called.DUTY, told__gt=0, answer__in=("", Called.COMES)))
    persons = {row.person for row in rows}
    out = suspended(persons, now) | unfit(ring.unit, persons, now)
    gone = _stand_down(ring, [row for row in rows if row.person in out], "suspended", now, speaking)
    left = [row for row in rows if row.person not in out]
    coming = [row for row in left if row.answer]
    early = now < ring.rung_at + timedelta(seconds=ring.circle_seconds)
    may_come = [row for row in left if not row.answer and (early or row.next_at is not None)]
    if 0 < len(coming) + len(may_come) < LEAST:
        gone |= _stand_down(ring, coming + may_come, "alone", now, speaking)
    if all(row.person in gone for row in left):
        _tell_officers(ring, now, speaking)
    if gone:
        ring.circle_at = min(ring.circle_at, now - timedelta(seconds=ring.circle_seconds))
    return gone


def _stand_down(ring: Ring, rows: Sequence[Called], why: str, now: datetime, speaking: UUID | None) -> dict[UUID, str]:
    persons = [row.person for row in rows]
    if not persons:
        return {}
    Called.objects.filter(pk__in=[row.pk for row in rows]).update(
        answer=Called.WITHDREW, answered_at=max(now, ring.rung_at), answered_by=BY_RULE, next_at=None
    )
    take_back_from(about_ring(ring), persons)
    with translation.override(settings.LANGUAGE_CODE):
        values = {"words": stand_down_words(why, drill=ring.drill), "page": whole(reverse("alarm:calls"))}
    whom = [(each, values) for each in persons if each != speaking]
    name = notices.stand_down_name(drill=ring.drill)
    tell_many(name, whom, urgent=True, about=about_ring(ring), url=reverse("alarm:calls"))
    return dict.fromkeys(persons, why)


def _tell_officers(ring: Ring, now: datetime, speaking: UUID | None) -> None:
    """Officers who read that the guard gathers read now that nobody comes. Once: nobody is called there any more."""
    guard = Called.objects.filter(ring=ring, role=Called.DUTY)
    if ring.guard_gone_at is not None or not ring.filled or not guard.exists():
        return
    ring.guard_gone_at = now
    ring.save(update_fields=["guard_gone_at"])
    rows = Called.objects.filter(ring=ring, role=Called.OFFICER, told__gt=0, answer__in=("", Called.COMES))
    persons = set(rows.values_list("person", flat=True)) - {speaking}
    persons -= suspended(persons, now)
    with translation.override(settings.LANGUAGE_CODE):
        values = {"words": words_of(ring, Called.OFFICER), "page": whole(reverse("alarm:calls"))}
    name = notices.name_of(ring.message, drill=ring.drill)
    tell_many(
        name, [(each, values) for each in persons], urgent=True, about=about_ring(ring), url=reverse("alarm:calls")
    )


def officer_knows(ring: Ring) -> bool:
    """Whether an officer of police or army knows of those who are called to a place, or may yet hear of it.

    Where nothing reached any of them, or each of them said that they do not come, the Polsek and Koramil are called. In
    the caller's transaction, which holds the ring.
    """
    if not MESSAGES[ring.message].gathers or _officer_rang(ring):
        return True
    if not Called.objects.filter(ring=ring, role=Called.DUTY, told__gt=0).exists():
        return True
    rows = Called.objects.filter(ring=ring, role=Called.OFFICER)
    officers = uniformed(list(rows.values_list("person", flat=True)))
    officers -= suspended(officers, timezone.now())
    theirs = rows.filter(person__in=officers)
    lost = failed_of(theirs.filter(answer="", next_at=None, bundle__isnull=False).order_by().values("bundle"))
    there = [row for row in theirs if row.channel and row.bundle not in lost]
    if any(row.answer in ("", Called.COMES) for row in there):
        return True
    return call_next_level(ring) or bool(there)


def call_next_level(ring: Ring) -> bool:
    """No officer of the kelurahan can be reached: the Polsek and Koramil are called at once. Whether one is reached."""
    further, _left_out = circle_of(ring.unit, narrow=True, nth=1)
    officers = uniformed([each.person for each in further])
    rows = call_new(ring, [each for each in further if each.person in officers])
    return informed(rows, officers)


def informed(rows: Collection[Called], persons: Collection[UUID]) -> bool:
    """Whether any of these persons was reached on a channel."""
    return any(row.channel and row.person in persons for row in rows)


def _officer_rang(ring: Ring) -> bool:
    """Whether an officer of police or army rang it themselves, who then knows."""
    kind, _separator, key = ring.rung_by.partition(":")
    return kind == "person" and bool(uniformed([UUID(key)]))

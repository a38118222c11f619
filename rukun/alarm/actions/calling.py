"""Calling people for a ring: rows of ``Called``, and what they are told on one channel after the other.

Whoever calls holds the ring's row. A circle is filled in portions, each in a transaction of its own: a process that
dies leaves whole portions behind, and the next one goes on with whoever is not in them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from rukun.alarm import follow, notices
from rukun.alarm.messages import MESSAGES, answers, words_for
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.circles import ALONE, LEAST, Meant, circle_of, still_called
from rukun.alarm.words import BUTTONS, where_of
from rukun.guard.ids import new_id
from rukun.notify.actions.calling_many import CallOut, Reached, Speech, call_many, reachable
from rukun.notify.actions.writing import insert
from rukun.notify.channels import SMS
from rukun.notify.desk import Choice, Say
from rukun.ui.addresses import whole

TOPIC = "alarm.called"
COMES, CANNOT, WITHDREW = (f"alarm:{each}" for each in (Called.COMES, Called.CANNOT, Called.WITHDREW))
AT_ONCE = 500
"""Called in one transaction, so that nobody waits long for the ring's row."""
SHORTEST = timedelta(minutes=5)


def about_ring(ring: Ring) -> str:
    """What all questions of a ring are about."""
    return f"alarm:{ring.pk}"


def members(ring: Ring, now: datetime) -> tuple[list[Meant], dict[str, int]]:
    """Who belongs to the circle that is being called; whoever rang it knows already.

    To a place nobody is called of whom fewer than two can be reached, nor for something that got worse meanwhile.
    """
    message = MESSAGES[ring.message]
    found, left_out = circle_of(ring.unit, ring.narrow, ring.circle, now, spread=message.spread)
    meant = [each for each in found if f"person:{each.person}" != ring.rung_by]
    duty = {each.person for each in meant if each.role == Called.DUTY}
    if message.gathers and duty:
        there = len(reachable(duty))
        if there < LEAST or not _gathers(ring):
            left_out = {**left_out, ALONE: left_out.get(ALONE, 0) + len(duty)} if there < LEAST else left_out
            meant = [each for each in meant if each.person not in duty]
    return meant, left_out


def call_new(ring: Ring, meant: Sequence[Meant]) -> list[Called]:
    """Call those who were not called yet on their first channel. In the caller's transaction, which holds the ring."""
    now = timezone.now()
    there = set(
        Called.objects.filter(ring=ring, person__in=[each.person for each in meant]).values_list("person", flat=True)
    )
    rows = [
        Called(id=new_id(), ring=ring, person=each.person, circle=ring.circle, role=each.role, unit=each.unit)
        for each in {each.person: each for each in meant}.values()
        if each.person not in there
    ]
    reached = _call(ring, rows, now)
    for row in rows:
        _note(ring, row, reached.get(row.person), now)
    insert(Called, [{field.attname: getattr(row, field.attname) for field in FIELDS} for row in rows])
    return rows


def call_again(ring: Ring, rows: Sequence[Called]) -> int:
    """Call these on their next channel, as far as they still may be called. Returns how many were reached on one.

    Whoever is no longer in office or on duty, or no longer fit, is called no further; nor is anybody to a place for
    something that got worse meanwhile, or where fewer than two of them are left who may come.
    """
    now = timezone.now()
    may = still_called(ring, rows, now)
    gathers = _may_gather(ring, now) if any(row.role == Called.DUTY for row in rows) else True
    still = [row for row in rows if row.person in may and (gathers or row.role != Called.DUTY)]
    reached = _call(ring, still, now)
    Called.objects.filter(pk__in=[row.pk for row in rows if row.person not in reached]).update(next_at=None)
    by_channel: dict[str, list[UUID]] = {}
    for row in still:
        if row.person in reached:
            by_channel.setdefault(reached[row.person].channel, []).append(row.pk)
    for channel, keys in by_channel.items():
        Called.objects.filter(pk__in=keys).update(
            told=F("told") + 1, channel=channel, bundle=F("pk"), told_at=now,
            next_at=now + timedelta(seconds=ring.channel_seconds),
        )  # fmt: skip
    return len(reached)


def _may_gather(ring: Ring, now: datetime) -> bool:
    """Whether those on duty may be called on: two of them at least were reached, are still fit and did not say no."""
    if not MESSAGES[ring.message].gathers:
        return True
    if not _gathers(ring):
        return False
    there = Called.objects.filter(ring=ring, role=Called.DUTY, told__gt=0, answer__in=("", Called.COMES))
    return len(still_called(ring, list(there), now)) >= LEAST


def _gathers(ring: Ring) -> bool:
    return follow.gathers(ring.about_label, ring.about_id)


FIELDS = Called._meta.concrete_fields  # noqa: SLF001  all of them, as they are


def _call(ring: Ring, rows: Sequence[Called], now: datetime) -> Mapping[UUID, Reached]:
    calls = [
        CallOut(
            row.pk,
            row.person,
            {"called": str(row.pk), "role": row.role},
            reverse("alarm:call", args=[row.pk]),
            row.told,
        )
        for row in rows
    ]
    if not calls:
        return {}
    lasts = max(SHORTEST, ring.until - now)
    name = notices.name_of(ring.message, drill=ring.drill)
    drills = Ring.objects.filter(drill=True, state=Ring.RINGING) if not ring.drill else []
    return call_many(
        TOPIC, name, calls, speech=speech_of(ring), about=about_ring(ring), lasts=lasts,
        first=MESSAGES[ring.message].spread and not ring.drill,  # to keep away goes before being called to a place
        before={about_ring(each) for each in drills},  # and what is real before any drill, wherever that is held
    )  # fmt: skip


def _note(ring: Ring, row: Called, reached: Reached | None, now: datetime) -> None:
    """What is known of somebody now; whoever has no (further) channel is looked at no more."""
    row.next_at = None
    if reached is not None:
        row.told, row.channel, row.bundle, row.told_at = row.told + 1, reached.channel, reached.bundle, now
        row.next_at = now + timedelta(seconds=ring.channel_seconds)


# The words


def speech_of(ring: Ring) -> Speech:
    """How a ring speaks to each role; made once for each language."""
    said = _words(ring)

    def says(call: CallOut, channel: str) -> tuple[Say, ...]:
        return question(said(call.state["role"], get_language()), channel)

    def values(call: CallOut, _channel: str) -> Mapping[str, str]:
        return {"words": said(call.state["role"], get_language()), "page": whole(call.url)}

    return Speech(says, values)


def question(words: str, channel: str) -> tuple[Say, ...]:
    """The words of a call with its answers: as buttons, or by number where there are none."""
    if channel == SMS:
        return (Say(f"{words} {answers()}", vital=True),)
    return (Say(words, choices(), vital=True),)


def choices() -> tuple[Choice, ...]:
    """The three answers as buttons, in the language of the moment."""
    return tuple(Choice(f"alarm:{key}", str(words)) for key, words in BUTTONS.items())


def _words(ring: Ring) -> Callable[[str, Any], str]:
    @cache
    def said(role: str, _language: str) -> str:
        return words_of(ring, role)

    return said


def words_of(ring: Ring, role: str) -> str:
    """What a ring says to a role, in the language of the moment."""
    return words_for(ring.message, role, where=where_of(ring.unit), meeting=ring.meeting_for(role), drill=ring.drill)

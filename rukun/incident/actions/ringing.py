"""Ringing the kentongan for a situation: how wide, and with which words, follows from its level and who verified it."""

from typing import Any
from uuid import UUID

from rukun.alarm.actions import ending as alarm_ending
from rukun.alarm.actions import ringing as alarm
from rukun.alarm.errors import AlarmError, TooNear, UnknownMessage
from rukun.alarm.messages import GATHER
from rukun.alarm.queries.meeting import meeting_point
from rukun.guard import Actor
from rukun.incident.access import may_ring
from rukun.incident.actions.holding import held, moment
from rukun.incident.actions.measures import record_measure
from rukun.incident.actions.pulse import beat
from rukun.incident.measures import RING
from rukun.incident.models import Incident
from rukun.incident.queries.ringing import LABEL, goes_on, is_the_spot, messages_for
from rukun.journal import actions as journal

__all__ = ["AlarmError", "board_changed", "end_ring", "is_open", "may_gather", "ring_for"]


def ring_for(
    *,
    actor: Actor,
    incident: Incident,
    ring_id: UUID,
    measure_id: UUID,
    message: str,
    meeting: str = "",
    instead: UUID | None = None,
) -> Any:
    """Ring with one of the messages on offer now, and write it down as a measure. Tapped twice it rings once.

    ``instead`` is the ring that its author saw ringing and means to replace.

    Raises ``Refused``, ``IncidentError``, ``AlarmError``.
    """
    with journal.atomic():
        row = held(actor, incident, may_ring)
        chosen = next((each for each in messages_for(row) if each.code == message), None)
        if chosen is None:
            raise UnknownMessage
        if meeting and (point := meeting_point(row.unit, meeting)) and is_the_spot(row, point):
            raise TooNear  # nobody is told to meet where it happens
        made = alarm.ring(
            actor=actor, ring_id=ring_id, about=(LABEL, row.pk), unit=row.unit, message=message, narrow=chosen.narrow,
            meeting=meeting, may=may_ring(actor, row), instead=instead,
        )  # fmt: skip
        record_measure(actor=actor, incident=row, measure_id=measure_id, kind=RING, done_at=moment(row), ring=made.pk)
    return made


def end_ring(*, actor: Actor, incident: Incident, ring: Any, ending: str) -> Any:
    """End it for everybody: "safe" or "false". Also where the situation was closed meanwhile. Ended twice is once.

    While an AG or GN stands nobody is told that it is safe: they are told to stay away, see ``goes_on``.

    Raises ``Refused``, ``AlarmError``.
    """
    with journal.atomic():
        row = held(actor, incident, may_ring, closed=True)
        if (ring.about_label, ring.about_id) != (LABEL, row.pk):
            raise UnknownMessage
        still = goes_on(row, ending, narrow=ring.narrow)
        return alarm_ending.end(actor=actor, ring=ring, ending=ending, may=may_ring(actor, row), still=still)


def is_open(key: UUID) -> bool:
    """Whether there is such a situation to ring for."""
    return Incident.objects.filter(pk=key, closed_at=None).exists()


def may_gather(key: UUID) -> bool:
    """Whether people may be called to a meeting point for it at this moment."""
    found = Incident.objects.filter(pk=key, closed_at=None).first()
    return found is not None and any(each.code == GATHER for each in messages_for(found))


def board_changed(key: UUID) -> None:
    """Something of its ring changed: the board shows that."""
    area = Incident.objects.filter(pk=key).values_list("area", flat=True).first()
    if area is not None:
        beat(area)

"""Situations, the posko's shift and the kentongan: one of each thing that addresses name, made as people make them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.utils import timezone

from rukun.alarm.actions.beats import add_beat
from rukun.alarm.actions.drilling import start_drill
from rukun.alarm.models import Called, Ring
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.incident.access import houses_of
from rukun.incident.actions import handover, sharing
from rukun.incident.actions.closing import confirm_closing, propose_closing
from rukun.incident.actions.followups import done_followup
from rukun.incident.actions.levels import EvidenceRef, judge
from rukun.incident.actions.observing import observe
from rukun.incident.actions.opening import open_incident
from rukun.incident.actions.ringing import ring_for
from rukun.incident.actions.spots import make_spot
from rukun.incident.models import FollowUp, Incident
from rukun.incident.queries.closing import organisations_for
from rukun.notify.actions.calling_many import CallOut, Reached
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.ui.dates import written_out

Place = dict[str, tuple[Any, ...]]


def situations(unit: str, beside: str, one: Person, other: Person, called: Person) -> Place:
    """In an RT, and once more in one of another RW (``beside_…``): what is open, proposed, over, rung, handed over.

    All said by ``one``, whose house owes what comes after; ``other`` confirmed what is over and took the first shift.
    The drill called ``called``.
    """
    first, second = actor_of(one), actor_of(other)
    drills = [_drill(_rw(each), first, called) for each in (unit, beside)]
    own, others = _around(unit, first, second), _around(beside, first, second)
    # Whoever rings in earnest ends every drill around; the addresses of one that goes on are asked as well.
    rings = Ring.objects.filter(pk__in=[each["drill"][0] for each in drills])
    rings.update(state=Ring.RINGING, ended_at=None, ended_by="", ending="")
    return {
        **own,
        **drills[0],
        **{f"beside_{name}": keys for name, keys in {**others, **drills[1]}.items()},
    }


def _rw(unit: str) -> str:
    return unit.rpartition(".")[0]


def _drill(rw: str, one: Actor, called: Person) -> Place:
    with patch("rukun.alarm.actions.calling.call_many", _reached):
        drill = start_drill(actor=one, ring_id=new_id(), unit=rw, message="jauhi")
    call = Called.objects.create(ring=drill, person=called.pk, circle=0, role=Called.DUTY, unit=rw)
    return {"drill": (drill.pk,), "called": (call.pk,)}


def _around(unit: str, one: Actor, other: Actor) -> Place:
    rw = _rw(unit)
    row = _opened(one, unit)
    seen, besides = (
        observe(
            actor=one, incident=row, observation_id=new_id(), source="seen", text=text, seen_at=timezone.now()
        )
        for text in ("Dua kelompok berkumpul.", "Lampu di ujung barat mati.")
    )  # fmt: skip
    step = judge(
        actor=one, incident=row, step_id=new_id(), version=_version(row), level=Incident.AG,
        reason="Kedua ujung jembatan makin ramai.", evidence=[EvidenceRef("observation", seen.pk)],
    )  # fmt: skip
    sharing.summarise(actor=one, incident=row, version=_version(row), text="Ramai di jembatan. Harap menjauh.")
    proposed = _opened(one, unit)
    _proposed(one, proposed)
    owed, done = (_closed(one, other, unit) for _each in range(2))
    done_followup(actor=one, incident=done.incident, followup=done)
    spot = make_spot(
        actor=one, spot_id=new_id(), unit=rw, name="Jembatan", friction="grudge", about="Ramai tiap akhir pekan."
    )
    taken, waits = _handed_over(one, rw, to=other), _handed_over(one, rw)
    beat = add_beat(actor=one, beat_id=new_id(), unit=rw, beats="3-3-3", rhythm="even", meaning="kebakaran")
    with patch("rukun.alarm.actions.calling.call_many", _reached):
        ring = ring_for(actor=one, incident=row, ring_id=new_id(), measure_id=new_id(), message="periksa")
    return {
        "there": (rw,),
        "situation": (row.pk,),
        "version": (_version(row),),
        "seen": (f"observation:{seen.pk}",),
        "observation": (row.pk, besides.pk),  # what an unconfirmed level rests on, its writer alone takes back
        "step": (row.pk, step.pk),
        "measure": (row.pk, "note"),
        "rung": (row.pk, ring.pk),
        "proposed": (proposed.pk,),
        "closing": (str(proposed.endings.get().pk),),
        "closed": (owed.incident_id,),
        "followup": (owed.incident_id, owed.pk),
        "followup_done": (done.incident_id, done.pk),
        "spot": (spot.pk,),
        "now": (timezone.now().isoformat(),),
        "soon": (written_out(timezone.localdate() + timedelta(days=30)),),
        "handover": (waits,),
        "handover_taken": (taken,),
        "beat": (beat.pk,),
    }


def _opened(one: Actor, unit: str) -> Incident:
    return open_incident(
        actor=one, incident_id=new_id(), kind="tawuran", unit=unit, place="Jembatan", point=None,
        happened_at=timezone.now(),
    )  # fmt: skip


def _version(row: Incident) -> int:
    row.refresh_from_db()
    return row.version


def _proposed(one: Actor, row: Incident) -> None:
    own = houses_of(one)
    house = next(key for key, _name in organisations_for(row) if str(key) in own)
    propose_closing(
        actor=one, incident=row, version=_version(row), closing="done", happened="Kedua kelompok bubar.", harm={},
        done="Diminta pulang.", lessons="Lampu perlu ditambah.",
        followups=[("mediation", house, timezone.localdate() + timedelta(days=7))],
    )  # fmt: skip


def _closed(one: Actor, other: Actor, unit: str) -> FollowUp:
    """Of a situation that is over what is owed after it."""
    row = _opened(one, unit)
    _proposed(one, row)
    confirm_closing(actor=other, incident=row, closing=row.endings.get().pk)
    return FollowUp.objects.select_related("incident").get(incident=row)


def _handed_over(one: Actor, unit: str, to: Actor | None = None) -> UUID:
    given = handover.give_shift(actor=one, handover_id=new_id(), unit=unit, words="Ujung timur masih ramai.")
    if to is not None:
        handover.take_shift(actor=to, handover=given)
    return given.pk


def _reached(_topic: str, _notice: str, whom: Sequence[CallOut], **_more: Any) -> dict[UUID, Reached]:
    """Everybody by SMS: whoever rings is told so where nobody has a channel."""
    return {each.person: Reached("sms", each.key) for each in whom}

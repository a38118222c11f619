"""Situations for tests, made through the room's own actions by the offices of a made-up town.

>>> desk, police = two_houses()                       # doctest: +SKIP
>>> row = at_level(incident(desk), AG, desk, police)  # doctest: +SKIP
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import h3
from django.db import connections
from django.utils import timezone

from rukun.commitment.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, leave, somebody, town
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.incident.actions.levels import EvidenceRef, judge, verify
from rukun.incident.actions.observing import observe
from rukun.incident.actions.opening import open_incident
from rukun.incident.models import Incident, Observation, Pulse, Step
from rukun.incident.queries.closing import waiting_closing
from rukun.report.models import Report
from rukun.report.tests.factories import report

__all__ = ["KELURAHAN", "NEXT_RW", "OTHER", "RT", "RW", "leave", "town"]

NONE, PG, AG, GN = Incident.NONE, Incident.PG, Incident.AG, Incident.GN
BRIDGE = (-6.2001, 106.7993)
"""A point (latitude, longitude) in RW 016: the town of these tests has no outlines, so it lies where one says."""
TEXT = "Dua kelompok berkumpul di kedua ujung jembatan."
REASON = "Kedua ujung jembatan makin ramai sejak tengah malam."


def officer(title: str = "petugas_posko", name: str = "Sari Wulandari") -> Actor:
    """Whoever holds a title where it is held here, signed in by a passkey; ``title@unit`` for another unit."""
    return somebody(title, name=name)


def two_houses() -> tuple[Actor, Actor]:
    """Two who work on one board and whose word may be each other's second: posko of the kelurahan, and police."""
    return officer("petugas_posko", "Sari Wulandari"), officer("bhabinkamtibmas", "Budi Santoso")


def incident(actor: Actor | None = None, **more: Any) -> Incident:
    """An open situation at the bridge. Needs ``town()``; without ``actor`` a posko's officer opens it."""
    given: dict[str, Any] = {
        "incident_id": new_id(),
        "kind": "tawuran",
        "unit": RW,
        "place": "jembatan",
        "point": BRIDGE,
        "happened_at": timezone.now(),
    }
    return open_incident(actor=actor or officer(), **{**given, **more})


def observation(actor: Actor, row: Incident, text: str = TEXT, **more: Any) -> Observation:
    given: dict[str, Any] = {"observation_id": new_id(), "source": "seen", "seen_at": timezone.now()}
    return observe(actor=actor, incident=row, text=text, **{**given, **more})


def seen(actor: Actor, row: Incident, **more: Any) -> EvidenceRef:
    """An observation of this moment, as evidence."""
    return EvidenceRef("observation", observation(actor, row, **more).pk)


def judged(
    actor: Actor,
    row: Incident,
    level: int,
    *,
    reason: str = REASON,
    version: int | None = None,
    step_id: UUID | None = None,
    evidence: list[EvidenceRef] | None = None,
) -> Step:
    """What somebody says of its level, on something they saw just now unless ``evidence`` is given."""
    evidence = [seen(actor, row)] if evidence is None else evidence
    return judge(
        actor=actor,
        incident=row,
        step_id=step_id or new_id(),
        version=again(row).version if version is None else version,
        level=level,
        reason=reason,
        evidence=evidence,
    )


def at_level(row: Incident, level: int, by: Actor, second: Actor | None = None) -> Incident:
    """At a level: unverified, or confirmed by ``second``."""
    step = judged(by, row, level)
    if second is not None and step.state == Step.WAITING:
        verify(actor=second, incident=row, step=step)
    return again(row)


def proposal(row: Incident) -> UUID:
    """The closing that waits for a second person, as whoever reads the page knows it; any id where none does."""
    found = waiting_closing(row)
    return found.pk if found is not None else new_id()


def report_near(row: Incident, category: str = "tawuran", *, cells: int = 0, ago: timedelta = timedelta()) -> Report:
    """A resident's report from the situation's own cell, or so many cells away; told ``ago`` before now."""
    lat, lon = row.lat, row.lon
    if cells and row.cell is not None:
        lat, lon = h3.cell_to_latlng(min(h3.grid_ring(h3.int_to_str(row.cell), cells)))
    happened: dict[str, Any] = {}
    if ago:
        happened = {"happened": timezone.now() - ago, "happened_about": "hour"}
    found, _code = report(category, unit=row.unit, lat=lat, lon=lon, **happened)
    return found


def again(row: Incident) -> Incident:
    """As it is in the database now."""
    return Incident.objects.get(pk=row.pk)


def counted(area: str = KELURAHAN) -> dict[int, int]:
    """How many open situations the board's pulse knows of an area, by level."""
    pulse = Pulse.objects.get(area=area)
    return {NONE: pulse.none, PG: pulse.pg, AG: pulse.ag, GN: pulse.gn}


def beats(area: str = KELURAHAN) -> int:
    """The number that the board asks for."""
    found = Pulse.objects.filter(area=area).first()
    return found.number if found else 0


def minutes(number: float, since: datetime | None = None) -> datetime:
    """So many minutes from now, or from another moment."""
    return (since or timezone.now()) + timedelta(minutes=number)


def at_once(*works: Callable[[], object]) -> list[str]:
    """What became of each, done in threads of their own at the same moment: "done" or the name of the error."""
    together = threading.Barrier(len(works))
    outcomes = [""] * len(works)

    def run(place: int) -> None:
        try:
            together.wait(timeout=30)
            works[place]()
            outcomes[place] = "done"
        except Exception as error:  # noqa: BLE001  whatever it is, the test says whether it may be
            outcomes[place] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes

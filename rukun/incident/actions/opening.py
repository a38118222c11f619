"""A situation is opened, and put right: what, where, who leads."""

from datetime import datetime
from uuid import UUID

import h3
from django.db import IntegrityError
from django.utils import timezone

from rukun.geo.coordinates import NotAPoint, Point
from rukun.geo.coordinates import point as point_of
from rukun.guard import Actor, covers
from rukun.guard.ids import new_id
from rukun.incident import access
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.actions.observing import OWN_EYES, write_observation
from rukun.incident.actions.times import no_later_than_now
from rukun.incident.algo.leading import may_lead, usual_lead
from rukun.incident.errors_opening import (
    BadPoint,
    IdTaken,
    LeadNotNow,
    LevelStays,
    NoPlace,
    PlaceTooLong,
    PointElsewhere,
    SavedOtherwise,
    UnknownKind,
    UnknownLead,
    UnknownUnit,
)
from rukun.incident.kinds import KINDS, LEADS
from rukun.incident.models import Incident, Observation
from rukun.incident.verbs import CHANGED, OPENED
from rukun.incident.words import says
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of
from rukun.territory import queries as territory

LONGEST_PLACE = 80
RESOLUTION = 9
"""Of H3, as of reports: cells of about 0.1 km²."""


def open_incident(
    *,
    actor: Actor,
    incident_id: UUID,
    kind: str,
    unit: str,
    place: str,
    point: tuple[float, float] | None,
    happened_at: datetime,
    lead: str = "",
    text: str = "",
) -> Incident:
    """A situation, at a place that has a name and, if known, a point (latitude, longitude). Sent twice it is one.

    ``unit`` may be "" where a point says it. ``text`` becomes its first observation. Raises ``Refused``,
    ``IncidentError``.
    """
    where = _where(unit, point)
    access.may_open_in(actor, where).demand()
    said = kind, where, " ".join(place.split()), text.strip()
    if known := _known(actor, incident_id, *said):
        return known
    lead = lead or usual_lead(_kind(kind), Incident.NONE)
    _demand_lead(lead, kind, Incident.NONE)
    happened_at = no_later_than_now(happened_at, "happened_at")
    at = timezone.now()
    row = Incident(
        id=incident_id, kind=kind, place=_place(place), lead=lead, happened_at=happened_at, opened_at=at,
        opened_by=actor.label, state_at=at, changed_at=at,
    )  # fmt: skip
    _put_where(row, where, point)
    try:
        with journal.atomic():
            row.save(force_insert=True)
            if text.strip():
                write_observation(row, actor, new_id(), OWN_EYES, text, happened_at, at)
            changed(row, actor, OPENED, at=at, codes={"kind": kind})
    except IntegrityError:
        if known := _known(actor, incident_id, *said):
            return known
        raise
    return row


def change_incident(
    *,
    actor: Actor,
    incident: Incident,
    version: int,
    kind: str,
    unit: str,
    place: str,
    point: tuple[float, float] | None,
    lead: str,
) -> Incident:
    """Put right what and where it is, and who leads. Into another unit only where the actor writes there, too.

    While an AG or GN is in force, verified or not, kind, unit and place stay as they are, and its point in its cell:
    it was judged for that place alone. A summary of what it was before has to be read again by a second person.
    Raises ``Refused``, ``LevelStays``, ``IncidentError``, ``ChangedMeanwhile``.
    """
    where, place = _where(unit, point), _place(place)
    with journal.atomic():
        row = held(actor, incident, version=version)
        access.may_open_in(actor, where).demand()
        before, was = _said(row), (row.kind, row.unit, row.place, row.cell)
        row.kind, row.place, row.lead = _kind(kind), place, lead
        _demand_lead(lead, kind, row.level)
        _put_where(row, where, point)
        if _said(row) == before:
            return row
        if row.level >= Incident.AG:
            _demand_same(was, row)
        if was[:3] != (row.kind, row.unit, row.place):
            row.reviewed_at, row.reviewed_by = None, ""
        changed(row, actor, CHANGED, at=moment(row), codes={"kind": row.kind, "lead": row.lead})
    return row


def _demand_same(was: tuple[str, str, str, int | None], row: Incident) -> None:
    """Raises ``LevelStays`` for another kind or place; where no point was known one may be given."""
    for name, before in zip(("kind", "unit", "place"), was[:3], strict=True):
        if getattr(row, name) != before:
            raise LevelStays(name)
    if was[3] is not None and row.cell != was[3]:
        raise LevelStays("point")


def _known(actor: Actor, key: UUID, kind: str, unit: str, place: str, text: str) -> Incident | None:
    """What was opened with this form before. Raises ``IdTaken``, and ``SavedOtherwise`` if it said something else."""
    found = Incident.objects.filter(pk=key).first()
    if found is None:
        return None
    if found.opened_by != actor.label:
        raise IdTaken
    first = Observation.objects.filter(incident=found, by=actor.label, at=found.opened_at).first()
    same = says("Observation", first.pk, first.content, text=text) if first is not None else not text
    if not same or (kind, unit, place) != (found.kind, found.unit, found.place):
        raise SavedOtherwise
    return found


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise UnknownKind
    return kind


def _demand_lead(lead: str, kind: str, level: int) -> None:
    if lead not in LEADS:
        raise UnknownLead
    if not may_lead(lead, kind, level):
        raise LeadNotNow


def _place(place: str) -> str:
    place = " ".join(place.split())
    if len(place) < 3:
        raise NoPlace
    if len(place) > LONGEST_PLACE:
        raise PlaceTooLong(LONGEST_PLACE)
    return place


def _where(unit: str, point: tuple[float, float] | None) -> str:
    """The unit that was chosen, or in which the point lies. Raises ``IncidentError``."""
    here = _point(point)
    if unit:
        if not territory.exists(unit):
            raise UnknownUnit
        if here is not None:
            _demand_near(unit, here)
        return unit
    if here is None:
        raise UnknownUnit
    units = territory.units_at(here)
    if not units:
        raise PointElsewhere("")
    return units[-1].code


def _demand_near(unit: str, here: Point) -> None:
    """A point may lie some hundred metres over a border: outlines are not finer, and bridges have two ends."""
    area, lies = chain_of(unit), territory.units_at(here)
    if not lies or _fits(area, lies[-1].code):
        return  # where no outline says more, what somebody chose is believed
    around = h3.grid_disk(h3.latlng_to_cell(here.lat, here.lon, RESOLUTION), 1)
    for cell in around:
        found = territory.units_at(Point(*h3.cell_to_latlng(cell)))
        if found and _fits(area, found[-1].code):
            return
    raise PointElsewhere(territory.name_of(chain_of(lies[-1].code)))


def _fits(area: str, code: str) -> bool:
    return covers(area, code) or covers(code, area)


def _point(point: tuple[float, float] | None) -> Point | None:
    try:
        return point_of(*point) if point is not None else None
    except NotAPoint:
        raise BadPoint from None


def _put_where(row: Incident, unit: str, point: tuple[float, float] | None) -> None:
    here = _point(point)
    row.unit, row.area = unit, chain_of(unit)
    row.lat, row.lon = (here.lat, here.lon) if here else (None, None)
    row.cell = h3.str_to_int(h3.latlng_to_cell(here.lat, here.lon, RESOLUTION)) if here else None


def _said(row: Incident) -> tuple[object, ...]:
    return row.kind, row.place, row.lead, row.unit, row.lat, row.lon

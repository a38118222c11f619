"""The map of potential disturbances: places and areas where friction is likely, never persons or groups of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from rukun.geo.coordinates import NotAPoint, point
from rukun.guard import Actor, covers
from rukun.incident.access import may_open_in, may_write
from rukun.incident.access_spots import may_keep
from rukun.incident.actions.holding import held
from rukun.incident.actions.pulse import beat
from rukun.incident.calendars import KINDS
from rukun.incident.errors_opening import IdTaken, SavedOtherwise, WordsTooLong
from rukun.incident.errors_spots import SpotChanged, SpotEnded, SpotExists, SpotGone, SpotWrong
from rukun.incident.frictions import FRICTIONS
from rukun.incident.models import HotSpot, Incident
from rukun.incident.verbs import SPOT_CHANGED, SPOT_ENDED, SPOT_MADE, SPOT_REVIEWED
from rukun.incident.words import says, sealed
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of
from rukun.journal.verbs import Verb
from rukun.territory import queries as territory
from rukun.territory.algo.codes import KELURAHAN, level_of
from rukun.training.algo.texts import flowing, readable

LABEL = "hot_spot"
LONGEST, LONGEST_NAME, MOST_PLACES, MOST_SIDES = 2000, 80, 8, 4
REVIEWED_WITHIN, LATEST_REVIEW = timedelta(days=90), timedelta(days=183)
"""When it is to be looked at again, unless somebody says otherwise; and the latest that can be said."""


def make_spot(
    *,
    actor: Actor,
    spot_id: UUID,
    unit: str,
    name: str,
    friction: str,
    incident: Incident | None = None,
    places: Sequence[Mapping[str, Any]] = (),
    sides: Sequence[str] = (),
    calendar: Sequence[str] = (),
    about: str = "",
    helps: str = "",
    review_by: date | None = None,
) -> HotSpot:
    """A standing entry, of itself or out of a situation, which may be open or closed. Sent twice it is one.

    ``sides`` are codes of units alone. ``places`` are {"name", "lat", "lon"}, the last two may be ``None``.
    Raises ``Refused``, ``IncidentError``: ``SpotWrong``, ``SpotExists``.
    """
    may_open_in(actor, unit).demand()
    if known := _known(actor, spot_id, name, about, helps):
        return known
    now = timezone.now()
    row = HotSpot(id=spot_id, made_at=now, made_by=actor.label, reviewed_at=now, reviewed_by=actor.label)
    _put(row, unit, name, friction, places, sides, calendar, review_by or timezone.localdate() + REVIEWED_WITHIN)
    row.content = _content(row, about, helps)
    try:
        with journal.atomic():
            if incident is not None:
                from_there = held(actor, incident, may_write, closed=True)
                if HotSpot.objects.filter(incident=from_there).exclude(pk=spot_id).exists():
                    raise SpotExists
                row.incident = from_there
            row.save(force_insert=True)
            _record(SPOT_MADE, actor, row)
    except IntegrityError:
        if known := _known(actor, spot_id, name, about, helps):
            return known
        raise
    return row


def change_spot(
    *,
    actor: Actor,
    spot: HotSpot,
    version: int,
    name: str,
    friction: str,
    places: Sequence[Mapping[str, Any]] = (),
    sides: Sequence[str] = (),
    calendar: Sequence[str] = (),
    about: str = "",
    helps: str = "",
    unit: str = "",
    review_by: date | None = None,
) -> HotSpot:
    """Say otherwise where it is, where it comes from, when it stirs and what helps. That is a review, too.

    ``unit`` and ``review_by`` stay as they are where none is given. Raises ``Refused``, ``IncidentError``.
    """
    with journal.atomic():
        row = _held(actor, spot, version)
        before = row.area
        unit = unit or row.unit
        may_open_in(actor, unit).demand()
        _put(row, unit, name, friction, places, sides, calendar, review_by or row.review_by)
        row.content = _content(row, about, helps)
        _reviewed(row, actor)
        _record(SPOT_CHANGED, actor, row, also=before)
    return row


def review_spot(*, actor: Actor, spot: HotSpot, version: int, review_by: date | None = None) -> HotSpot:
    """Somebody looked at it again: it still holds. Raises ``Refused``, ``IncidentError``."""
    with journal.atomic():
        row = _held(actor, spot, version)
        row.review_by = _day(review_by or timezone.localdate() + REVIEWED_WITHIN)
        _reviewed(row, actor)
        _record(SPOT_REVIEWED, actor, row)
    return row


def end_spot(*, actor: Actor, spot: HotSpot, version: int) -> HotSpot:
    """It is no potential for friction any more. Ended twice it is ended once. Raises ``Refused``, ``IncidentError``."""
    with journal.atomic():
        row = _held(actor, spot, None)
        if row.ended_at is not None:
            return row
        if row.version != version:
            raise SpotChanged
        row.ended_at, row.ended_by = timezone.now(), actor.label
        row.version += 1
        row.save()
        _record(SPOT_ENDED, actor, row)
    return row


def _held(actor: Actor, spot: HotSpot, version: int | None) -> HotSpot:
    may_keep(actor, spot).demand()
    row = HotSpot.objects.select_for_update(of=("self",)).filter(pk=spot.pk).first()
    if row is None:
        raise SpotGone
    may_keep(actor, row).demand()
    if version is not None:
        if row.ended_at is not None:
            raise SpotEnded
        if row.version != version:
            raise SpotChanged
    return row


def _known(actor: Actor, key: UUID, name: str, about: str, helps: str) -> HotSpot | None:
    found = HotSpot.objects.filter(pk=key).first()
    if found is None:
        return None
    if found.made_by != actor.label:
        raise IdTaken
    same = says("HotSpot", key, found.content, about=readable(about), helps=readable(helps))
    if not same or found.name != flowing(name):
        raise SavedOtherwise
    return found


def _put(
    row: HotSpot,
    unit: str,
    name: str,
    friction: str,
    places: Sequence[Mapping[str, Any]],
    sides: Sequence[str],
    calendar: Sequence[str],
    review_by: date,
) -> None:
    name = flowing(name)
    if not territory.exists(unit):
        raise SpotWrong("unit")
    if not 0 < len(name) <= LONGEST_NAME:
        raise SpotWrong("name")
    if friction not in FRICTIONS:
        raise SpotWrong("friction")
    if any(each not in KINDS for each in calendar):
        raise SpotWrong("calendar")
    row.unit, row.area, row.name, row.friction = unit, chain_of(unit), name, friction
    row.places, row.sides = _places(places), _sides(sides)
    row.calendar = [each for each in KINDS if each in calendar]
    if row.review_by != review_by:
        row.review_by = _day(review_by)


def _places(places: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for each in places:
        name, lat, lon = flowing(str(each.get("name") or "")), each.get("lat"), each.get("lon")
        try:
            here = point(str(lat), str(lon)) if lat is not None and lon is not None else None
        except NotAPoint:
            raise SpotWrong("places") from None
        if not 0 < len(name) <= LONGEST_NAME:
            raise SpotWrong("places")
        found.append({"name": name, "lat": here.lat if here else None, "lon": here.lon if here else None})
    if len(found) > MOST_PLACES:
        raise SpotWrong("places")
    return found


def _sides(sides: Sequence[str]) -> list[str]:
    """Areas of a neighbourhood, none inside another: never a group's name."""
    found = list(dict.fromkeys(sides))
    wrong = len(found) > MOST_SIDES or any(not territory.exists(each) or level_of(each) < KELURAHAN for each in found)
    if wrong or any(one != other and covers(one, other) for one in found for other in found):
        raise SpotWrong("sides")
    return found


def _day(review_by: date) -> date:
    today = timezone.localdate()
    if not today < review_by <= today + LATEST_REVIEW:
        raise SpotWrong("review_by")
    return review_by


def _content(row: HotSpot, about: str, helps: str) -> bytes:
    words = {"about": readable(about), "helps": readable(helps)}
    for field, text in words.items():
        if len(text) > LONGEST:
            raise WordsTooLong(LONGEST, field)
    return sealed("HotSpot", row.pk, words)


def _reviewed(row: HotSpot, actor: Actor) -> None:
    row.reviewed_at, row.reviewed_by = max(timezone.now(), row.reviewed_at), actor.label
    row.version += 1
    row.save()


def _record(verb: Verb, actor: Actor, row: HotSpot, *, also: str = "") -> None:
    """Written down, and the boards told."""
    journal.record(verb, actor=actor, unit=row.unit, about=(LABEL, row.pk), codes={"friction": row.friction})
    for area in {row.area, also} - {""}:
        beat(area)

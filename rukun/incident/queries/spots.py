"""The map of potential disturbances: where friction is likely, when it stirs next, what is to be looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from rukun.almanac.algo import nights
from rukun.almanac.queries import nights_of, spans_of
from rukun.guard import Actor
from rukun.incident.access_spots import spot_for, spots_visible_to
from rukun.incident.calendars import KINDS
from rukun.incident.frictions import FRICTIONS
from rukun.incident.models import HotSpot
from rukun.incident.words import opened
from rukun.people.access import inside
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = ["Occasion", "SpotShown", "days_ahead", "days_ahead_of", "shown", "spot_for", "spots_seen"]
MOST = 500
AHEAD = timedelta(days=14)
OF_A_NIGHT = {"ramadan": nights.SAHUR, "weekend": nights.AKHIR_PEKAN, "holiday": nights.MALAM_LIBUR}
OF_A_SPAN = {"match": nights.PERTANDINGAN, "event": nights.ACARA, "break": nights.LIBUR_SEKOLAH}
"""By kind of ``calendars``: what the room ``almanac`` calls it. When it rains, no calendar says."""


@dataclass(frozen=True)
class SpotShown:
    """``overdue``: it was to be looked at again before today."""

    row: HotSpot
    about: str
    helps: str
    friction: "_StrPromise"
    calendar: "list[_StrPromise]"
    sides: list[str]
    overdue: bool


@dataclass(frozen=True)
class Occasion:
    """``date`` is the day on whose evening, or on which, it stirs; ``kinds`` are codes of ``calendars``."""

    date: date
    kinds: tuple[str, ...]
    words: "list[_StrPromise]" = field(default_factory=list)


def spots_seen(actor: Actor, unit: str = "", *, ended: bool = False) -> list[SpotShown]:
    """The hot spots in a unit, or in all of the actor's: what is to be looked at again first, then by place. One query.

    Raises ``seal.CannotOpen``.
    """
    found = spots_visible_to(actor).filter(inside(unit), ended_at__isnull=not ended)
    return [shown(each) for each in found.order_by("review_by", "area", "name", "pk")[:MOST]]


def shown(row: HotSpot) -> SpotShown:
    """A hot spot in words. No query."""
    words = opened("HotSpot", row.pk, row.content)
    return SpotShown(
        row,
        str(words.get("about", "")),
        str(words.get("helps", "")),
        FRICTIONS[row.friction],
        [KINDS[each] for each in row.calendar if each in KINDS],
        [in_words(each) for each in row.sides],
        row.ended_at is None and row.review_by < timezone.localdate(),
    )


def days_ahead(row: HotSpot, within: timedelta = AHEAD) -> list[Occasion]:
    """On which of the coming days the calendar says that it stirs, today among them. Five queries at most."""
    return days_ahead_of([row], within)[row]


def days_ahead_of(rows: Sequence[HotSpot], within: timedelta = AHEAD) -> dict[HotSpot, list[Occasion]]:
    """The same for several; five queries for each kelurahan."""
    today = timezone.localdate()
    last = today + within
    stirring: dict[str, dict[date, set[str]]] = {}
    for area in {each.area for each in rows}:
        days: dict[date, set[str]] = {}
        spans = spans_of(today, last, area)
        for night in nights_of(today - timedelta(days=1), last, area):
            there = {kind for kind, code in OF_A_NIGHT.items() if code in night}
            held = {each.kind for each in spans if each.first <= night.date <= each.last}
            there |= {kind for kind, code in OF_A_SPAN.items() if code in held}
            days.setdefault(night.date, set()).update(there)
            if night.school:  # of the day after it
                days.setdefault(night.date + timedelta(days=1), set()).add("school")
        stirring[area] = days
    return {each: _occasions(each, stirring[each.area], today, last) for each in rows}


def _occasions(row: HotSpot, days: dict[date, set[str]], first: date, last: date) -> list[Occasion]:
    found = []
    for day in sorted(each for each in days if first <= each <= last):
        kinds = tuple(each for each in row.calendar if each in days[day])
        if kinds:
            found.append(Occasion(day, kinds, [KINDS[each] for each in kinds]))
    return found

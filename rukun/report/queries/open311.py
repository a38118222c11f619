"""Requests as Open311 tells them: what everybody may know, and to a key what its owner may read.

Everybody knows: category, RW and its middle, open or closed, the day. A day is told at the earliest when it has been
over for 24 hours, all of it at once, and how things stood at its end: so neither an hour, nor the moment at which a
line first appears, tells when somebody spoke up. What is withdrawn, set aside, merged, waiting for a first look, or
has become a report that few may read, is not there, whatever it is asked by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from rukun.commitment.algo.states import VOID
from rukun.commitment.queries.told import last_step, steps_of
from rukun.guard import Actor
from rukun.people.access import holds_any, inside
from rukun.report import access
from rukun.report.account import account_of
from rukun.report.actions.counting import DELAY
from rukun.report.actions.handling import note_read
from rukun.report.actions.keeping import COUNTED_FOR_NOTHING
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import Report
from rukun.report.open311 import naming
from rukun.report.open311.asking import Asked, Span
from rukun.report.open311.specification import CLOSING, OPEN, SHOWN, TOLD, notes_on, status_after
from rukun.report.queries.systems import Owed, owed_about_each
from rukun.seal import CannotOpen
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import NamedUnit
from rukun.ui.dates import first_moment, moment_after

ROUNDED = 3
"""Decimals of a degree of a point that a key reads: about a hundred metres, as on the page."""
CENTRE = 5
CHANNEL = "open311"


@dataclass(frozen=True)
class Reader:
    """Which reports somebody reads, and as they stood before which moment.

    ``by_day``: times are told by day alone. ``words``: one by one, with what the reporter wrote.
    """

    reports: QuerySet[Report]
    before: datetime
    by_day: bool
    words: bool = False

    def told(self, moment: datetime) -> str:
        if self.by_day:
            moment = first_moment(timezone.localtime(moment, timezone.get_default_timezone()).date())
        return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(timespec="seconds")

    def holds(self, span: Span) -> tuple[datetime, datetime]:
        """From which moment on and before which one things happened whose times, as they are told, lie in a span."""
        if not self.by_day:
            return span.since, min(span.until + timedelta(microseconds=1), self.before)
        day = timezone.localtime(span.since, timezone.get_default_timezone()).date()
        if first_moment(day) < span.since:
            day += timedelta(days=1)
        last = timezone.localtime(span.until, timezone.get_default_timezone()).date()
        return first_moment(day), min(moment_after(last), self.before)


def told_before() -> datetime:
    """Up to when everybody knows what happened: the end of the last day that has been over for 24 hours."""
    return first_moment(timezone.localtime(timezone.now() - DELAY, timezone.get_default_timezone()).date())


def readers_for(actor: Actor | None) -> list[Reader]:
    """As whom somebody reads, whoever is told most first; the last is always everybody.

    A key reads the ordinary reports that its owner may read, as they are now. A key that writes is told at once of what
    came in this way where it writes, but only of what it can name: that it has the id it has from a token.
    """
    before, soon = told_before(), timezone.now() + timedelta(minutes=1)
    everybody = Reader(Report.objects.filter(_there(), category__in=SHOWN, received_at__lt=before), before, by_day=True)
    if actor is None:
        return [everybody]
    came_in = Report.objects.filter(_within(actor, "reports.write"), _there(), category__in=SHOWN, channel=CHANNEL)
    found = [Reader(came_in, soon, by_day=False), everybody]
    if holds_any(actor, "reports.see", "reports.handle").allowed:
        read = access.reports_visible_to(actor).filter(_there(), category__in=ORDINARY)
        found.insert(0, Reader(read, soon, by_day=False, words=True))
    return found


def _lists(actor: Actor | None) -> Reader:
    """As whom somebody reads lists."""
    first, *_more, everybody = [*readers_for(actor), *readers_for(None)]
    return first if first.words else everybody


def requests(actor: Actor | None, asked: Asked) -> list[dict[str, Any]]:
    """The requests that are asked for, the newest first, without words. Two queries; by a key a few more."""
    reader = _lists(actor)
    found = _standing(reader)
    if asked.ids is not None:
        found = found.filter(pk__in=_keys(asked.ids))
    if asked.codes is not None:
        found = found.filter(category__in=[each for each in asked.codes if each in ORDINARY])
    if asked.requested is not None:
        since, before = reader.holds(asked.requested)
        found = found.filter(received_at__gte=since, received_at__lt=before)
    if asked.updated is not None:
        since, before = reader.holds(asked.updated)
        found = found.filter(updated_at__gte=since, updated_at__lt=before)
    if len({*asked.statuses}) == 1:
        closed = Q(last_verb__in=CLOSING)
        found = found.filter(~closed if OPEN in asked.statuses else closed)
    rows = list(found.order_by("-received_at", "-pk")[asked.start : asked.start + asked.size])
    owed = owed_about_each(rows) if reader.words else {}
    units = territory.territory().gazetteer.units
    return [_line(each, reader, units, owed.get(each.pk)) for each in rows]


def request(actor: Actor | None, name: str) -> dict[str, Any] | None:
    """One request; ``None`` for whatever is not there for this caller.

    A key that reads it is told its words, and that stands in the journal.
    """
    key = naming.report_named(name)
    if key is None:
        return None
    units = territory.territory().gazetteer.units
    for reader in readers_for(actor):
        found = _standing(reader).filter(pk=key).first()
        if found is None:
            continue
        if actor is None or not reader.words:
            return _line(found, reader, units, None)
        line = _line(found, reader, units, owed_about_each([found]).get(found.pk))
        note_read(actor=actor, report=found)
        return line | _words(found)
    return None


def is_there(actor: Actor | None, token: str) -> tuple[bool, str | None]:
    """Whether a token is one of ours, and the id that it has become for this caller, if it has.

    A report that is not told yet and one that never will be look alike.
    """
    key = naming.report_of_token(token)
    if key is None:
        return False, None
    there = any(each.reports.filter(pk=key).exists() for each in readers_for(actor))
    return True, naming.public_id(key) if there else None


def updates(actor: Actor | None, asked: Asked) -> list[dict[str, Any]]:
    """What became of requests, the newest first. Two queries."""
    reader = _lists(actor)
    reports = reader.reports if asked.ids is None else reader.reports.filter(pk__in=_keys(asked.ids))
    assert asked.updated is not None
    since, before = reader.holds(asked.updated)
    promises = reports.exclude(commitment=None).values("commitment_id")
    steps = steps_of(promises, verbs=TOLD, since=since, before=before, start=asked.start, most=asked.size)
    owners = reader.reports.filter(commitment__in={each.commitment for each in steps})
    keys = dict(owners.order_by().values_list("commitment_id", "pk"))
    return [
        {
            "update_id": naming.update_id(each.id),
            "service_request_id": naming.public_id(keys[each.commitment]),
            "status": status_after(each.verb),
            "updated_datetime": reader.told(each.at),
            "description": notes_on(each.verb),
            "media_url": None,
        }
        for each in steps
        if each.commitment in keys  # else it went away between the two queries
    ]


def _there() -> Q:
    gone = Q(closing__in=COUNTED_FOR_NOTHING) | Q(commitment__state=VOID)
    return Q(triage="", merged_into=None) & ~gone


def _within(actor: Actor, capability: str) -> Q:
    found = Q(pk__in=[])
    for scope in actor.scopes(capability):
        found |= inside(scope)
    return found


def _standing(reader: Reader) -> "QuerySet[Any, Any]":
    """With how each stood then: ``last_verb`` of what is told of its promise, and ``updated_at``."""
    last_at = last_step("at", verbs=TOLD, before=reader.before)
    last_verb = last_step("verb", verbs=TOLD, before=reader.before)
    return (
        reader.reports.select_related(*(["commitment"] if reader.words else []))
        .defer("account")
        .annotate(last_verb=Coalesce(last_verb, Value("")), updated_at=Coalesce(last_at, "received_at"))
    )


def _keys(names: Iterable[str]) -> list[Any]:
    return [key for each in names if (key := naming.report_named(each)) is not None]


def _line(report: Any, reader: Reader, units: dict[str, NamedUnit], owed: Owed | None) -> dict[str, Any]:
    """A request in the order of the specification. What is not told is null."""
    rw = codes.up_to(report.unit, codes.RW)
    named = units.get(rw)
    centre = named if named is not None and named.level >= codes.RW else None  # of what is larger it would be a lie
    due = owed.commitment.due_at if owed else None
    return {
        "service_request_id": naming.public_id(report.pk),
        "status": status_after(report.last_verb),
        "status_notes": notes_on(report.last_verb),
        "service_name": str(CATEGORIES[report.category].words),
        "service_code": report.category,
        "description": None,
        "agency_responsible": owed.words if owed else None,
        "service_notice": None,
        "requested_datetime": reader.told(report.received_at),
        "updated_datetime": reader.told(report.updated_at),
        "expected_datetime": reader.told(due) if due else None,
        "address": _address(rw, units),
        "address_id": rw,
        "zipcode": None,
        "lat": _rounded(centre.lat, CENTRE) if centre else None,
        "long": _rounded(centre.lon, CENTRE) if centre else None,
        "media_url": None,
    }


def _words(report: Report) -> dict[str, Any]:
    """What a key reads of one report: its words, and the place to about a hundred metres."""
    try:
        told = account_of(report)
    except CannotOpen:
        return {}
    place: dict[str, Any] = {}
    if told.place:
        place["address"] = told.place
    if told.lat is not None and told.lon is not None:
        place |= {"lat": round(told.lat, ROUNDED), "long": round(told.lon, ROUNDED)}
    return {"description": told.words or None, **place}


def _address(unit: str, units: dict[str, NamedUnit]) -> str:
    """From the smallest unit to the largest."""
    chain: Sequence[str] = codes.chain_of(unit)
    return ", ".join(units[each].name for each in reversed(chain) if each in units) or unit


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)

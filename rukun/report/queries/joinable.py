"""What the room above asks of reports that may belong to one situation: what kind, about where and when. Never words.

Ordinary reports alone, whoever asks: of what few may know there is nothing beside anything.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from rukun.guard import Actor
from rukun.people.access import inside
from rukun.report.categories import ORDINARY
from rukun.report.models import Report
from rukun.territory.algo.codes import KELURAHAN, level_of, up_to

MOST = 300
_SET_ASIDE = ("withdrawn", "spam")


@dataclass(frozen=True)
class Joinable:
    """A report's row. ``cell`` is an H3 cell of resolution 9; ``readable`` by whoever asked; ``open`` is not closed."""

    id: UUID
    category: str
    unit: str
    area: str
    cell: int | None
    happened_at: datetime | None
    received_at: datetime
    readable: bool = True
    open: bool = True

    @property
    def at(self) -> datetime:
        """When it was seen, as far as anybody said; else when it came."""
        return self.happened_at or self.received_at


def joinable_near(
    actor: Actor,
    *,
    cells: Collection[int],
    areas: Collection[str],
    whole: Collection[str],
    categories: Collection[str],
    since: datetime,
    until: datetime,
    also: Q,
) -> list[Joinable]:
    """Open ordinary reports that the actor reads, of these categories, the newest first. One query.

    In these cells; of ``areas`` also those of which no cell is known; of ``whole`` all. Seen from ``since`` to
    ``until``; none that waits for a first look or counts with another one; ``also`` narrows it further.
    """
    wanted = [each for each in categories if each in ORDINARY]
    there = Q(cell__in=list(cells)) | Q(cell=None, area__in=list(areas)) | Q(area__in=list(whole))
    if not wanted:
        return []
    seen = Q(happened_at=None, received_at__lte=until) | Q(happened_at__range=(since, until))
    found = (
        Report.objects.filter(_read_by(actor), _own_areas(actor), seen, there, category__in=wanted)
        .filter(received_at__gte=since, closed_at=None, merged_into=None, triage="")
        .filter(also)
        .order_by("-received_at", "-pk")
    )
    return [_of(each) for each in _columns(found)[:MOST]]


def joinable_report(actor: Actor, key: UUID) -> Joinable | None:
    """The ordinary report, or ``None`` both where there is none and where the actor may not read it. One query."""
    found = Report.objects.filter(_read_by(actor), pk=key, category__in=ORDINARY)
    return next((_of(each) for each in _columns(found)), None)


def may_belong(report: Report) -> bool:
    """Whether a report, held by the caller, may be joined to anything: ordinary, looked at, and counting for itself."""
    return (
        report.category in ORDINARY
        and not report.triage
        and report.merged_into_id is None
        and report.closing not in _SET_ASIDE
    )


def rows_of(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, Joinable]:
    """Those of these that are ordinary, whoever reads them: ``readable`` says whether the actor does. Two queries."""
    wanted = list(keys)
    if not wanted:
        return {}
    there = Report.objects.filter(pk__in=wanted, category__in=ORDINARY).exclude(closing="withdrawn")
    read = set(there.filter(_read_by(actor)).values_list("pk", flat=True))
    return {each[0]: _of(each, readable=each[0] in read) for each in _columns(there)}


def with_merged(keys: Collection[UUID]) -> set[UUID]:
    """These, and the ordinary ones that were merged into them, of which nobody else is told anything."""
    found = set(keys)
    rows = set(found)
    while rows:
        rows = set(Report.objects.filter(merged_into__in=rows, category__in=ORDINARY).values_list("pk", flat=True))
        rows -= found
        found |= rows
    return found


def _read_by(actor: Actor) -> Q:
    """As ``access.reports_visible_to`` says of ordinary reports, without its questions about the rest."""
    read = Q(pk__in=[])
    for scope in actor.scopes("reports.see"):
        read |= inside(scope) & Q(triage="")
    for scope in actor.scopes("reports.handle"):
        read |= inside(scope)
    return read


def _own_areas(actor: Actor) -> Q:
    """Says nothing new of what the actor reads, but lets an index find it, where that is not above a kelurahan."""
    scopes = {*actor.scopes("reports.see"), *actor.scopes("reports.handle")}
    small = all(level_of(each) >= KELURAHAN for each in scopes)
    return Q(area__in={up_to(each, KELURAHAN) for each in scopes}) if small else Q()


def _columns(found: QuerySet[Report]) -> "QuerySet[Report, Any]":
    return found.values_list("pk", "category", "unit", "area", "cell", "happened_at", "received_at", "closed_at")


def _of(row: tuple[Any, ...], *, readable: bool = True) -> Joinable:
    key, category, unit, area, cell, happened_at, received_at, closed_at = row
    return Joinable(key, category, unit, area, cell, happened_at, received_at, readable, closed_at is None)

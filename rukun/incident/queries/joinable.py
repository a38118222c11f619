"""Which reports may belong to a situation, and which somebody said do."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from rukun.guard import Actor
from rukun.incident.algo.grouping import Around, apart, cells_around, fits, window
from rukun.incident.kinds import KINDS
from rukun.incident.models import Incident, Joined
from rukun.report.categories import CATEGORIES
from rukun.report.queries import joinable as reports
from rukun.territory.algo.codes import RW, level_of, up_to

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 5
"""So many are offered to one situation, the nearest in time first."""


@dataclass(frozen=True)
class Offered:
    """A report that may tell of a situation. ``minutes`` lie between the two; 0 while it went on."""

    report: UUID
    category: str
    unit: str
    happened_at: datetime | None
    received_at: datetime
    minutes: int

    @property
    def report_id(self) -> UUID:
        return self.report

    @property
    def at(self) -> datetime:
        return self.happened_at or self.received_at

    @property
    def words(self) -> "_StrPromise":
        return CATEGORIES[self.category].words


@dataclass(frozen=True)
class JoinedReport:
    """A report of a situation. Where it is not ``readable`` its page is not for whoever asked."""

    report: UUID
    category: str
    unit: str
    at: datetime
    received_at: datetime
    joined_at: datetime
    by: str
    readable: bool
    open: bool

    @property
    def words(self) -> "_StrPromise":
        return CATEGORIES[self.category].words


def around(incident: Incident) -> Around:
    """The situation as far as grouping goes."""
    kind = KINDS[incident.kind]
    return Around(incident.cell, _rw(incident.unit), incident.happened_at, incident.changed_at, kind.near, kind.reports)


def offers_for(actor: Actor, incidents: Sequence[Incident]) -> dict[UUID, list[Offered]]:
    """What is offered to each of these, the nearest in time first; each of them is a key. One query, or none.

    Open ordinary reports that the actor reads, in the cell or one beside it (where either has none: in the same RW),
    near in time, of a category that tells of such a thing, and joined to nothing. One report may be offered to several:
    a person decides.
    """
    found: dict[UUID, list[Offered]] = {each.pk: [] for each in incidents}
    meant = {each.pk: around(each) for each in incidents if each.closed_at is None}
    when = window(list(meant.values()))
    if when is None:
        return found
    near = reports.joinable_near(
        actor,
        cells=frozenset[int]().union(*(cells_around(each.cell) for each in meant.values())),
        areas={each.area for each in incidents},
        whole={each.area for each in incidents if each.cell is None},
        categories={category for each in meant.values() for category in each.categories},
        since=when[0],
        until=when[1],
        also=Q(~Exists(Joined.objects.filter(report=OuterRef("pk"), parted_at=None))),  # however many there ever were
    )
    for key, situation in meant.items():
        fitting = [each for each in near if fits(situation, each.category, each.cell, _rw(each.unit), each.at)]
        offered = [_offered(each, situation) for each in fitting]
        found[key] = sorted(offered, key=lambda each: (each.minutes, each.received_at))[:MOST]
    return found


def joined_in(actor: Actor, incident: Incident) -> list[JoinedReport]:
    """The reports of a situation in the order in which they were joined. Three queries, none withdrawn or protected."""
    joined = list(Joined.objects.filter(incident=incident, parted_at=None))
    rows = reports.rows_of(actor, [each.report_id for each in joined])
    return [
        JoinedReport(
            each.report_id, row.category, row.unit, row.at, row.received_at, each.at, each.by, row.readable, row.open
        )
        for each in joined
        if (row := rows.get(each.report_id)) is not None
    ]


def counts_joined(incidents: Collection[UUID]) -> dict[UUID, int]:
    """How many reports each of these has; those without are left out. One query."""
    rows = Joined.objects.filter(incident__in=incidents, parted_at=None).values_list("incident_id", flat=True)
    return Counter(rows) if incidents else {}


def _offered(report: reports.Joinable, situation: Around) -> Offered:
    minutes = int(apart(situation.begun, situation.last, report.at).total_seconds() // 60)
    return Offered(report.id, report.category, report.unit, report.happened_at, report.received_at, minutes)


def _rw(unit: str) -> str:
    """The RW of a unit; "" where it is larger than one."""
    rw = up_to(unit, RW)
    return rw if level_of(rw) == RW else ""

"""The posko's board: what is open in a unit, the most urgent first, in the same time however much there is.

Rows are found by walking an index in the order in which they are shown, and stopping where the board ends. Whether
anything changed is asked of ``Pulse``, and of the few rows whose level ended with nobody to note it: where the timed
job is late or dead, the board shows what is so, and says that it is late.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rukun.alarm.queries.going import Going, going_on
from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.actions.pulse import BY_LEVEL
from rukun.incident.algo.gathering import Cell, gathered
from rukun.incident.kinds import KINDS, LEADS, LEVELS, SHORT, STATES, Kind
from rukun.incident.models import Closing, Incident, Joined, Step
from rukun.incident.queries.joinable import Offered, offers_for
from rukun.incident.queries.pulse import KELURAHAN_PARTS, Numbers, areas_of, clock, span
from rukun.incident.queries.standing import ended
from rukun.people.access import inside
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 100
"""Rows on the board. Who needs more of them needs a narrower filter."""
MOST_POINTS = 300
"""More than these are never points on the map, only numbers in cells."""
READABLE = 50
"""So many cells can be read on a map of the whole; nearer by, smaller ones are shown."""
LABEL = "incident"
UNVERIFIED, UNJUDGED = "pastikan", "0"

LEVEL_FILTERS: "dict[str, _StrPromise]" = {
    "GN": _("GN saja"),
    "AG": _("AG dan GN"),
    "PG": _("PG saja"),
    UNVERIFIED: _("Menunggu dipastikan"),
    UNJUDGED: _("Belum dinilai"),
}
OF_LEVEL = {
    "GN": Q(level=Incident.GN),
    "AG": Q(level__gte=Incident.AG),
    "PG": Q(level=Incident.PG),
    UNVERIFIED: Q(level__gte=Incident.AG, verified=False),
    UNJUDGED: Q(level=Incident.NONE),
}
SHAPES = {Incident.NEW: "new", Incident.WATCHED: "working", Incident.HANDLED: "working", Incident.CALMING: "waiting"}
"""Of states, on badges."""
DUE: "dict[str, _StrPromise]" = {
    "verify": _("harus dipastikan orang kedua"),
    "decide": _("harus diputuskan orang kedua"),
    "answer": _("harus ditanggapi"),
    "renew": _("harus dinilai lagi"),
    "judge": _("harus dinilai lagi"),
    "confirm": _("penutupan harus dipastikan"),
    "close": _("harus ditutup"),
}
"""What is to be done next, as ``Incident.due_what`` says it."""


@dataclass(frozen=True)
class Wanted:
    """What the board shows. ``unit`` is the board's own or lies in it; ``""`` is the whole installation."""

    unit: str
    kind: str = ""
    level: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.level)


@dataclass(frozen=True)
class Row:
    """A situation on the board: nothing of what anybody wrote but the name of the place."""

    incident: Incident
    reports: int = 0
    offered: Sequence[Offered] = ()
    ring: Going | None = None
    to_verify: bool = False
    """Whether a second person's word is missing, and it is not the reader who said the first."""

    @property
    def key(self) -> UUID:
        return self.incident.pk

    @property
    def kind(self) -> Kind:
        return KINDS[self.incident.kind]

    @property
    def level(self) -> str:
        return SHORT[self.incident.level]

    @property
    def unverified(self) -> bool:
        return self.incident.level >= Incident.AG and not self.incident.verified

    @property
    def level_words(self) -> "_StrPromise":
        return LEVELS[self.incident.level]

    @property
    def first(self) -> Offered | None:
        """The report that joins with one key."""
        return self.offered[0] if self.offered else None

    @property
    def others(self) -> int:
        return len(self.offered) - 1

    @property
    def state(self) -> "tuple[str, _StrPromise]":
        """Its shape and its word."""
        return SHAPES[self.incident.state], STATES[self.incident.state]

    @property
    def lead(self) -> "_StrPromise | str":
        return LEADS.get(self.incident.lead, "")

    @property
    def due(self) -> "_StrPromise | str":
        return DUE.get(self.incident.due_what, "")

    @property
    def late(self) -> bool:
        due = self.incident.due_at
        return due is not None and due < timezone.now()

    @property
    def clock(self) -> str:
        """The page's script goes on from there."""
        return clock(self.incident.due_at)

    @property
    def age(self) -> str:
        return span(timezone.now() - self.incident.opened_at)


@dataclass(frozen=True)
class Board:
    """``numbers`` are those of all the unit; ``total`` is how many there are that are looked for."""

    wanted: Wanted
    numbers: Numbers
    rows: Sequence[Row]
    total: int
    points: Sequence[Mapping[str, Any]] = ()
    cells: Sequence[Sequence[Mapping[str, Any]]] = ()
    at: datetime = field(default_factory=timezone.now)

    @property
    def more(self) -> int:
        """How many more there are than are shown."""
        return self.total - len(self.rows)


def board(actor: Actor, wanted: Wanted, pulse: Numbers) -> Board:
    """The board of a unit. ``pulse`` was read before, so that no change is missed. Three queries; of very many, four.

    Whether the unit is the actor's at all is asked before; rows are what they see in any case.
    """
    found, below = _found(actor, wanted), wanted.unit.count(".") >= KELURAHAN_PARTS
    groups = _groups(found, wanted) if below or wanted.narrowed or pulse.all > MOST_POINTS else []
    total = sum(each.found for each in groups) if groups else pulse.all
    most = MOST if total > MOST_POINTS else MOST_POINTS
    rows_there = _told(found.filter(_meant(wanted)), actor).order_by(_urgency(pulse), "opened_at", "pk")[:most]
    first = [each.at_this_moment() for each in rows_there]
    ranked = sorted(first, key=_order)
    shown = ranked[:MOST]
    keys = [each.pk for each in shown]
    offered, rings = offers_for(actor, shown) if shown else {}, going_on(LABEL, keys) if shown else {}
    rows = [Row(each, each.reports, offered.get(each.pk, ()), rings.get(each.pk), each.asks) for each in shown]
    if below:
        pulse = _summed(pulse, groups)
    if total > MOST_POINTS:
        return Board(wanted, pulse, rows, total, cells=_cells(groups))
    return Board(wanted, pulse, rows, len(first), [_point(each) for each in reversed(ranked) if each.lat is not None])


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Incident]:
    """All that is open in a unit, in no order."""
    found = access.incidents_visible_to(actor).filter(areas_of(wanted.unit), closed_at=None)
    if wanted.unit.count(".") >= KELURAHAN_PARTS:
        found = found.filter(inside(wanted.unit))
    return found


def _order(incident: Incident) -> tuple[int, bool, datetime, UUID]:
    """By level, then what is overdue, then by age."""
    due = incident.due_at
    return -incident.urgency, due is None or due > timezone.now(), incident.opened_at, incident.pk


def _urgency(pulse: Numbers) -> Any:
    """As it stands in the index, unless there are levels in it that are over: of these few boards all is sorted."""
    if not pulse.over:
        return "-urgency"
    return _unless_over("urgency").desc()


def _unless_over(name: str) -> Case:
    """A column as it counts now: 0 where the level is over."""
    return Case(When(ended(timezone.now()), then=Value(0)), default=F(name), output_field=SmallIntegerField())


def _meant(wanted: Wanted) -> Q:
    kind, over = Q(kind=wanted.kind) if wanted.kind else Q(), ended(timezone.now())
    if not wanted.level:
        return kind
    return kind & (OF_LEVEL[wanted.level] | over if wanted.level == UNJUDGED else OF_LEVEL[wanted.level] & ~over)


def _told(found: QuerySet[Incident], actor: Actor) -> QuerySet[Any]:
    """These with the number of reports that belong to each, and without what somebody wrote.

    ``asks``: something waits for a second person's word, and it is not the reader who said the first.
    """
    of_it = Joined.objects.filter(incident=OuterRef("pk"), parted_at=None).order_by().values("incident")
    number = Subquery(of_it.annotate(number=Count("pk")).values("number"))
    steps = Step.objects.filter(incident=OuterRef("pk"), state=Step.WAITING).exclude(by=actor.label)
    endings = Closing.objects.filter(incident=OuterRef("pk"), confirmed_at=None, refused_at=None)
    asks = Q(Exists(steps)) | Q(Exists(endings.exclude(by=actor.label)))
    return found.annotate(reports=Coalesce(number, 0), asks=asks).defer("summary")


class _Group(NamedTuple):
    """How many lie in a cell and have a level; ``found`` of them are looked for."""

    cell: int | None
    level: int
    all: int
    found: int


def _groups(found: QuerySet[Incident], wanted: Wanted) -> list[_Group]:
    """All that is open in a unit, in numbers. One query of as many rows as there are cells."""
    meant = Count("pk", filter=_meant(wanted)) if wanted.narrowed else Count("pk")
    rows = found.order_by().annotate(now=_unless_over("level")).values_list("cell", "now")
    return [_Group(*row) for row in rows.annotate(all=Count("pk"), meant=meant)]


def _summed(pulse: Numbers, groups: Iterable[_Group]) -> Numbers:
    """The numbers of what is open there, instead of the kelurahan's."""
    counts = dict.fromkeys(BY_LEVEL.values(), 0)
    for each in groups:
        counts[BY_LEVEL[each.level]] += each.all
    return Numbers(pulse.number, **counts, over=pulse.over, late=pulse.late)


def _cells(groups: Iterable[_Group]) -> list[list[Mapping[str, Any]]]:
    """What the map shows instead of points: the smallest cells first. What has no place is in the list alone."""
    found: dict[int, tuple[int, int]] = {}
    for each in groups:
        if each.cell is not None and each.found:
            number, level = found.get(each.cell, (0, 0))
            found[each.cell] = (number + each.found, max(level, each.level))
    cells = (Cell(cell, *what) for cell, what in found.items())
    return [[_cell(each) for each in layer] for layer in gathered(cells, most=MOST_POINTS, few=READABLE)]


def _cell(cell: Cell) -> Mapping[str, Any]:
    return {
        "id": str(cell.cell),
        "cell": cell.outline,
        "count": cell.number,
        "kind": SHORT[cell.level],
        "label": ngettext("%(n)d kejadian", "%(n)d kejadian", cell.number) % {"n": cell.number},
    }


def _point(incident: Incident) -> Mapping[str, Any]:
    level = f"{SHORT[incident.level]} " if incident.level else ""
    return {
        "id": str(incident.pk),
        "lat": incident.lat,
        "lon": incident.lon,
        "kind": SHORT[incident.level],
        "label": f"{level}{KINDS[incident.kind].words}, {incident.place or in_words(incident.unit)}",
        "href": reverse("incident:situation", args=[incident.pk]),
        "verified": incident.level < Incident.AG or incident.verified,
    }

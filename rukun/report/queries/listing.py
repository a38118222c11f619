"""The handlers' list, a page at a time, in the same time however many reports there are.

Rows are found by walking an index in the order in which they are shown, and stopping where the page ends: nothing is
counted, and nothing is sorted that is not shown. By due time that index is the promises' own. What stands above the
rest is found by small indexes of its own, and all of it is read in one query.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone

from rukun.commitment.algo.states import OPEN, RECEIVED
from rukun.commitment.owners import Owner, words_of
from rukun.commitment.queries import Commitment, owner_of, whose
from rukun.evidence.queries import number_at
from rukun.guard import Actor
from rukun.journal.algo.chain import chain_of
from rukun.report.actions.owing import GONE, LABEL
from rukun.report.algo.priority import level_of
from rukun.report.categories import CATEGORIES, COMPLAINTS, ORDINARY, PROTECTED, Category
from rukun.report.complaints import READERS
from rukun.report.models import Report
from rukun.report.queries import aside
from rukun.report.queries.due import Due, due_of, state_of
from rukun.report.queries.inbox import (
    AT,
    BY_ARRIVAL,
    BY_CLOSING,
    BY_DUE,
    BY_PRIORITY,
    CANNOT,
    DANGER,
    DONE,
    OF_ALL,
    OF_OPEN,
    SET_ASIDE,
    TRIAGE,
    UNCONFIRMED,
    Wanted,
    chosen,
    held,
    in_hand,
    narrowed,
    unread_answers,
)
from rukun.report.queries.merging import numbers_below, roots_of
from rukun.report.queries.promise import late_words

PER_PAGE = 25
LAST_PAGE = 200
"""Nobody leafs further; and each page makes the database walk over all before it."""
TOPS = 10
"""How many of each kind stand above the list."""
AREA = 4
"""Parts in the code of a kelurahan."""
UNOWNED = "tanpa-penanggung-jawab"
PARTS = (DANGER, TRIAGE, SET_ASIDE, UNOWNED)
FEW_READ = ("reports.protected", *READERS)
READING = ("reports.see", "reports.handle", *FEW_READ)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A report in the list: nothing of anybody's words.

    ``uncovered`` of its photos wait for a handler to cover faces. ``others`` tell of the same thing and were merged
    into it. ``offered``: another owner was asked to take it; ``offered_here``: the actor was. ``owner`` is
    empty where nothing is owed.
    """

    report: Report
    category: Category
    photos: int
    uncovered: int
    others: int
    answered: bool
    by_others: bool
    drawn: bool
    offered: bool
    offered_here: bool
    badge: str
    state: str
    due: Due | None
    owner: str
    owed_by: Owner | None

    @property
    def age(self) -> str:
        """How long it has been here, by the same days as its lateness; empty for less than a minute."""
        here = timezone.now() - self.report.received_at
        return late_words(here).replace(" ", "\xa0") if here >= timedelta(minutes=1) else ""

    @property
    def told(self) -> int:
        """How many reports tell of it."""
        return self.others + 1

    @property
    def unread(self) -> bool:
        return self.report.first_read_at is None and self.report.closed_at is None

    @property
    def only_unread(self) -> bool:
        """Whether nothing at all has happened about it."""
        return self.unread and self.report.commitment is not None and self.report.commitment.state == RECEIVED

    @property
    def urgent(self) -> bool:
        return self.unread and self.report.danger

    @property
    def high(self) -> bool:
        return self.report.closed_at is None and level_of(self.report.priority) == "tinggi"

    @property
    def merged(self) -> bool:
        return self.report.merged_into_id is not None


@dataclass(frozen=True)
class Page:
    """A page of the list, and what stands above it. Of each there may be more than is shown."""

    number: int
    lines: Sequence[Line]
    more: bool = False
    danger: Sequence[Line] = ()
    more_danger: bool = False
    waiting: Sequence[Line] = ()
    more_waiting: bool = False
    by_others: Sequence[Line] = ()
    more_by_others: bool = False
    unowned: Sequence[Line] = ()

    @property
    def all(self) -> list[Line]:
        return [*self.danger, *self.by_others, *self.waiting, *self.unowned, *self.lines]

    @property
    def cut(self) -> bool:
        """Whether nobody leafs further, though there may be more."""
        return self.number == LAST_PAGE and len(self.lines) == PER_PAGE

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    @property
    def owners(self) -> dict[Owner, str]:
        """Whose promises are on it."""
        return {each.owed_by: each.owner for each in self.all if each.owed_by is not None}


def page_for(actor: Actor, wanted: Wanted, number: int = 1) -> Page:
    """The list from a page on. One query, and those that it takes to know what the actor may read."""
    number = max(1, min(number, LAST_PAGE))
    start = (number - 1) * PER_PAGE
    parts = [in_order(actor, wanted)[start : start + PER_PAGE + 1]]
    tops = wanted.with_tops and number == 1
    if tops:
        parts += [each[: TOPS + 1] for each in _tops(actor, wanted)]
    first, *others = (Report.objects.filter(pk__in=each.values("pk")).order_by().values("pk") for each in parts)
    keys = first.union(*others, all=True) if others else first
    lines = lines_of(described(actor, Report.objects.filter(pk__in=keys)))
    found: dict[str, list[Line]] = defaultdict(list)
    for each in sorted(lines, key=lambda each: _place(each.report, wanted.by)):
        found[_part_of(each) if tops else ""].append(each)
    for name in PARTS:
        found[name].sort(key=lambda each: _place(each.report, BY_ARRIVAL))
    return Page(
        number=number,
        lines=found[""][:PER_PAGE],
        more=len(found[""]) > PER_PAGE and number < LAST_PAGE,
        danger=found[DANGER][:TOPS],
        more_danger=len(found[DANGER]) > TOPS,
        waiting=found[TRIAGE][:TOPS],
        more_waiting=len(found[TRIAGE]) > TOPS,
        by_others=found[SET_ASIDE][:TOPS],
        more_by_others=len(found[SET_ASIDE]) > TOPS,
        unowned=found[UNOWNED][:TOPS],
    )


def in_order(actor: Actor, wanted: Wanted) -> QuerySet[Report]:
    """What is looked for without what stands above it, put as ``wanted.by`` says."""
    if wanted.by == BY_DUE:
        return _by_due(actor, wanted)
    area = _area(actor, wanted.unit)
    found = chosen(actor, wanted) if wanted.state else narrowed(actor, wanted).filter(in_hand())
    found = found.filter(_below_tops()) if wanted.with_tops else found
    if wanted.by == BY_CLOSING and wanted.state in (DONE, CANNOT, UNCONFIRMED):
        found = found.filter(commitment__closed_at__isnull=False)
        found = found.filter(commitment__area=area) if area else found
        return found.order_by("-commitment__closed_at", "-pk")
    if wanted.by == BY_CLOSING:
        return found.order_by("-closed_at", "-pk")
    found = found.filter(area=area) if area else found
    return found.order_by(*(["-priority"] if wanted.by == BY_PRIORITY else []), "-received_at", "-pk")


def _by_due(actor: Actor, wanted: Wanted) -> QuerySet[Report]:
    """By the index of promises. What is in hand is said of the promise alone, or the database would take the report's.

    Where the clock stands comes last. ``closed_at`` is empty in all of them: PostgreSQL must be told to sort by it, as
    it does not see that what is empty is all the same.
    """
    state, area = OF_OPEN.get(wanted.state), _area(actor, wanted.unit)
    found = narrowed(actor, wanted).filter(~held(), commitment__closed_at=None, commitment__joined=None)
    found = found.filter(commitment__state__in=OPEN)  # so it is no outer join
    found = found.exclude(closing__in=GONE)  # an exclusion, so that no index of reports is walked for it
    found = found.filter(state(actor)) if state else found
    found = found.filter(_below_tops()) if wanted.with_tops else found
    found = found.filter(commitment__area=area) if area else found
    first = [] if area else ["commitment__closed_at"]
    return found.order_by(*first, F("commitment__due_at").asc(nulls_last=True), "commitment__made_at", "pk")


def _below_tops() -> Q:
    return Q(Q(danger=False) | Q(first_read_at__isnull=False), commitment__isnull=False)


def described(actor: Actor, reports: QuerySet[Report]) -> QuerySet[Report]:
    """These with all that ``lines_of`` says of them."""
    return (
        reports.select_related("commitment__owner_organisation")
        .defer("account", "summary")  # a list needs nothing of what anybody wrote
        .annotate(
            answered=Exists(unread_answers()),
            by_others=ExpressionWrapper(aside.by_others(actor), output_field=BooleanField()),
            drawn=ExpressionWrapper(whose.drawn(AT), output_field=BooleanField()),
            asked=whose.asked_authority(AT),
            offered_here=ExpressionWrapper(whose.offered(actor, AT), output_field=BooleanField()),
            photos=number_at(LABEL, OuterRef("pk")),
            uncovered=number_at(LABEL, OuterRef("pk"), cleared_at=None),
            counts_for=Exists(Report.objects.filter(merged_into=OuterRef("pk"))),
        )
    )


def lines_of(reports: Iterable[Any]) -> list[Line]:
    """Reports from ``described`` as lines. No query but the one that reads them, where nothing was merged."""
    rows = list(reports)
    counting = {key: root.commitment for key, root in roots_of(rows).items()}
    others = numbers_below(each.pk for each in rows if each.counts_for)
    owners = {key: owner_of(owed) for key, owed in counting.items() if owed is not None}
    offices = words_of(each for each in owners.values() if each.title)
    return [_line(each, counting[each.pk], owners.get(each.pk), offices, others[each.pk]) for each in rows]


def _line(row: Any, owed: Commitment | None, owner: Owner | None, offices: Mapping[Owner, str], others: int) -> Line:
    """``owed`` is what is owed about it: of a merged one, about the one that counts."""
    badge, state = state_of(owed) if owed is not None else ("", "")
    words = ""
    if owed is not None and owner is not None:
        words = offices[owner] if owner.title else owed.owner_organisation.name if owed.owner_organisation else ""
    return Line(
        report=row,
        category=CATEGORIES[row.category],
        photos=row.photos,
        uncovered=row.uncovered,
        others=others,
        answered=row.answered,
        by_others=row.by_others,
        drawn=row.drawn,
        offered=row.asked == "",
        offered_here=row.offered_here,
        badge=badge,
        state=state,
        due=due_of(owed, outside=bool(row.asked)) if owed is not None else None,
        owner=words,
        owed_by=owner,
    )


def _tops(actor: Actor, wanted: Wanted) -> list[QuerySet[Report]]:
    """What cannot wait, each by an index of its own: see the conditions of ``Report``'s."""
    found = narrowed(actor, wanted)
    tops = [
        found.filter(in_hand(), OF_OPEN[DANGER](actor)),
        found.filter(OF_ALL[TRIAGE](actor)),
        found.filter(in_hand(), Q(danger=False) | Q(first_read_at__isnull=False), commitment=None),
    ]
    if any(actor.scopes(each) for each in FEW_READ):
        tops.append(found.filter(aside.by_others_of_few(actor), category__in=[*PROTECTED, *COMPLAINTS]))
    lately = found.filter(aside.by_others_of_many(actor)).order_by("-closed_at", "-pk")  # the index walks these days
    return [*(each.order_by("-received_at", "-pk") for each in tops), lately]


def _part_of(line: Line) -> str:
    report = line.report
    if line.by_others:
        return SET_ASIDE
    if report.triage and (report.category in ORDINARY or report.first_read_at is not None):
        return TRIAGE
    if line.urgent:
        return DANGER
    return UNOWNED if report.commitment_id is None else ""


def _place(report: Report, by: str) -> tuple[Any, ...]:
    """Where a row stands: what the database sorted by, as the rows are read in no order."""
    owed, newest = report.commitment, (NEVER - report.received_at, -report.pk.int)
    if by == BY_DUE and owed is not None:
        return owed.due_at or NEVER, owed.made_at, report.pk
    if by == BY_CLOSING:
        closed_at = (owed and owed.closed_at) or report.closed_at
        return NEVER - (closed_at or report.received_at), -report.pk.int
    return (-report.priority, *newest) if by == BY_PRIORITY else newest


def _area(actor: Actor, unit: str) -> str:
    """The one kelurahan in which all lies that can be looked for; ``""`` where it is more than one."""
    scopes = [unit] if unit else {scope for each in READING for scope in actor.scopes(each)}
    areas = {chain_of(each) if each.count(".") + 1 >= AREA else "" for each in scopes}
    return areas.pop() if len(areas) == 1 else ""

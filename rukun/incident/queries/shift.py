"""What a posko's shift was: counted when it is handed over, and kept as it was then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.dateparse import parse_date, parse_datetime

from rukun.alarm import verbs as alarm
from rukun.alarm.queries.rung import rung_in
from rukun.guard import Actor
from rukun.incident import verbs
from rukun.incident.access_shift import may_hand_over
from rukun.incident.models import FollowUp, Handover, Incident, Joined, Measure, Observation, Step
from rukun.incident.queries.standing import ended
from rukun.incident.words import opened
from rukun.journal.naming import names_of
from rukun.journal.queries import Line, entries_between, lines_for
from rukun.journal.verbs import LOG_WRITTEN
from rukun.people.access import inside
from rukun.report.verbs import REPORT_RECEIVED
from rukun.roster.verbs import ABSENT, CHECKED_IN, HANDED_OVER

FIRST = timedelta(hours=24)
"""So far back goes the first handover of a posko."""
MOST_ROWS = 60
"""Open situations that are listed, the most urgent first; the others are counted."""
MOST_LINES = 400
"""Entries of the journal on one page; of a longer span the first ones."""
MOST_PRINTED = 60
"""Entries of the journal on paper: the last ones of what the next shift has to know."""
NEXT_SHIFT = tuple(
    each.name
    for each in (
        verbs.OPENED, verbs.CHANGED, verbs.STATE_CHANGED, verbs.OBSERVED, verbs.OBSERVATION_WITHDRAWN, verbs.RAISED,
        verbs.LOWERED, verbs.RENEWED, verbs.VERIFIED, verbs.REFUSED, verbs.STEP_WITHDRAWN, verbs.EXPIRED, verbs.FALLEN,
        verbs.JOINED, verbs.PARTED, verbs.MEASURE, verbs.CLOSING_PROPOSED, verbs.CLOSING_REFUSED, verbs.CLOSED,
        verbs.REOPENED, verbs.FOLLOWUP_DONE, verbs.FOLLOWUP_CONFIRMED, verbs.SPOT_MADE, alarm.RUNG, alarm.ENDED,
        REPORT_RECEIVED, CHECKED_IN, ABSENT, HANDED_OVER, LOG_WRITTEN,
    )
)  # fmt: skip
"""What of the journal the next shift needs: situations, kentongan, reports, who kept watch; nobody's membership."""
MOST_OWED = 20
PAST = 20
"""Handovers that a page lists."""
KELURAHAN_PARTS = 4


@dataclass(frozen=True)
class OpenRow:
    """A situation that is open at the end of a shift. No words of anybody."""

    kind: str
    place: str
    unit: str
    level: int
    verified: bool
    state: str
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True)
class OwedRow:
    """What two agreed on after a situation and nobody has confirmed yet. ``done``: its own organisation says it is."""

    kind: str
    organisation: str
    place: str
    until: date
    done: bool


@dataclass(frozen=True)
class Summary:
    """A span of a posko's work in numbers, and what is still open.

    ``raised``: how often to which level; ``open``: how many at which level, 0 to 3; ``measures``: by kind.
    """

    unit: str
    since: datetime
    until: datetime
    numbers: Mapping[str, int]
    raised: Mapping[int, int]
    open: tuple[int, ...]
    measures: Mapping[str, int]
    rows: tuple[OpenRow, ...]
    owed: tuple[OwedRow, ...] = ()

    @property
    def more(self) -> int:
        """How many are open beyond those that are listed."""
        return sum(self.open) - len(self.rows)


@dataclass(frozen=True)
class Shown:
    """A handover as a page shows it."""

    row: Handover
    summary: Summary
    words: str
    given: str
    taken: str


def summary_of(unit: str, since: datetime, until: datetime) -> Summary:
    """Count a span of time, its end included. Levels and clocks are those of now. Nine queries."""
    touched = Incident.objects.filter(_in_area(unit)).filter(Q(closed_at=None) | Q(closed_at__gt=since))
    opened_now, over = Q(closed_at=None), ended(until)
    span = Q(at__gt=since, at__lte=until)
    counts = touched.order_by().aggregate(
        opened=Count("pk", filter=Q(opened_at__gt=since, opened_at__lte=until)),
        closed=Count("pk", filter=Q(closed_at__gt=since, closed_at__lte=until)),
        overdue=Count("pk", filter=opened_now & Q(due_at__lt=until)),
        unverified=Count("pk", filter=opened_now & Q(level__gte=Incident.AG, verified=False) & ~over),
        open0=Count("pk", filter=opened_now & (Q(level=Incident.NONE) | over)),
        **{f"open{level}": Count("pk", filter=opened_now & Q(level=level) & ~over) for level in range(1, 4)},
    )
    of_levels = tuple(counts.pop(f"open{level}") for level in range(4))
    steps = Step.objects.filter(incident__in=touched).order_by()
    moved = {
        (what, level): number
        for what, level, number in steps.filter(span, state__in=(Step.WAITING, Step.HOLDS))
        .values_list("what", "level")
        .annotate(number=Count("pk"))
    }
    decided = Q(decided_at__gt=since, decided_at__lte=until)
    judged = steps.aggregate(
        verified=Count("pk", filter=decided & Q(state=Step.HOLDS)),
        refused=Count("pk", filter=decided & Q(state=Step.REFUSED)),
        waiting=Count("pk", filter=Q(state=Step.WAITING)),
    )
    done = dict(Measure.objects.filter(span, incident__in=touched).order_by().values_list("kind").annotate(Count("pk")))
    rung = rung_in(unit, since, until)
    return Summary(
        unit,
        since,
        until,
        {
            **counts,
            **judged,
            **{
                what: sum(number for (each, _level), number in moved.items() if each == what)
                for what in ("lowered", "renewed", "expired")
            },
            "observed": Observation.objects.filter(span, incident__in=touched, withdrawn_at=None).count(),
            "joined": Joined.objects.filter(span, incident__in=touched, parted_at=None).count(),
            "rings": rung.rings,
            "drills": rung.drills,
            "going_on": rung.going_on,
            "called": rung.called,
            "comes": rung.comes,
            "cannot": rung.cannot,
            "withdrew": rung.withdrew,
        },
        {level: number for (what, level), number in sorted(moved.items()) if what == "raised"},
        of_levels,
        done,
        tuple(_row(each.at_this_moment(), until) for each in touched.filter(opened_now)[:MOST_ROWS]),
        _owed(unit),
    )


def since_last(unit: str, now: datetime, before: Handover | None = None) -> datetime:
    """When the span of the next handover begins: where the last one ended, or a day before ``now``."""
    past = Handover.objects.filter(unit=unit)
    last = (past.exclude(pk=before.pk) if before is not None else past).first()
    return last.until if last is not None else now - FIRST


def handed_over_before(unit: str) -> bool:
    """Whether this posko has handed a shift over at all. One query."""
    return Handover.objects.filter(unit=unit).exists()


def waiting_in(unit: str) -> Handover | None:
    """The handover that nobody has taken yet."""
    return Handover.objects.filter(unit=unit, taken_at=None).first()


def past_in(actor: Actor, unit: str) -> list[tuple[Handover, str, str]]:
    """The newest handovers of a unit that were taken, with both names."""
    if not may_hand_over(actor, unit).allowed:
        return []
    found = list(Handover.objects.filter(unit=unit, taken_at__isnull=False)[:PAST])
    names = names_of({label for each in found for label in (each.given_by, each.taken_by)})
    return [(each, names[each.given_by], names[each.taken_by]) for each in found]


def waiting_for(actor: Actor) -> list[Handover]:
    """Handovers that somebody else gave and the actor may take, the oldest first."""
    seen = Q(pk__in=[])
    for scope in actor.scopes("incidents.write"):
        seen |= inside(scope)
    return list(Handover.objects.filter(seen, taken_at=None).exclude(given_by=actor.label).order_by("given_at", "pk"))


def shown(row: Handover) -> Shown:
    """A handover in words and numbers as they were when it was given. Raises ``seal.CannotOpen``."""
    words = opened("Handover", row.pk, row.content)
    names = names_of({row.given_by, *filter(None, [row.taken_by])})
    return Shown(
        row, as_summary(row, words), str(words.get("text", "")), names[row.given_by], names.get(row.taken_by, "")
    )


def lines_of(actor: Actor, unit: str, since: datetime, until: datetime) -> tuple[list[Line], bool]:
    """The journal of a span in order, as far as the actor may read it, and whether there is more than fits."""
    entries, more = entries_between(actor, unit, since, until, MOST_LINES)
    return lines_for(actor, entries), more


def printed_lines(actor: Actor, unit: str, since: datetime, until: datetime) -> tuple[list[Line], bool]:
    """The last entries of a span that the next shift needs, in order, and whether there were earlier ones."""
    entries, more = entries_between(actor, unit, since, until, MOST_PRINTED, last_of=NEXT_SHIFT)
    return lines_for(actor, entries), more


def _owed(unit: str) -> tuple[OwedRow, ...]:
    """The first day first."""
    found = FollowUp.objects.filter(
        agreed_at__isnull=False, confirmed_at=None, incident__in=Incident.objects.filter(_in_area(unit))
    ).select_related("incident", "organisation")
    return tuple(
        OwedRow(each.kind, each.organisation.name, each.incident.place, each.until, each.done_at is not None)
        for each in found[:MOST_OWED]
    )


# As it is stored: numbers open, what names places sealed


def as_numbers(summary: Summary) -> dict[str, Any]:
    return {
        **summary.numbers,
        "raised": {str(level): number for level, number in summary.raised.items()},
        "open": list(summary.open),
        "measures": dict(summary.measures),
    }


def as_rows(rows: Iterable[OpenRow]) -> list[list[Any]]:
    return [
        [
            each.kind, each.place, each.unit, each.level, each.verified, each.state,
            each.due_at.isoformat() if each.due_at else "",
        ]
        for each in rows
    ]  # fmt: skip


def as_owed(rows: Iterable[OwedRow]) -> list[list[Any]]:
    return [[each.kind, each.organisation, each.place, each.until.isoformat(), each.done] for each in rows]


def as_summary(row: Handover, words: Mapping[str, Any]) -> Summary:
    numbers = dict(row.numbers)
    raised, levels, measures = numbers.pop("raised", {}), numbers.pop("open", [0] * 4), numbers.pop("measures", {})
    return Summary(
        row.unit,
        row.since,
        row.until,
        numbers,
        {int(level): number for level, number in raised.items()},
        tuple(levels),
        measures,
        tuple(_stored(each, row.until) for each in words.get("open", ())),
        tuple(_stored_owed(each) for each in words.get("owed", ())),
    )


def _row(incident: Incident, until: datetime) -> OpenRow:
    due = incident.due_at
    return OpenRow(
        incident.kind,
        incident.place,
        incident.unit,
        incident.level,
        incident.verified,
        incident.state,
        due,
        due is not None and due < until,
    )


def _stored(cells: list[Any], until: datetime) -> OpenRow:
    kind, place, unit, level, verified, state, due_text = cells
    due = parse_datetime(due_text) if due_text else None
    return OpenRow(kind, place, unit, level, verified, state, due, due is not None and due < until)


def _stored_owed(cells: list[Any]) -> OwedRow:
    kind, organisation, place, until, done = cells
    return OwedRow(kind, organisation, place, parse_date(until) or date.max, done)


def _in_area(unit: str) -> Q:
    """Situations in a unit. All of a kelurahan have its code as their area, which has an index."""
    area = ".".join(unit.split(".")[:KELURAHAN_PARTS])
    return inside(unit) & Q(area=area) if unit.count(".") >= KELURAHAN_PARTS - 1 else inside(unit)

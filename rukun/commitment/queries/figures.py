"""What became of promises, in numbers: from the rows as they are and, where their time is over, from what was counted.

Numbers of a kelurahan or a larger unit as a whole, and of nothing smaller. There is deliberately no way to ask for them
by owner, by person, by RW or side by side: wherever such figures were set against each other, reports were closed with
old photos, handed on, or not written down, so that a number looked better. Nor is time counted that an authority
outside had a promise: it is told apart. What was joined to another promise, or fell away, is counted nowhere.

What no neighbourhood's book may tell is not in the numbers of a neighbourhood either, but in those of the whole
installation alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from rukun.commitment.algo.distributions import Distribution, gathered
from rukun.commitment.algo.endings import BESIDE, CONFIRMED, OUTSIDE, OUTSIDE_DAYS, WAYS, Ending
from rukun.commitment.algo.endings import OPEN as STILL_OPEN
from rukun.commitment.algo.spans import DAY, NEVER, STEP, bucket
from rukun.commitment.algo.stages import OVERDUE
from rukun.commitment.algo.states import AWAITING, CANNOT, DONE, VOID
from rukun.commitment.models import Commitment, Handoff, Step, Tally
from rukun.commitment.queries.whose import within
from rukun.commitment.verbs import OVERDUE as WAS_LATE
from rukun.ui.dates import first_moment


@dataclass(frozen=True)
class Standing:
    """How it stands now: all that is open, whenever it was promised. ``outside``: an authority there has the word."""

    open: int
    overdue: int
    awaiting: int
    reopened: int
    outside: int


@dataclass(frozen=True)
class Figures:
    """What became of the promises of some months. ``erased`` are those whose time was over before anybody closed them.

    ``done`` and ``cannot`` are numbers by ``endings.WAYS``. ``late`` and ``reopened``: ever, whatever came after.
    ``answer`` is the time to a first word or deed of the owner, ``closing`` the time until somebody else confirmed the
    end. ``outside`` is how often one was handed to an authority outside, ``outside_days`` for how many days together.
    """

    made: int
    open: int
    erased: int
    done: Mapping[str, int]
    cannot: Mapping[str, int]
    late: int
    reopened: int
    answer: Distribution
    closing: Distribution
    outside: int
    outside_days: int


def standing(label: str, unit: str, at: datetime | None = None) -> Standing:
    """Of a kelurahan, a larger unit, or ``""`` the installation. One query."""
    at = at or timezone.now()
    rows = _counted(label, unit).filter(closed_at=None)
    away = Handoff.objects.filter(commitment=OuterRef("pk"), ended_at=None).exclude(authority="")
    return Standing(
        **rows.aggregate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lt=at)),
            awaiting=Count("pk", filter=Q(state=AWAITING)),
            reopened=Count("pk", filter=Q(reopened__gt=0)),
            outside=Count("pk", filter=Q(Exists(away))),
        )
    )


def figures(label: str, unit: str, first: str, last: str, at: datetime | None = None) -> Figures:
    """Of the promises made in the months from ``first`` to ``last`` (2026-11), both included. Three queries."""
    at = at or timezone.now()
    made = Q(made_at__gte=first_moment(_begin(first)), made_at__lt=first_moment(_next(_begin(last))))
    rows = _counted(label, unit).filter(made)
    lines = [
        (Ending.of(state, closing, late=late), answer, closing_time, reopened, number, False)
        for state, closing, late, reopened, answer, closing_time, number in _grouped(rows)
    ]
    kept = _kept(label, unit).filter(month__gte=first, month__lte=last)
    beside = Counter(dict.fromkeys(BESIDE, 0))
    for ending, answer, closing_time, reopened, number in (
        kept.values_list("ending", "answer", "closing_time", "reopened").annotate(all=Sum("number")).order_by()
    ):
        if ending in BESIDE:
            beside[ending] += number
        else:
            lines.append((Ending.read(ending), answer, closing_time, reopened, number, True))
    beside.update(handed_outside(rows, at))
    return _figures(lines, beside)


def months(label: str, unit: str) -> tuple[str, str] | None:
    """The first and the last month of which there is anything. Four small queries."""
    rows = _counted(label, unit).order_by("made_at").values_list("made_at", flat=True)
    ends = [f"{timezone.localtime(each):%Y-%m}" for each in (rows.first(), rows.last()) if each is not None]
    kept = _kept(label, unit).order_by("month").values_list("month", flat=True)
    ends += [each for each in (kept.first(), kept.last()) if each is not None]
    return (min(ends), max(ends)) if ends else None


# What ``actions.keeping`` counts by as well, so that nothing changes when rows become numbers.


def ever_late() -> Q:
    """It was announced, also to an owner who has it no longer; or it had used more than its time when its clock stood.

    That does not depend on what time it is.
    """
    announced = Step.objects.filter(commitment=OuterRef("pk"), verb=WAS_LATE.name)
    return Q(stage__gte=OVERDUE) | Q(spent__gt=F("allowance")) | Q(Exists(announced))


def handed_outside(rows: QuerySet[Commitment], at: datetime) -> Counter[str]:
    """How often these were handed to an authority outside, and for how many days in all, each rounded. One query."""
    found = Handoff.objects.filter(commitment__in=rows.values("pk")).exclude(authority="")
    spans = [(end or at) - start for start, end in found.values_list("asked_at", "ended_at")]
    return Counter({OUTSIDE: len(spans), OUTSIDE_DAYS: sum(int(each / DAY + 0.5) for each in spans)})


class Epoch(Func):
    """Whole seconds of a moment since some day, rounded down: by functions that run in the database itself."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(ROUND(julianday(substr(%(expressions)s, 1, 19)) * 86400) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS bigint)"
        return self.as_sql(compiler, connection, template=template, **context)


def _steps(moment: str) -> CombinedExpression:
    """The time since it was made, in so many of ``spans.STEP``, rounded up; nothing where it never came to that."""
    step = int(STEP.total_seconds())
    return (Epoch(moment) - Epoch("made_at") + Value(step - 1)) / Value(step)


def _grouped(rows: QuerySet[Commitment]) -> list[Any]:
    """State, closing, whether ever late, whether opened again, class of the answer, class of the end, and how many."""
    told = rows.annotate(
        was_late=Case(When(ever_late(), then=True), default=False),
        answer_steps=_steps("answered_at"),
        closing_steps=_steps("closed_at"),
        was_reopened=Case(When(reopened__gt=0, then=True), default=False),
    )
    by = ("state", "closing", "was_late", "was_reopened", "answer_steps", "closing_steps")
    found = told.values_list(*by).annotate(number=Count("pk")).order_by()
    return [(*ending, _place(answer), _place(closing), number) for *ending, answer, closing, number in found]


def _place(steps: int | None) -> int:
    return bucket(None if steps is None else steps * STEP)


def _figures(lines: Iterable[tuple[Ending, int, int, bool, int, bool]], beside: Mapping[str, int]) -> Figures:
    """``lines`` are groups: how they ended, both classes, whether opened again, how many, and whether erased."""
    ended: Counter[tuple[str, str]] = Counter()
    answers: list[tuple[int, int]] = []
    closings: list[tuple[int, int]] = []
    made = late = again = erased = 0
    for ending, answer, closing_time, reopened, number, gone in lines:
        made += number
        ended[ending.state, ending.way] += number
        late += number * ending.late
        again += number * reopened
        erased += number * (gone and ending.state == STILL_OPEN)
        answers.append((answer, number))
        closings.append((closing_time if ending.way in CONFIRMED else NEVER, number))
    return Figures(
        made=made,
        open=ended[STILL_OPEN, ""] - erased,
        erased=erased,
        done={way: ended[DONE, way] for way in WAYS},
        cannot={way: ended[CANNOT, way] for way in WAYS},
        late=late,
        reopened=again,
        answer=gathered(answers),
        closing=gathered(closings),
        outside=beside[OUTSIDE],
        outside_days=beside[OUTSIDE_DAYS],
    )


def _counted(label: str, unit: str) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(about_label=label, joined=None).exclude(state=VOID)
    return rows.filter(within(unit, "area")).exclude(book="") if unit else rows


def _kept(label: str, unit: str) -> QuerySet[Tally]:
    rows = Tally.objects.filter(about_label=label)
    return rows.filter(within(unit, "unit")) if unit else rows


def _begin(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _next(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

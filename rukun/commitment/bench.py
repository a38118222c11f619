"""What the timed job costs over many promises, beside writing the same rows and nothing else. On SQLite, as ratios."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import time_machine
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rukun.commitment.actions.desk import settle
from rukun.commitment.actions.ticking import AT_ONCE, tick
from rukun.commitment.algo.stages import OVERDUE
from rukun.commitment.models import Commitment
from rukun.commitment.queries.figures import figures, standing
from rukun.guard.ids import new_id

OPEN, KELURAHAN, DUE = 100_000, 100, 1_000
Row = tuple[str, object, object, object, str]
WEEK = timedelta(days=7)


def bench_tick() -> list[Row]:
    """100,000 open promises: none due, one in a hundred, all of them when nobody ran the job for a week."""
    now = timezone.now()
    _promised(now)
    found: list[Row] = []
    idle = _seconds(tick, 20)
    asked = _seconds(lambda: list(_due(now)[:AT_ONCE]), 20)
    found.append(
        (
            f"commitment: tick, none due of {OPEN:,}, ms",
            idle * 1e3,
            asked * 1e3,
            idle / asked,
            "beside: the query alone",
        )
    )
    some = list(Commitment.objects.order_by("pk").values_list("pk", flat=True)[:DUE])
    for what, keys in ((f"{DUE:,} of {OPEN:,} due", some), (f"all {OPEN:,} due, a week off", None)):
        with time_machine.travel(now + (timedelta() if keys else WEEK), tick=True):
            chosen = Commitment.objects.filter(pk__in=keys) if keys else Commitment.objects.all()
            if keys:
                chosen.update(running_since=now - WEEK, wake_at=now)
            rows = list(chosen)
            plain = _seconds(partial(_written, rows), 1)
            begun = time.perf_counter()
            looked = tick()
            took = time.perf_counter() - begun
        assert looked >= len(rows), looked
        found.append(
            (
                f"commitment: tick, {what}, s",
                took,
                plain,
                took / plain,
                f"beside: these rows saved; {looked / took:,.0f}/s",
            )
        )
    assert Commitment.objects.filter(stage__gte=OVERDUE).count() == OPEN
    return found


def bench_figures() -> list[Row]:
    """The figures of a kelurahan's month, and of the whole installation's, over 100,000 promises."""
    now = timezone.now()
    _promised(now)
    month = f"{timezone.localtime(now):%Y-%m}"
    count = _seconds(lambda: Commitment.objects.exclude(state="void").count(), 5)
    one = _seconds(lambda: (standing("bench", _unit(1)), figures("bench", _unit(1), month, month)), 5)
    whole = _seconds(lambda: (standing("bench", ""), figures("bench", "", month, month)), 3)
    return [
        (
            "commitment: figures of a kelurahan, ms",
            one * 1e3,
            count * 1e3,
            one / count,
            f"beside: counting {OPEN:,} rows",
        ),
        ("commitment: figures of all, ms", whole * 1e3, count * 1e3, whole / count, f"beside: counting {OPEN:,} rows"),
    ]


def _promised(now: datetime) -> None:
    """So many promises of a hundred kelurahan, made just now."""
    Commitment.objects.all().delete()
    model = _one(_unit(0), now)
    settle(model, now, new=True)
    Commitment.objects.bulk_create(
        (_like(model, number) for number in range(OPEN)),
        batch_size=2000,
    )


def _one(unit: str, now: datetime) -> Commitment:
    return Commitment(
        about_label="bench", about_id=new_id(), unit=unit, area=unit, book=unit, local=True, made_at=now, taken_at=now,
        state="received", clock="tiga_hari", allowance=3 * 8 * 3600, last_at=now, owner_title="lurah", owner_unit=unit,
    )  # fmt: skip


def _like(model: Commitment, number: int) -> Commitment:
    made = _one(_unit(number % KELURAHAN), model.made_at)
    made.spent, made.running_since, made.due_at, made.wake_at = (
        model.spent, model.running_since, model.due_at, model.wake_at,
    )  # fmt: skip
    return made


def _unit(number: int) -> str:
    return f"31.73.07.{1000 + number}"


def _due(at: datetime) -> QuerySet[Commitment]:
    return Commitment.objects.filter(wake_at__lte=at).order_by("wake_at")


def _written(rows: list[Commitment]) -> None:
    """Each row saved, as many to a transaction as the job takes."""
    for start in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            for row in rows[start : start + AT_ONCE]:
                row.save(update_fields=["wake_at", "due_at", "spent", "running_since", "stage", "version", "last_at"])


def _seconds(work: Callable[[], object], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times

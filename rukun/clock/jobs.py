"""Timed jobs. A room lists its jobs in ``tasks.py``; ``config/wiring.py`` hands them all to ``register``."""

import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from rukun.clock.models import JobRun
from rukun.clock.runner import only_runner

logger = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=1)
"""A failed job is tried again after this time (or its own interval, if that is shorter)."""


LEAP = timedelta(days=45)
"""No job runs when the clock is this far ahead of the last run: what is erased and what falls due by a clock that went
wrong cannot be taken back."""

OLDEST_SUCCESS = (
    "SELECT CASE WHEN COUNT(succeeded_at) = COUNT(*) THEN MIN(succeeded_at) END "  # noqa: S608  the name is ours
    f"FROM {JobRun._meta.db_table} WHERE name IN (%s, %s)"  # noqa: SLF001  Django's documented name
)
"""To stand within a query of a page that asks every few seconds: when the one of two jobs that is furthest behind last
did its work; NULL where it never did."""


class ClockLeapt(Exception):
    """The server's clock is ``days`` ahead of the last job. Either all was off that long, or the clock is wrong."""

    def __init__(self, days: int) -> None:
        super().__init__(f"the clock is {days} days ahead of the last job")
        self.days = days


@dataclass(frozen=True)
class Job:
    """Work to be done every so often.

    ``run`` must be idempotent: it may be killed half-way and called again, and after the machine was off
    it is called once, however many intervals have passed. It is called outside any transaction.
    """

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True)
class Outcome:
    """What one call of one job came to; ``error`` is empty if it went well."""

    job: str
    error: str


_registered: dict[str, Job] = {}


def register(jobs: Iterable[Job]) -> None:
    """Add jobs. Raises ``ValueError`` when two bear one name."""
    for job in jobs:
        if _registered.setdefault(job.name, job) is not job:
            raise ValueError(f"two jobs are called {job.name}")


def registered() -> tuple[Job, ...]:
    return tuple(_registered.values())


def tick(jobs: Iterable[Job] | None = None, *, trusted: bool = False) -> list[Outcome] | None:
    """Run the jobs that are due, one after the other; ``None`` if another process is at it right now.

    One job's failure does not keep the next from running. An error is kept as its class and place: its
    message may quote somebody's data. Raises ``ClockLeapt`` unless somebody looked at the clock and ``trusted`` it.
    """
    with only_runner() as mine:
        if not mine:
            return None
        runs = JobRun.objects.in_bulk()
        if not trusted and (days := _leapt(runs.values(), timezone.now())):
            raise ClockLeapt(days)
        chosen = registered() if jobs is None else jobs
        return [_run(job) for job in chosen if is_due(job, runs.get(job.name), timezone.now())]


@dataclass(frozen=True)
class Status:
    """A registered job and its last run; times are ``None`` where it never came so far."""

    name: str
    started_at: datetime | None
    succeeded_at: datetime | None
    error: str


def leapt() -> int:
    """How many days the clock is ahead of the last job, if that is too far to believe; else 0."""
    return _leapt(JobRun.objects.all(), timezone.now())


def statuses() -> list[Status]:
    """Every registered job, in the order in which they run."""
    runs = JobRun.objects.in_bulk()
    return [
        Status(job.name, run.started_at, run.succeeded_at, run.error)
        if (run := runs.get(job.name))
        else Status(job.name, None, None, "")
        for job in registered()
    ]


def is_due(job: Job, last: JobRun | None, now: datetime) -> bool:
    """Whether the job's time has come. A clock that was set back does not hold a job up for longer than once."""
    if last is None or last.started_at > now:
        return True
    wait = min(job.every, RETRY_AFTER) if last.failures_in_a_row or last.finished_at is None else job.every
    return now - last.started_at >= wait


def _leapt(runs: Iterable[JobRun], now: datetime) -> int:
    last = max((run.started_at for run in runs), default=now)
    return (now - last).days if now - last > LEAP else 0


def _run(job: Job) -> Outcome:
    row, _ = JobRun.objects.update_or_create(
        name=job.name, defaults={"started_at": timezone.now(), "finished_at": None}
    )
    try:
        job.run()
    except Exception as error:
        logger.exception("Job %s failed", job.name)
        row.error, row.failures_in_a_row = _place_of(error), row.failures_in_a_row + 1
    else:
        row.error, row.failures_in_a_row, row.succeeded_at = "", 0, timezone.now()
    row.finished_at = timezone.now()
    row.save()
    return Outcome(job.name, row.error)


def _place_of(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__} ({Path(frame.filename).name}:{frame.lineno})"[:300]

"""What time demands is done: in turn, once, and again after failing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.checks import CheckMessage

from rukun.clock import checks, jobs
from rukun.clock.jobs import ClockLeapt, Job, registered, tick
from rukun.clock.models import JobRun
from rukun.clock.tasks import JOBS

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def counting(name: str = "test.count", every: timedelta = timedelta(hours=1)) -> tuple[Job, list[int]]:
    calls: list[int] = []
    return Job(name, every, lambda: calls.append(1)), calls


def test_a_job_runs_at_once_and_then_when_its_interval_is_over(clock: time_machine.Traveller) -> None:
    job, calls = counting()
    tick([job])
    tick([job])
    assert len(calls) == 1
    clock.shift(timedelta(minutes=59))
    tick([job])
    assert len(calls) == 1
    clock.shift(timedelta(minutes=1))
    tick([job])
    assert len(calls) == 2


def test_after_being_off_for_long_a_job_catches_up_by_one_run(clock: time_machine.Traveller) -> None:
    job, calls = counting()
    tick([job])
    clock.shift(timedelta(days=30))
    tick([job])
    tick([job])
    assert len(calls) == 2


def test_a_clock_set_back_does_not_stop_the_jobs(clock: time_machine.Traveller) -> None:
    job, calls = counting()
    tick([job])
    clock.shift(timedelta(days=-2))
    tick([job])
    assert len(calls) == 2
    tick([job])
    assert len(calls) == 2


def test_a_job_that_fails_is_named_without_its_message_and_keeps_no_other_from_running(
    clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("Pak Budi, 0812-3456-7890")

    job, calls = counting()
    outcomes = tick([Job("test.fail", timedelta(days=1), fail), job])
    assert calls == [1]
    assert outcomes is not None
    assert [each.job for each in outcomes if each.error] == ["test.fail"]
    row = JobRun.objects.get(name="test.fail")
    assert row.error.startswith("builtins.ValueError (test_jobs.py:")
    assert (row.failures_in_a_row, row.succeeded_at) == (1, None)


def test_a_failed_job_is_tried_again_soon_and_forgets_its_failure_when_it_succeeds(
    clock: time_machine.Traveller,
) -> None:
    broken = [True]

    def perhaps() -> None:
        if broken[0]:
            raise OSError

    job = Job("test.perhaps", timedelta(days=1), perhaps)
    tick([job])
    clock.shift(jobs.RETRY_AFTER)
    tick([job])
    assert JobRun.objects.get().failures_in_a_row == 2
    broken[0] = False
    clock.shift(jobs.RETRY_AFTER)
    tick([job])
    row = JobRun.objects.get()
    assert (row.error, row.failures_in_a_row, row.succeeded_at) == ("", 0, START + 2 * jobs.RETRY_AFTER)


def test_a_job_that_was_killed_half_way_runs_again(clock: time_machine.Traveller) -> None:
    job, calls = counting(every=timedelta(days=1))
    JobRun.objects.create(name=job.name, started_at=START)
    clock.shift(jobs.RETRY_AFTER)
    tick([job])
    assert calls == [1]


def test_two_jobs_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"clock\.show_life"):
        jobs.register([Job("clock.show_life", timedelta(1), print)])


def test_the_frameworks_own_rows_are_cleared_away() -> None:
    for job in JOBS:
        job.run()


def found() -> list[CheckMessage]:
    return checks.jobs_run()


def test_the_check_names_jobs_that_never_ran_failed_or_are_late(clock: time_machine.Traveller) -> None:
    assert {each.id for each in found()} == {"clock.W001"}
    tick()
    assert found() == []
    clock.shift(timedelta(minutes=7))
    late = found()
    assert {each.id for each in late} == {"clock.E002"}
    assert "clock.show_life" in late[0].msg
    JobRun.objects.filter(name="clock.show_life").update(error="builtins.OSError (x.py:1)", failures_in_a_row=3)
    assert {each.id for each in found()} == {"clock.E001", "clock.E002"}  # the other jobs of each minute are late
    assert all(each.hint for each in late)


def test_every_job_is_registered_by_the_wiring() -> None:
    assert {"journal.export_heads", "journal.erase_due_notes", "people.erase_released"} <= {
        each.name for each in registered()
    }


def test_a_clock_far_ahead_is_not_believed_until_somebody_looked_at_it(clock: time_machine.Traveller) -> None:
    job, calls = counting()
    tick([job])
    clock.shift(jobs.LEAP)
    tick([job])
    assert len(calls) == 2, "so long may everything be off"
    clock.shift(timedelta(days=400))
    with pytest.raises(ClockLeapt) as leap:
        tick([job])
    assert leap.value.days == 400
    assert [each.id for each in checks.jobs_run()] == ["clock.E003"]
    assert len(calls) == 2
    clock.shift(timedelta(days=-399))
    tick([job])
    assert len(calls) == 3, "put right, it goes on"
    clock.shift(timedelta(days=400))
    tick([job], trusted=True)
    tick([job])
    assert len(calls) == 4

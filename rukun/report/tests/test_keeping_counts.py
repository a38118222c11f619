"""Retention keeps the counts: one thing told of by several people is one, however and whenever their reports go."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import Sum

from rukun.commitment.models import Commitment, Tally
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person
from rukun.report.actions import keeping, owing
from rukun.report.actions.keeping import AFTER_CLOSING, AT_THE_LATEST, put_away
from rukun.report.actions.merging import merge
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Report, Trace
from rukun.report.queries.following import told
from rukun.report.tests.factories import KELURAHAN, report, town
from rukun.report.tests.proving import claimed, lurah

pytestmark = pytest.mark.django_db

CAME = datetime(2026, 11, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _town() -> None:
    town()
    with at(CAME - DAY):
        lurah()
        person("petugas_posko", KELURAHAN, name="Rina Posko")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def merged(number: int, apart: timedelta = timedelta(0)) -> list[Report]:
    """So many reports of one thing, each later than the one before, all merged into the first."""
    made = []
    for each in range(number):
        with at(CAME + each * apart):
            made.append(report("keadaan")[0])
    with at(CAME + number * apart):
        posko = actor_of(Position.objects.get(title="petugas_posko").person)
        for other in made[1:]:
            merge(actor=posko, report=other, into=made[0])
    return made


def done(root: Report) -> None:
    claim = claimed(root, lurah())
    owing.confirmed_by_reporter(report=Report.objects.get(pk=root.pk), claim_id=claim.pk)


def promises() -> int:
    return sum(Tally.objects.values_list("number", flat=True))


def weight() -> int:
    return Trace.objects.aggregate(all=Sum("weight"))["all"] or 0


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_merged_ones_that_were_closed_together_go_together_and_are_one(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", at_once)
    rows = merged(4)
    with at(CAME + 2 * DAY):
        done(rows[0])
        assert {each.closing for each in Report.objects.all()} == {"done"}
        before = told(KELURAHAN, "2026-11", "2026-11").figures
        assert (before.made, sum(before.done.values())) == (1, 1)
    with at(CAME + 2 * DAY + AFTER_CLOSING - timedelta(minutes=1)):
        assert put_away() == 0
    with at(CAME + 2 * DAY + AFTER_CLOSING):
        assert put_away() == 4
        assert put_away() == 0
        assert told(KELURAHAN, "2026-11", "2026-11").figures == before
    assert (promises(), weight(), Trace.objects.count()) == (1, 1, 4)
    assert not Commitment.objects.exists()


def test_a_job_that_is_killed_half_way_goes_on_and_counts_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    with at(CAME):
        for _each in range(3):
            report("keadaan")
    merged(3)
    with at(CAME + 2 * AT_THE_LATEST):
        put = keeping._put_away
        gone: list[int] = []

        def stop(reports: list[Report]) -> int:
            if gone:
                raise OSError("killed")
            gone.append(put(reports))
            put_back = Report.objects.count()
            assert put_back == 4
            return gone[0]

        with monkeypatch.context() as patched:
            patched.setattr(keeping, "_put_away", stop)
            with pytest.raises(OSError, match="killed"):
                put_away()
        assert Report.objects.count() == 4
        assert put_away() == 4
    assert (promises(), weight(), Trace.objects.count()) == (4, 4, 6)


def test_what_goes_unanswered_after_a_year_goes_on_in_the_one_that_came_later_and_counts_there() -> None:
    first, second, third = merged(3, apart=30 * DAY)
    with at(CAME + AT_THE_LATEST):
        assert put_away() == 1
        owed = Commitment.objects.get(about_id=second.pk)
        assert owed.joined_id is None
        assert owed.due_at is not None, "it is owed again"
        assert Commitment.objects.get(about_id=third.pk).joined_id == owed.pk
        assert (promises(), weight()) == (0, 0)
        done(second)
        assert Report.objects.get(pk=third.pk).closing == "done"
    with at(CAME + 2 * AT_THE_LATEST):
        assert put_away() == 2
    assert (promises(), weight(), Trace.objects.count()) == (1, 1, 3)
    assert Tally.objects.get().ending.startswith("done.rep")
    assert first.pk != second.pk


def test_what_came_later_and_was_closed_with_the_first_is_not_one_of_its_own_when_that_goes_before() -> None:
    rows = merged(2, apart=300 * DAY)
    with at(CAME + 310 * DAY):
        done(rows[0])
    with at(CAME + AT_THE_LATEST):
        assert put_away() == 1
        assert (promises(), weight()) == (1, 1)
        assert Report.objects.get().closing == "done", "for whoever reported nothing changed"
        assert told(KELURAHAN, "2025-01", "2028-01").figures.made == 1
    with at(CAME + 310 * DAY + AFTER_CLOSING):
        assert put_away() == 1
    assert (promises(), weight(), Trace.objects.count()) == (1, 1, 2)


def test_withdrawn_ones_count_for_nothing() -> None:
    with at(CAME):
        withdraw(report=report()[0])
        report()
    with at(CAME + AT_THE_LATEST):
        assert put_away() == 2
    assert (promises(), weight()) == (1, 1)

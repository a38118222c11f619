"""Whatever handlers merge and part and reporters withdraw: the reports stay a forest, and each thing counts once."""

from contextlib import suppress
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rukun.commitment.models import Commitment
from rukun.report.actions import handling, withdrawing
from rukun.report.actions.merging import merge, unmerge
from rukun.report.errors import ReportError
from rukun.report.models import Report
from rukun.report.tests.factories import town
from rukun.report.tests.test_merging import lamp, rows, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


class Street(RuleBasedStateMachine):
    """Handlers merge and part, reporters withdraw: a forest all the time, and parting all gives the beginning back."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.clock.start()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.made: list[Report] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.clock.stop()

    @initialize()
    def reports_come(self) -> None:
        self.posko = staff()
        self.made = [lamp() for _each in range(6)]
        self.before = {each["pk"]: each for each in self.reports()}

    def reports(self) -> list[dict[str, Any]]:
        fields = ("pk", "merged_into", "merged_at", "merged_by", "closing")
        return [dict(zip(fields, each, strict=True)) for each in Report.objects.order_by("pk").values_list(*fields)]

    def attempt(self, what: Any) -> None:
        was = rows()
        with suppress(ReportError):
            what()
            return
        assert rows() == was, "what is refused changes nothing"

    @rule(one=st.integers(0, 5), other=st.integers(0, 5))
    def merges(self, one: int, other: int) -> None:
        self.attempt(lambda: merge(actor=self.posko, report=self.made[one], into=self.made[other]))

    @rule(one=st.integers(0, 5))
    def parts(self, one: int) -> None:
        self.attempt(lambda: unmerge(actor=self.posko, report=self.made[one]))

    @precondition(lambda self: Report.objects.filter(closed_at=None).count() > 2)
    @rule(one=st.integers(0, 5), how=st.sampled_from(["withdrawn", "aside"]))
    def leaves(self, one: int, how: str) -> None:
        if how == "withdrawn":
            self.attempt(lambda: withdrawing.withdraw(report=self.made[one]))
        else:
            self.attempt(
                lambda: handling.set_aside(actor=self.posko, report=self.made[one], reason="Hanya iklan pinjaman.")
            )

    @rule(one=st.integers(0, 5))
    def comes_back(self, one: int) -> None:
        self.attempt(lambda: handling.restore(actor=self.posko, report=self.made[one]))

    @invariant()
    def it_is_a_forest_in_which_each_tree_counts_once(self) -> None:
        into = dict(Report.objects.values_list("pk", "merged_into"))
        closed = set(Report.objects.exclude(closed_at=None).values_list("pk", flat=True))
        roots = set()
        for key in into:
            steps, here = 0, key
            while (above := into[here]) is not None:
                here, steps = above, steps + 1
                assert steps <= len(into), "no circle"
                assert here not in closed, "nothing hangs on what is gone"
            roots.add(here)
        joined = dict(Commitment.objects.values_list("about_id", "joined__about_id"))
        assert {key: to for key, to in joined.items() if key not in closed} == {
            key: to for key, to in into.items() if key not in closed
        }, "what is owed follows the reports"
        counted = set(Commitment.objects.filter(joined=None, closed_at=None).values_list("about_id", flat=True))
        assert counted == roots - closed

    @rule()
    def all_are_parted(self) -> None:
        for each in self.made:
            unmerge(actor=self.posko, report=each)
        gone = set(Report.objects.exclude(closed_at=None).values_list("pk", flat=True))
        assert all(row == self.before[row["pk"]] for row in self.reports() if row["pk"] not in gone)


def run(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    how = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(Street, settings=how)


@pytest.mark.once
def test_whatever_is_merged_parted_and_withdrawn_in_whatever_order() -> None:
    run(12, 15)


@pytest.mark.long
def test_whatever_is_merged_parted_and_withdrawn_for_long() -> None:
    run(60, 40)

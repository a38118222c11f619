"""How many members there were: against counting one by one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.training.algo.growth import members_at, month_ends
from rukun.training.algo.states import ACTIVE, CANDIDATE, LEFT, ON_LEAVE

pytestmark = pytest.mark.pure

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 700).map(lambda days: BEGIN + timedelta(days=days))
histories = st.lists(
    st.tuples(moments, st.sampled_from([CANDIDATE, ACTIVE, ON_LEAVE, LEFT])), max_size=5, unique_by=lambda each: each[0]
).map(sorted)


@given(st.lists(histories, max_size=8), st.lists(moments, max_size=6))
def test_members_are_those_whose_newest_state_by_then_is_active_or_on_leave(
    memberships: list[list[tuple[datetime, str]]], at: list[datetime]
) -> None:
    expected = []
    for moment in at:
        number = 0
        for history in memberships:
            begun = [state for since, state in history if since <= moment]
            number += begun[-1:] in ([ACTIVE], [ON_LEAVE])
        expected.append(number)
    assert members_at(memberships, at) == expected


@given(moments, st.integers(2, 30))
def test_month_ends_are_the_last_moments_of_months_in_a_row_and_then_now(now: datetime, months: int) -> None:
    found = month_ends(now, months)
    assert (len(found), found[-1]) == (months, now)
    for before, after in pairwise(found):
        assert (before.year * 12 + before.month + 1) == after.year * 12 + after.month
        assert (before + timedelta(microseconds=1)).day == 1
        assert before < after


def test_a_month_that_ends_in_february_ends_there() -> None:
    found = month_ends(datetime(2026, 3, 31, 12, tzinfo=UTC), 3)
    assert [f"{each:%d.%m.%Y %H:%M}" for each in found] == ["31.01.2026 23:59", "28.02.2026 23:59", "31.03.2026 12:00"]

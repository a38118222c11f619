"""The clock of a promise: what was used never falls, pauses cost nothing, the due time is where it will be used up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.almanac.algo.working import A_DAY, Working
from rukun.commitment.algo.clock import Clock, Measure, Plain

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")
moments = st.integers(0, 90 * 86_400_000).map(lambda each: NOW + timedelta(days=-20, milliseconds=each))
calendars = st.dictionaries(st.dates(date(2026, 11, 1), date(2027, 3, 1)), st.booleans(), max_size=20)
measures = st.one_of(st.just(Plain()), calendars.map(lambda days: Working(JAKARTA, days)))
allowances = st.integers(0, 30 * A_DAY)
steps = st.lists(st.tuples(moments, st.sampled_from(["run", "stand", "look", "given"])), max_size=12)


def act(clock: Clock, what: str, at: datetime, measure: Measure) -> Clock:
    if what == "run":
        return clock.started(at)
    if what == "stand":
        return clock.stopped(at, measure)
    return clock.given(A_DAY, at, measure) if what == "given" else clock


@given(measures, allowances, steps)
def test_whatever_the_servers_clock_says_what_was_used_never_falls_and_nothing_is_due_earlier(
    measure: Measure, allowance: int, given_steps: list[tuple[datetime, str]]
) -> None:
    clock, used, due = Clock(allowance, since=NOW), 0, None
    for at, what in given_steps:  # in any order: the server's clock goes to and fro
        clock = act(clock, what, at, measure)
        assert clock.spent >= used
        assert clock.spent_at(at, measure) >= clock.spent
        used = clock.spent
        reached = clock.reached(clock.allowance, measure)
        assert (reached is None) == (clock.since is None)
        if reached and due and what != "run":  # one that stood is due so much later
            assert reached >= due
        due = reached


@given(measures, allowances, st.lists(moments, min_size=2, max_size=9).map(sorted))
def test_with_pauses_as_much_is_used_as_the_clock_ran(measure: Measure, allowance: int, at: list[datetime]) -> None:
    clock, ran, pauses = Clock(allowance), 0, 0
    for place, moment in enumerate(at):
        clock = clock.stopped(moment, measure) if place % 2 else clock.started(moment)
        if place % 2:
            ran, pauses = ran + measure.between(at[place - 1], moment), pauses + 1
    assert clock.spent_at(at[-1], measure) == ran
    without = Clock(allowance, since=at[0])
    for moment in at[1:]:  # stopped, and started at once
        without = without.stopped(moment, measure).started(moment)
    lost = measure.between(at[0], at[-1]) - without.spent_at(at[-1], measure)
    assert lost == 0 if isinstance(measure, Working) else 0 <= lost <= len(at)


@given(measures, allowances, moments, st.integers(0, 10 * A_DAY))
def test_it_is_due_at_the_moment_at_which_its_time_is_used_up(
    measure: Measure, allowance: int, start: datetime, spent: int
) -> None:
    clock = Clock(allowance, spent).started(start)
    due = clock.reached(allowance, measure)
    assert due is not None
    if allowance > spent:
        assert due >= start
        assert clock.spent_at(due, measure) == allowance
        assert clock.spent_at(due - timedelta(seconds=1), measure) < allowance
    else:
        assert due <= start, "it was over before"
        assert measure.between(due, start) == spent - allowance
    later = Clock(allowance + A_DAY, spent, start).reached(allowance + A_DAY, measure)
    assert later is not None
    assert later >= due


@given(measures, st.integers(1, 3 * A_DAY), moments, st.integers(0, 40 * 86_400), st.integers(0, 20 * 86_400))
def test_what_is_late_stays_due_when_it_was_however_long_its_clock_stood(
    measure: Measure, allowance: int, start: datetime, ran: int, stood: int
) -> None:
    start = start.replace(microsecond=0)
    clock = Clock(allowance).started(start)
    stop = start + timedelta(seconds=ran)
    before = clock.reached(allowance, measure)
    again = clock.stopped(stop, measure).started(stop + timedelta(seconds=stood))
    after = again.reached(allowance, measure)
    assert before is not None
    assert after is not None
    late = measure.between(start, stop) - allowance
    assert measure.between(after, stop + timedelta(seconds=stood)) == max(0, late)
    if late > 0 and not measure.between(stop, stop + timedelta(seconds=stood)):
        assert after == before


@given(measures, allowances, allowances, moments, moments)
def test_whoever_is_given_time_has_so_much_from_now_on_and_what_was_used_stays_used(
    measure: Measure, allowance: int, more: int, start: datetime, at: datetime
) -> None:
    for running in (Clock(allowance, 60, start), Clock(allowance, 60)):
        after = running.given(more, at, measure)
        assert after.spent == running.spent_at(at, measure)
        assert after.allowance - after.spent >= more
        assert after.allowance >= running.allowance
        assert (after.since is None) == (running.since is None), "one that stands stands"
        before, then = running.reached(running.allowance, measure), after.reached(after.allowance, measure)
        assert before is None or (then is not None and then >= min(before, at))

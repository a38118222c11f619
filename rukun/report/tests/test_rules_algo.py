"""Which line of the table decides: the most specific, whatever their order, and always the same."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rukun.report.algo import rules as algo
from rukun.report.algo.rules import EVERY_DAY, Rule, chosen, overlap, why

pytestmark = pytest.mark.pure

KELURAHAN, RW, RT = "31.73.07.1001", "31.73.07.1001.016", "31.73.07.1001.016.003"
PATH = [RT, RW, KELURAHAN, "31.73.07", "31.73", "31"]
FIRST = date(2026, 11, 23)  # a Monday


def rule(number: int = 1, **given: Any) -> Rule:
    always: dict[str, Any] = {
        "unit": KELURAHAN,
        "category": "",
        "days": EVERY_DAY,
        "from_hour": 0,
        "to_hour": 24,
        "since": FIRST,
    }
    return Rule(**{"id": UUID(int=number), "owner_key": "lurah", "clock": "tiga_hari", **always, **given})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That many days after the first Monday."""
    return datetime(2026, 11, 23, hour, minute) + timedelta(days=day)  # noqa: DTZ001  local time, as the module takes it


def decides(rules: list[Rule], when: datetime, category: str = "tawuran", gone: tuple[str, ...] = ()) -> int:
    found = chosen(rules, category=category, units=PATH, at=when, gone=gone)
    return found.id.int if found else 0


lines = st.builds(
    Rule,
    id=st.uuids(),
    unit=st.sampled_from([*PATH, "31.73.07.1001.003", "31.73.07.1002"]),
    category=st.sampled_from(["", "tawuran", "saran"]),
    days=st.integers(1, EVERY_DAY),
    from_hour=st.integers(0, 23),
    to_hour=st.integers(1, 24),
    owner_key=st.sampled_from(["lurah", "camat", "rw"]),
    clock=st.just("tiga_hari"),
    since=st.dates(FIRST - timedelta(days=9), FIRST + timedelta(days=9)),
    until=st.none() | st.dates(FIRST + timedelta(days=9), FIRST + timedelta(days=20)),
)
moments = st.datetimes(at(-12, 0), at(25, 0))


@given(st.lists(lines, max_size=8, unique_by=lambda each: each.id), moments, st.randoms(), st.sampled_from(["", "rw"]))
def test_the_order_of_lines_and_those_that_do_not_fit_never_matter(
    rules: list[Rule], when: datetime, chance: Random, gone: str
) -> None:
    asked: dict[str, Any] = {"category": "tawuran", "units": PATH, "at": when, "gone": {gone}}
    found = chosen(rules, **asked)
    judged = why(rules, **asked)
    shuffled = list(rules)
    chance.shuffle(shuffled)
    assert chosen(shuffled, **asked) == found
    assert why(shuffled, **asked) == judged
    fitting = [each.rule for each in judged if each.fits]
    assert chosen(fitting, **asked) == found
    assert {each.rule for each in judged} == set(rules)
    assert [each.rule for each in judged if each.reason == algo.CHOSEN] == ([found] if found else [])
    assert (found is None) == (not fitting)
    for each in judged:
        assert each.fits == (chosen([each.rule], **asked) == each.rule)
        assert each.reason in ((*algo.LOSES, algo.CHOSEN) if each.fits else algo.FAILS)
        if found and each.fits and each.rule != found:
            assert chosen([each.rule, found], **asked) == found, "it also wins against each alone"


@given(lines, lines)
def test_two_lines_overlap_exactly_where_nothing_but_their_age_decides(one: Rule, other: Rule) -> None:
    assume(one.id != other.id)
    other = Rule(**{**other.__dict__, "unit": one.unit, "category": one.category})
    first = max(one.since, other.since)
    last = min(each.until or date.max for each in (one, other))
    asked: dict[str, Any] = {"category": one.category or "tawuran", "units": [one.unit]}
    meet = False
    for hours in range(9 * 24):
        when = datetime.combine(first, datetime.min.time()) + timedelta(hours=hours)
        fitting = [each for each in why([one, other], at=when, **asked) if each.fits]
        begun = [day for each in fitting if (day := each.rule.begins(when)) and first <= day < last]
        if len(begun) == len((one, other)):
            meet = meet or {each.reason for each in fitting} <= {algo.CHOSEN, algo.EARLIER, algo.ALIKE}
    assert overlap(one, other) == overlap(other, one) == meet


def test_the_more_specific_line_wins_place_before_category_before_time_before_age() -> None:
    base = rule(1)
    later = rule(2, since=FIRST + timedelta(days=1))
    nights = rule(3, from_hour=22, to_hour=6)
    fights = rule(4, category="tawuran")
    street = rule(5, unit=RW)
    growing = [base, later, nights, fights, street]
    for number in range(1, len(growing) + 1):
        assert decides(growing[:number], at(3, 23)) == number
    reasons = {each.rule.id.int: each.reason for each in why(growing[:4], category="tawuran", units=PATH, at=at(3, 23))}
    assert reasons == {4: algo.CHOSEN, 3: algo.ALL_CATEGORIES, 2: algo.ALL_CATEGORIES, 1: algo.ALL_CATEGORIES}
    [_first, second, third] = why(growing[:3], category="tawuran", units=PATH, at=at(3, 23))
    assert (second.reason, third.reason) == (algo.ALWAYS, algo.ALWAYS)
    assert [each.reason for each in why([base, later], category="saran", units=PATH, at=at(3, 23))][1] == algo.EARLIER
    assert [each.reason for each in why([base, rule(9)], category="saran", units=PATH, at=at(3, 23))][1] == algo.ALIKE
    assert [each.reason for each in why([base, street], category="saran", units=PATH, at=at(3, 23))][1] == algo.WIDER
    assert decides([base, rule(9)], at(3, 9)) == 9
    assert decides([street, base], at(3, 9), gone=("lurah",)) == 0


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    saturdays = rule(1, days=1 << 5, from_hour=22, to_hour=4)
    fits = [(5, 22), (5, 23), *((6, hour) for hour in range(4))]
    for day in range(4, 8):
        for hour in range(24):
            assert decides([saturdays], at(day, hour, 59)) == ((day, hour) in fits), (day, hour)
    ending = rule(1, from_hour=22, to_hour=6, until=FIRST + timedelta(days=1))
    assert not decides([ending], at(0, 3)), "that night began before the line did"
    assert decides([ending], at(0, 22))
    assert decides([ending], at(1, 5)), "the last night is whole"
    assert not decides([ending], at(1, 22))
    told = {
        at(0, 3): algo.NOT_YET,
        at(0, 12): algo.OTHER_HOUR,
        at(1, 22): algo.ENDED,
    }
    for when, reason in told.items():
        assert [each.reason for each in why([ending], category="saran", units=PATH, at=when)] == [reason]
    assert [each.reason for each in why([saturdays], category="saran", units=PATH, at=at(4, 23))] == [algo.OTHER_DAY]

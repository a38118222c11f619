"""Working time and time zones, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.almanac.algo.working import A_DAY, HORIZON, HOURS, NobodyWorks, Working
from rukun.almanac.algo.zones import WIB, WIT, WITA, zone_of

pytestmark = pytest.mark.pure

EACH_PROVINCE = {
    WIB: "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62",
    WITA: "51 52 53 63 64 65 71 72 73 74 75 76",
    WIT: "81 82 91 92 93 94 95 96",
}
FRIDAY = date(2026, 11, 20)

zones = st.sampled_from([WIB, WITA, WIT])
moments = st.datetimes(datetime(2025, 11, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis
calendars = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.booleans(), max_size=40)
workings = st.builds(Working, zones, calendars)
spans = st.integers(0, 60 * A_DAY)


def slowly(working: Working, start: datetime, end: datetime) -> int:
    """The same day by day: whole seconds of opened hours that end between the two."""
    found, day = 0, start.astimezone(working.zone).date()
    first, last = (each.replace(microsecond=0) for each in (start, end))
    while day <= end.astimezone(working.zone).date():
        if working.works_on(day):
            opens, closes = (datetime.combine(day, each, working.zone).astimezone(UTC) for each in HOURS)
            found += max(0, int((min(last, closes) - max(first, opens)).total_seconds()))
        day += timedelta(days=1)
    return found


@given(workings, moments, moments)
def test_between_is_what_counting_day_by_day_gives(working: Working, start: datetime, end: datetime) -> None:
    assert working.between(start, end) == (slowly(working, start, end) if start < end else 0)


@given(workings, moments, moments, moments)
def test_a_span_has_as_many_seconds_as_its_pieces_and_never_fewer_for_being_longer(
    working: Working, one: datetime, two: datetime, three: datetime
) -> None:
    start, middle, end = sorted([one, two, three])
    whole = working.between(start, end)
    assert whole == working.between(start, middle) + working.between(middle, end)
    assert whole >= working.between(start, middle)
    assert whole <= (end - start).total_seconds() + 1
    assert working.between(end, start) == 0


@given(workings, moments, spans, spans)
def test_after_is_the_inverse_of_between(working: Working, start: datetime, span: int, more: int) -> None:
    end = working.after(start, span)
    assert end >= start
    assert working.between(start, end) == span
    if span:
        assert working.between(start, end - timedelta(microseconds=1)) == span - 1
        assert working.works_on((end - timedelta(seconds=1)).astimezone(working.zone).date())
    assert working.after(end, more) == working.after(start, span + more) or not more
    back = working.after(start, -span)
    assert back <= start
    assert working.between(back, start) == span
    if span:
        assert working.between(back - timedelta(microseconds=1), start) == span + 1, "the first such moment"


@given(workings, moments, spans, st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_one_more_day_off_never_makes_a_deadline_shorter(
    working: Working, start: datetime, span: int, day: date
) -> None:
    fewer, more = (Working(working.zone, {**working.days, day: works}) for works in (False, True))
    assert more.after(start, span) <= working.after(start, span) <= fewer.after(start, span)


@given(moments, moments)
def test_working_days_begin_earlier_in_the_east(start: datetime, end: datetime) -> None:
    hour = timedelta(hours=1)
    for west, east in ((WIB, WITA), (WITA, WIT)):
        assert Working(west).between(start, end) == Working(east).between(start - hour, end - hour)


def test_three_working_days_over_a_weekend_and_a_holiday_that_moved() -> None:
    filed = datetime.combine(FRIDAY, HOURS[0], WIB) + timedelta(hours=7)  # an hour before the office closes
    usual = Working(WIB)
    assert usual.after(filed, A_DAY).isoformat() == "2026-11-23T15:00:00+07:00"
    monday = date(2026, 11, 23)
    moved = Working(WIB, {monday: False, date(2026, 11, 28): True})
    assert moved.after(filed, A_DAY).date() == date(2026, 11, 24)
    assert moved.after(filed, 6 * A_DAY).date() == date(2026, 11, 30)  # the Saturday is worked on
    assert usual.between(filed, filed + timedelta(days=3)) == A_DAY
    assert moved.between(filed, filed + timedelta(days=3)) == 3600
    assert Working(WIT).after(filed, A_DAY) == datetime.combine(monday, HOURS[1], WIT)  # there it had closed
    assert Working(WITA).after(filed, A_DAY) == datetime.combine(monday, HOURS[1], WITA)


def test_where_nobody_works_looking_for_a_working_day_comes_to_an_end() -> None:
    never = {FRIDAY + timedelta(days=each): False for each in range(HORIZON + 30)}
    start = datetime.combine(FRIDAY, HOURS[0], WIB)
    with pytest.raises(NobodyWorks):
        Working(WIB, never).after(start, 1)
    assert Working(WIB, never).between(start, start + timedelta(days=HORIZON)) == 0
    for last in list(never)[-80:]:
        del never[last]
    assert Working(WIB, never).after(start, A_DAY).date() >= FRIDAY + timedelta(days=HORIZON - 60)
    assert Working(WIB).after(start, 3000 * A_DAY).year == 2038  # far, but people work all the way


def test_each_of_the_38_provinces_has_its_zone_and_no_zone_has_summer_time() -> None:
    codes = [(code, zone) for zone, codes in EACH_PROVINCE.items() for code in codes.split()]
    assert len(codes) == 38
    for code, zone in codes:
        assert zone_of(code) == zone_of(f"{code}.01.02.2003") == zone, code
        offsets = {datetime(2020 + m // 12, m % 12 + 1, 1, tzinfo=zone).utcoffset() for m in range(240)}
        assert len(offsets) == 1
    assert [zone.utcoffset(datetime(2026, 1, 1)) for zone in (WIB, WITA, WIT)] == [  # noqa: DTZ001  a zone is asked
        timedelta(hours=each) for each in (7, 8, 9)
    ]
    assert zone_of("97") == WIT  # a province yet to be made, among those islands
    assert zone_of("99.01", WITA) == zone_of("", WITA) == zone_of("00", WITA) == WITA

"""Ramadan, the sun, and what kind of night it is: arithmetic alone."""

import math
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rukun.almanac.algo import hijri
from rukun.almanac.algo.hijri import Fast, next_ramadan, ramadans
from rukun.almanac.algo.nights import (
    ACARA,
    AKHIR_PEKAN,
    BIASA,
    KINDS,
    LIBUR_SEKOLAH,
    MALAM_LIBUR,
    PEMILU,
    PERTANDINGAN,
    SAHUR,
    Facts,
    Stretch,
    compose,
    kinds_of,
    nights,
)
from rukun.almanac.algo.places import SEATS, in_indonesia, seat_of
from rukun.almanac.algo.sun import Spot, sky_of
from rukun.almanac.algo.zones import WIB, WIT, WITA, zone_of

pytestmark = pytest.mark.pure
JAKARTA = Spot(-6.17539, 106.82715)
A_DAY = timedelta(days=1)
DAYS = st.dates(date(2000, 1, 1), date(2076, 12, 31))
SUBUH_IN_JAKARTA = "41 42 42 42 42 42 42 42 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 43 42 42 42 42"
"""Minutes after four, 19 February to 20 March 2026, as Kemenag printed them for Ramadan 1447 H."""


# Ramadan


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2026-02-17", "2026-02-18"),
        ("2026-02-18", "2026-02-18"),
        ("2026-02-19", "2027-02-08"),
        ("2026-11-22", "2027-02-08"),
        ("2030-01-05", "2030-01-05"),
        ("2030-01-06", "2030-12-26"),  # two in one year
    ],
)
def test_the_next_first_of_ramadan(day: str, begins: str) -> None:
    assert next_ramadan(date.fromisoformat(day)) == date.fromisoformat(begins)


@given(DAYS)
def test_ramadan_comes_once_in_a_lunar_year(day: date) -> None:
    begins = next_ramadan(day) if day < date(2076, 8, 1) else next_ramadan(date(2075, 1, 1))
    following = next_ramadan(begins + A_DAY)
    assert timedelta(353) <= following - begins <= timedelta(356)
    found = ramadans(begins, following)
    assert [each.first for each in found] == [begins, following]
    assert all(each.days in hijri.LENGTHS for each in found)
    assert ramadans(found[0].last + A_DAY, following - A_DAY) == []
    assert {found[0].year, *(hijri.year_of(begins + timedelta(days=off)) for off in (-3, 3))} == {found[0].year}


def test_years_have_one_ramadan_or_two_and_beyond_the_table_none() -> None:
    of_year = {
        year: [each.first.isoformat() for each in ramadans(date(year, 1, 1), date(year, 12, 31))]
        for year in range(1930, 2090)
    }
    assert of_year[2030] == ["2030-01-05", "2030-12-26"]
    assert of_year[2031] == ["2030-12-26", "2031-12-15"]  # the first began the year before
    assert all(of_year[year] for year in range(1930, 2078))
    assert not any(of_year[year] for year in range(2079, 2090))
    assert hijri.estimate_near(date(2090, 1, 1)) is None
    feasts = hijri.feasts(date(2030, 1, 1), date(2030, 12, 31))
    assert feasts[date(2030, 2, 4)] == "idul_fitri"
    assert list(feasts.values()).count("idul_adha") == 1
    assert list(feasts) == sorted(feasts)


@given(DAYS.filter(lambda day: day.year < 2076), st.integers(-9, 9))
def test_a_ramadan_ends_before_the_feast_and_keeps_the_length_of_a_month(day: date, off: int) -> None:
    fast = ramadans(day, day + timedelta(days=360))[0]
    feast = fast.last + timedelta(days=1 + off)
    moved = hijri.ending_before(fast, [feast])
    assert moved.days in hijri.LENGTHS
    assert moved.year == fast.year
    if abs(off) > hijri.MOVED:
        assert moved == fast
    else:
        assert moved.last == feast - A_DAY
        assert abs((moved.first - fast.first).days) <= hijri.MOVED + 1


def test_what_was_announced_replaces_the_reckoned_one_of_its_year_alone() -> None:
    reckoned = ramadans(date(2030, 1, 1), date(2030, 12, 31))
    wide = Fast(date(2030, 1, 7), date(2030, 2, 4), announced=True)
    narrow = Fast(date(2030, 1, 6), date(2030, 2, 4), announced=True)
    assert hijri.corrected(reckoned, [wide, narrow]) == [narrow, reckoned[1]]
    assert hijri.corrected(reckoned, []) == reckoned
    assert (narrow.day_of(date(2030, 1, 5)), narrow.day_of(date(2030, 2, 4)), narrow.days) == (None, 30, 30)


# The sun


def test_imsak_and_subuh_are_those_that_kemenag_prints() -> None:
    first = date(2026, 2, 19)
    for at, minute in enumerate(SUBUH_IN_JAKARTA.split()):
        sky = sky_of(first + timedelta(days=at - 1), JAKARTA, WIB)
        assert sky.subuh.time() == time(4, int(minute)), at
        assert sky.subuh - sky.imsak == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("unit", "day", "imsak"),
    [
        ("12", "2025-03-01", "05:11"),
        ("31", "2025-03-01", "04:33"),
        ("35", "2025-03-01", "04:08"),
        ("51", "2025-03-01", "04:57"),
        ("64", "2025-03-01", "04:55"),
        ("73", "2025-03-01", "04:43"),
    ],
)
def test_so_they_are_in_other_towns(unit: str, day: str, imsak: str) -> None:
    sky = sky_of(date.fromisoformat(day) - A_DAY, seat_of(unit)[1], zone_of(unit))
    assert f"{sky.imsak:%H:%M}" == imsak


@pytest.mark.parametrize(("day", "maghrib"), [("2026-03-04", "18:14"), ("2026-03-13", "18:10")])
def test_maghrib_is_within_a_minute_of_the_printed_one(day: str, maghrib: str) -> None:
    evening = date.fromisoformat(day)
    printed = datetime.combine(evening, time.fromisoformat(maghrib), WIB)
    assert abs(sky_of(evening, JAKARTA, WIB).sunset - printed) <= timedelta(minutes=1)


@given(DAYS, st.floats(-11.5, 6.5), st.floats(94.5, 141.5), st.sampled_from([WIB, WITA, WIT]))
@example(date(2026, 12, 31), -11.5, 141.5, WIB)
@example(date(2028, 2, 28), 6.5, 94.5, WIT)
def test_everywhere_in_indonesia_a_night_runs_from_its_evening_to_the_next_morning(
    day: date, lat: float, lon: float, zone: tzinfo
) -> None:
    sky = sky_of(day, Spot(lat, lon), zone)
    assert sky.sunset < sky.imsak < sky.subuh < sky.sunrise
    assert sky.sunset.date() == day
    assert sky.sunrise.date() == sky.imsak.date() == day + A_DAY
    assert timedelta(hours=11) < sky.sunrise - sky.sunset < timedelta(hours=13)
    assert abs(height(sky.subuh - timedelta(minutes=2), lat, lon) + 20) < 0.6
    assert abs(height(sky.sunset - timedelta(minutes=2), lat, lon) + 1) < 0.6
    assert abs(height(sky.sunrise + timedelta(minutes=2), lat, lon) + 1) < 0.6


def height(moment: datetime, lat: float, lon: float) -> float:
    """How high the sun stands, in degrees: the Astronomical Almanac's formula of low precision, not astral's."""
    since = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)) / A_DAY
    mean, anomaly = math.radians(280.46 + 0.9856474 * since), math.radians(357.528 + 0.9856003 * since)
    longitude = mean + math.radians(1.915 * math.sin(anomaly) + 0.02 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.0000004 * since)
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    turned = math.radians(280.46061837 + 360.98564736629 * since + lon) - ascension
    north = math.radians(lat)
    return math.degrees(
        math.asin(math.sin(north) * math.sin(declination) + math.cos(north) * math.cos(declination) * math.cos(turned))
    )


def test_every_province_has_a_seat_in_its_own_zone_where_the_sun_rises_in_the_morning() -> None:
    assert len(SEATS) == 38
    for province, (town, spot) in SEATS.items():
        assert in_indonesia(spot), town
        for evening in (date(2026, 6, 20), date(2026, 12, 20)):
            sky = sky_of(evening, spot, zone_of(province))
            assert time(17) < sky.sunset.time() < time(19, 10), town
            assert time(4, 30) < sky.sunrise.time() < time(6, 50), town
    assert not in_indonesia(Spot(106.8, -6.2))
    assert [seat_of(*each)[0] for each in (("99.01.01",), ("", WITA), ("73.71",))] == [
        "Jakarta",
        "Makassar",
        "Makassar",
    ]


# Kinds

FAST = Fast(date(2027, 2, 8), date(2027, 3, 9))
FRIDAY = date(2027, 2, 12)


def kinds(day: date, facts: Facts) -> tuple[str, ...]:
    return compose(day, facts, JAKARTA, WIB).kinds


def test_the_edges_of_ramadan() -> None:
    facts = Facts(fasts=(FAST,), takbiran="Malam takbiran")
    assert kinds(date(2027, 2, 6), facts) == (AKHIR_PEKAN,)
    eve = compose(date(2027, 2, 7), facts, JAKARTA, WIB)  # the night before 1 Ramadan
    assert (eve.kinds, eve.fasting, eve.estimated) == ((SAHUR,), 1, True)
    assert eve.imsak == eve.subuh - timedelta(minutes=10)
    last = compose(date(2027, 3, 8), facts, JAKARTA, WIB)
    assert (SAHUR in last, last.fasting) == (True, 30)
    feast = compose(date(2027, 3, 9), facts, JAKARTA, WIB)  # the evening of the last day of fasting
    assert (feast.kinds, feast.names, feast.imsak, feast.fasting) == ((MALAM_LIBUR,), ("Malam takbiran",), None, None)
    middle = compose(date(2027, 2, 19), facts, JAKARTA, WIB)
    assert (middle.kinds, middle.estimated) == ((AKHIR_PEKAN, SAHUR), False)
    announced = Facts(fasts=(Fast(FAST.first, FAST.last, announced=True),))
    assert not compose(date(2027, 2, 7), announced, JAKARTA, WIB).estimated


def test_each_kind_by_itself_and_all_together() -> None:
    thursday = FRIDAY - A_DAY
    assert kinds(thursday, Facts()) == (BIASA,)
    assert [kinds(FRIDAY + each * A_DAY, Facts()) for each in range(3)] == [(AKHIR_PEKAN,), (AKHIR_PEKAN,), (BIASA,)]
    assert kinds(thursday, Facts(off={FRIDAY: "Imlek"})) == (MALAM_LIBUR,)
    assert kinds(FRIDAY, Facts(off={FRIDAY: "Imlek"})) == (AKHIR_PEKAN,)
    stage = Facts(stretches=(Stretch(PEMILU, FRIDAY, FRIDAY, "Pencoblosan"),))
    assert [PEMILU in kinds(FRIDAY + each * A_DAY, stage) for each in (-2, -1, 0, 1)] == [False, True, True, False]
    match = Facts(stretches=(Stretch(PERTANDINGAN, FRIDAY, FRIDAY, "Final"),))
    assert [ACARA in kinds(FRIDAY + each * A_DAY, match) for each in (-1, 0, 1)] == [False, True, False]
    everything = Facts(
        eve="menjelang %s",
        off={FRIDAY + A_DAY: "Libur", FRIDAY: "Lain"},
        fasts=(FAST,),
        stretches=(
            Stretch(ACARA, FRIDAY, FRIDAY, "Pasar malam"),
            Stretch(ACARA, FRIDAY, FRIDAY, "Pasar malam"),
            Stretch(PEMILU, FRIDAY, FRIDAY, "Kampanye"),
        ),
    )
    night = compose(FRIDAY, everything, JAKARTA, WIB)
    assert night.kinds == KINDS[1:]
    assert night.names == ("menjelang Libur", "Pasar malam", "Kampanye")


def test_school_is_monday_to_friday_but_for_days_off_and_holidays() -> None:
    monday = date(2027, 1, 4)
    facts = Facts(off={monday: "Libur"}, stretches=(Stretch(LIBUR_SEKOLAH, monday + A_DAY, monday + A_DAY, "Libur"),))
    found = nights(monday - A_DAY, monday + 5 * A_DAY, facts, JAKARTA, WIB)
    assert [each.school for each in found] == [False, False, True, True, True, False, False]
    assert not any(set(each.kinds) & {ACARA, PEMILU} for each in found)  # school holidays alone are no kind of night
    assert list(kinds_of(found)) == [each.date for each in found]
    assert nights(monday, monday - A_DAY, facts, JAKARTA, WIB) == []

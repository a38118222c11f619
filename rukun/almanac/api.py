"""The calendar for other systems."""

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from rukun.almanac import queries
from rukun.almanac.algo.working import HOURS
from rukun.guard import ActorRequest, public
from rukun.territory import queries as territory
from rukun.territory.algo.codes import CODE
from rukun.territory.errors import NoSuchUnit

router = Router(tags=["almanac"])
EARLIEST, LATEST = date(1990, 1, 1), date(2076, 12, 31)
"""Beyond, the calendar of the moon is not known."""
USUAL_NIGHTS, MOST_NIGHTS = 30, 400
Day = Annotated[date | None, Field(ge=EARLIEST, le=LATEST)]
Year = Annotated[int | None, Field(ge=1990, le=2100)]
UnitOrAll = Annotated[str, Field(pattern=f"^({CODE.pattern})?$")]


class DayOut(Schema):
    """working is what counts. unit is where it was decided, empty for everywhere, null for the country's own calendar.

    estimated: the day follows the moon, and the government has not fixed it yet.
    """

    date: date
    working: bool
    name: str
    unit: str | None
    estimated: bool


class YearOut(Schema):
    """Monday to Friday are worked on from opens to closes, by the unit's own clock, but for days.

    national is false where the country's holidays of that year are not known here.
    """

    year: int
    unit: str
    time_zone: str
    opens: str
    closes: str
    national: bool
    days: list[DayOut]


class ErrorOut(Schema):
    detail: str


class SunOut(Schema):
    """Where the sun is reckoned for: the middle of unit; where no map is loaded, town stands in for it."""

    lat: float
    lon: float
    unit: str
    town: str


class NightOut(Schema):
    """The night from the evening of date to the next morning.

    kinds: biasa (none of the others), akhir_pekan (Friday's and Saturday's), sahur (people fast in the morning),
    malam_libur (the next day is off, weekends alone not counted), pemilu (a stage of an election), acara (an event or a
    match). fasting: which day of Ramadan the morning is. school: the next day is one on which children go to school.
    estimated: something of it may still move by a day or two. imsak: null unless people fast in the morning.
    """

    date: date
    kinds: list[str]
    names: list[str]
    school: bool
    estimated: bool
    fasting: int | None
    sunset: datetime
    imsak: datetime | None
    subuh: datetime
    sunrise: datetime


class NightsOut(Schema):
    """Times are by the unit's own clock."""

    unit: str
    time_zone: str
    sun: SunOut
    nights: list[NightOut]


@router.get(
    "/days", response={200: YearOut, 404: ErrorOut}, summary="Days off, and days worked on against the calendar"
)
@public
def days(request: ActorRequest, year: Year = None, unit: UnitOrAll = "") -> YearOut:
    """Of this year, everywhere, if nothing else is asked for. A day in no list is as its weekday says."""
    if unit and not territory.exists(unit):
        raise NoSuchUnit(unit)
    asked = year or timezone.localdate().year
    return YearOut(
        year=asked,
        unit=unit,
        time_zone=str(queries.zone_in(unit)),
        opens=f"{HOURS[0]:%H:%M}",
        closes=f"{HOURS[1]:%H:%M}",
        national=bool(queries.holidays_of(asked)),
        days=[_day(each) for each in queries.special_days(asked, unit)],
    )


@router.get(
    "/nights",
    response={200: NightsOut, 404: ErrorOut, 422: ErrorOut},
    summary="What kind of night it is, and when its sun sets and rises",
)
@public
def nights(request: ActorRequest, first: Day = None, last: Day = None, unit: UnitOrAll = "") -> NightsOut:
    """From today, thirty nights, everywhere, if nothing else is asked for; at most 400, of the years 1990 to 2076."""
    if unit and not territory.exists(unit):
        raise NoSuchUnit(unit)
    begin = first or (min(last, timezone.localdate()) if last else timezone.localdate())
    end = last or min(begin + timedelta(days=USUAL_NIGHTS - 1), LATEST)
    if end < begin:
        raise HttpError(422, _("last lebih awal daripada first. Tukar keduanya."))
    if (end - begin).days >= MOST_NIGHTS:
        raise HttpError(422, _("Paling banyak %d malam sekali minta. Minta sebagian demi sebagian.") % MOST_NIGHTS)
    sun = queries.sun_of(unit)
    return NightsOut(
        unit=unit,
        time_zone=str(queries.zone_in(unit)),
        sun=SunOut(lat=round(sun.spot.lat, 4), lon=round(sun.spot.lon, 4), unit=sun.unit, town=sun.town),
        nights=[NightOut(**vars(each)) for each in queries.nights_of(begin, end, unit)],
    )


def _day(special: queries.Special) -> DayOut:
    first = special.said[0]
    return DayOut(date=special.date, working=first.working, name=first.name, unit=first.unit, estimated=first.estimated)

"""The calendar for other systems."""

from datetime import date
from typing import Annotated

from django.utils import timezone
from ninja import Field, Router, Schema

from rukun.almanac import queries
from rukun.almanac.algo.working import HOURS
from rukun.guard import ActorRequest, public
from rukun.territory import queries as territory
from rukun.territory.algo.codes import CODE
from rukun.territory.errors import NoSuchUnit

router = Router(tags=["almanac"])
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


def _day(special: queries.Special) -> DayOut:
    first = special.said[0]
    return DayOut(date=special.date, working=first.working, name=first.name, unit=first.unit, estimated=first.estimated)

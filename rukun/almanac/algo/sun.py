"""Maghrib, imsak, Subuh and sunrise of a place, as the Ministry of Religious Affairs (Kemenag) reckons them.

Subuh: the sun 20° below the horizon; Maghrib and sunrise: 1° below (its upper edge, refraction and the lie of the
land). Each is rounded to the minute and moved two minutes to the safe side (*ihtiyat*), as in the printed
*imsakiyah*; imsak is ten minutes before Subuh.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from astral import Observer, SunDirection
from astral.sun import time_at_elevation

SUBUH_DEGREES = 20.0
HORIZON_DEGREES = 1.0
SAFE = timedelta(minutes=2)
BEFORE_SUBUH = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Spot:
    """A point on the ground, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Sky:
    """A night from Maghrib of its evening to the sunrise of the next morning, by the clock of the place."""

    sunset: datetime
    imsak: datetime
    subuh: datetime
    sunrise: datetime


def sky_of(evening: date, spot: Spot, zone: tzinfo) -> Sky:
    """The night that begins on this evening. Raises ``ValueError`` where the sun does not go so low that day.

    It does everywhere between the polar circles and far beyond Indonesia: below 46° north or south.
    """
    morning = evening + timedelta(days=1)
    subuh = _up(_moment(spot, morning, SUBUH_DEGREES, SunDirection.RISING, zone)) + SAFE
    return Sky(
        sunset=_up(_moment(spot, evening, HORIZON_DEGREES, SunDirection.SETTING, zone)) + SAFE,
        imsak=subuh - BEFORE_SUBUH,
        subuh=subuh,
        sunrise=_down(_moment(spot, morning, HORIZON_DEGREES, SunDirection.RISING, zone)) - SAFE,
    )


def _moment(spot: Spot, day: date, degrees: float, direction: SunDirection, zone: tzinfo) -> datetime:
    """When the sun stands so far below the horizon on a day of that clock, which need not be that of the longitude."""
    found = time_at_elevation(Observer(spot.lat, spot.lon), -degrees, day, direction, zone)
    off = (found.date() - day).days
    if off:
        found = time_at_elevation(Observer(spot.lat, spot.lon), -degrees, day - timedelta(days=off), direction, zone)
    return found


def _down(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _up(moment: datetime) -> datetime:
    whole = _down(moment)
    return whole if whole == moment else whole + _MINUTE

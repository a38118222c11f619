"""What kind of day it is, here."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from rukun.almanac.algo.working import WEEKDAYS, Working
from rukun.almanac.algo.zones import zone_of
from rukun.almanac.models import Day
from rukun.territory.algo.codes import chain_of

YEARS_BACK, YEARS_AHEAD = 2, 6
"""Working time is known from so many years ago up to, but not including, the one so many years ahead."""
_SPEAKS = {"id": "id", "en": "en_US"}
_ESTIMATED = (" (perkiraan)", " (estimated)")
"""What the library adds to the name of a day that follows the moon and is not fixed by the government yet."""

logger = logging.getLogger(__name__)


# Working time


def working_time(unit: str) -> Working:
    """Working time in a unit: the country's calendar, corrected by what was decided there and above. One query."""
    return calendars([unit])[unit]


def calendars(units: Iterable[str]) -> dict[str, Working]:
    """The same for many units. One query. Those alike get the very same ``Working``, which has learnt its calendar."""
    years = working_years()
    national = {day: False for year in years for day in holidays_of(year)}
    decided: dict[str, dict[date, bool]] = defaultdict(dict)
    known = Day.objects.filter(date__gte=date(years[0], 1, 1)).order_by()
    for unit, day, working in known.values_list("unit", "date", "working"):
        decided[unit][day] = working
    made: dict[tuple[tzinfo, tuple[str, ...]], Working] = {}
    found: dict[str, Working] = {}
    for unit in dict.fromkeys(units):
        key = zone_in(unit), tuple(each for each in _and_above(unit) if each in decided)
        if key not in made:
            days = dict(national)
            for scope in key[1]:
                days |= decided[scope]  # the narrower decides
            made[key] = Working(key[0], days)
        found[unit] = made[key]
    return found


def zone_in(unit: str) -> tzinfo:
    """By which clock the working day of a unit goes: this installation's own, where the code does not say."""
    return zone_of(unit, timezone.get_default_timezone())


def working_years() -> range:
    """The years for which holidays count as such."""
    this = timezone.localdate().year
    return range(this - YEARS_BACK, this + YEARS_AHEAD)


# The country's calendar


@dataclass(frozen=True)
class Holiday:
    """A public holiday or cuti bersama of the whole country. ``estimated``: it follows the moon and may still move."""

    name: str
    estimated: bool


def national_days(year: int) -> dict[date, str]:
    """Public holidays and cuti bersama of the whole country, with their Indonesian names. No query."""
    return {day: each.name for day, each in holidays_of(year).items()}


@lru_cache(maxsize=64)
def holidays_of(year: int, language: str = "id") -> Mapping[date, Holiday]:
    """The same, each with what is to be said of it, in a language of this site. No query.

    Nothing for a year of which the library knows nothing, or at which it fails: deadlines then count by the weekdays
    and by what people decided, which is better than that nothing counts at all, and the calendar's page says so.
    """
    import holidays  # noqa: PLC0415  it is heavy, and few processes ask

    kinds, spoken = ("public", "government"), _SPEAKS.get(language, "id")
    try:
        found = holidays.country_holidays("ID", years=year, language=spoken, categories=kinds)
        return MappingProxyType({day: _holiday(str(name)) for day, name in sorted(found.items())})
    except Exception:  # whatever a table of somebody else's stumbles over, no deadline may stop
        logger.exception("No public holidays are known for the year %d", year)
        return MappingProxyType({})


def _holiday(name: str) -> Holiday:
    """The library joins the names of several holidays on one day, and marks each of them."""
    plain = name
    for mark in _ESTIMATED:
        plain = plain.replace(mark, "")
    return Holiday(plain, plain != name)


# What is special about a day


@dataclass(frozen=True)
class Word:
    """What somebody says of a day: the country's calendar (``unit`` and ``key`` are None), or a decision of a unit."""

    name: str
    working: bool
    unit: str | None = None
    key: int | None = None
    estimated: bool = False


@dataclass(frozen=True)
class Special:
    """A day of which more is to be said than its weekday. The first of ``said`` decides; it overrules the others."""

    date: date
    said: tuple[Word, ...]

    @property
    def working(self) -> bool:
        return self.said[0].working


def special_days(year: int, unit: str) -> list[Special]:
    """The days of a year that are special in a unit, in order, named in the reader's language. One query."""
    rows = Day.objects.filter(date__year=year, unit__in=_and_above(unit))
    return list(_special(holidays_of(year, _language()), rows))


def special_day(day: date, unit: str, decided: Iterable[Day]) -> Special | None:
    """What is special about one day, given the decisions about it for the unit and above. No query."""
    known = holidays_of(day.year, _language())
    return next(_special({day: known[day]} if day in known else {}, decided), None)


def word_of(row: Day) -> Word:
    return Word(row.name, row.working, row.unit, row.pk)


def works_on(day: date, special: Special | None) -> bool:
    return special.working if special else day.weekday() < WEEKDAYS


def decisions_about(day: date, unit: str) -> QuerySet[Day]:
    """Those for a unit and all above it."""
    return Day.objects.filter(date=day, unit__in=_and_above(unit))


def decided_below(year: int, unit: str) -> QuerySet[Day]:
    """The decisions of a year that hold in a part of a unit only."""
    below = ~Q(unit="") if not unit else Q(unit__startswith=f"{unit}.")
    return Day.objects.filter(below, date__year=year).order_by("date", "unit")


def decision_with(key: int) -> Day | None:
    return Day.objects.filter(pk=key).first()


def _special(national: Mapping[date, Holiday], decided: Iterable[Day]) -> Iterator[Special]:
    said: dict[date, list[Word]] = defaultdict(list)
    for row in sorted(decided, key=lambda each: len(each.unit), reverse=True):  # the narrower decides
        said[row.date].append(word_of(row))
    for day, holiday in national.items():
        said[day].append(Word(holiday.name, working=False, estimated=holiday.estimated))
    return (Special(day, tuple(said[day])) for day in sorted(said))


def _and_above(unit: str) -> list[str]:
    """Everywhere, then the units around this one from the largest, then itself."""
    return ["", *chain_of(unit)]


def _language() -> str:
    return (get_language() or "id").partition("-")[0]

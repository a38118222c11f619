"""What kind of day it is, here."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rukun.almanac.algo import hijri
from rukun.almanac.algo.hijri import Fast
from rukun.almanac.algo.nights import RAMADAN, Facts, Night, Stretch, nights
from rukun.almanac.algo.places import in_indonesia, seat_of
from rukun.almanac.algo.sun import Spot
from rukun.almanac.algo.working import WEEKDAYS, Working
from rukun.almanac.algo.zones import zone_of
from rukun.almanac.models import Day, Span
from rukun.territory import queries as territory
from rukun.territory.algo.codes import KELURAHAN, chain_of, up_to

YEARS_BACK, YEARS_AHEAD = 2, 6
"""Working time is known from so many years ago up to, but not including, the one so many years ahead."""
_SPEAKS = {"id": "id", "en": "en_US"}
_ESTIMATED = (" (perkiraan)", " (estimated)")
"""What the library adds to the name of a day that follows the moon and is not fixed by the government yet."""

_IDUL_FITRI = "Hari Raya Idul Fitri"
"""What the library calls the first of the two days, in Indonesian."""
_A_DAY = timedelta(days=1)
_A_MONTH = timedelta(days=40)
"""A Ramadan that somebody announced can overrule a reckoned one this far away, and no further."""

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


# What kind of night it is


def night_of(day: date, unit: str) -> Night:
    """What kind of night begins on the evening of this day in a unit, and when its sun sets and rises.

    At most four queries, however much is entered.
    """
    return nights_of(day, day, unit)[0]


def nights_of(first: date, last: date, unit: str) -> list[Night]:
    """The same for each night from the evening of ``first`` to that of ``last``, in order; none if ``last`` is before.

    Names are in the reader's language. Three queries, however many nights: the territory's edition, the days that were
    decided, what was entered from a day to a day. A fourth in a process that has not read the territory yet.
    """
    return nights(first, last, facts_of(first, last, unit), sun_of(unit).spot, zone_in(unit))


def facts_of(first: date, last: date, unit: str) -> Facts:
    """What is known in a unit of the nights from ``first`` to ``last``, and of the mornings after them. Two queries."""
    entered = list(_spans(first - _A_MONTH, last + _A_MONTH, unit))
    off, estimated = _days_off(first, last + _A_DAY, unit)
    return Facts(
        off=off,
        estimated=estimated,
        fasts=tuple(_fasts(first - _A_MONTH, last + _A_MONTH, entered)),
        stretches=tuple(
            Stretch(each.kind, each.first, each.last, each.name) for each in entered if each.kind != RAMADAN
        ),
        takbiran=_("malam takbiran"),
        eve=_("menjelang %s"),
    )


def ramadans_of(first: date, last: date, unit: str) -> list[Fast]:
    """Every Ramadan in a unit of which a day lies from ``first`` to ``last``, in order. One query."""
    entered = _spans(first - _A_MONTH, last + _A_MONTH, unit).filter(kind=RAMADAN)
    found = _fasts(first - _A_MONTH, last + _A_MONTH, entered)
    return [each for each in found if each.first <= last and each.last >= first]


def next_ramadan(day: date, unit: str = "") -> date:
    """The next first day of fasting in a unit, or ``day`` itself if it is one. One query.

    Raises ``OverflowError`` beyond the calendar that is known: in 2077.
    """
    coming = ramadans_of(day, day + timedelta(days=400), unit)
    return next((each.first for each in coming if each.first >= day), None) or hijri.next_ramadan(day)


def estimated_ramadan(first: date) -> Fast | None:
    """The Ramadan of that Hijri year as far as it can be told beforehand: what an announcement must lie near."""
    near = hijri.estimate_near(first)
    return hijri.ending_before(near, _feasts_after(near)) if near else None


@dataclass(frozen=True)
class Sun:
    """Where the sun is reckoned for: the middle of ``unit``; ``""`` where ``town`` stands in for lack of a map."""

    spot: Spot
    unit: str
    town: str


def sun_of(unit: str) -> Sun:
    """The middle of the unit's kelurahan, else of what around it has an outline, else its province's seat.

    RW and RT take their kelurahan's: a kilometre is three seconds.
    """
    chain = territory.territory().gazetteer.chain(up_to(unit, KELURAHAN)) if unit else []
    for each in reversed(chain):
        if each.lat is not None and each.lon is not None and in_indonesia(spot := Spot(each.lat, each.lon)):
            return Sun(spot, each.code, "")
    town, spot = seat_of(unit, zone_in(unit))
    return Sun(spot, "", town)


# What people entered from a day to a day


def spans_of(first: date, last: date, unit: str) -> list[Span]:
    """Those of which a day lies from ``first`` to ``last``, that hold in a unit: its own and of the units above."""
    return list(_spans(first, last, unit))


def spans_below(first: date, last: date, unit: str) -> QuerySet[Span]:
    """Those that hold in a part of a unit only."""
    below = ~Q(unit="") if not unit else Q(unit__startswith=f"{unit}.")
    return Span.objects.filter(below, first__lte=last, last__gte=first)


def span_with(key: int) -> Span | None:
    return Span.objects.filter(pk=key).first()


def _spans(first: date, last: date, unit: str) -> QuerySet[Span]:
    return Span.objects.filter(unit__in=_and_above(unit), first__lte=last, last__gte=first)


def _fasts(first: date, last: date, entered: Iterable[Span]) -> list[Fast]:
    """The Ramadans that hold, given what was entered in a unit and above it."""
    reckoned = (hijri.ending_before(each, _feasts_after(each)) for each in hijri.ramadans(first, last))
    said = sorted((each for each in entered if each.kind == RAMADAN), key=lambda each: len(each.unit))
    return hijri.corrected(reckoned, [Fast(each.first, each.last, announced=True) for each in said])


def _feasts_after(fast: Fast) -> list[date]:
    """When the country's calendar has Idul Fitri, about the end of a Ramadan."""
    years = {fast.last.year, (fast.last + _A_MONTH).year}
    return [
        day for year in sorted(years) for day, each in holidays_of(year).items() if _IDUL_FITRI in each.name.split("; ")
    ]


def _days_off(first: date, last: date, unit: str) -> tuple[dict[date, str], frozenset[date]]:
    """The days off of a span of days, weekends only if they are more, with their names; and which are estimated."""
    known: dict[date, Holiday] = {}
    for year in range(first.year, last.year + 1):
        known |= holidays_of(year, _language()) or _reckoned_feasts(year)
    rows = Day.objects.filter(date__range=(first, last), unit__in=_and_above(unit))
    said = [
        each
        for each in _special({day: each for day, each in known.items() if first <= day <= last}, rows)
        if not each.working
    ]
    return {each.date: each.said[0].name for each in said}, frozenset(
        each.date for each in said if each.said[0].estimated
    )


def _reckoned_feasts(year: int) -> dict[date, Holiday]:
    """For a year of which no calendar of days off is known: the Islamic feasts, which can be reckoned."""
    words = {
        "tahun_baru_islam": _("Tahun Baru Islam"),
        "maulid": _("Maulid Nabi Muhammad"),
        "isra_mikraj": _("Isra Mikraj Nabi Muhammad"),
        "idul_fitri": _("Hari Raya Idul Fitri"),
        "idul_fitri_2": _("Hari kedua Idul Fitri"),
        "idul_adha": _("Hari Raya Idul Adha"),
    }
    found = hijri.feasts(date(year, 1, 1), date(year, 12, 31))
    return {day: Holiday(words[code], estimated=True) for day, code in found.items()}


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

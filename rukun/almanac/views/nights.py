"""A year of nights: what kind each is, and in Ramadan when people stop eating."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.almanac import access, kinds, queries
from rukun.almanac.algo.hijri import Fast
from rukun.almanac.algo.nights import AKHIR_PEKAN, BIASA, FRIDAY, SATURDAY, Night
from rukun.almanac.forms import YearForm
from rukun.almanac.views import places
from rukun.almanac.views.year import SHOWN_BACK
from rukun.guard import ActorRequest, public
from rukun.ui.icons import SHAPES

DRAWN = [each for each in kinds.NIGHTS if each not in (BIASA, AKHIR_PEKAN)]
"""Kinds with a shape in their own cell; weekends have it at the head of their column."""


@dataclass(frozen=True)
class Cell:
    """A day of the calendar. ``kinds`` are codes with their words."""

    day: date
    kinds: tuple[tuple[str, str], ...]
    today: bool


@dataclass(frozen=True)
class Line:
    """A night of which something is to be said in words."""

    day: date
    words: str
    estimated: bool


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list[list[Cell | None]]
    lines: list[Line]


@public
@require_safe
@never_cache
def year(request: ActorRequest) -> HttpResponse:
    """What kind each night of a year is in a unit."""
    today = timezone.localdate()
    years = range(today.year - SHOWN_BACK, queries.working_years()[-1] + 1)
    form = YearForm(request.GET if {"wilayah", "tahun"} & request.GET.keys() else None, years=years)
    unit, shown = form.wanted()
    unit, shown = unit or places.unit_of(request.actor), shown or today.year
    if not form.is_bound:
        form = YearForm(years=years, initial={"wilayah": places.as_typed(unit), "tahun": today.year})
    first, last = date(shown, 1, 1), date(shown, 12, 31)
    nights = queries.nights_of(first, last, unit)
    fasts = queries.ramadans_of(first, last + timedelta(days=1), unit)
    sun = queries.sun_of(unit)
    around = [each for each in (shown - 1, shown, shown + 1) if each in years]
    return render(
        request,
        "almanac/nights.html",
        {
            "form": form,
            "unit": unit,
            "place": places.place(unit),
            "year": shown,
            "back": places.address("almanac:year", unit, tahun=shown),
            "spans": places.address("almanac:spans", unit),
            "tabs": [(str(each), places.address("almanac:nights", unit, tahun=each), each == shown) for each in around],
            "weekdays": [
                (WEEKDAYS_ABBR[each], WEEKDAYS[each], AKHIR_PEKAN if each in (FRIDAY, SATURDAY) else "")
                for each in range(7)
            ],
            "legend": [(code, kinds.NIGHTS[code], kinds.EXPLAINED[code]) for code in kinds.EXPLAINED],
            "shapes": [(code, SHAPES[code]) for code in DRAWN],
            "weekend": kinds.NIGHTS[AKHIR_PEKAN],
            "months": months(nights, today),
            "ramadans": [(each, fasting(each, nights)) for each in fasts],
            "estimated": any(each.estimated for each in nights),
            "national": bool(queries.holidays_of(shown)),
            "sun": sun,
            "sun_place": places.place(sun.unit),
            "zone": places.zone_in_words(unit),
            "enters": access.can_enter(request.actor).allowed,
        },
    )


def months(nights: Iterable[Night], today: date) -> list[Month]:
    """The months of a year as weeks from Monday, and what is to be said of their nights."""
    by_day = {each.date: each for each in nights}
    shown = min(by_day).year
    return [
        Month(
            str(MONTHS[month]),
            [
                [_cell(by_day[day], today) if day.month == month else None for day in week]
                for week in calendar.Calendar().monthdatescalendar(shown, month)
            ],
            _lines(by_day, month),
        )
        for month in range(1, 13)
    ]


def fasting(fast: Fast, nights: Iterable[Night]) -> list[Night]:
    """The nights before each day of a fast."""
    return [each for each in nights if fast.day_of(each.date + timedelta(days=1))]


def _cell(night: Night, today: date) -> Cell:
    drawn = tuple((code, str(kinds.NIGHTS[code])) for code in DRAWN if code in night.kinds)
    return Cell(night.date, drawn, night.date == today)


def _lines(by_day: Mapping[date, Night], month: int) -> list[Line]:
    return [
        Line(day, ", ".join(night.names), night.estimated)
        for day, night in by_day.items()
        if day.month == month and night.names
    ]

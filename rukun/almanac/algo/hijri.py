"""Ramadan and the Islamic feasts, as far as they can be told beforehand: by the Umm al-Qura calendar, an estimate.

Indonesia's government fixes the days shortly before, by sighting (*sidang isbat*); they may differ by a day or two.
The calendar is known for the Hijri years 1343 to 1500, until November 2077: before and after there is nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

SHAWWAL, RAMADAN = 10, 9
LENGTHS = (29, 30)
"""Days of a month."""
MOVED = 3
"""So many days a sighting may lie beside the reckoning; more is a mistake."""
FIRST_YEAR, LAST_YEAR = 1343, 1500
_A_DAY = timedelta(days=1)
_MIDDLE = timedelta(days=14)
_FEASTS = {
    (1, 1): "tahun_baru_islam",
    (3, 12): "maulid",
    (7, 27): "isra_mikraj",
    (10, 1): "idul_fitri",
    (10, 2): "idul_fitri_2",
    (12, 10): "idul_adha",
}
"""Those that are days off in Indonesia, by month and day."""


@dataclass(frozen=True)
class Fast:
    """One Ramadan: ``first`` and ``last`` are days on which people fast. ``announced``: somebody said so."""

    first: date
    last: date
    announced: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def year(self) -> int:
        """The Hijri year it belongs to, however it was moved by a few days. 0 outside the known calendar."""
        return year_of(self.first)

    def day_of(self, day: date) -> int | None:
        """Which day of the fast this is, from 1; ``None`` if it is none.

        >>> Fast(date(2027, 2, 8), date(2027, 3, 9)).day_of(date(2027, 2, 9))
        2
        """
        return (day - self.first).days + 1 if self.first <= day <= self.last else None


def next_ramadan(day: date) -> date:
    """The next 1 Ramadan, or ``day`` itself if it is one. Raises ``OverflowError`` outside the known calendar.

    >>> next_ramadan(date(2026, 11, 22))
    datetime.date(2027, 2, 8)
    """
    year = Gregorian(day.year, day.month, day.day).to_hijri().year
    begins = (_gregorian(each, RAMADAN, 1) for each in (year, year + 1))
    return next(each for each in begins if each >= day)


def ramadans(first: date, last: date) -> list[Fast]:
    """Every Ramadan of which a day lies from ``first`` to ``last``, in order. A year can have two: 2030.

    >>> [each.first.isoformat() for each in ramadans(date(2030, 1, 1), date(2030, 12, 31))]
    ['2030-01-05', '2030-12-26']
    """
    found = (_ramadan(year) for year in _years(first, last))
    return [each for each in found if each.first <= last and each.last >= first]


def year_of(first: date) -> int:
    """The Hijri year of a Ramadan that begins about this day: its middle says. 0 outside the known calendar."""
    middle = first + _MIDDLE
    try:
        return Gregorian(middle.year, middle.month, middle.day).to_hijri().year
    except OverflowError:
        return 0


def estimate_near(first: date) -> Fast | None:
    """The Ramadan, by this calendar, of the Hijri year to which one beginning about ``first`` would belong."""
    year = year_of(first)
    return _ramadan(year) if year else None


def ending_before(fast: Fast, feasts: Iterable[date]) -> Fast:
    """The same Ramadan with the day before Idul Fitri as its last, where a calendar names that day near its end.

    The government's calendar of days off knows the feast better than Umm al-Qura does. A month has 29 or 30 days, so
    the first day moves with it where it must.

    >>> ending_before(Fast(date(2026, 2, 18), date(2026, 3, 19)), [date(2026, 3, 21)])
    Fast(first=datetime.date(2026, 2, 19), last=datetime.date(2026, 3, 20), announced=False)
    """
    near = [feast for feast in feasts if abs((feast - _A_DAY - fast.last).days) <= MOVED]
    if not near:
        return fast
    last = min(near) - _A_DAY
    days = min(max((last - fast.first).days + 1, LENGTHS[0]), LENGTHS[1])
    return Fast(last - (days - 1) * _A_DAY, last)


def corrected(estimated: Iterable[Fast], announced: Iterable[Fast]) -> list[Fast]:
    """The Ramadans that hold, in order: of each Hijri year the last of ``announced``, else the estimated one."""
    by_year = {each.year: each for each in estimated}
    by_year |= {each.year: each for each in announced}
    return sorted(by_year.values(), key=lambda each: each.first)


def feasts(first: date, last: date) -> Mapping[date, str]:
    """The feasts from ``first`` to ``last`` that are days off in Indonesia, each with its code, in order.

    >>> feasts(date(2027, 3, 1), date(2027, 6, 30))[date(2027, 5, 16)]
    'idul_adha'
    """
    found = {
        day: code
        for year in _years(first, last)
        for (month, at), code in _FEASTS.items()
        if first <= (day := _gregorian(year, month, at)) <= last
    }
    return dict(sorted(found.items()))


def _ramadan(year: int) -> Fast:
    begins = _gregorian(year, RAMADAN, 1)
    return Fast(begins, begins + (Hijri(year, RAMADAN, 1).month_length() - 1) * _A_DAY)


def _gregorian(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def _years(first: date, last: date) -> range:
    """The Hijri years that touch these days, as far as they are known. A Hijri year is about 0.97 of ours."""
    low, high = (int((day.year - 622) * 33 / 32) for day in (first, last))
    return range(max(low - 1, FIRST_YEAR), min(high + 3, LAST_YEAR + 1))

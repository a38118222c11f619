"""When Ramadan begins, as far as it can be told beforehand."""

from datetime import date

from hijridate import Gregorian, Hijri

RAMADAN = 9


def next_ramadan(day: date) -> date:
    """The next 1 Ramadan, or ``day`` itself if it is one, by the Umm al-Qura calendar (known until 2077).

    Indonesia's government fixes the day shortly before, by sighting (*sidang isbat*); it may differ by a day or two.

    >>> next_ramadan(date(2026, 11, 22))
    datetime.date(2027, 2, 8)
    """
    year = Gregorian(day.year, day.month, day.day).to_hijri().year
    begins = (Hijri(each, RAMADAN, 1).to_gregorian() for each in (year, year + 1))
    return next(date(each.year, each.month, each.day) for each in begins if each >= day)

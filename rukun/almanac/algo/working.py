"""Working time: seconds of working hours between two moments, and the moment at which so many of them are over.

Offices work from Monday to Friday but for days off; ``HOURS`` of local time, eight to four: the middle of what offices
do, so that "three working days" are three dates whatever the season's timetable.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import accumulate

HOURS = (time(8), time(16))
A_DAY = 8 * 3600
"""Seconds of working time in a working day."""
WEEKDAYS = 5
"""So many days of a week are worked on, from Monday."""
HORIZON = 5 * 366
"""Days without work after which looking for more is given up: a calendar on which nobody ever works is a mistake."""


class NobodyWorks(ValueError):
    """There is no working day within the horizon."""


@dataclass(frozen=True)
class Working:
    """Working time in a place. ``days`` says of single dates whether people work on them, against the weekday.

    Made once and asked often: an answer takes the logarithm of how many dates differ from their weekday, however far
    apart the moments lie. Moments are aware.
    """

    zone: tzinfo
    days: Mapping[date, bool] = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        found = self.days.get(day)
        return day.weekday() < WEEKDAYS if found is None else found

    def between(self, start: datetime, end: datetime) -> int:
        """Seconds of working time from ``start`` to ``end``; none where ``end`` lies before ``start``.

        Each moment counts by the last full second before it. So a span cut into pieces has as many seconds as its
        pieces together, and a clock that is read every few seconds loses nothing.
        """
        return max(0, self._since_ever(end) - self._since_ever(start))

    def after(self, start: datetime, seconds: int) -> datetime:
        """The first moment at which ``between`` gives so many seconds since ``start``.

        ``start`` itself for none; for fewer, the first moment from which there are so many to ``start``. Raises
        ``NobodyWorks``.
        """
        if seconds == 0:
            return start
        wanted = max(1, self._since_ever(start) + seconds)
        today = start.astimezone(self.zone).toordinal()
        low, high = (today, today + HORIZON + 2 * (seconds // A_DAY + 1)) if seconds > 0 else (1, today + 1)
        high = min(high, date.max.toordinal())
        if self._days_before(high) * A_DAY < wanted:
            raise NobodyWorks
        while low < high:  # the first day at whose end so much is over
            middle = (low + high) // 2
            if self._days_before(middle + 1) * A_DAY < wanted:
                low = middle + 1
            else:
                high = middle
        opens = datetime.combine(date.fromordinal(low), HOURS[0], self.zone)
        return opens + timedelta(seconds=wanted - self._days_before(low) * A_DAY)

    def _since_ever(self, moment: datetime) -> int:
        """Whole seconds of working time from the first day of the calendar to a moment."""
        there = moment.astimezone(self.zone)
        day = there.date()
        whole = self._days_before(day.toordinal()) * A_DAY
        if not self.works_on(day):
            return whole
        passed = there - datetime.combine(day, HOURS[0], self.zone)
        return whole + min(max(passed // timedelta(seconds=1), 0), A_DAY)

    def _days_before(self, ordinal: int) -> int:
        """Working days from the first day of the calendar, a Monday, to the one before ``ordinal``."""
        weeks, rest = divmod(ordinal - 1, 7)
        dates, more = self._differing
        return weeks * WEEKDAYS + min(rest, WEEKDAYS) + more[bisect_left(dates, ordinal)]

    @cached_property
    def _differing(self) -> tuple[list[int], list[int]]:
        """The dates that differ from their weekday, and by how many working days all before each of them do."""
        found = sorted(
            (day.toordinal(), works) for day, works in self.days.items() if works != (day.weekday() < WEEKDAYS)
        )
        return [each for each, _ in found], list(accumulate((1 if works else -1 for _, works in found), initial=0))

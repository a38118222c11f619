"""Months later: the same day of a later month, or its last day where there is no such day."""

import calendar
from datetime import datetime


def months_after(moment: datetime, months: int) -> datetime:
    """``months`` may be negative. 31 January and one month is the last day of February.

    >>> months_after(datetime(2026, 1, 31, 8), 1)
    datetime.datetime(2026, 2, 28, 8, 0)
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))

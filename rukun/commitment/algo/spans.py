"""How long something took, in classes: what stays of it, and what is drawn."""

from bisect import bisect_left
from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUCKETS = (4 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY)
"""Upper ends, each in its class; the last class is all that took longer."""
STEP = 4 * HOUR
"""Every end is some of these: a time that is rounded up to them stays in its class."""
NEVER = -1


def bucket(took: timedelta | None) -> int:
    """The class of a time, ``NEVER`` for what never happened.

    >>> bucket(timedelta(hours=4)), bucket(timedelta(hours=5)), bucket(timedelta(days=400)), bucket(None)
    (0, 1, 9, -1)
    """
    return NEVER if took is None else bisect_left(BUCKETS, took)


def took(start: datetime, end: datetime | None) -> timedelta | None:
    """From one moment to another, each by the last full second before it: as any database can count it too."""
    return None if end is None else timedelta(seconds=end.timestamp() // 1 - start.timestamp() // 1)

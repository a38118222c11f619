"""Quiet hours."""

from datetime import datetime, time, timedelta, tzinfo


def after_quiet(moment: datetime, begin: time | None, end: time | None, zone: tzinfo) -> datetime:
    """``moment``, or when the quiet hours that it falls into are over.

    ``begin`` and ``end`` are on the clocks of ``zone``; quiet hours may span midnight, and are none where one is
    missing or both are equal.

    >>> from datetime import UTC
    >>> after_quiet(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), time(22), time(5), UTC)
    datetime.datetime(2026, 11, 23, 5, 0, tzinfo=datetime.timezone.utc)
    """
    if begin is None or end is None or begin == end:
        return moment
    here = moment.astimezone(zone)
    clock = here.time()
    if begin < end:
        if not begin <= clock < end:
            return moment
        day = here.date()
    elif clock >= begin:
        day = here.date() + timedelta(days=1)
    elif clock < end:
        day = here.date()
    else:
        return moment
    return datetime.combine(day, end, zone)

"""When something was seen or happened, as people type it."""

from datetime import datetime, timedelta

from django.utils import timezone

from rukun.incident.errors_opening import BadTime, InTheFuture, TooLongAgo

CLOCKS_DIFFER = timedelta(minutes=15)
OLDEST = timedelta(days=366)


def no_later_than_now(when: datetime, field: str) -> datetime:
    """When it was; a clock that is a little ahead is forgiven.

    Raises ``BadTime``, ``InTheFuture``, ``TooLongAgo``, each about ``field``.
    """
    if timezone.is_naive(when):
        raise BadTime(field)
    now = timezone.now()
    if when > now + CLOCKS_DIFFER:
        raise InTheFuture(field)
    if when < now - OLDEST:
        raise TooLongAgo(field)
    return min(when, now)

"""Until when something holds that is counted in whole days."""

from datetime import datetime

from django.utils import timezone

from rukun.training.algo.months import months_after
from rukun.ui.dates import moment_after


def end_after(begun: datetime, months: int) -> datetime:
    """The first moment at which what began then no longer holds: its last day, so many months later, is a whole one.

    Days are those where the installation stands: from 3 March 2026, 14.05, twelve months end with 3 March 2027.
    """
    there = timezone.localtime(begun, timezone.get_default_timezone())
    return moment_after(months_after(there, months).date())

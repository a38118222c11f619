"""What a ringing kentongan does next, and when somebody has to look. Pure: times are given.

Every look does one step, however long ago the last look was: a machine that slept, or a clock that was set forward,
never calls several circles at once. A clock that was set back holds nothing up for longer than a wait itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Next = Literal["fill", "widen", "run_out", "wait"]


@dataclass(frozen=True)
class Facts:
    """How things stand. ``circles`` is how many there are, ``circle`` the number of the last one begun."""

    circle: int
    circles: int
    filled: bool
    circle_at: datetime
    circle_seconds: int
    until: datetime
    coming: int
    needed: int

    @property
    def enough(self) -> bool:
        return self.coming >= self.needed

    @property
    def widens_at(self) -> datetime | None:
        """When the next circle is called; ``None`` where there is none left, or enough come."""
        last = self.circle + 1 >= self.circles
        return None if last or self.enough else self.circle_at + timedelta(seconds=self.circle_seconds)


def next_of(facts: Facts, now: datetime) -> Next:
    """One step.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    >>> ring = Facts(0, 3, True, at, 300, at + timedelta(hours=2), coming=1, needed=4)
    >>> [next_of(ring, at + timedelta(seconds=each)) for each in (299, 300, 9000)]
    ['wait', 'widen', 'run_out']
    """
    if now >= facts.until:
        return "run_out"
    if not facts.filled:
        return "fill"
    widens = facts.widens_at
    if widens is not None and is_due(widens, facts.circle_seconds, now):
        return "widen"
    return "wait"


def looks_at(facts: Facts, now: datetime) -> datetime:
    """When the timed job has to look again at the latest."""
    if not facts.filled:
        return now
    return min(facts.until, facts.widens_at or facts.until)


def is_due(at: datetime, seconds: int, now: datetime) -> bool:
    """Whether a wait of so many seconds that ends ``at`` is over, also where the clock was set back meanwhile.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    >>> [is_due(at, 120, at + timedelta(seconds=each)) for each in (-119, 0, -3600)]
    [False, True, True]
    """
    return now >= at or at - now > timedelta(seconds=seconds + SLACK)


SLACK = 5
"""Seconds by which clocks of two processes may differ."""

"""The clock of a promise. It counts how much of its time was used, and that number never falls.

Time is measured by whoever is asked to (``Measure``): working hours or plain time. A clock runs or stands; while it
stands nothing is used. When the server's own clock is set back, nothing is used either until it has caught up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol


class Measure(Protocol):
    """How time counts: seconds from one moment to another, and the moment after so many of them, or before it."""

    def between(self, start: datetime, end: datetime) -> int: ...

    def after(self, start: datetime, seconds: int) -> datetime: ...


class Plain:
    """Time as it passes, day and night."""

    def between(self, start: datetime, end: datetime) -> int:
        return max(0, int((end - start).total_seconds()))

    def after(self, start: datetime, seconds: int) -> datetime:
        return start + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Clock:
    """``allowance`` and ``spent`` in seconds of the measure; ``since`` is empty while it stands."""

    allowance: int
    spent: int = 0
    since: datetime | None = None

    def spent_at(self, at: datetime, measure: Measure) -> int:
        return self.spent + (measure.between(self.since, at) if self.since else 0)

    def started(self, at: datetime) -> "Clock":
        return self if self.since else replace(self, since=at)

    def stopped(self, at: datetime, measure: Measure) -> "Clock":
        return replace(self, spent=self.spent_at(at, measure), since=None)

    def reached(self, spent: int, measure: Measure) -> datetime | None:
        """When so much of it will have been used, or was; ``None`` while it stands.

        After a pause, of what was used up before it: as long ago as if there had been no pause.
        """
        return measure.after(self.since, spent - self.spent) if self.since else None

    def given(self, allowance: int, at: datetime, measure: Measure) -> "Clock":
        """With so much time from now on, or what is left if that is more: what was used stays used."""
        now = replace(self, spent=self.spent_at(at, measure), since=max(at, self.since) if self.since else None)
        return replace(now, allowance=max(now.allowance, now.spent + allowance))

"""When to try again, and how fast: backoff with jitter, a bucket of tokens, a pause while a provider does not work.

Delays grow threefold and are drawn from the upper half of their span ("equal jitter": M. Brooker, "Exponential Backoff
And Jitter", AWS Architecture Blog, 2015), so that messages that failed together do not come back together, and none at
once.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST, LONGEST, FACTOR = 10.0, 3600.0, 3.0
MOST_TRIES = 8


def backoff(tries: int) -> float:
    """Seconds until the next try after ``tries`` of them, drawn anew each time."""
    span = min(LONGEST, FIRST * FACTOR ** min(max(tries, 1) - 1, 20))
    return max(FIRST, random.uniform(span / 2, span))  # noqa: S311  spreads load, keeps no secret


@dataclass
class Bucket:
    """A token bucket: at most ``rate`` a second over time, ``burst`` at once. ``clock`` is one that is never set."""

    rate: float
    clock: Callable[[], float]
    burst: float = 0.0
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self.burst = self.burst or max(1.0, self.rate)
        self._left, self._at = self.burst, self.clock()

    def take(self, most: int) -> int:
        """How many of ``most`` may go now; they count as gone."""
        now = self.clock()
        self._left = min(self.burst, self._left + max(0.0, now - self._at) * self.rate)
        self._at = now
        taken = max(0, min(most, int(self._left)))
        self._left -= taken
        return taken


@dataclass
class Pause:
    """After ``patience`` failures of a channel one after the other it rests, longer each time.

    One message alone then finds out whether it works again, so that an outage does not use up the tries of all that
    wait.
    """

    clock: Callable[[], float]
    patience: int = 8
    shortest: float = 5.0
    longest: float = 300.0
    failures: int = 0
    _until: float = 0.0

    def worked(self) -> None:
        self.failures, self._until = 0, 0.0

    def failed(self) -> None:
        self.failures += 1
        over = self.failures - self.patience
        if over >= 0:
            self._until = max(self._until, self.clock() + min(self.longest, self.shortest * 2.0 ** min(over, 10)))

    def rest(self, seconds: float) -> None:
        """The provider said how long it wants to be left alone."""
        self._until = max(self._until, self.clock() + min(seconds, self.longest))

    def most(self, wanted: int) -> int:
        """How many may be tried now: all, none while it rests, one after that until it works."""
        if self.clock() < self._until:
            return 0
        return min(wanted, 1) if self.failures >= self.patience else wanted

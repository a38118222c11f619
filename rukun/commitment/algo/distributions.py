"""How long things took, as counts in classes. There is no mean here: one that took a year would hide ninety quick ones.

Whoever still waits counts as well. Of those alone that came to an end, the slow ones would be missing, and the figures
would look the better the more is left undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rukun.commitment.algo.spans import BUCKETS, NEVER

CLASSES = len(BUCKETS) + 1


@dataclass(frozen=True)
class Distribution:
    """``counts`` in the classes of ``spans.BUCKETS`` and the last one beyond them; ``never``: it did not come to that.

    >>> some = Distribution((5, 3, 0, 0, 0, 0, 0, 0, 0, 1), never=1)
    >>> some.total, some.within(1), some.median, some.nine_of_ten
    (10, 8, 0, 9)
    """

    counts: tuple[int, ...] = (0,) * CLASSES
    never: int = 0

    @property
    def reached(self) -> int:
        return sum(self.counts)

    @property
    def total(self) -> int:
        return self.reached + self.never

    @property
    def median(self) -> int | None:
        """The class within which half of all are; ``None`` where fewer came to it so far, or there are none."""
        return self.holding(1, 2)

    @property
    def nine_of_ten(self) -> int | None:
        return self.holding(9, 10)

    def within(self, place: int) -> int:
        """How many took no longer than the upper end of a class."""
        return sum(self.counts[: place + 1])

    def holding(self, part: int, of: int) -> int | None:
        """The first class at whose end at least ``part`` of each ``of`` are over."""
        if not self.total:
            return None
        return next((place for place in range(CLASSES) if self.within(place) * of >= self.total * part), None)


def gathered(numbers: Iterable[tuple[int, int]]) -> Distribution:
    """From pairs of a class, or ``NEVER``, and how many.

    >>> gathered([(0, 2), (-1, 1), (0, 1)]).counts[0]
    3
    """
    counts, never = [0] * CLASSES, 0
    for place, number in numbers:
        if place == NEVER:
            never += number
        else:
            counts[place] += number
    return Distribution(tuple(counts), never)

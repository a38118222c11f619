"""The pure problem: nights, posts, people; an assignment; what may be asked for in a file (schema version 1).

Nights are numbers from 0. A *post* here is one shift of a post: a place that needs so many people each night. Ids are
strings. Nothing here knows of databases, dates or names.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

CLASSES = ("weekend", "sahur", "holiday")
"""Kinds of nights that are shared out fairly for themselves, beside ``total``."""
TOTAL = "total"
LEAST = 2
"""Nobody stands alone, whatever a file says."""
DAYS = 7


@dataclass(frozen=True)
class PostLine:
    """``need[n]`` people in night n, of whom one can lead if ``leader``; in ``officer_nights`` an officer beside them.

    ``hours`` are begin and end in hours after noon of the night's evening (22.00 is 10, 02.00 is 14), for telling
    which shifts overlap, also those of two nights. ``minimum``: where anybody stands at all, so many do, officers not
    counted. ``capacity``: so many may stand there by hand; a solver never places more than are needed. None: as needed.
    """

    id: str
    need: tuple[int, ...]
    leader: bool = False
    officer_nights: frozenset[int] = frozenset()
    hours: tuple[float, float] = (10.0, 16.0)
    minimum: int = LEAST
    capacity: int | None = None

    @property
    def least(self) -> int:
        """Where anybody stands, so many do."""
        return max(LEAST, self.minimum)

    def wanted(self, night: int) -> int:
        """How many a roster places there: what is needed, but never fewer than may stand; 0 where nobody is needed."""
        need = self.need[night]
        return max(need, self.least) if need > 0 else 0

    def most(self, night: int) -> int:
        """How many may stand there, officers not counted."""
        return self.wanted(night) if self.capacity is None else self.capacity


@dataclass(frozen=True)
class Member:
    """Somebody who may stand. ``available`` and the wishes are nights.

    ``rest``: so many nights free between two duties. ``past``: by class (and "total") how many duties more than
    their fair share they had before (negative: fewer), which may be a fraction. ``before``: nights outside this
    problem on which they stand anyway: negative ones before the first (-1 is the night before), ``nights`` and more
    after the last; they count for rest and weeks. ``posts``: where alone they may stand; none: anywhere.
    ``groups``: ids of ``Limit``.
    """

    id: str
    available: frozenset[int]
    rather_not: frozenset[int] = frozenset()
    gladly: frozenset[int] = frozenset()
    leader: bool = False
    officer: bool = False
    max_week: int | None = None
    rest: int = 0
    past: Mapping[str, float] = field(default_factory=dict)
    before: frozenset[int] = frozenset()
    posts: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limit:
    """Of a group of members: at most so many nights a week each, so many of them at one post in one night."""

    id: str
    max_week: int | None = None
    max_together: int | None = None


Place = tuple[int, str]
"""A night and the id of a post."""
Assignment = Mapping[Place, frozenset[str]]
"""Who stands where: ids of members, officers among them. Absent places are empty."""


@dataclass(frozen=True)
class Problem:
    """``weeks`` are the first nights of calendar weeks (the first may be negative: the week began before).

    ``fixed`` stay where they are, ``current`` is what was known before (stability: as few as possible move).
    ``off`` are rules (``algo.rules``) that are switched off.
    """

    nights: int
    posts: tuple[PostLine, ...]
    people: tuple[Member, ...]
    weekend: frozenset[int] = frozenset()
    sahur: frozenset[int] = frozenset()
    holiday: frozenset[int] = frozenset()
    weeks: tuple[int, ...] = ()
    limits: tuple[Limit, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    fixed: Assignment = field(default_factory=dict)
    current: Assignment = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    def spans(self) -> list[range]:
        """The calendar weeks of these nights, whole: they may begin before the first and end after the last."""
        starts = sorted(self.weeks) or [0]
        while starts[0] > 0:
            starts.insert(0, starts[0] - DAYS)
        while starts[-1] + DAYS < self.nights:
            starts.append(starts[-1] + DAYS)
        first = bisect_right(starts, 0) - 1
        ends = [*starts[1:], starts[-1] + DAYS]
        return [range(start, end) for start, end in zip(starts, ends, strict=True)][first:]

    def nights_of(self, kind: str) -> frozenset[int]:
        """The nights that count for ``total`` or one of ``CLASSES``."""
        return frozenset(range(self.nights)) if kind == TOTAL else getattr(self, kind)

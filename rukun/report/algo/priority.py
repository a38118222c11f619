"""In which order open reports are looked at: points, and why. Never by who reported, nor how often they did."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import h3

from rukun.report.algo.duplicates import FADING
from rukun.territory.algo import codes

Level = Literal["tinggi", "sedang", "biasa"]
HIGH, MIDDLE = 60, 30
"""From how many points on a report is of that level."""
BY_CATEGORY = {
    "bencana": 35,
    "tawuran": 30,
    "bantuan": 30,
    "kekerasan": 60,
    "kriminal": 25,
    "keluhan": 20,
    "ketertiban": 10,
    "keadaan": 10,
    "kabar": 5,
    "saran": 0,
}
SAFETY = 25
"""From so many points of its category on, people themselves are in danger, not the peace of a street."""
DANGER = 35
NEIGHBOUR, MOST_NEIGHBOURS = 5, 15
TELLER, MOST_TELLERS = 6, 18
"""For each further report that tells of the same thing; capped, because ten phones can be one person."""
DAY, MOST_DAYS = 1, 15
REOPENED = 15
NEAR_RINGS = 1
"""Cells around its own in which an open report of the same kind is a neighbour: some 350 metres."""
HOUR = 3600


@dataclass(frozen=True)
class Facts:
    """What counts. ``neighbours``: other open reports of the kind near in place and time; ``tellers``: merged ones.

    ``days`` since it came; ``reopened``: somebody said that it is not done.
    """

    category: str
    danger: bool = False
    neighbours: int = 0
    tellers: int = 0
    days: int = 0
    reopened: bool = False


@dataclass(frozen=True)
class Points:
    """How many points, and what each was for."""

    safety: int
    danger: int
    neighbours: int
    tellers: int
    days: int
    reopened: int

    @property
    def sum(self) -> int:
        return self.safety + self.danger + self.neighbours + self.tellers + self.days + self.reopened


def points_of(facts: Facts) -> Points:
    """More for each fact, never less."""
    return Points(
        safety=BY_CATEGORY.get(facts.category, 0),
        danger=DANGER if facts.danger else 0,
        neighbours=min(MOST_NEIGHBOURS, NEIGHBOUR * facts.neighbours),
        tellers=min(MOST_TELLERS, TELLER * facts.tellers),
        days=min(MOST_DAYS, DAY * facts.days),
        reopened=REOPENED if facts.reopened else 0,
    )


def level_of(points: int) -> Level:
    return "tinggi" if points >= HIGH else "sedang" if points >= MIDDLE else "biasa"


def cells_near(cell: int) -> tuple[int, ...]:
    """The cell and those around it."""
    return _cells_near(cell)


@lru_cache(maxsize=65536)
def _cells_near(cell: int) -> tuple[int, ...]:
    return tuple(h3.str_to_int(each) for each in h3.grid_disk(h3.int_to_str(cell), NEAR_RINGS))


def hours_near(category: str) -> float:
    """How many hours apart two open reports of the kind may have come to be neighbours."""
    fading = FADING.get(category)
    return 2 * fading.hours if fading else 0.0


@dataclass(frozen=True)
class Open:
    """An open report that may be somebody's neighbour: ``at`` in seconds."""

    category: str
    unit: str
    cell: int | None
    at: float


class Neighbours:
    """How many others are near each of many open reports. Built and asked in time that grows with their number alone.

    What has a cell is near what lies in that cell and those around it; what has none, near what has none in its own RW.
    """

    def __init__(self, reports: Iterable[Open]) -> None:
        self._times: dict[Hashable, list[float]] = defaultdict(list)
        for each in reports:
            self._times[_place(each)].append(each.at)
        for times in self._times.values():
            times.sort()

    def of(self, report: Open, *, among: bool) -> int:
        """How many, without itself if it is ``among`` them."""
        apart = hours_near(report.category) * HOUR
        places: Sequence[Hashable] = [_place(report)]
        if report.cell is not None:
            places = [(report.category, each) for each in cells_near(report.cell)]
        found = 0
        for place in places:
            times = self._times.get(place, [])
            found += bisect_right(times, report.at + apart) - bisect_left(times, report.at - apart)
        return found - among


def _place(report: Open) -> Hashable:
    return report.category, report.cell if report.cell is not None else codes.up_to(report.unit, codes.RW)

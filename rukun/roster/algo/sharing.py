"""Fair shares of nights that were stood: each night is divided among those who could stand in it.

Nobody has a share of a night in which they could not stand, or took no part yet. Rest and weeks bound it as well: what
somebody could not have stood beside their other nights falls to the others.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

WEEK = 7
TINY = 1e-9


@dataclass(frozen=True)
class Able:
    """The nights (``date.toordinal``) in which somebody could stand, ``rest`` of them free between two.

    ``week``: at most so many in one week from Monday to Sunday; ``None``: no limit.
    """

    nights: frozenset[int]
    rest: int = 0
    week: int | None = None

    def most(self, nights: Collection[int]) -> int:
        """In how many of these nights they could stand: taking the first that fits again and again gives the most."""
        taken: list[int] = []
        used: dict[int, int] = {}
        for night in sorted(self.nights.intersection(nights)):
            week = (night - 1) // WEEK  # the first of all ordinals is a Monday
            if taken and night - taken[-1] <= self.rest:
                continue
            if self.week is not None and used.get(week, 0) >= self.week:
                continue
            taken.append(night)
            used[week] = used.get(week, 0) + 1
        return len(taken)


def shares_by_night(stood: Mapping[int, Collection[str]], able: Mapping[str, Able]) -> dict[str, float]:
    """By person their share of duties that were stood: who stood in each night, and who could have.

    Each night counts for alike for all who could stand in it; whoever stood could. Nobody gets more than they could
    while others have room. The shares add up to all that was stood.
    """
    stood = {night: people for night, people in stood.items() if people}
    own: dict[str, set[int]] = {}
    for night, people in stood.items():
        for key in people:
            own.setdefault(key, set()).add(night)
    could = {**dict.fromkeys(own, Able(frozenset())), **able}
    could = {key: replace(each, nights=each.nights.union(own.get(key, ()))) for key, each in could.items()}
    weight: dict[str, float] = {}
    for night, people in stood.items():
        here = [key for key, each in could.items() if night in each.nights]
        for key in here:
            weight[key] = weight.get(key, 0.0) + len(people) / len(here)
    most = {key: float(could[key].most(stood.keys())) for key in weight}
    left, weighing = float(sum(len(people) for people in stood.values())), sum(weight.values())
    found: dict[str, float] = {}
    for key in sorted(weight, key=lambda each: (most[each] / weight[each], each)):
        found[key] = min(most[key], left * weight[key] / weighing) if weighing > TINY else 0.0
        left, weighing = left - found[key], weighing - weight[key]
    if left > TINY:  # they stood more than all of them could: then everybody bears it alike
        whole = sum(weight.values())
        for key in found:
            found[key] += left * weight[key] / whole
    return found

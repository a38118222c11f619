"""Posts between which nobody can tell a difference, taken together.

Where everybody may stand at either of two posts, or at neither, at the same hours, fairness and wishes ask only who
stands that night, not where. So a large problem is solved with such posts as one *pool*, which is much smaller and no
worse; afterwards each night's people are divided among the posts of the pool (``dividing``).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rukun.roster.algo import rules
from rukun.roster.algo.problem import Assignment, Place, PostLine, Problem


@dataclass(frozen=True)
class Pool:
    """Posts taken together, under the id of the first."""

    lines: tuple[PostLine, ...]

    @property
    def id(self) -> str:
        return self.lines[0].id

    def wanted(self, night: int) -> int:
        return sum(line.wanted(night) for line in self.lines)

    def most(self, night: int, held: Mapping[str, int]) -> int:
        """How many a solver may place: what is wanted, as far as it fits, or who is fixed there if they are more."""
        return sum(max(min(line.wanted(night), line.most(night)), held.get(line.id, 0)) for line in self.lines)

    def manned(self, night: int) -> list[PostLine]:
        """Those that need somebody."""
        return [line for line in self.lines if line.wanted(night)]

    def leaders(self, night: int) -> int:
        return sum(1 for line in self.manned(night) if line.leader)

    def officers(self, night: int) -> int:
        return sum(1 for line in self.manned(night) if night in line.officer_nights)


def singly(problem: Problem) -> list[Pool]:
    """Every post for itself."""
    return [Pool((line,)) for line in problem.posts]


def pooled(problem: Problem) -> list[Pool]:
    """As few pools as can be: by hours, by who alone may stand there, by the least that may stand."""
    asked: dict[str, list[str]] = defaultdict(list)
    if rules.POST not in problem.off:
        for member in problem.people:
            for post in member.posts:
                asked[post].append(member.id)
    found: dict[object, list[PostLine]] = defaultdict(list)
    for line in problem.posts:
        found[line.hours, line.least, tuple(asked[line.id])].append(line)
    return [Pool(tuple(lines)) for lines in found.values()]


def gathered(pools: Collection[Pool], assignment: Assignment) -> dict[Place, frozenset[str]]:
    """An assignment with the pools as places."""
    pool_of = {line.id: pool.id for pool in pools for line in pool.lines}
    found: dict[Place, frozenset[str]] = {}
    for (night, post), people in assignment.items():
        if post in pool_of:
            place = (night, pool_of[post])
            found[place] = found.get(place, frozenset()) | people
    return found

"""What a roster costs: the one objective that the solver minimises, and its bound and reports are in.

Everybody's account in a class of nights is (past + nights now - fair share); the cost is its square. The sum of
squares is least when accounts are as even as they can be, and two equal people never differ by two where one night
could go from one to the other. Accounts are rounded to a quarter of a night: closer ones count as equal, and wishes
decide between them.

Why these weights. The unit is a quarter of a night squared, so a whole night that could go from one person to another
who has two fewer costs 32 x 30 in the total, and 32 x 20 in weekend, sahur or holiday nights; the smallest step costs
8 x 30. Standing when one would rather not costs 3, gladly gains 1: 80 wishes together weigh as much as the smallest
step of evenness, so wishes choose among rosters that are equally fair. Taking somebody off a place they already knew
costs 20,000, more than any difference of ten nights: a new solution of a roster moves as few people as it can, and
evenness chooses among those.
"""

from collections.abc import Mapping
from math import floor

from rukun.roster.algo import fairness
from rukun.roster.algo.problem import CLASSES, TOTAL, Assignment, Problem

QUARTER = 4
WEIGHTS: dict[str, int] = {
    TOTAL: 30, **dict.fromkeys(CLASSES, 20), "rather_not": 3, "gladly": -1, "moved": 20_000,
}  # fmt: skip
FARTHEST = 60
"""Accounts beyond so many nights count as this: whoever leads alone has many more than others, for ever."""

Bases = Mapping[str, Mapping[str, int]]
"""By class and person the account before any night of this roster, in quarters of a night."""


def bases(problem: Problem) -> dict[str, dict[str, int]]:
    share = fairness.accruals(problem)
    result: dict[str, dict[str, int]] = {kind: {} for kind in fairness.ALL}
    for member in problem.people:
        for kind in fairness.ALL:
            account = member.past.get(kind, 0.0) - share[member.id][kind]
            near = max(-FARTHEST, min(FARTHEST, account))
            result[kind][member.id] = floor(near * QUARTER + 0.5)
    return result


def square(base: int, nights: int) -> int:
    return (base + QUARTER * nights) ** 2


def terms(problem: Problem, base: Bases, assignment: Assignment) -> dict[str, int]:
    """The parts of the objective, before their weights."""
    stood = fairness.counts(problem, assignment)
    found = {
        kind: sum(square(base[kind][each.id], stood[each.id][kind]) for each in problem.people) for kind in fairness.ALL
    }
    members = {each.id: each for each in problem.people}
    found["rather_not"] = found["gladly"] = 0
    for (night, _post), people in assignment.items():
        found["rather_not"] += sum(1 for each in people if night in members[each].rather_not)
        found["gladly"] += sum(1 for each in people if night in members[each].gladly)
    found["moved"] = sum(
        len((people & members.keys()) - assignment.get(place, frozenset())) for place, people in problem.current.items()
    )
    return found


def objective(found: Mapping[str, int]) -> int:
    return sum(WEIGHTS[name] * value for name, value in found.items())

"""Fair shares of the nights of a roster, and how far somebody is from theirs.

A share is what everybody would stand if nights were water: filled up evenly, but into nobody more than they could.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from rukun.roster.algo import rules
from rukun.roster.algo.checking import duties
from rukun.roster.algo.problem import CLASSES, TOTAL, Assignment, Member, Problem

ALL = (TOTAL, *CLASSES)


def shares(demand: int, could: Mapping[str, int]) -> dict[str, float]:
    """Divide ``demand`` duties among people who could stand so many each: equally, nobody beyond what they could.

    The shares add up to ``demand``, or to all that they could together if that is less.
    """
    left, people = float(max(demand, 0)), sorted(could, key=lambda each: (could[each], each))
    result: dict[str, float] = {}
    for index, person in enumerate(people):
        level = left / (len(people) - index)
        result[person] = min(float(max(could[person], 0)), level)
        left -= result[person]
    return result


def demand(problem: Problem, kind: str, *, officers: bool = False) -> int:
    """How many duties there are in nights of a kind (``total`` or one of ``CLASSES``), for officers or the others."""
    nights = problem.nights_of(kind) & frozenset(range(problem.nights))
    if officers:
        return sum(1 for line in problem.posts for night in nights & line.officer_nights if line.wanted(night)) * int(
            rules.OFFICER not in problem.off
        )
    return sum(line.wanted(night) for line in problem.posts for night in nights)


def could(problem: Problem, kind: str, *, officers: bool = False) -> dict[str, int]:
    """How many nights of a kind each could stand at most: when they are available, with their rest and weeks kept."""
    nights = problem.nights_of(kind)
    open_at = {
        line.id: frozenset(
            night
            for night in range(problem.nights)
            if line.wanted(night) and (not officers or night in line.officer_nights)
        )
        for line in problem.posts
    }
    anywhere = frozenset[int]().union(*open_at.values())
    result = {}
    for member in problem.people:
        if member.officer is officers:
            where = anywhere
            if member.posts and rules.POST not in problem.off:
                where = frozenset[int]().union(*(open_at.get(each, frozenset()) for each in member.posts))
            result[member.id] = _most_nights(problem, member, sorted(member.available & where & nights))
    return result


def accruals(problem: Problem) -> dict[str, dict[str, float]]:
    """The fair share of each person in this problem, by ``total`` and each of ``CLASSES``; officers share apart.

    Duties stood minus these, over past rosters, is what ``Member.past`` is made of.
    """
    result: dict[str, dict[str, float]] = {member.id: {} for member in problem.people}
    for officers in (False, True):
        for kind in ALL:
            found = shares(demand(problem, kind, officers=officers), could(problem, kind, officers=officers))
            for person, share in found.items():
                result[person][kind] = share
    return result


def counts(problem: Problem, assignment: Assignment) -> dict[str, dict[str, int]]:
    """How many nights each stands, by ``total`` and each of ``CLASSES``."""
    stands = duties(assignment)
    result = {}
    for member in problem.people:
        nights = Counter(night for night, _ in stands.get(member.id, ()))
        result[member.id] = {
            kind: sum(number for night, number in nights.items() if night in problem.nights_of(kind)) for kind in ALL
        }
    return result


def deviations(problem: Problem, assignment: Assignment) -> dict[str, dict[str, float]]:
    """How many duties more than their fair share everybody has after this roster, their past included."""
    share, stood = accruals(problem), counts(problem, assignment)
    return {
        member.id: {kind: member.past.get(kind, 0.0) + stood[member.id][kind] - share[member.id][kind] for kind in ALL}
        for member in problem.people
    }


def spread(values: Iterable[float]) -> float:
    """The most minus the least; 0 for none."""
    known = list(values)
    return max(known) - min(known) if known else 0.0


def _most_nights(problem: Problem, member: Member, nights: Collection[int]) -> int:
    """Taking the first night that fits again and again gives the most nights that fit together."""
    rest = member.rest if rules.REST not in problem.off else 0
    most = week_limit(problem, member)
    taken: list[int] = []
    weeks = problem.spans()
    used = [sum(1 for night in member.before if night in week) for week in weeks]
    for night in nights:
        if any(abs(night - other) <= rest for other in member.before):
            continue
        week = next((place for place, each in enumerate(weeks) if night in each), None)
        if week is not None and most is not None and used[week] >= most:
            continue
        if taken and night - taken[-1] <= rest:
            continue
        taken.append(night)
        if week is not None:
            used[week] += 1
    return len(taken)


def week_limit(problem: Problem, member: Member) -> int | None:
    """The strictest limit of nights a week: their own, and those of their groups; ``None``: no limit."""
    limits = [] if rules.MAX_WEEK in problem.off or member.max_week is None else [member.max_week]
    if rules.GROUP_WEEK not in problem.off:
        limits += [each.max_week for each in problem.limits if each.id in member.groups and each.max_week is not None]
    return min(limits, default=None)

"""Who could stand in for somebody, the fairest first."""

from collections.abc import Collection

from rukun.roster.algo import rules
from rukun.roster.algo.checking import Checker, Violation, duties, newly
from rukun.roster.algo.fairness import ALL, deviations
from rukun.roster.algo.problem import TOTAL, Assignment, Place, Problem


def forgiven(violation: Violation, leavers: Collection[str]) -> bool:
    """Whether it breaks no promise: two wanted to stand together, and one of them cannot come or gives theirs away."""
    return violation.rule == rules.TOGETHER and not set(leavers).isdisjoint(violation.people)


def order(problem: Problem, assignment: Assignment, place: Place, leaver: str) -> list[str]:
    """Ids of all who could take the place of ``leaver`` there without breaking a rule that holds now.

    Whoever is furthest below their fair share of nights, past ones included; among equals those who would gladly,
    then those with fewer nights of this kind. Those who would rather not come last. That the leaver's companion stands
    without them breaks no promise.
    """
    checker = Checker(problem)
    here = assignment.get(place, frozenset())
    member = checker.members.get(leaver)
    wanted_officer = member is not None and member.officer
    known, stands = set(checker.of_places(assignment, [place])), duties(assignment)
    after = deviations(problem, assignment)
    kinds = [kind for kind in ALL if kind != TOTAL and place[0] in problem.nights_of(kind)]
    found = []
    for each in problem.people:
        if each.id in here or each.id == leaver or each.officer is not wanted_officer:
            continue
        found_here = newly(checker.of_places({place: (here - {leaver}) | {each.id}}, [place]), known)
        broken = {one for one in found_here if not forgiven(one, {leaver})}
        mine = stands.get(each.id, [])
        broken |= set(checker.of_person(each.id, [*mine, place])) - set(checker.of_person(each.id, mine))
        if not broken:
            wish = 2 if place[0] in each.rather_not else 0 if place[0] in each.gladly else 1
            account = after[each.id]
            found.append((wish == 2, round(account[TOTAL], 6), wish, sum(account[kind] for kind in kinds), each.id))
    return [person for *_, person in sorted(found)]

"""Making a roster better by freeing a few people at a time, while all others stay where they are."""

import random
from collections.abc import Collection, Mapping

from rukun.roster.algo import costs, rules
from rukun.roster.algo.checking import Checker
from rukun.roster.algo.fairness import counts
from rukun.roster.algo.modelling import SLACK, Model
from rukun.roster.algo.place_rules import EMPTY
from rukun.roster.algo.pools import singly
from rukun.roster.algo.problem import Assignment, Place, Problem
from rukun.roster.algo.running import Clock, run

AT_ONCE = 4_000
"""So many possible places of people are freed together."""
A_STEP = 8.0
IN_VAIN = 12
"""After so many steps without anything better in a row, it is left at that."""


def improved(
    problem: Problem,
    base: costs.Bases,
    assignment: Mapping[Place, frozenset[str]],
    clock: Clock,
    seconds: float,
    low: float,
) -> dict[Place, frozenset[str]]:
    """The same roster, or one with fewer empty places, or one that costs less; none can cost less than ``low``."""
    chance = random.Random(clock.seed)  # noqa: S311  which people, not a secret
    best, end, vain = dict(assignment), clock.seconds + seconds, 0
    worth = value(problem, base, best)
    while clock.seconds < end and clock.left > 0 and vain < IN_VAIN and (worth[0] or worth[1] > low):
        free, nights = _chosen(problem, base, best, chance)
        model = Model(problem, base, singly(problem), free=free, nights=nights, standing=best, soft=worth[0] > 0)
        (model.minimise_all if worth[0] else model.minimise_cost)()
        found = run(model, clock, min(A_STEP, end - clock.seconds), model.values(best))
        vain += 1
        if found.solved:
            elsewhere = {place: people for place, people in best.items() if place not in set(model.places)}
            fresh = {**elsewhere, **model.assignment(found.value)}
            other = value(problem, base, fresh)
            if other < worth:
                best, worth, vain = fresh, other, 0
    return best


def value(problem: Problem, base: costs.Bases, assignment: Assignment) -> tuple[int, int]:
    """What was given up, at ``SLACK`` (other rules as much as the dearest), then the objective: less is better."""
    checker = Checker(problem)
    given_up = 0
    for each in checker.of_places(assignment):
        number = 1
        if each.rule == rules.NEED:
            here = assignment.get((each.nights[0], each.posts[0]), frozenset())
            standing = sum(1 for person in here if not checker.members[person].officer)
            number = checker.lines[each.posts[0]].wanted(each.nights[0]) - standing
            given_up += 0 if standing else SLACK[EMPTY]
        given_up += number * SLACK.get(each.rule, max(SLACK.values()))
    return given_up, costs.objective(costs.terms(problem, base, assignment))


def _chosen(
    problem: Problem, base: costs.Bases, assignment: Assignment, chance: random.Random
) -> tuple[set[str], Collection[int]]:
    """Some people, the least and the most burdened before others, and the nights in which they are free."""
    stood = counts(problem, assignment)
    burden = {
        each.id: sum(abs(base[kind][each.id] + costs.QUARTER * number) for kind, number in stood[each.id].items())
        for each in problem.people
    }
    room = AT_ONCE
    nights: Collection[int] = range(problem.nights)
    lacking = [each.nights[0] for each in Checker(problem).of_places(assignment) if each.rule in SLACK]
    if lacking:
        middle = chance.choice(lacking)
        nights = range(max(0, middle - 3), min(problem.nights, middle + 4))
    elif chance.random() < 0.5 and problem.nights > 10:
        begin = chance.randrange(problem.nights - 6)
        nights = range(begin, begin + 7)
    free: set[str] = set()
    posts = len(problem.posts)
    order = sorted(problem.people, key=lambda each: -(burden[each.id] + 1) * chance.random())
    for member in order:
        mates = {member.id} | {other for pair in problem.together if member.id in pair for other in pair}
        free |= mates
        room -= len(mates) * sum(1 for night in nights if night in member.available) * (len(member.posts) or posts)
        if room < 0:
            break
    return free, nights

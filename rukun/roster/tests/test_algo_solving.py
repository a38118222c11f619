"""The solver: every rule holds in every roster, the best one is the best, and where none is possible none is."""

import json
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rukun.roster.algo import costs, rules, solving
from rukun.roster.algo.baselines import balanced, drawn, round_robin
from rukun.roster.algo.checking import Violation, violations
from rukun.roster.algo.fairness import accruals, counts, deviations, shares, spread
from rukun.roster.algo.problem import Member, Place, PostLine, Problem
from rukun.roster.algo.reading import read_problem
from rukun.roster.algo.relaxing import bound
from rukun.roster.algo.solving import CANCELLED, FEASIBLE, INFEASIBLE, OPTIMAL, Progress, Solution, solve
from rukun.roster.algo.standing_in import order
from rukun.roster.bench import made_up
from rukun.roster.tests.problems import Data, problems
from rukun.roster.tests.second_checker import found, same

pytestmark = pytest.mark.pure
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
MANY = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
FOUND = {OPTIMAL, FEASIBLE}


def keeps_rules(data: Data, seconds: float = 10.0) -> Solution:
    """What a solution says of itself is so, for both checkers."""
    problem = read_problem(data)
    solution = solve(problem, seconds=seconds)
    broken = violations(problem, solution.assignment)
    assert same(broken) == found(data, solution.assignment)
    given_up = {(each.rule, each.night, each.post) for each in solution.relaxation}
    assert given_up == {(each.rule, each.nights[-1], each.posts[-1]) for each in broken}
    if not data.get("fixed"):
        assert {each.rule for each in broken} <= {rules.NEED, rules.LEADER, rules.OFFICER, rules.TOGETHER}
    else:
        assert not {each.rule for each in broken} & rules.ALWAYS
    assert solution.status in {OPTIMAL, INFEASIBLE}, solution.status
    assert bool(broken) == (solution.status == INFEASIBLE) == bool(solution.conflict)
    terms = costs.terms(problem, costs.bases(problem), solution.assignment)
    assert solution.objective == costs.objective(terms) == sum(solution.weights[each] * terms[each] for each in terms)
    assert solution.bound == pytest.approx(solution.objective)
    if solution.status == OPTIMAL and rules.NEED not in problem.off:
        assert bound(replace(problem, fixed={}), costs.bases(problem)) <= solution.objective + 1e-6
        assert not solution.shortages
    json.dumps(solution.as_json())
    return solution


@FEW
@given(problems())
def test_every_rule_holds_in_every_roster(data: Data) -> None:
    keeps_rules(data)


@pytest.mark.long
@MANY
@given(problems(people=12, nights=12, posts=3))
def test_every_rule_holds_in_many_rosters(data: Data) -> None:
    keeps_rules(data, seconds=30)


@settings(FEW, max_examples=100)
@given(problems(), st.randoms(use_true_random=False))
def test_two_checkers_agree_on_rosters_that_break_rules(data: Data, chance: random.Random) -> None:
    problem = read_problem(data)
    names = [each.id for each in problem.people]
    assignment = {
        (night, line.id): frozenset(chance.sample(names, min(len(names), chance.randrange(4))))
        for night in range(problem.nights)
        for line in problem.posts
    }
    assert same(violations(problem, assignment)) == found(data, assignment)


def every_roster(problem: Problem) -> Iterator[dict[Place, frozenset[str]]]:
    """All rosters that fill each place with exactly as many as it needs, and at most one officer."""
    watch = [each.id for each in problem.people if not each.officer]
    officers = [each.id for each in problem.people if each.officer]
    places, choices = [], []
    for night in range(problem.nights):
        for line in problem.posts:
            if line.wanted(night):
                beside = [(), *((each,) for each in officers)] if night in line.officer_nights else [()]
                places.append((night, line.id))
                choices.append([{*some, *one} for some in combinations(watch, line.wanted(night)) for one in beside])
    for chosen in product(*choices):
        yield {place: frozenset(here) for place, here in zip(places, chosen, strict=True)}


@settings(FEW, max_examples=40)
@given(problems(people=5, nights=3, posts=2, off=False, fixed=False), st.booleans(), st.randoms())
def test_nothing_is_better_than_the_best(data: Data, known: bool, chance: random.Random) -> None:
    problem = read_problem(data)
    rosters = [each for each in every_roster(problem) if not found(data, each)]
    if known and rosters:
        problem = replace(problem, current=chance.choice(rosters))
    solution = solve(problem, seconds=10)
    base = costs.bases(problem)
    if not rosters:
        assert solution.status == INFEASIBLE
        return
    best = min(costs.objective(costs.terms(problem, base, each)) for each in rosters)
    assert (solution.status, solution.objective) == (OPTIMAL, best)
    if problem.current:
        assert solution.terms["moved"] == 0
        assert not solution.moved or any(solution.moved.values())


@settings(FEW, max_examples=60)
@given(st.integers(0, 200), st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=12))
def test_shares_add_up_and_nobody_who_could_has_less_than_another(demand: int, could: dict[str, int]) -> None:
    found_shares = shares(demand, could)
    assert sum(found_shares.values()) == pytest.approx(min(demand, sum(could.values())))
    for person, share in found_shares.items():
        assert -1e-9 <= share <= could[person] + 1e-9
        if share < could[person] - 1e-9:
            assert share == pytest.approx(max(found_shares.values()))


def test_a_month_of_35_people_is_proven_best_the_same_again_and_even() -> None:
    problem = made_up(35, 30, 2, seed=4)
    first = solve(problem, seconds=20)
    assert (first.status, first.gap) == (OPTIMAL, 0)
    assert first.assignment == solve(problem, seconds=20).assignment
    assert not violations(problem, first.assignment)
    account = deviations(problem, first.assignment)
    for leads in (True, False):  # who can lead is needed more often
        watch = [each.id for each in problem.people if not each.officer and each.leader is leads]
        assert spread(account[each]["total"] for each in watch) < 2
    by_hand, _ = round_robin(problem)
    base = costs.bases(problem)
    for other in (by_hand, drawn(problem, 1), balanced(problem, base)):
        assert costs.objective(costs.terms(problem, base, other)) > (first.objective or 0)
        assert {each.rule for each in violations(problem, other)} <= {rules.NEED, rules.OFFICER}


def test_a_new_solution_moves_only_those_who_must() -> None:
    problem = made_up(35, 30, 2, seed=5)
    before = solve(problem, seconds=20)
    ill = next(
        each for each in problem.people if not each.officer and counts(problem, before.assignment)[each.id]["total"] > 2
    )
    people = tuple(replace(each, available=frozenset()) if each.id == ill.id else each for each in problem.people)
    changed = replace(problem, people=people, current=before.assignment)
    after = solve(changed, seconds=20)
    lost = counts(problem, before.assignment)[ill.id]["total"]
    assert (after.status, after.terms["moved"]) == (OPTIMAL, lost)
    assert len(after.moved[ill.id]["from"]) == lost
    assert sum(len(each["to"]) for each in after.moved.values()) == lost
    same_again = solve(replace(problem, current=before.assignment), seconds=20)
    assert not same_again.moved
    assert same_again.assignment == before.assignment


def everybody(number: int, nights: int, rest: int = 0) -> tuple[Member, ...]:
    return tuple(Member(f"m{at}", frozenset(range(nights)), leader=at == 0, rest=rest) for at in range(number))


def test_what_is_impossible_is_named_with_the_smallest_way_out() -> None:
    lines = (PostLine("a", (2, 2, 2), leader=True),)
    people = everybody(3, 3, rest=1)
    solution = solve(Problem(3, lines, people), seconds=10)
    assert solution.status == INFEASIBLE
    assert {each.rule for each in solution.conflict} == {rules.NEED, rules.REST}
    assert [(each.rule, each.night, each.by) for each in solution.relaxation] == [(rules.NEED, 1, 2)]
    assert solution.shortages == {(1, "a"): 2}
    assert {each.rule for each in solution.instead} == {rules.REST}
    # Nobody leads: the post is manned all the same, and that is said.
    unled = tuple(replace(each, leader=False) for each in everybody(4, 1))
    solution = solve(Problem(1, (PostLine("a", (2,), leader=True),), unled), seconds=10)
    assert [(each.rule, each.night) for each in solution.relaxation] == [(rules.LEADER, 0)]
    assert {each.rule for each in solution.conflict} == {rules.LEADER, rules.AVAILABLE}
    # Rather one missing at each post than one post empty.
    three = (PostLine("a", (3,)), PostLine("b", (3,)))
    solution = solve(Problem(1, three, everybody(4, 1)), seconds=10)
    assert solution.shortages == {(0, "a"): 1, (0, "b"): 1}
    assert not solution.instead


def test_empty_and_contrary_problems() -> None:
    line = PostLine("a", (2, 0))
    nobody = solve(Problem(2, (line,), ()), seconds=5)
    assert (nobody.status, nobody.shortages) == (INFEASIBLE, {(0, "a"): 2})
    assert Violation(rules.NEED, (0,), ("a",), ()) in nobody.conflict
    for problem in (
        Problem(0, (), ()),
        Problem(2, (), everybody(3, 2)),
        Problem(2, (PostLine("a", (0, 0), officer_nights=frozenset({1})),), everybody(3, 2)),
    ):
        assert solve(problem, seconds=5).status == OPTIMAL
    # Whoever is fixed although they cannot stand is left out, and that is said.
    absent = (*everybody(3, 2), Member("x", frozenset({1})))
    fixed = solve(Problem(2, (line,), absent, fixed={(0, "a"): frozenset({"x"})}), seconds=5)
    assert (fixed.status, [each.rule for each in fixed.relaxation]) == (INFEASIBLE, [rules.FIXED])
    assert len(fixed.assignment[0, "a"]) == 2
    # A place smaller than what it needs stays short, and one too small for two stays empty.
    small = PostLine("a", (3, 3), capacity=2), PostLine("b", (2, 2), capacity=1)
    solution = solve(Problem(2, small, everybody(9, 2)), seconds=5)
    assert solution.shortages == {(0, "a"): 1, (1, "a"): 1, (0, "b"): 2, (1, "b"): 2}


def test_it_stops_when_asked_with_the_best_so_far() -> None:
    problem = made_up(200, 30, 8, seed=1)
    asked: list[float] = []

    def stop(progress: Progress) -> bool:
        asked.append(progress.seconds)
        return len(asked) < 2

    solution = solve(problem, seconds=60, report=stop)
    assert solution.status == CANCELLED
    assert solution.seconds < asked[-1] + 5
    assert not {each.rule for each in violations(problem, solution.assignment)} & rules.ALWAYS


def test_posts_taken_together_and_pieces_keep_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = replace(
        made_up(60, 14, 4, seed=2), apart=(("member 1", "member 2"),), together=(("member 3", "member 4"),)
    )
    whole = solve(problem, seconds=30)
    monkeypatch.setattr(solving, "WHOLE", 0)
    pooled = solve(problem, seconds=30)
    assert (whole.status, pooled.status) == (OPTIMAL, OPTIMAL)
    assert whole.objective == pooled.objective
    monkeypatch.setattr(solving, "POOLED", 0)
    monkeypatch.setattr(solving, "PIECE", 300)
    pieces = solve(problem, seconds=3)
    assert pieces.status in FOUND
    assert (pieces.bound or 0) <= (whole.objective or 0) <= (pieces.objective or 0)
    for each in (whole, pooled, pieces):
        assert not violations(problem, each.assignment)


def test_posts_that_share_nobody_are_solved_apart() -> None:
    problem = made_up(40, 14, 4, seed=3, groups=4)
    without = replace(
        problem, people=tuple(each for each in problem.people if not each.officer), off=frozenset({rules.OFFICER})
    )
    told: list[Progress] = []

    def tell(progress: Progress) -> bool:
        told.append(progress)
        return True

    solution = solve(without, seconds=30, report=tell)
    assert (solution.status, told[0].parts) == (OPTIMAL, 4)
    assert not violations(without, solution.assignment)


@FEW
@given(problems(off=False, fixed=False), st.randoms(use_true_random=False))
def test_whoever_stands_in_breaks_no_rule(data: Data, chance: random.Random) -> None:
    problem = read_problem(data)
    solution = solve(problem, seconds=10)
    assume(solution.assignment)
    place = chance.choice(sorted(solution.assignment))
    leaver = chance.choice(sorted(solution.assignment[place]))
    before = {each for each in found(data, solution.assignment) if each[0] != rules.TOGETHER}
    offered = order(problem, solution.assignment, place, leaver)
    members = {each.id: each for each in problem.people}
    assert not solution.assignment[place].intersection(offered)
    for each in offered:
        assert members[each].officer is members[leaver].officer
        changed = {**solution.assignment, place: (solution.assignment[place] - {leaver}) | {each}}
        assert {one for one in found(data, changed) if one[0] != rules.TOGETHER} <= before
    reluctant = [place[0] in members[each].rather_not for each in offered]
    assert reluctant == sorted(reluctant)


def test_the_fairest_stands_in_first() -> None:
    lines = (PostLine("a", (2,)),)
    people = (
        Member("here", frozenset({0})), Member("leaves", frozenset({0})),
        Member("often", frozenset({0}), past={"total": 2.0}),
        Member("seldom", frozenset({0}), past={"total": -1.0}),
        Member("glad", frozenset({0}), past={"total": -1.0}, gladly=frozenset({0})),
        Member("reluctant", frozenset({0}), past={"total": -3.0}, rather_not=frozenset({0})),
        Member("away", frozenset()),
    )  # fmt: skip
    problem = Problem(1, lines, people)
    roster = {(0, "a"): frozenset({"here", "leaves"})}
    assert order(problem, roster, (0, "a"), "leaves") == ["glad", "seldom", "often", "reluctant"]


def test_what_somebody_could_counts_rest_and_weeks() -> None:
    busy = Member("busy", frozenset(range(14)), rest=1, before=frozenset({-1, 14}))
    weekly = Member("weekly", frozenset(range(14)), max_week=1)
    free = Member("free", frozenset(range(14)))
    problem = Problem(14, (PostLine("a", (2,) * 14),), (busy, weekly, free))
    share = accruals(problem)
    assert (share["busy"]["total"], share["weekly"]["total"], share["free"]["total"]) == (6, 2, 14)


@pytest.mark.long
@pytest.mark.parametrize("groups", [0, 6])
def test_300_people_in_a_minute_without_an_empty_place(groups: int) -> None:
    problem = made_up(300, 30, 12, seed=7, groups=groups)
    solution = solve(problem, seconds=60)
    assert solution.status in FOUND
    assert not solution.shortages
    assert not violations(problem, solution.assignment)
    assert solution.gap is not None
    assert solution.seconds < 65


@pytest.mark.long
def test_the_largest_that_is_taken_comes_to_an_end() -> None:
    problem = made_up(1990, 40, 98, seed=1)
    solution = solve(problem, seconds=30)
    assert solution.seconds < 60
    assert not {each.rule for each in violations(problem, solution.assignment)} & rules.ALWAYS
    assert solution.assignment


def test_ctrl_c_still_reaches_the_program_after_a_search() -> None:
    solve(made_up(6, 7, 1, seed=1), seconds=5)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

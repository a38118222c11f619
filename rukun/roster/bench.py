"""Making rosters: how long, and how near to the best, beside one plain model and beside taking turns.

For docs/roster.md: ``make bench ARGS=roster``.
"""

import random
import time
from dataclasses import replace

from ortools.sat.python import cp_model

from rukun.roster.algo import costs
from rukun.roster.algo.baselines import round_robin
from rukun.roster.algo.checking import violations
from rukun.roster.algo.modelling import Model
from rukun.roster.algo.pools import singly
from rukun.roster.algo.problem import CLASSES, Member, PostLine, Problem
from rukun.roster.algo.solving import Solution, solve

Row = tuple[str, object, object, object, str]
SEEDS = (1, 2, 3)
MARK, MARK_LARGE = 5.0, 60.0


def made_up(people: int, nights: int, posts: int, *, seed: int, groups: int = 0) -> Problem:
    """A watch as there are: four of five nights possible, wishes, leaders, joint nights, rest, weeks, a past.

    ``groups``: people stand only at their own RW's posts, and so many RW there are; officers stand anywhere.
    """
    chance = random.Random(seed)
    weekend = frozenset(night for night in range(nights) if night % 7 in (4, 5))
    lines = tuple(
        PostLine(
            f"post {number}", tuple(3 if night in weekend else 2 for night in range(nights)), leader=True,
            officer_nights=frozenset(night for night in weekend if night % 7 == 5),
        )
        for number in range(posts)
    )  # fmt: skip
    members = []
    for number in range(people):
        available = frozenset(night for night in range(nights) if chance.random() < 0.8)
        wishes = {night: chance.random() for night in available}
        own = frozenset(line.id for at, line in enumerate(lines) if at % groups == number % groups) if groups else None
        members.append(
            Member(
                f"member {number}", available,
                rather_not=frozenset(night for night, wish in wishes.items() if wish < 0.1),
                gladly=frozenset(night for night, wish in wishes.items() if wish > 0.95),
                leader=chance.random() < 0.4, rest=2, max_week=2, posts=own or frozenset(),
                past={kind: chance.choice((-0.6, -0.2, 0.0, 0.3, 0.7)) for kind in ("total", *CLASSES)},
            )
        )  # fmt: skip
    officers = [
        Member(f"officer {number}", frozenset(range(nights)), officer=True, rest=1) for number in range(posts + 2)
    ]
    return Problem(
        nights=nights, posts=lines, people=(*members, *officers), weekend=weekend,
        sahur=frozenset(range(nights // 2, nights)), holiday=frozenset({3, 17}) & frozenset(range(nights)),
    )  # fmt: skip


def bench_solving() -> list[Row]:
    """The marks: 35 people in 5 seconds with a proof, 300 in a minute without an empty place."""
    return [
        *_mark("35 people × 30 nights × 2 posts", (35, 30, 2), 0, MARK),
        *_mark("300 × 30 × 12, anybody anywhere", (300, 30, 12), 0, MARK_LARGE),
        *_mark("300 × 30 × 12, in 6 RW", (300, 30, 12), 6, MARK_LARGE),
        *_mark("1,200 × 30 × 48, anybody anywhere", (1200, 30, 48), 0, MARK_LARGE),
    ]


def bench_beside() -> list[Row]:
    """The same problem as one model with the solver's usual settings, and by taking turns."""
    problem = made_up(300, 30, 12, seed=1)
    ours = solve(problem, seconds=MARK_LARGE)
    base = costs.bases(problem)
    model = Model(problem, base, singly(problem))
    model.minimise_cost()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 2, MARK_LARGE
    begun = time.perf_counter()
    state = solver.status_name(solver.solve(model.model)).lower()
    seconds = time.perf_counter() - begun
    found = solver.objective_value if state in {"optimal", "feasible"} else "none"
    turns, _next = round_robin(problem)
    empty = sum(each.rule == "need" for each in violations(problem, turns))
    by_turns = costs.objective(costs.terms(problem, base, turns))
    assert ours.objective is not None
    ratio = ours.objective / found if isinstance(found, float) else "–"
    return [
        ("roster: 300 × 30 × 12, cost", ours.objective, found, ratio, f"beside: one plain CP-SAT model, {state}"),
        ("roster: 300 × 30 × 12, seconds", ours.seconds, seconds, ours.seconds / seconds, "beside: that model"),
        ("roster: 300 × 30 × 12, cost", ours.objective, by_turns, ours.objective / by_turns, "beside: taking turns"),
        ("roster: 300 × 30 × 12, places short", sum(ours.shortages.values()), empty, "–", "beside: taking turns"),
    ]


def _mark(what: str, size: tuple[int, int, int], groups: int, mark: float) -> list[Row]:
    worst: Solution | None = None
    for seed in SEEDS if mark < MARK_LARGE else SEEDS[:1]:
        problem = made_up(*size, seed=seed, groups=groups)
        found = solve(problem, seconds=mark)
        found = replace(found, shortages={place: short for place, short in found.shortages.items() if short})
        if worst is None or found.seconds > worst.seconds:
            worst = found
    assert worst is not None
    gap = "no bound" if worst.gap is None else f"gap {worst.gap:.2%}"
    note = f"beside: the most; {worst.status}, {gap}, {sum(worst.shortages.values())} short"
    return [(f"roster: {what}, seconds", worst.seconds, mark, worst.seconds / mark, note)]

"""The people of a pool and a night, divided among its posts."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from rukun.roster.algo import costs
from rukun.roster.algo.modelling import Model
from rukun.roster.algo.pools import Pool, singly
from rukun.roster.algo.problem import Assignment, Place, Problem
from rukun.roster.algo.running import Clock, run

A_NIGHT = 5.0


def divided(
    problem: Problem, base: costs.Bases, pools: Collection[Pool], gathered: Assignment, clock: Clock
) -> dict[Place, frozenset[str]]:
    """The same people in the same nights, each at one post. Where that cannot be, somebody is left out."""
    result: dict[Place, frozenset[str]] = {}
    by_pool = {pool.id: pool for pool in pools}
    for (night, pool_id), people in sorted(gathered.items()):
        pool = by_pool[pool_id]
        if len(pool.lines) == 1:
            result[night, pool_id] = people
        else:
            result |= _one_night(problem, base, pool, night, people, clock)
    return result


def _one_night(
    problem: Problem, base: costs.Bases, pool: Pool, night: int, people: Collection[str], clock: Clock
) -> dict[Place, frozenset[str]]:
    """A problem of one night: rest and weeks were seen to before, only who stands with whom is open."""
    inside = tuple(
        replace(each, rest=0, max_week=None, before=frozenset(), available=frozenset({night}))
        for each in problem.people
        if each.id in people
    )
    small = replace(problem, people=inside, posts=pool.lines, fixed=_of(problem.fixed, night, pool),
                    limits=tuple(replace(each, max_week=None) for each in problem.limits),
                    apart=_known(problem.apart, people), together=_known(problem.together, people))  # fmt: skip
    for soft in (False, True):
        model = Model(small, base, singly(small), nights=[night], soft=soft)
        model.minimise_places()
        found = run(model, clock, A_NIGHT)
        if found.solved:
            return model.assignment(found.value)
    return {}


def _of(fixed: Assignment, night: int, pool: Pool) -> dict[Place, frozenset[str]]:
    places = {(night, line.id) for line in pool.lines}
    return {place: who for place, who in fixed.items() if place in places}


def _known(pairs: Iterable[tuple[str, str]], people: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[0] in people and pair[1] in people)

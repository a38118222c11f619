"""Making a roster with CP-SAT: the best one with a proof, or how far from the best it is at most.

1. What is fixed but can never stand (``prepared``) is put aside. Posts that share no people are solved apart.
2. Each part is solved whole if it is small, else with posts taken together (``pools``), else in pieces.
3. Where no roster keeps all rules, the fewest are given up (``modelling.SLACK``), and ``explaining`` says why.
4. Time that is left goes into making one better that is not proven best (``improving``).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rukun.roster.algo import costs, fairness, relaxing, rules
from rukun.roster.algo.baselines import balanced
from rukun.roster.algo.checking import Checker, moved, violations
from rukun.roster.algo.dividing import divided
from rukun.roster.algo.explaining import Explained, explained, given_up
from rukun.roster.algo.improving import improved
from rukun.roster.algo.modelling import Model
from rukun.roster.algo.outcome import (
    CANCELLED,
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    UNKNOWN,
    Progress,
    Relaxation,
    Report,
    Solution,
)
from rukun.roster.algo.parts import apart, open_places, pieces
from rukun.roster.algo.pools import Pool, pooled, singly
from rukun.roster.algo.problem import TOTAL, Place, Problem
from rukun.roster.algo.running import Clock, Found, run

__all__ = ["CANCELLED", "FEASIBLE", "INFEASIBLE", "OPTIMAL", "UNKNOWN", "Progress", "Relaxation", "Solution", "solve"]

WHOLE, POOLED, PIECE = 6_000, 25_000, 3_000
"""So many possible places of people are solved at once: by single posts, with posts taken together, in one piece."""
A_SECOND = 250
"""So many possible places of people can be solved at once for each second that there is, on a busy machine."""
FOR_HARD = 0.8
"""Part of the time in which all rules are tried to be kept, before giving some up is thought of."""
FOR_SLACK = 0.5
"""Then, part of the time in which the fewest are looked for."""
FOR_EXPLAINING = 0.2
"""Part of all the time that is kept for saying why, where something is to be said."""
FOR_PIECES = 0.8
"""Part of the time in which pieces are solved; the rest makes the whole better."""
NEAR = 1e-6


@dataclass
class Solved:
    """A part. ``bound`` and ``objective`` as ``costs`` counts them.

    ``proven``: it is the best of those that give up no more; ``hopeless``: it is proven that no roster keeps all rules.
    """

    assignment: dict[Place, frozenset[str]]
    objective: int
    bound: float
    proven: bool
    hopeless: bool = False


def solve(
    problem: Problem, *, seconds: float, report: Report | None = None, seed: int = 1, workers: int = 2
) -> Solution:
    """The best roster that can be found in so many seconds. ``report`` is called from this thread."""
    clock = Clock(seconds, report, seed, workers)
    ready = prepared(problem)
    base = costs.bases(problem)
    parts = sorted(apart(ready), key=lambda part: part.size)
    clock.parts = len(parts)
    clock.tell(at_once=True)
    done: list[Solved] = []
    rest = sum(part.size + 1 for part in parts)
    clock.keep(FOR_EXPLAINING)
    for clock.part, part in enumerate(parts, 1):
        share = clock.left * (part.size + 1) / rest
        rest -= part.size + 1
        before = (sum(float(each.objective) for each in done), sum(each.bound for each in done))
        done.append(_Work(part.of(ready), base, clock, before).solved(share))
    clock.keep(0)
    return _joined(problem, ready, base, done, clock)


def prepared(problem: Problem) -> Problem:
    """Without what is fixed against the rules that always hold (it is told of as given up) or no longer exists."""
    checker = Checker(problem)
    fixed = {
        place: people & checker.members.keys()
        for place, people in problem.fixed.items()
        if place[1] in checker.lines and 0 <= place[0] < problem.nights
    }
    for each in [*checker.of_people(fixed), *checker.of_places(fixed)]:
        place = (each.nights[-1], each.posts[-1])
        if each.rule in {rules.AVAILABLE, rules.ONCE}:
            fixed[place] -= set(each.people)
        elif each.rule == rules.CAPACITY:
            watch = [one for one in sorted(fixed[place]) if not checker.members[one].officer]
            fixed[place] -= set(watch[checker.lines[place[1]].most(place[0]) :])
    current = {
        place: people & checker.members.keys() for place, people in problem.current.items() if place[1] in checker.lines
    }
    return replace(problem, fixed={place: people for place, people in fixed.items() if people}, current=current)


class _Work:
    """One part."""

    def __init__(
        self, problem: Problem, base: costs.Bases, clock: Clock, before: tuple[float, float] | None = None
    ) -> None:
        self.problem, self.base, self.clock, self.before = problem, base, clock, before
        self.known = costs.WEIGHTS["moved"] * sum(len(people) for people in problem.current.values())

    def solved(self, seconds: float) -> Solved:
        end = self.clock.seconds + seconds
        single, whole = singly(self.problem), pooled(self.problem)
        if open_places(self.problem, single) <= WHOLE:
            return self.at_once(single, end)
        if open_places(self.problem, whole) <= min(POOLED, A_SECOND * seconds):
            return self.at_once(whole, end)
        return self._in_pieces(end)

    def at_once(self, pools: Sequence[Pool], end: float) -> Solved:
        found, model, hopeless = Found("unknown", {}, 0, 0), None, False
        if rules.NEED not in self.problem.off:  # else places may stay empty, which the softer model knows
            model = Model(self.problem, self.base, pools)
            model.minimise_cost()
            self._tells(True)
            found = run(model, self.clock, (end - self.clock.seconds) * FOR_HARD)
            hopeless = found.status == "infeasible"
        self._tells(False)
        if not found.solved or model is None:
            model, found, lacks = self._soft(pools, end)
            hopeless = hopeless or lacks
        assignment = model.assignment(found.value)
        if not found.solved:
            assignment = balanced(self.problem, self.base)
        elif len(pools) < len(self.problem.posts):
            assignment = divided(self.problem, self.base, pools, assignment, self.clock)
        low = found.bound + self.known
        result = self._solved(assignment, low, hopeless=hopeless)
        if not result.proven and not self.clock.cancelled:
            better = improved(self.problem, self.base, assignment, self.clock, max(0.0, end - self.clock.seconds), low)
            result = self._solved(better, low, hopeless=hopeless)
        return result

    def _tells(self, counts: bool) -> None:
        """Whether what the solver says of its model is the objective of the whole."""
        self.clock.known = (*self.before, self.known) if counts and self.before is not None else None

    def _soft(self, pools: Sequence[Pool], end: float) -> tuple[Model, Found, bool]:
        """The fewest rules given up, then the best of such rosters. Nobody standing anywhere is one."""
        model = Model(self.problem, self.base, pools, soft=True)
        model.minimise_slack()
        begin = model.values(balanced(self.problem, self.base))
        fewest = run(model, self.clock, (end - self.clock.seconds) * FOR_SLACK, begin)
        hopeless = fewest.bound > NEAR and rules.NEED not in self.problem.off
        if not fewest.solved or self.clock.cancelled:
            return model, replace(fewest, bound=float("-inf")), hopeless
        second = Model(self.problem, self.base, pools, soft=True)
        second.keep_slack(round(fewest.objective))
        second.minimise_cost()
        self._tells(True)
        best = run(second, self.clock, end - self.clock.seconds, fewest.value)
        self._tells(False)
        if not best.solved:
            return model, replace(fewest, bound=best.bound), hopeless
        if fewest.status != "optimal":
            best = replace(best, bound=float("-inf"))
        return second, best, hopeless

    def _solved(self, assignment: dict[Place, frozenset[str]], bound: float, *, hopeless: bool = False) -> Solved:
        worth = costs.objective(costs.terms(self.problem, self.base, assignment))
        return Solved(assignment, worth, bound, proven=worth <= bound + NEAR, hopeless=hopeless)

    def _in_pieces(self, end: float) -> Solved:
        """Each piece with the people dealt to it, then the whole made better. The bound is that of a relaxation."""
        low = relaxing.bound(self.problem, self.base)
        share = fairness.accruals(self.problem)
        accounts = {each.id: share[each.id][TOTAL] - each.past.get(TOTAL, 0.0) for each in self.problem.people}
        number = self._number()
        parts = pieces(self.problem, accounts, number)
        self.clock.parts += len(parts) - 1
        assignment: dict[Place, frozenset[str]] = {}
        enough = self.clock.seconds + (end - self.clock.seconds) * FOR_PIECES
        for done, part in enumerate(parts):
            until = self.clock.seconds + (enough - self.clock.seconds) / (len(parts) - done)
            small = part.of(self.problem)
            assignment |= _Work(small, self.base, self.clock).at_once(pooled(small), until).assignment
            self.clock.part += 1
        better = improved(self.problem, self.base, assignment, self.clock, max(0.0, end - self.clock.seconds), low)
        return self._solved(better, low)

    def _number(self) -> int:
        """How many pieces, so that each is small enough when every piece has its part of the people."""
        return max(2, min(len(self.problem.posts), open_places(self.problem, pooled(self.problem)) // PIECE + 1))


def _joined(problem: Problem, ready: Problem, base: costs.Bases, done: Sequence[Solved], clock: Clock) -> Solution:
    assignment = {place: people for each in done for place, people in each.assignment.items() if people}
    terms = costs.terms(ready, base, assignment)
    objective = costs.objective(terms)
    bound: float | None = objective - sum(each.objective - each.bound for each in done)
    if bound == float("-inf"):
        bound = None
    gap = None if bound is None else max(0.0, objective - bound) / max(1.0, abs(objective))
    broken = violations(problem, assignment)
    proven = all(each.proven for each in done)
    told = Explained()
    if broken and not clock.cancelled:
        told = explained(ready, base, assignment, broken, clock)
    # What is broken although every part kept all rules, what is fixed brings with it.
    certain = any(each.hopeless for each in done) or all(each.rule != rules.NEED for each in broken)
    if clock.cancelled:
        status = CANCELLED
    elif broken:
        status = INFEASIBLE if certain else UNKNOWN
    else:
        status = OPTIMAL if proven else FEASIBLE
    officers = {each.id for each in problem.people if each.officer}
    wanted = {(night, line.id): line.wanted(night) for line in problem.posts for night in range(problem.nights)}
    short = Counter(
        {place: number - len(assignment.get(place, frozenset()) - officers) for place, number in wanted.items()}
    )
    return Solution(
        assignment=assignment, status=status, objective=objective, bound=bound, gap=gap, terms=terms,
        weights=costs.WEIGHTS, seconds=clock.seconds, shortages=dict(+short), conflict=told.conflict,
        relaxation=given_up(problem, assignment, broken), instead=told.instead, moved=moved(problem, assignment),
    )  # fmt: skip

"""The problem, or a part of it, as a CP-SAT model.

A part: only the ``free`` people are placed anew, only in ``nights`` and at the posts of ``pools``; whoever else stands
in ``standing`` stays.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from rukun.roster.algo import costs, people_rules, place_rules, rules
from rukun.roster.algo.checking import overlap
from rukun.roster.algo.fairness import ALL
from rukun.roster.algo.pools import Pool, gathered
from rukun.roster.algo.problem import Assignment, Member, Place, Problem

SLACK = {rules.NEED: 2, place_rules.EMPTY: 1, rules.LEADER: 3, rules.OFFICER: 3, rules.TOGETHER: 4, rules.FIXED: 50}
"""What giving up a rule at a place costs when not all can be kept: somebody is missing before anything else.

A rule that protects a person (``PERSONAL``) is never given up for that: an empty roster keeps them all.
"""
PERSONAL = frozenset({
    rules.REST, rules.MAX_WEEK, rules.GROUP_WEEK, rules.GROUP_TOGETHER, rules.APART, rules.TOGETHER, rules.POST,
})  # fmt: skip
"""What could be given up instead, if a coordinator asks those whom it concerns."""
GIVEN_UP = 10**8
"""More than any difference that evenness, wishes and places can make among a few people."""
Var = cp_model.IntVar
Key = tuple[str, Place]


class Model:
    """Variables and constraints. Places are those of pools.

    ``soft``: rules of places may be given up at ``SLACK``. ``giving``: so may personal rules, at 1 each, and those of
    places at 100 times ``SLACK``.
    """

    def __init__(
        self,
        problem: Problem,
        base: costs.Bases,
        pools: Sequence[Pool],
        *,
        free: Collection[str] | None = None,
        nights: Collection[int] | None = None,
        standing: Assignment | None = None,
        soft: bool = False,
        giving: bool = False,
    ) -> None:
        self.problem, self.base, self.soft, self.giving = problem, base, soft or giving, giving
        self.model = cp_model.CpModel()
        self.members = {each.id: each for each in problem.people}
        self.pools = {each.id: each for each in pools}
        self.lines = {each.id: each for each in problem.posts}
        self.free = [each for each in problem.people if free is None or each.id in free]
        self.fixed = gathered(pools, problem.fixed)
        self.current = gathered(pools, problem.current)
        self.places = [
            (night, pool.id)
            for night in (range(problem.nights) if nights is None else sorted(nights))
            for pool in pools
            if pool.wanted(night) or self.fixed.get((night, pool.id))
        ]
        self.x: dict[Key, Var] = {}
        self.at: dict[str, dict[int, list[tuple[str, Var]]]] = defaultdict(lambda: defaultdict(list))
        self.slack: list[tuple[Var, int]] = []
        self._stay(standing or {}, nights)
        self._variables()
        place_rules.add(self)
        people_rules.add(self)

    def on(self, rule: str) -> bool:
        return rule not in self.problem.off

    def new_slack(self, rule: str, most: int) -> Var:
        """By how much a rule is given up."""
        var = self.model.new_int_var(0, most, "")
        personal = self.giving and rule in PERSONAL
        self.slack.append((var, 1 if personal else SLACK[rule] * (100 if self.giving else 1)))
        return var

    def is_fixed(self, person: str, night: int, pool: str) -> bool:
        return person in self.fixed.get((night, pool), ())

    def _stay(self, standing: Assignment, nights: Collection[int] | None) -> None:
        """Who stays at the places, and when the free ones stand elsewhere."""
        here, chosen = gathered(self.pools.values(), standing), {each.id for each in self.free}
        self.kept: dict[Place, list[Member]] = {
            place: [self.members[each] for each in sorted(here.get(place, frozenset()) - chosen)]
            for place in self.places
        }
        self.elsewhere: dict[str, dict[int, str | None]] = {each.id: dict.fromkeys(each.before) for each in self.free}
        self.counted: dict[str, list[int]] = defaultdict(list)
        pooled = {line.id for pool in self.pools.values() for line in pool.lines}
        for (night, post), people in standing.items():
            if post not in pooled or (nights is not None and night not in nights):
                for each in people & chosen:
                    self.elsewhere[each][night] = post
                    self.counted[each].append(night)

    def _variables(self) -> None:
        by_night: dict[int, list[Pool]] = defaultdict(list)
        for night, post in self.places:
            by_night[night].append(self.pools[post])
        for member in self.free:
            never, near = self._blocked(member)
            for night, pools in by_night.items():
                for pool in pools:
                    asked = night in near or self._elsewhere(member, pool)
                    may = night in member.available and night not in never and not (asked and not self.giving)
                    if (may and self._may(member, pool, night)) or self.is_fixed(member.id, night, pool.id):
                        var = self.model.new_bool_var("")
                        self.x[member.id, (night, pool.id)] = var
                        self.at[member.id][night].append((pool.id, var))
                        if asked and self.giving:
                            self.slack.append((var, 1))

    def _blocked(self, member: Member) -> tuple[set[int], set[int]]:
        """Nights in which they stand outside this part, or cannot be here in time; and those too near to one."""
        rest = member.rest if self.on(rules.REST) else 0
        never, near = set(self.elsewhere[member.id]), set[int]()
        for night, post in self.elsewhere[member.id].items():
            near.update(range(night - rest, night + rest + 1))
            if post is not None and not rest:
                for gap in (-1, 1):
                    if any(overlap(self.lines[post], line, gap) for line in self.problem.posts):
                        never.add(night + gap)
        return never, near

    def _elsewhere(self, member: Member, pool: Pool) -> bool:
        """Whether they stand only at other posts."""
        return bool(member.posts) and self.on(rules.POST) and pool.id not in member.posts

    def _may(self, member: Member, pool: Pool, night: int) -> bool:
        return not member.officer or (pool.officers(night) > 0 and self.on(rules.OFFICER))

    # What it costs

    def minimise_slack(self) -> None:
        self.model.minimize(self._given_up())

    def keep_slack(self, most: int) -> None:
        self.model.add(self._given_up() <= most)

    def minimise_places(self) -> None:
        """Only that people stay where they are known to stand, and that no rule is given up needlessly."""
        self.model.minimize(GIVEN_UP * self._given_up() + cp_model.LinearExpr.sum(self._wishes()))

    def minimise_all(self) -> None:
        """As few rules given up as can be, and among such rosters the best."""
        self.model.minimize(GIVEN_UP * self._given_up() + self._cost())

    def minimise_cost(self) -> None:
        """``costs.objective`` of the free people; constants of the others left out."""
        self.model.minimize(self._cost())

    def _given_up(self) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.weighted_sum([var for var, _ in self.slack], [price for _, price in self.slack])

    def _cost(self) -> cp_model.LinearExpr:
        parts: list[cp_model.LinearExpr] = self._wishes()
        for member in self.free:
            nights = self.at.get(member.id, {})
            for kind in ALL:
                mine = self.problem.nights_of(kind)
                variables = [var for night in nights if night in mine for _, var in nights[night]]
                before = sum(1 for night in self.counted[member.id] if night in mine)
                parts.append(costs.WEIGHTS[kind] * self._square(self.base[kind][member.id], before, variables))
        return cp_model.LinearExpr.sum(parts)

    def _square(self, base: int, before: int, variables: Sequence[Var]) -> cp_model.LinearExpr:
        """The square of an account, as the steps that each further night adds: convex, so the first are taken first."""
        start = costs.square(base, before)
        prices = [costs.square(base, before + k + 1) - costs.square(base, before + k) for k in range(len(variables))]
        steps = [self.model.new_bool_var("") for _ in variables] if len(variables) > 1 else list(variables)
        if len(variables) > 1:
            self.model.add(sum(steps) == sum(variables))
            for one, other in pairwise(steps):
                self.model.add_implication(other, one)
        return cp_model.LinearExpr.weighted_sum(steps, prices) + start

    def _wishes(self) -> list[cp_model.LinearExpr]:
        parts: list[cp_model.LinearExpr] = []
        for (person, place), var in self.x.items():
            member, price = self.members[person], 0
            if place[0] in member.rather_not:
                price += costs.WEIGHTS["rather_not"]
            if place[0] in member.gladly:
                price += costs.WEIGHTS["gladly"]
            if person in self.current.get(place, ()):
                price -= costs.WEIGHTS["moved"]
            if price:
                parts.append(price * var)
        return parts

    # Where to begin, and what comes out

    def values(self, assignment: Assignment) -> dict[Key, bool]:
        """This roster in variables."""
        here = gathered(self.pools.values(), assignment)
        return {(person, place): person in here.get(place, ()) for person, place in self.x}

    def hint(self, value: Mapping[Key, bool]) -> None:
        """Begin with this roster. Beginning without one is far faster, where it finds one."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for key, var in self.x.items():
            self.model.add_hint(var, value.get(key, False))

    def assignment(self, value: Mapping[Key, bool]) -> dict[Place, frozenset[str]]:
        """Who stands at the places of this part, those who stay among them."""
        here: dict[Place, set[str]] = {place: {each.id for each in kept} for place, kept in self.kept.items()}
        for (person, place), is_set in value.items():
            if is_set:
                here[place].add(person)
        return {place: frozenset(people) for place, people in here.items() if people}

"""What no roster can be below, where a problem is too large for a proof: some rules forgotten, the rest exact.

Forgotten are rest, leaders, groups, pairs, and which post of a night it is. Then evenness in one class of nights is a
flow from people through their weeks to nights, with costs that rise, which is solved exactly. The bound is the sum over
the classes, each for itself; wishes and people known to stand are seen to in the one of all nights.
"""

from collections import defaultdict

from rukun.roster.algo import costs, rules
from rukun.roster.algo.fairness import ALL, week_limit
from rukun.roster.algo.parts import opened
from rukun.roster.algo.problem import TOTAL, Member, Problem


def bound(problem: Problem, base: costs.Bases) -> float:
    """A lower bound for ``costs.objective`` of every roster that leaves no place empty; minus infinity if none does."""
    found = float(costs.WEIGHTS["moved"] * sum(len(people) for people in problem.current.values()))
    for officers in (False, True):
        for kind in ALL:
            found += _one(problem, base, kind, officers=officers)
    return found


def _one(problem: Problem, base: costs.Bases, kind: str, *, officers: bool) -> float:
    from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]  # noqa: PLC0415  heavy

    people = [each for each in problem.people if each.officer is officers]
    start = float(sum(costs.WEIGHTS[kind] * costs.square(base[kind][each.id], 0) for each in people))
    wanted = _wanted(problem, kind, officers=officers)
    if not wanted:
        return start
    flow = min_cost_flow.SimpleMinCostFlow()
    weeks = {night: number for number, week in enumerate(problem.spans()) for night in week if night in wanted}
    spans = len(problem.spans())
    first_night = 1 + len(people) * (1 + spans)
    nodes = {night: first_night + number for number, night in enumerate(sorted(wanted))}
    nights_of: dict[frozenset[str], frozenset[int]] = {}
    for number, member in enumerate(people):
        here = sorted(_anywhere(problem, member, nights_of) & wanted.keys())
        node = 1 + number * (1 + spans)
        for k in range(len(here)):
            step = costs.square(base[kind][member.id], k + 1) - costs.square(base[kind][member.id], k)
            flow.add_arc_with_capacity_and_unit_cost(0, node, 1, costs.WEIGHTS[kind] * step)
        most = week_limit(problem, member)
        by_week: dict[int, list[int]] = defaultdict(list)
        for night in here:
            by_week[weeks[night]].append(night)
        for week, nights in by_week.items():
            room = len(nights) if most is None else min(most, len(nights))
            flow.add_arc_with_capacity_and_unit_cost(node, node + 1 + week, room, 0)
            for night in nights:
                price = _price(problem, member, night) if kind == TOTAL else 0
                flow.add_arc_with_capacity_and_unit_cost(node + 1 + week, nodes[night], 1, price)
    flow.set_node_supply(0, sum(wanted.values()))
    for night, number in wanted.items():
        flow.set_node_supply(nodes[night], -number)
    if flow.solve() != flow.OPTIMAL:
        return float("-inf")
    return start + float(flow.optimal_cost())


def _anywhere(problem: Problem, member: Member, known: dict[frozenset[str], frozenset[int]]) -> frozenset[int]:
    """The nights in which they could stand at any of their posts; ``known`` by posts, for others of the same ones."""
    posts = member.posts if rules.POST not in problem.off else frozenset[str]()
    if posts not in known:
        lines = [line for line in problem.posts if not posts or line.id in posts]
        known[posts] = frozenset[int]().union(*(opened(line, officers=member.officer) for line in lines))
    return member.available & known[posts]


def _wanted(problem: Problem, kind: str, *, officers: bool) -> dict[int, int]:
    if officers and rules.OFFICER in problem.off:
        return {}
    nights = problem.nights_of(kind)
    found = {
        night: sum(
            (night in line.officer_nights and line.wanted(night) > 0) if officers else line.wanted(night)
            for line in problem.posts
        )
        for night in range(problem.nights)
        if night in nights
    }
    return {night: number for night, number in found.items() if number}


def _price(problem: Problem, member: Member, night: int) -> int:
    price = costs.WEIGHTS["rather_not"] * (night in member.rather_not) + costs.WEIGHTS["gladly"] * (
        night in member.gladly
    )
    if any(member.id in problem.current.get((night, line.id), ()) for line in problem.posts):
        price -= costs.WEIGHTS["moved"]
    return price

"""How rosters are made by hand: taking turns, and drawing lots. Both keep the rules as far as they can.

To compare with, and for a solver to begin with. Neither looks back further than rest and weeks ask for, nor ahead.
"""

import random
from collections.abc import Callable, Iterable

from rukun.roster.algo import costs, rules
from rukun.roster.algo.checking import Checker
from rukun.roster.algo.problem import TOTAL, Member, Place, PostLine, Problem

Turns = Callable[[list[Member]], list[Member]]
"""In which order those who may stand are asked."""


def round_robin(problem: Problem, begin: int = 0) -> tuple[dict[Place, frozenset[str]], int]:
    """By a list in a circle, beginning with this one; and with whom the next roster begins."""
    place = {each.id: number for number, each in enumerate(problem.people)}
    next_one = begin % max(1, len(place))

    def turns(members: list[Member]) -> list[Member]:
        return sorted(members, key=lambda each: (place[each.id] - next_one) % len(place))

    def chosen(taken: Iterable[Member]) -> None:
        nonlocal next_one
        steps = [(place[each.id] - next_one) % len(place) + 1 for each in taken if not each.officer]
        next_one = (next_one + max(steps, default=0)) % len(place)

    return _filled(problem, turns, chosen), next_one


def drawn(problem: Problem, seed: int) -> dict[Place, frozenset[str]]:
    """By lot, every time anew."""
    chance = random.Random(seed)  # noqa: S311  a comparison, not a secret

    def turns(members: list[Member]) -> list[Member]:
        return chance.sample(members, len(members))

    return _filled(problem, turns, lambda _taken: None)


def balanced(problem: Problem, base: costs.Bases) -> dict[Place, frozenset[str]]:
    """Whoever has the fewest nights so far is asked first: fair in small steps, and never looking ahead."""
    account = dict(base[TOTAL])

    def turns(members: list[Member]) -> list[Member]:
        return sorted(members, key=lambda each: (account[each.id], each.id))

    def chosen(taken: Iterable[Member]) -> None:
        for each in taken:
            account[each.id] += costs.QUARTER

    return _filled(problem, turns, chosen)


def _filled(problem: Problem, turns: Turns, chosen: Callable[[Iterable[Member]], None]) -> dict[Place, frozenset[str]]:
    """Night by night, post by post: whoever can lead first where one must, then as many as are needed."""
    filling = _Filling(problem, turns)
    result: dict[Place, frozenset[str]] = {}
    for night in range(problem.nights):
        for line in problem.posts:
            here = filling.place(night, line) if line.wanted(night) else []
            watch = [each for each in here if not each.officer]
            leads = any(each.leader for each in watch) or not line.leader or rules.LEADER in problem.off
            if len(watch) >= line.least and leads:  # else the post stays empty: nobody stands alone, or unled
                chosen(here)
                filling.stand((night, line.id), here)
                result[night, line.id] = frozenset(each.id for each in here)
    return result


class _Filling:
    """Where everybody stands so far."""

    def __init__(self, problem: Problem, turns: Turns) -> None:
        self.problem, self.turns, self.checker = problem, turns, Checker(problem)
        self.by_kind = {
            kind: [each for each in problem.people if _is(each, kind)] for kind in ("leader", "watch", "officer")
        }
        self.stands: dict[str, list[Place]] = {each.id: [] for each in problem.people}
        for place, people in problem.fixed.items():
            for person in people:
                self.stands[person].append(place)

    def place(self, night: int, line: PostLine) -> list[Member]:
        """Who is fixed there, and who may come besides, in turn."""
        place = (night, line.id)
        here = [self.checker.members[each] for each in sorted(self.problem.fixed.get(place, ()))]
        wanted = {"leader": int(line.leader), "watch": line.wanted(night), "officer": int(night in line.officer_nights)}
        for kind, number in wanted.items():
            have = sum(1 for each in here if _is(each, kind))
            asked = [each for each in self.by_kind[kind] if night in each.available and each not in here]
            for member in self.turns(asked) if have < number else ():
                if have < number and self._may(place, here, member):
                    here.append(member)
                    have += 1
        return here

    def stand(self, place: Place, here: Iterable[Member]) -> None:
        for each in here:
            if each.id not in self.problem.fixed.get(place, ()):
                self.stands[each.id].append(place)

    def _may(self, place: Place, here: Iterable[Member], member: Member) -> bool:
        if any(self.checker.of_person(member.id, [*self.stands[member.id], place])):
            return False
        with_them = frozenset(each.id for each in here) | {member.id}
        alone = {rules.APART, rules.GROUP_TOGETHER}
        return not any(each.rule in alone for each in self.checker.of_places({place: with_them}, [place]))


def _is(member: Member, kind: str) -> bool:
    return member.officer if kind == "officer" else not member.officer and (kind == "watch" or member.leader)

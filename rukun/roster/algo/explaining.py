"""Why no roster keeps all rules: which rules, in which nights, for whom; and what would have to be given up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rukun.roster.algo import costs, rules
from rukun.roster.algo.checking import Checker, Violation, duties, violations
from rukun.roster.algo.modelling import PERSONAL, Model
from rukun.roster.algo.outcome import Relaxation
from rukun.roster.algo.parts import apart, may_stand
from rukun.roster.algo.pools import singly
from rukun.roster.algo.problem import Assignment, Member, Place, PostLine, Problem
from rukun.roster.algo.running import Clock, run

LARGE = 12_000
"""In a part with more possible places of people nothing is tried out; what stands in the way of each is still said."""
A_TRY = 5.0
MOST_PLACES = 300
"""Of so many places it is said what stands in the way, if time allows."""


@dataclass(frozen=True)
class Explained:
    conflict: Sequence[Violation] = ()
    instead: Sequence[Relaxation] = ()


def given_up(problem: Problem, assignment: Assignment, broken: Iterable[Violation]) -> list[Relaxation]:
    """What has to be accepted with a roster, place by place; the need of a place by the number that is missing."""
    lines = {each.id: each for each in problem.posts}
    officers = {each.id for each in problem.people if each.officer}
    found = []
    for each in broken:
        night, post = each.nights[-1], each.posts[-1] if each.posts else ""
        by = 1
        if each.rule == rules.NEED:
            by = lines[post].wanted(night) - len(assignment.get((night, post), frozenset()) - officers)
        found.append(Relaxation(each.rule, night, post, by, each.people))
    return found


def explained(
    ready: Problem, base: costs.Bases, assignment: Assignment, broken: Sequence[Violation], clock: Clock
) -> Explained:
    """First what is broken, by rule and post; then the rules that stand in the way there, and of whom.

    ``instead``: what would be given up if personal rules were, before a place stays empty; nothing if that fills none.
    """
    conflict = list(_by_post(broken))
    lacking = [each for each in broken if each.rule in rules.ALL]
    places = {(night, post) for each in lacking for night in each.nights for post in each.posts}
    conflict += _in_the_way(ready, assignment, places, clock)
    instead: list[Relaxation] = []
    for part in apart(ready):
        if part.size <= LARGE and clock.left > 0 and any(place[1] in part.posts for place in places):
            instead += _instead(part.of(ready), base, clock)
    return Explained(conflict, instead if any(each.rule in PERSONAL for each in instead) else ())


def _by_post(broken: Sequence[Violation]) -> Iterator[Violation]:
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], set[int]] = defaultdict(set)
    for each in broken:
        found[each.rule, each.posts, each.people].update(each.nights)
    for (rule, posts, people), nights in found.items():
        yield Violation(rule, tuple(sorted(nights)), posts, people)


def _in_the_way(problem: Problem, assignment: Assignment, places: Iterable[Place], clock: Clock) -> list[Violation]:
    """By rule: in which of these nights and at which of these posts it keeps whom from standing.

    Where fewer could come than are needed, whatever the rules, that is said as ``available``, with those who could.
    """
    checker, stands = Checker(problem), duties(assignment)
    found: dict[str, tuple[set[int], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for night, post in sorted(places)[:MOST_PLACES]:
        line = checker.lines.get(post)
        if line is None or clock.left <= 0:
            continue
        here = assignment.get((night, post), frozenset())
        lacks = list(_lacks(checker, line, night, here))
        for could_help, number in lacks:
            coming = [each for each in could_help if night in may_stand(problem, each, line)]
            idle = [each for each in coming if each.id not in here]
            reasons = {each.id: _reasons(checker, stands.get(each.id, []), (night, post), here, each) for each in idle}
            if len(coming) < number or not any(reasons.values()):
                reasons = {each.id: {rules.AVAILABLE} for each in coming} or {"": {rules.AVAILABLE}}
            for person, names in reasons.items():
                for rule in names:
                    nights, posts, people = found[rule]
                    nights.add(night)
                    posts.add(post)
                    people.update({person} - {""})
    return [
        Violation(rule, tuple(sorted(nights)), tuple(sorted(posts)), tuple(sorted(people)))
        for rule, (nights, posts, people) in found.items()
    ]


def _lacks(checker: Checker, line: PostLine, night: int, here: frozenset[str]) -> Iterator[tuple[list[Member], int]]:
    """Who could help where, and how many of such are needed there."""
    watch = [each for each in checker.problem.people if not each.officer]
    broken = {each.rule for each in checker.of_places({(night, line.id): here}, [(night, line.id)])}
    if rules.NEED in broken:
        yield watch, line.wanted(night)
    if rules.LEADER in broken or (rules.NEED in broken and line.leader and rules.LEADER not in checker.problem.off):
        yield [each for each in watch if each.leader], 1
    if rules.OFFICER in broken:
        yield [each for each in checker.problem.people if each.officer], 1


def _reasons(checker: Checker, stands: list[Place], place: Place, here: frozenset[str], member: Member) -> set[str]:
    """The rules that would be broken for somebody, or by them, if they stood there too."""
    broken = {each.rule for each in checker.of_person(member.id, [*stands, place])}
    broken |= {
        each.rule for each in checker.of_places({place: here | {member.id}}, [place]) if member.id in each.people
    }
    return broken - {rules.NEED, rules.TWO, rules.CAPACITY}


def _instead(problem: Problem, base: costs.Bases, clock: Clock) -> list[Relaxation]:
    """What is given up in a part when personal rules are given up before a place stays empty."""
    model = Model(problem, base, singly(problem), giving=True)
    model.minimise_slack()
    found = run(model, clock, min(A_TRY, clock.left), model.values({}))
    filled = model.assignment(found.value)
    return given_up(problem, filled, violations(problem, filled)) if found.solved else []

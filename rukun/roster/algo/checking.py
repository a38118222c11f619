"""Which rules an assignment breaks: complete, readable, without a solver.

One look at every place, one at everybody. Whoever changes a roster by hand, swaps or stands in is checked by this, and
every roster the solver makes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rukun.roster.algo import rules
from rukun.roster.algo.problem import Assignment, Member, Place, PostLine, Problem

DAY = 24.0


@dataclass(frozen=True)
class Violation:
    """A rule (``algo.rules``) that does not hold, and where: nights, ids of posts, ids of members."""

    rule: str
    nights: tuple[int, ...]
    posts: tuple[str, ...]
    people: tuple[str, ...]


def violations(problem: Problem, assignment: Assignment) -> list[Violation]:
    """All broken rules that are not switched off, those of places first. Empty: the roster may stand."""
    checker = Checker(problem)
    return [*checker.of_places(assignment), *checker.of_people(assignment)]


def newly(found: Iterable[Violation], known: Iterable[Violation]) -> list[Violation]:
    """What of ``found`` was not broken before. Where too few stood already it is none, unless even fewer stand now."""
    before = set(known)
    few = {(each.nights, each.posts): len(each.people) for each in before if each.rule == rules.TWO}
    return [
        each
        for each in found
        if each not in before
        and (each.rule != rules.TWO or len(each.people) < few.get((each.nights, each.posts), len(each.people) + 1))
    ]


class Checker:
    """For one problem, whatever the assignment; the parts of ``violations``, for whoever asks often."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.members = {each.id: each for each in problem.people}
        self.lines = {each.id: each for each in problem.posts}
        self.limits = {each.id: each for each in problem.limits}
        self.spans = problem.spans()

    def of_places(self, assignment: Assignment, only: Iterable[Place] | None = None) -> Iterator[Violation]:
        """What is broken at places: all of them, or ``only`` some."""
        if only is None:
            only = [(night, line.id) for night in range(self.problem.nights) for line in self.problem.posts]
            only += [place for place in assignment if place[1] not in self.lines or not self._in_range(place[0])]
        for place in only:
            yield from self._on(self._place(place, assignment.get(place, frozenset())))

    def of_people(self, assignment: Assignment, only: Iterable[str] | None = None) -> Iterator[Violation]:
        """What is broken for people: for all who stand anywhere, or for ``only`` some."""
        stands = duties(assignment)
        for person in sorted(stands) if only is None else only:
            yield from self.of_person(person, stands.get(person, ()))

    def of_person(self, person: str, places: Iterable[Place]) -> Iterator[Violation]:
        """What would be broken for somebody who stands at these places."""
        yield from self._on(self._person(person, sorted(places)))

    def _on(self, found: Iterable[Violation]) -> Iterator[Violation]:
        return (each for each in found if each.rule not in self.problem.off or each.rule in rules.ALWAYS)

    def _in_range(self, night: int) -> bool:
        return 0 <= night < self.problem.nights

    def _place(self, place: Place, here: frozenset[str]) -> Iterator[Violation]:
        night, post = place
        line = self.lines.get(post)
        if line is None or not self._in_range(night):
            if here:  # a place that this problem does not know needs nobody
                yield Violation(rules.CAPACITY, (night,), (post,), tuple(sorted(here)))
            return
        if lost := self.problem.fixed.get(place, frozenset()) - here:
            yield Violation(rules.FIXED, (night,), (post,), tuple(sorted(lost)))
        known = [self.members[each] for each in sorted(here) if each in self.members]
        watch = [each for each in known if not each.officer]
        if len(watch) < line.wanted(night):
            yield Violation(rules.NEED, (night,), (post,), ())
        if len(watch) > line.most(night):
            yield Violation(rules.CAPACITY, (night,), (post,), tuple(each.id for each in watch))
        if here:
            yield from self._manned(line, night, known, watch)

    def _manned(self, line: PostLine, night: int, known: list[Member], watch: list[Member]) -> Iterator[Violation]:
        def broken(rule: str, people: Iterable[str] = ()) -> Violation:
            return Violation(rule, (night,), (line.id,), tuple(people))

        if len(watch) < line.least:
            yield broken(rules.TWO, (each.id for each in watch))
        if line.leader and not any(each.leader for each in watch):
            yield broken(rules.LEADER)
        if night in line.officer_nights and line.wanted(night) and not any(each.officer for each in known):
            yield broken(rules.OFFICER)
        for limit in self.problem.limits:
            inside = [each.id for each in known if limit.id in each.groups]
            if limit.max_together is not None and len(inside) > limit.max_together:
                yield broken(rules.GROUP_TOGETHER, inside)
        yield from self._pairs(line, night, {each.id for each in known})

    def _pairs(self, line: PostLine, night: int, here: set[str]) -> Iterator[Violation]:
        for pair in self.problem.apart:
            if here.issuperset(pair):
                yield Violation(rules.APART, (night,), (line.id,), pair)
        for pair in self.problem.together:
            if len(here.intersection(pair)) == 1:
                yield Violation(rules.TOGETHER, (night,), (line.id,), pair)

    def _person(self, person: str, places: list[Place]) -> Iterator[Violation]:
        member = self.members.get(person)
        if member is None:
            for night, post in places:
                yield Violation(rules.AVAILABLE, (night,), (post,), (person,))
            return
        for night, post in places:
            if night not in member.available:
                yield Violation(rules.AVAILABLE, (night,), (post,), (person,))
            if member.posts and post not in member.posts:
                yield Violation(rules.POST, (night,), (post,), (person,))
        for index, (night, post) in enumerate(places):
            for later, other in places[index + 1 :]:
                if self._at_once((night, post), (later, other)):
                    nights = (night,) if night == later else (night, later)
                    yield Violation(rules.ONCE, nights, (post, other), (person,))
        yield from self._rest(member, places)
        yield from self._weeks(member, places)

    def _at_once(self, one: Place, other: Place) -> bool:
        """One duty a night; and none that begins in the next night before the one of this night has ended."""
        if one[0] == other[0]:
            return True
        first, second = self.lines.get(one[1]), self.lines.get(other[1])
        if first is None or second is None:
            return False
        return overlap(first, second, other[0] - one[0])

    def _rest(self, member: Member, places: list[Place]) -> Iterator[Violation]:
        posts = dict(places)
        nights = sorted(set(posts) | member.before)
        for night, later in pairwise(nights):
            if later - night <= member.rest and (night in posts or later in posts):
                here = tuple(posts[each] for each in (night, later) if each in posts)
                yield Violation(rules.REST, (night, later), here, (member.id,))

    def _weeks(self, member: Member, places: list[Place]) -> Iterator[Violation]:
        limits = [(rules.MAX_WEEK, member.max_week)]
        groups = [self.limits[each].max_week for each in member.groups if each in self.limits]
        if known := [each for each in groups if each is not None]:
            limits.append((rules.GROUP_WEEK, min(known)))
        for week in self.spans:
            inside = [(night, post) for night, post in places if night in week]
            number = len({night for night, _ in inside} | {night for night in member.before if night in week})
            for rule, most in limits:
                if most is not None and inside and number > most:
                    nights = tuple(sorted({night for night, _ in inside}))
                    yield Violation(rule, nights, tuple(post for _, post in inside), (member.id,))


def overlap(first: PostLine, second: PostLine, nights: int) -> bool:
    """Whether a shift of ``second``, so many nights later, begins before one of ``first`` has ended."""
    return second.hours[0] + DAY * nights < first.hours[1] and first.hours[0] < second.hours[1] + DAY * nights


def duties(assignment: Assignment) -> dict[str, list[Place]]:
    """The places of everybody who stands anywhere."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place, people in assignment.items():
        for person in people:
            found[person].append(place)
    return found


def moved(problem: Problem, assignment: Assignment) -> dict[str, Mapping[str, list[Place]]]:
    """By person what a new roster takes from them ("from") and gives them ("to"), compared with ``current``."""
    if not problem.current:
        return {}
    old, new = duties(problem.current), duties(assignment)
    result: dict[str, Mapping[str, list[Place]]] = {}
    for person in sorted({*old, *new}):
        was, becomes = set(old.get(person, ())), set(new.get(person, ()))
        if was != becomes:
            result[person] = {"from": sorted(was - becomes), "to": sorted(becomes - was)}
    return result

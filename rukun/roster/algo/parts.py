"""Parts of a problem: posts and the people who may stand there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from rukun.roster.algo import rules
from rukun.roster.algo.pools import Pool
from rukun.roster.algo.problem import Assignment, Member, PostLine, Problem


@dataclass(frozen=True)
class Part:
    """Ids of posts and people; ``size``: in how many places its people could stand."""

    posts: frozenset[str]
    people: frozenset[str]
    size: int

    def of(self, problem: Problem) -> Problem:
        """The problem of these alone; limits, weeks and accounts are the same."""

        def within(places: Assignment) -> Assignment:
            return {
                place: here & self.people
                for place, here in places.items()
                if place[1] in self.posts and here & self.people
            }

        def both(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
            return tuple(pair for pair in pairs if self.people.issuperset(pair))

        return replace(
            problem,
            posts=tuple(each for each in problem.posts if each.id in self.posts),
            people=tuple(each for each in problem.people if each.id in self.people),
            fixed=within(problem.fixed), current=within(problem.current),
            apart=both(problem.apart), together=both(problem.together),
        )  # fmt: skip


def may_stand(problem: Problem, member: Member, line: PostLine) -> frozenset[int]:
    """The nights in which somebody is needed there who might be this one."""
    if member.posts and line.id not in member.posts and rules.POST not in problem.off:
        return frozenset()
    return member.available & opened(line, officers=member.officer)


def opened(line: PostLine, *, officers: bool = False) -> frozenset[int]:
    """The nights in which somebody is needed there, or an officer beside them."""
    nights = _needing(line.need)
    return nights & line.officer_nights if officers else nights


@lru_cache(maxsize=1024)
def _needing(need: tuple[int, ...]) -> frozenset[int]:
    return frozenset(night for night, number in enumerate(need) if number > 0)


def open_places(problem: Problem, pools: Collection[Pool]) -> int:
    """How large a model with these pools is."""
    found = 0
    for pool in pools:
        ids = {line.id for line in pool.lines}
        nights = {
            officers: frozenset[int]().union(*(opened(line, officers=officers) for line in pool.lines))
            for officers in (False, True)
        }
        for member in problem.people:
            if not member.posts or member.posts & ids or rules.POST in problem.off:
                found += len(member.available & nights[member.officer])
    return found


def apart(problem: Problem) -> list[Part]:
    """Parts that share neither posts nor people nor those who stand together: what is best for each is best for all."""
    groups = _Groups()
    sizes: dict[str, int] = defaultdict(int)
    for line in problem.posts:
        groups.find(("post", line.id))
    for line in problem.posts:
        nights = {officers: opened(line, officers=officers) for officers in (False, True)}
        for member in problem.people:
            if not member.posts or line.id in member.posts or rules.POST in problem.off:
                here = member.available & nights[member.officer]
                if here:
                    groups.join(("post", line.id), ("person", member.id))
                    sizes[member.id] += len(here)
    for (_night, post), people in problem.fixed.items():
        for person in people:
            groups.join(("post", post), ("person", person))
    for first, second in problem.together:
        groups.join(("person", first), ("person", second))
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for kind, each in list(groups.parent):
        found[groups.find((kind, each))][kind == "person"].add(each)
    return [
        Part(frozenset(posts), frozenset(people), sum(sizes[each] for each in people))
        for posts, people in found.values()
        if posts
    ]


class _Groups:
    """Disjoint sets."""

    def __init__(self) -> None:
        self.parent: dict[tuple[str, str], tuple[str, str]] = {}

    def find(self, each: tuple[str, str]) -> tuple[str, str]:
        self.parent.setdefault(each, each)
        while self.parent[each] != each:
            self.parent[each] = self.parent[self.parent[each]]
            each = self.parent[each]
        return each

    def join(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        self.parent[self.find(one)] = self.find(other)


def pieces(problem: Problem, accounts: Mapping[str, float], number: int) -> list[Part]:
    """``number`` pieces of a problem that is too large to be solved at once, each with about the people it needs.

    ``accounts``: how many nights each has to stand to be even. Posts of a kind stay side by side. Whoever can lead is
    dealt out first, then officers, then the others, those with the fewest posts before those who may stand anywhere;
    each goes where most is still lacking. Whoever is known or fixed somewhere goes there.
    """
    lines = [line for line in problem.posts if any(line.wanted(night) for night in range(problem.nights))]
    weight = {line.id: sum(line.wanted(night) for night in range(problem.nights)) for line in lines}
    whole, sofar, chunks = sum(weight.values()) or 1, 0, defaultdict[int, list[PostLine]](list)
    for line in sorted(lines, key=lambda each: (sorted(_asking(problem, each)), each.hours, each.id)):
        chunks[min(number - 1, sofar * number // whole)].append(line)
        sofar += weight[line.id]
    deal = _Dealing(problem, [chunks[each] for each in sorted(chunks)], accounts)
    deal.all()
    return [
        Part(frozenset(line.id for line in lines), frozenset(people), sum(deal.sizes[each] for each in people))
        for lines, people in zip(deal.chunks, deal.people, strict=True)
    ]


def _asking(problem: Problem, line: PostLine) -> list[str]:
    return [member.id for member in problem.people if line.id in member.posts]


class _Dealing:
    """People to pieces."""

    def __init__(self, problem: Problem, chunks: list[list[PostLine]], accounts: Mapping[str, float]) -> None:
        self.problem, self.chunks, self.accounts = problem, chunks, accounts
        nights = range(problem.nights)
        self.people: list[list[str]] = [[] for _ in chunks]
        self.sizes: dict[str, int] = {}
        self.lacks = {
            "watch": [float(sum(line.wanted(n) for line in lines for n in nights)) for lines in chunks],
            "leader": [
                float(sum(line.leader and line.wanted(n) > 0 for line in lines for n in nights)) for lines in chunks
            ],
            "officer": [float(sum(n in line.officer_nights for line in lines for n in nights)) for lines in chunks],
        }
        self.whole = {kind: [max(each, 1.0) for each in lacks] for kind, lacks in self.lacks.items()}
        at: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for places, much in ((problem.current, 1), (problem.fixed, 1000)):
            for (_night, post), here in places.items():
                for person in here:
                    at[person][post] += much
        self.known = at

    def all(self) -> None:
        partner = {one: other for pair in self.problem.together for one, other in (pair, pair[::-1])}
        members = {each.id: each for each in self.problem.people}
        options = {each.id: self._options(each) for each in self.problem.people}
        dealt: set[str] = set()
        for member in sorted(
            self.problem.people,
            key=lambda each: (
                not self.known.get(each.id),
                each.officer,
                not each.leader,
                len(options[each.id]),
                each.id,
            ),
        ):
            mates = [member]
            while (mate := partner.get(mates[-1].id)) in members and members[mate] not in mates:
                mates.append(members[mate])
            mates = [each for each in mates if each.id not in dealt]
            places = options[member.id]
            if mates and places:
                chosen = self._chosen(member, places)
                for each in mates:
                    dealt.add(each.id)
                    self.people[chosen].append(each.id)
                    self._less(each, chosen)

    def _options(self, member: Member) -> dict[int, int]:
        """Pieces where they may stand, and in how many places."""
        found = {
            number: sum(len(may_stand(self.problem, member, line)) for line in lines)
            for number, lines in enumerate(self.chunks)
        }
        found = {number: size for number, size in found.items() if size}
        self.sizes[member.id] = max(found.values(), default=0)
        return found

    def _kind(self, member: Member) -> str:
        return "officer" if member.officer else "leader" if member.leader else "watch"

    def _chosen(self, member: Member, places: Mapping[int, int]) -> int:
        if known := self.known.get(member.id):
            stood = {number: sum(known.get(line.id, 0) for line in lines) for number, lines in enumerate(self.chunks)}
            best = max(stood, key=lambda number: stood[number])
            if stood[best]:
                return best
        kind = self._kind(member)
        both = {kind, "watch"} if kind == "leader" else {kind}
        return max(
            places,
            key=lambda number: (sum(self.lacks[each][number] / self.whole[each][number] for each in both), -number),
        )

    def _less(self, member: Member, number: int) -> None:
        nights = max(self.accounts.get(member.id, 0.0), 0.1)
        kind = self._kind(member)
        self.lacks[kind][number] -= nights
        if kind == "leader":
            self.lacks["watch"][number] -= nights

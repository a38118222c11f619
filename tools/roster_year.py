"""Twelve months of a watch: 35 members, some join, leave, go away, do not come. How even are their nights?

``python -m tools.roster_year`` solves the twelve rosters and prints a table: ours, taking turns, drawing lots.
``--write`` puts it into docs/roster.md, between its marks.
"""

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rukun.roster.algo import rules
from rukun.roster.algo.baselines import drawn, round_robin
from rukun.roster.algo.checking import violations
from rukun.roster.algo.fairness import ALL, accruals, spread
from rukun.roster.algo.problem import Assignment, Member, PostLine, Problem
from rukun.roster.algo.solving import OPTIMAL, solve

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "roster.md"
BEGIN, END = "<!-- year -->", "<!-- /year -->"
YEAR = 2027
RAMADAN = (date(2027, 2, 8), date(2027, 3, 9))
"""By Umm al-Qura; the nights before these days."""
HOLIDAYS = (
    "2027-01-01", "2027-02-06", "2027-03-09", "2027-03-10", "2027-03-11", "2027-03-26", "2027-05-01", "2027-05-06",
    "2027-05-17", "2027-05-20", "2027-06-01", "2027-06-06", "2027-08-17", "2027-08-15", "2027-12-25",
)  # fmt: skip
MEMBERS, JOINING, LEAVING, AWAY, BUSY = 35, 4, 3, 4, 8
MISSED = 0.03
SECONDS = 30.0


@dataclass
class Person:
    """``cohort``: whoever is of the same one could come in exactly the same nights of the year."""

    name: str
    leader: bool
    cohort: str
    since: date = date(YEAR, 1, 1)
    until: date = date(YEAR, 12, 31)
    never: frozenset[int] = frozenset()  # weekdays
    away: tuple[date, date] | None = None
    rather_not: int | None = None

    def can(self, night: date) -> bool:
        gone = self.away is not None and self.away[0] <= night <= self.away[1]
        return self.since <= night <= self.until and night.weekday() not in self.never and not gone


@dataclass
class Outcome:
    """By person and class the nights stood; and what was lacking."""

    stood: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: dict.fromkeys(ALL, 0)))
    short: int = 0
    reluctant: int = 0
    proven: int = 0
    seconds: float = 0.0


Maker = Callable[[Problem, int, Outcome], Assignment]


def people(seed: int) -> list[Person]:
    """35 members on 1 January. Most could always come; others have a weekday, go away, join, or leave."""
    chance = random.Random(seed)
    found = []
    for number in range(MEMBERS + JOINING):
        person = Person(f"member {number:02}", leader=number % 5 in (0, 2, 4), cohort="all year")
        if chance.random() < 0.3:
            person.rather_not = chance.randrange(7)
        if number < LEAVING:
            person.until, person.cohort = date(YEAR, 3 + 3 * number, 15), f"left {number}"
        elif number < LEAVING + AWAY:
            begin = date(YEAR, 2 + 2 * number % 10, 3)
            person.away, person.cohort = (begin, begin + timedelta(days=20)), f"away {number}"
        elif number < LEAVING + AWAY + BUSY:
            person.never, person.cohort = frozenset({number % 2}), f"never on day {number % 2}"
        elif number >= MEMBERS:
            joined = date(YEAR, 4 + 3 * ((number - MEMBERS) // 2), 1)
            person.since, person.cohort = joined, f"joined in month {joined.month}"
        found.append(person)
    return found


def month(number: int, members: Iterable[Person], past: Mapping[str, Mapping[str, float]], last: Assignment) -> Problem:
    """The roster of a month, with what is known of the months before."""
    first = date(YEAR, number, 1)
    after = date(YEAR + number // 12, number % 12 + 1, 1)
    nights = [first + timedelta(days=day) for day in range((after - first).days)]

    def those(is_one: Callable[[date], bool]) -> frozenset[int]:
        return frozenset(index for index, night in enumerate(nights) if is_one(night))

    weekend = those(lambda night: night.weekday() in (4, 5))
    sahur = those(lambda night: RAMADAN[0] <= night + timedelta(days=1) <= RAMADAN[1])
    holiday = those(lambda night: (night + timedelta(days=1)).isoformat() in HOLIDAYS)
    more = weekend | sahur | holiday
    need = tuple(3 if index in more else 2 for index in range(len(nights)))
    posts = tuple(PostLine(name, need, leader=True) for name in ("gate", "market"))
    ended = (first - timedelta(days=1)).day
    before = defaultdict(set)
    for (night, _post), here in last.items():
        for person in here:
            before[person].add(night - ended)
    inside = [each for each in members if any(each.can(night) for night in nights)]
    return Problem(
        nights=len(nights), posts=posts, weekend=weekend, sahur=sahur, holiday=holiday,
        weeks=tuple(range(-first.weekday(), len(nights), 7)),
        people=tuple(
            Member(
                each.name, those(each.can), leader=each.leader, rest=2, max_week=2,
                rather_not=frozenset(at for at, night in enumerate(nights) if night.weekday() == each.rather_not),
                past=dict(past.get(each.name, {})), before=frozenset(before[each.name]),
            )
            for each in inside
        ),
    )  # fmt: skip


def year(make: Maker, seed: int = 1) -> Outcome:
    """Twelve rosters in a row. Who stood is remembered; every 33rd does not come.

    But to the last roster of the year, and the last one with sahur nights, all come: nothing could make up for it.
    """
    members, outcome = people(seed), Outcome()
    past: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(ALL, 0.0))
    last: Assignment = {}
    chance = random.Random(seed)
    for number in range(1, 13):
        problem = month(number, members, past, last)
        last = make(problem, number, outcome)
        broken = violations(problem, last)
        assert {each.rule for each in broken} <= {rules.NEED}, broken
        outcome.short += len(broken)
        share = accruals(problem)
        for person, shares in share.items():
            for kind in ALL:
                past[person][kind] -= shares[kind]
        reluctant = {each.name: each.rather_not for each in members}
        for (night, _post), here in sorted(last.items()):
            for person in sorted(here):
                weekday = (date(YEAR, number, 1) + timedelta(days=night)).weekday()
                outcome.reluctant += reluctant[person] == weekday
                too_late = number == 12 or (number == RAMADAN[1].month and night in problem.sahur)
                if chance.random() < MISSED and not too_late:
                    continue
                for kind in ALL:
                    if night in problem.nights_of(kind):
                        outcome.stood[person][kind] += 1
                        past[person][kind] += 1
    return outcome


def ours(problem: Problem, number: int, outcome: Outcome) -> Assignment:
    begun = time.monotonic()
    solution = solve(problem, seconds=SECONDS)
    outcome.proven += solution.status == OPTIMAL
    outcome.seconds += time.monotonic() - begun
    return solution.assignment


def in_turns() -> Maker:
    """The list goes on where it ended last month."""
    following = 0

    def make(problem: Problem, number: int, outcome: Outcome) -> Assignment:
        nonlocal following
        assignment, following = round_robin(problem, following)
        return assignment

    return make


def by_lot(problem: Problem, number: int, outcome: Outcome) -> Assignment:
    return drawn(problem, number)


def spreads(outcome: Outcome, seed: int = 1) -> dict[str, float]:
    """The most minus the least nights stood among people who could come in the same nights; of all such groups."""
    cohorts = defaultdict(list)
    for each in people(seed):
        cohorts[each.cohort].append(each.name)
    return {
        kind: max(spread(outcome.stood[name][kind] for name in names) for names in cohorts.values()) for kind in ALL
    }


def table(seed: int = 1) -> list[str]:
    lines = [
        "| | total | weekend | sahur | holiday | posts short | nights against a wish |",
        "|---|---|---|---|---|---|---|",
    ]
    proven = ""
    ways: dict[str, Maker] = {"Rukun": ours, "taking turns (round robin)": in_turns(), "drawing lots": by_lot}
    for name, make in ways.items():
        outcome = year(make, seed)
        wide = spreads(outcome, seed)
        lines.append(
            f"| {name} | {' | '.join(f'{wide[kind]:.0f}' for kind in ALL)} | {outcome.short} | {outcome.reluctant} |"
        )
        if outcome.proven:
            proven = f"{outcome.proven} of the 12 rosters of Rukun are proven optimal."
            print(f"{proven} {outcome.seconds:.1f} s in all", file=sys.stderr)
    return [*lines, "", proven]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/roster.md")
    parser.add_argument("--seed", type=int, default=1, help="another year of other people")
    args = parser.parse_args(words)
    lines = table(args.seed)
    print("\n".join(lines))
    if args.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN, 1)
        _old, tail = rest.split(END, 1)
        DOCUMENT.write_text(f"{head}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Quizzes: drawing questions and mixing their choices, marking, and how long to wait before the next try.

In a course's file the first choice of each question is the right one; the learner sees the choices mixed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

RIGHT = 0
"""Which choice of a question is right, as its file has them."""
OPEN_FOR = timedelta(days=7)
"""How long a drawn quiz can be answered: it may wait on a phone for a signal."""
AFTER_A_FAILURE = timedelta(hours=12)
AFTER_SEVERAL = timedelta(days=3)
SEVERAL = 3
"""After so many failed tries in a row the wait becomes the longer one: time to read the cards again."""


@dataclass(frozen=True)
class Asked:
    """A question as one learner gets it: ``order[position]`` is the choice, as its file counts, shown there."""

    question: str
    order: tuple[int, ...]


def draw(bank: Mapping[str, int], count: int, rng: Random) -> list[Asked]:
    """``count`` different questions of ``bank`` (how many choices each has), mixed, each with its choices mixed.

    A bank with fewer questions gives them all.
    """
    chosen = rng.sample(sorted(bank), min(count, len(bank)))
    return [Asked(each, tuple(rng.sample(range(bank[each]), bank[each]))) for each in chosen]


def as_rows(asked: Iterable[Asked]) -> list[list[Any]]:
    """What JSON can hold; ``from_rows`` reads it again."""
    return [[each.question, list(each.order)] for each in asked]


def from_rows(rows: Iterable[Sequence[Any]]) -> list[Asked]:
    return [Asked(question, tuple(order)) for question, order in rows]


def choices_at(asked: Iterable[Asked], positions: Mapping[str, int]) -> dict[str, int]:
    """Which choices, as their files count, stood at the positions that the learner ticked.

    Whatever was not asked, or was not there to tick, is left out.
    """
    return {
        each.question: each.order[positions[each.question]]
        for each in asked
        if each.question in positions and 0 <= positions[each.question] < len(each.order)
    }


def unanswered(asked: Iterable[Asked], choices: Mapping[str, int]) -> tuple[str, ...]:
    """The questions without an answer, in the order asked."""
    return tuple(each.question for each in asked if each.question not in choices)


def right_ones(asked: Iterable[Asked], choices: Mapping[str, int], known: Collection[str]) -> int:
    """How many are right. Whatever is not among ``known`` any more was withdrawn: it counts as right."""
    return sum(each.question not in known or choices.get(each.question) == RIGHT for each in asked)


def rested_at(tries: Iterable[tuple[datetime, bool]]) -> datetime | None:
    """From when on somebody may try again: ``None`` for at once.

    ``tries`` are ``(when, passed)``, in any order. Only failures since the last pass count.
    """
    failures: list[datetime] = []
    for when, passed in sorted(tries):
        failures = [] if passed else [*failures, when]
    if not failures:
        return None
    return failures[-1] + (AFTER_SEVERAL if len(failures) >= SEVERAL else AFTER_A_FAILURE)

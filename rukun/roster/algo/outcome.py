"""What a solver says: while it works, and at the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rukun.roster.algo.checking import Violation
from rukun.roster.algo.problem import Assignment, Place

OPTIMAL, FEASIBLE, INFEASIBLE, UNKNOWN, CANCELLED = "optimal", "feasible", "infeasible", "unknown", "cancelled"


@dataclass(frozen=True)
class Progress:
    """``part`` of ``parts`` is being solved (0 while all is prepared), for so many seconds in all.

    ``objective`` and ``bound`` are those of the whole roster as far as they are known.
    """

    seconds: float
    part: int
    parts: int
    objective: float | None = None
    bound: float | None = None


Report = Callable[[Progress], bool]
"""Told how it goes about twice a second; ``False`` asks the solver to stop."""


@dataclass(frozen=True)
class Relaxation:
    """A rule to give up at a place, ``by`` so many (people missing; else 1), for ``people`` if it is theirs."""

    rule: str
    night: int
    post: str
    by: int = 1
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solution:
    """A roster and what is known of it.

    ``status``: ``optimal`` (nothing better exists), ``feasible`` (all rules hold; ``gap`` says how much better another
    could be at most), ``infeasible`` (no roster keeps all rules: ``conflict`` says which and where; ``assignment`` is
    what results when exactly ``relaxation`` is accepted, and keeps ``rules.ALWAYS``), ``unknown`` (time ran out before
    either was clear; ``relaxation`` says what the roster lacks), ``cancelled`` (likewise, by request).
    ``objective`` is the sum of ``terms`` times ``weights``, ``bound`` what no roster with the same relaxation can be
    below, ``gap`` their difference as a part of the objective. ``shortages``: how many are missing where.
    ``moved``: by person what the new roster takes ("from") and gives ("to"), compared with the current one.
    ``instead``: the least that could be given up if personal rules were, before a place stays empty; empty if that
    would not fill any.
    """

    assignment: Assignment
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    terms: Mapping[str, float]
    seconds: float
    weights: Mapping[str, float] = field(default_factory=dict)
    shortages: Mapping[Place, int] = field(default_factory=dict)
    conflict: Sequence[Violation] = ()
    relaxation: Sequence[Relaxation] = ()
    instead: Sequence[Relaxation] = ()
    moved: Mapping[str, Mapping[str, Sequence[Place]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data; places are lists of a night and a post."""

        def gone(each: Relaxation) -> dict[str, Any]:
            return {
                "rule": each.rule, "night": each.night, "post": each.post, "by": each.by, "people": list(each.people),
            }  # fmt: skip

        return {
            "version": 1,
            "status": self.status,
            "assignment": [
                {"night": night, "post": post, "people": sorted(people)}
                for (night, post), people in sorted(self.assignment.items())
                if people
            ],
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "terms": dict(self.terms),
            "weights": dict(self.weights),
            "seconds": round(self.seconds, 3),
            "shortages": [
                {"night": night, "post": post, "missing": number}
                for (night, post), number in sorted(self.shortages.items())
            ],
            "conflict": [
                {
                    "rule": each.rule,
                    "nights": list(each.nights),
                    "posts": list(each.posts),
                    "people": list(each.people),
                }
                for each in self.conflict
            ],
            "relaxation": [gone(each) for each in self.relaxation],
            "instead": [gone(each) for each in self.instead],
            "moved": {
                person: {way: [list(place) for place in places] for way, places in ways.items()}
                for person, ways in self.moved.items()
            },
        }

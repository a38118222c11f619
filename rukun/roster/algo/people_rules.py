"""Rules of people, as constraints of a ``modelling.Model``: one place at a time, rest, nights a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rukun.roster.algo import rules
from rukun.roster.algo.checking import overlap
from rukun.roster.algo.fairness import week_limit
from rukun.roster.algo.problem import Member

if TYPE_CHECKING:
    from rukun.roster.algo.modelling import Model, Var

    Nights = Mapping[int, Sequence[tuple[str, Var]]]


def add(model: Model) -> None:
    spans = model.problem.spans()
    pools = model.pools.values()
    crossing = [
        (one.id, other.id) for one in pools for other in pools if overlap(one.lines[0], other.lines[0], 1)
    ]  # pools are of posts of the same hours
    for member in model.free:
        nights = model.at.get(member.id, {})
        rest = member.rest if model.on(rules.REST) else 0
        _windows(model, member.id, nights, rest)
        if crossing and (not rest or model.giving):
            _crossing(model, nights, crossing)
        _weeks(model, member, nights, spans)


def _windows(model: Model, person: str, nights: Nights, rest: int) -> None:
    """One duty in every ``rest`` + 1 nights in a row; who is fixed nearer than that stays, and others keep off."""
    done: set[int] = set()
    for start in sorted(nights):
        window = {night for night in nights if start <= night <= start + rest}
        if window <= done:
            continue
        done = window
        variables = [(model.is_fixed(person, night, pool), var) for night in window for pool, var in nights[night]]
        if model.giving or sum(held for held, _ in variables) > 1:
            for night in window:
                model.model.add_at_most_one(var for _, var in nights[night])
        if model.giving and len(window) > 1:
            model.model.add(sum(var for _, var in variables) <= 1 + model.new_slack(rules.REST, rest))
        elif sum(held for held, _ in variables) > 1:
            for held, var in variables:
                if not held:
                    model.model.add(var == 0)
        elif len(variables) > 1:
            model.model.add_at_most_one(var for _, var in variables)


def _crossing(model: Model, nights: Nights, crossing: Sequence[tuple[str, str]]) -> None:
    """A shift that ends when one of the next night has begun."""
    for night in nights:
        first, second = dict(nights[night]), dict(nights.get(night + 1, ()))
        for one, other in crossing:
            if one in first and other in second:
                model.model.add_at_most_one(first[one], second[other])


def _weeks(model: Model, member: Member, nights: Nights, spans: Sequence[range]) -> None:
    most = week_limit(model.problem, member)
    if most is None:
        return
    for week in spans:
        inside = [(night, pool, var) for night in nights if night in week for pool, var in nights[night]]
        held = sum(1 for night, pool, _ in inside if model.is_fixed(member.id, night, pool))
        room = max(most - sum(1 for night in model.elsewhere[member.id] if night in week), held)
        if len(inside) > room:
            more = model.new_slack(rules.MAX_WEEK, len(week)) if model.giving else 0
            model.model.add(sum(var for *_, var in inside) <= room + more)

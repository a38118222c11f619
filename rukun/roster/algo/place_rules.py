"""Rules of places, as constraints of a ``modelling.Model``: how many, leaders, officers, groups, pairs, the fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rukun.roster.algo import rules
from rukun.roster.algo.problem import Member, Place

if TYPE_CHECKING:
    from rukun.roster.algo.modelling import Model, Var

EMPTY = "empty"
Here = Sequence[tuple[Member, "Var"]]


def add(model: Model) -> None:
    at: dict[Place, list[tuple[Member, Var]]] = defaultdict(list)
    for (person, place), var in model.x.items():
        at[place].append((model.members[person], var))
    for place in model.places:
        here, kept = at[place], model.kept[place]
        stands = _many(model, place, here, kept)
        _leaders(model, place, here, kept, stands)
        _officers(model, place, here, kept, stands)
        _fixed(model, place)
        _groups(model, place, here, kept)
        _pairs(model, place, {each.id for each in kept})


def _many(model: Model, place: Place, here: Here, kept: Sequence[Member]) -> Var | int:
    """As many as are needed; softly, fewer, but nobody alone. Returns whether anybody stands there."""
    night, pool = place[0], model.pools[place[1]]
    wanted, least = pool.wanted(night), min(line.least for line in pool.lines)
    held = {
        line.id: sum(1 for each in model.problem.fixed.get((night, line.id), ()) if not model.members[each].officer)
        for line in pool.lines
    }
    count = sum(var for each, var in here if not each.officer) + sum(1 for each in kept if not each.officer)
    if not model.soft:
        model.model.add(count >= max(wanted, least))
        model.model.add(count <= pool.most(night, held))
        return 1
    stands = model.model.new_bool_var("")
    model.model.add(count + model.new_slack(rules.NEED, wanted) >= wanted)
    model.model.add(count <= pool.most(night, held) * stands)
    model.model.add(count >= least * stands)
    if len(pool.lines) == 1 and wanted:  # rather one missing at each of three posts than one post left empty
        empty = model.new_slack(EMPTY, 1)
        model.model.add(empty + stands >= 1)
    for each, var in here:
        if each.officer:
            model.model.add_implication(var, stands)
    if any(each.officer for each in kept):
        model.model.add(stands == 1)
    return stands


def _leaders(model: Model, place: Place, here: Here, kept: Sequence[Member], stands: Var | int) -> None:
    night, pool = place[0], model.pools[place[1]]
    number = pool.leaders(night) if pool.manned(night) else int(any(line.leader for line in pool.lines))
    if number and model.on(rules.LEADER):
        there = sum(1 for each in kept if each.leader and not each.officer)
        missing = model.new_slack(rules.LEADER, number) if model.soft else 0
        leaders = sum(var for each, var in here if each.leader and not each.officer)
        model.model.add(leaders + there + missing >= number * stands)


def _officers(model: Model, place: Place, here: Here, kept: Sequence[Member], stands: Var | int) -> None:
    night, pool = place[0], model.pools[place[1]]
    number = pool.officers(night) if model.on(rules.OFFICER) else 0
    there = sum(1 for each in kept if each.officer)
    officers = [var for each, var in here if each.officer]
    if number:
        missing = model.new_slack(rules.OFFICER, number) if model.soft else 0
        model.model.add(sum(officers) + there + missing >= number * stands)
    if officers:
        held = sum(1 for each in model.fixed.get(place, ()) if model.members[each].officer)
        model.model.add(sum(officers) + there <= max(number, held))


def _fixed(model: Model, place: Place) -> None:
    for person in sorted(model.fixed.get(place, ())):
        var = model.x.get((person, place))
        if var is not None and model.soft:
            model.model.add(var + model.new_slack(rules.FIXED, 1) >= 1)
        elif var is not None:
            model.model.add(var == 1)


def _groups(model: Model, place: Place, here: Here, kept: Sequence[Member]) -> None:
    manned = max(1, len(model.pools[place[1]].manned(place[0])))
    for limit in model.problem.limits if model.on(rules.GROUP_TOGETHER) else ():
        if limit.max_together is None:
            continue
        inside = [var for each, var in here if limit.id in each.groups]
        stay = sum(1 for each in kept if limit.id in each.groups)
        held = sum(1 for each in model.fixed.get(place, ()) if limit.id in model.members[each].groups)
        room = max(limit.max_together * manned - stay, held)
        if len(inside) > room:
            more = model.new_slack(rules.GROUP_TOGETHER, len(inside)) if model.giving else 0
            model.model.add(sum(inside) <= room + more)


def _pairs(model: Model, place: Place, kept: set[str]) -> None:
    """In a pool two who stand apart may stand at two of its posts; two together stand in it together."""
    fixed, pool = model.fixed.get(place, frozenset()), model.pools[place[1]]
    if model.on(rules.APART) and len(pool.lines) == 1:
        for pair in model.problem.apart:
            here = [model.x[each, place] for each in pair if (each, place) in model.x]
            stay = len(kept.intersection(pair))
            if len(here) + stay > 1 and here and not fixed.issuperset(pair):
                both = model.new_slack(rules.APART, 1) if model.giving else 0
                model.model.add(sum(here) <= 1 - stay + both)
    for first, second in model.problem.together if model.on(rules.TOGETHER) else ():
        one, other = (model.x.get((each, place), int(each in kept)) for each in (first, second))
        if isinstance(one, int) and isinstance(other, int):
            continue
        if model.soft or fixed.intersection((first, second)):
            apart = model.new_slack(rules.TOGETHER, 1)
            model.model.add(one - other <= apart)
            model.model.add(other - one <= apart)
        else:
            model.model.add(one == other)

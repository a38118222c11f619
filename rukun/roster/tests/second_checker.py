"""Checks a roster a second way: from the plain data of a problem file, with a table of people × nights × posts.

Shares no line with ``algo.checking``. ``found`` gives (rule, post or person, nights); ``same`` puts the first
checker's answer into this form.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rukun.roster.algo.checking import Violation
from rukun.roster.algo.problem import Assignment

Data = Mapping[str, Any]
Found = tuple[str, str, tuple[int, ...]]

PERSONAL = {"available", "once", "rest", "max_week", "group_week", "post"}
ALWAYS = {"available", "once", "capacity", "two"}


def found(data: Data, assignment: Assignment) -> set[Found]:
    nights, posts, people = data["nights"], data["posts"], data["people"]
    off = set(data.get("off", ())) - ALWAYS
    at = {each["id"]: number for number, each in enumerate(people)}
    table = np.zeros((len(people), nights, len(posts)), dtype=bool)
    for number, post in enumerate(posts):
        for night in range(nights):
            for person in assignment.get((night, post["id"]), ()):
                table[at[person], night, number] = True
    result = {*_of_places(data, table, at), *_of_people(data, table)}
    for each in data.get("fixed", ()):
        if not set(each["people"]) <= set(assignment.get((each["night"], each["post"]), ())):
            result.add(("fixed", each["post"], (each["night"],)))
    return {each for each in result if each[0] not in off}


def same(violations: Iterable[Violation]) -> set[Found]:
    return {(each.rule, each.people[0] if each.rule in PERSONAL else each.posts[0], each.nights) for each in violations}


def _of_places(data: Data, table: NDArray[np.bool_], at: Mapping[str, int]) -> Iterator[Found]:
    people = data["people"]
    officer = np.array([bool(each.get("officer")) for each in people], dtype=bool)
    leads = np.array([bool(each.get("leader")) for each in people], dtype=bool) & ~officer
    for number, post in enumerate(data["posts"]):
        least = max(2, post.get("minimum", 2))
        for night in range(data["nights"]):
            here = table[:, night, number]
            need = post["need"][night] if isinstance(post["need"], list) else post["need"]
            wanted = max(need, least) if need else 0
            capacity = post.get("capacity")
            watch = int((here & ~officer).sum())
            broken = {
                "need": watch < wanted,
                "capacity": watch > (wanted if capacity is None else capacity),
                "two": here.any() and watch < least,
                "leader": here.any() and post.get("leader", False) and not (here & leads).any(),
                "officer": here.any()
                and wanted
                and night in post.get("officer_nights", ())
                and not (here & officer).any(),
                "apart": any(here[at[one]] and here[at[other]] for one, other in data.get("apart", ())),
                "together": any(here[at[one]] != here[at[other]] for one, other in data.get("together", ())),
                "group_together": any(
                    limit.get("max_together") is not None
                    and sum(here[at[each["id"]]] for each in people if limit["id"] in each.get("groups", ()))
                    > limit["max_together"]
                    for limit in data.get("limits", ())
                ),
            }
            for rule, is_broken in broken.items():
                if is_broken:
                    yield rule, post["id"], (night,)


def _of_people(data: Data, table: NDArray[np.bool_]) -> Iterator[Found]:
    for person, row in zip(data["people"], table, strict=True):
        yield from _when(data, person, row)
        yield from _how_often(data, person, sorted({night for night, _ in np.argwhere(row).tolist()}))


def _when(data: Data, person: Data, row: NDArray[np.bool_]) -> Iterator[Found]:
    stands, name = np.argwhere(row).tolist(), person["id"]
    for night, post in stands:
        if night not in person["available"]:
            yield "available", name, (night,)
        if person.get("posts") and data["posts"][post]["id"] not in person["posts"]:
            yield "post", name, (night,)
        if row[night].sum() > 1:
            yield "once", name, (night,)
    for (night, one), (later, other) in combinations(stands, 2):
        first, second = (data["posts"][each].get("hours", [10, 16]) for each in (one, other))
        if later > night and second[0] + 24 * (later - night) < first[1]:
            yield "once", name, (night, later)


def _how_often(data: Data, person: Data, stands: list[int]) -> Iterator[Found]:
    starts = sorted(data.get("weeks", ())) or [0]
    everywhere = sorted({*stands, *person.get("before", ())})
    for night, later in pairwise(everywhere):
        if later - night - 1 < person.get("rest", 0) and {night, later} & set(stands):
            yield "rest", person["id"], (night, later)
    limits = {each["id"]: each.get("max_week") for each in data.get("limits", ())}
    own = [limits[each] for each in person.get("groups", ()) if limits[each] is not None]
    for rule, most in (("max_week", person.get("max_week")), ("group_week", min(own, default=None))):
        for week in {(night - starts[0]) // 7 for night in stands}:
            inside = tuple(night for night in stands if (night - starts[0]) // 7 == week)
            number = sum((night - starts[0]) // 7 == week for night in everywhere)
            if most is not None and number > most:
                yield rule, person["id"], inside

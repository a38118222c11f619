"""A problem from plain data, as a file of schema version 1 has it (docs/roster.md); what is wrong is named by place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from typing import Any, TypeVar

from rukun.roster.algo import rules
from rukun.roster.algo.problem import DAYS, LEAST, Assignment, Limit, Member, Place, PostLine, Problem

VERSION = 1
MOST_PEOPLE, MOST_NIGHTS, MOST_POSTS, MOST_PLACES = 2000, 100, 200, 10_000_000
MOST_NEEDED, LONGEST_ID, AROUND = 1000, 100, 400
KINDS = ("total", "weekend", "sahur", "holiday")
T = TypeVar("T")

_PROBLEM = {
    "version", "nights", "posts", "people", "weekend", "sahur", "holiday", "weeks", "limits", "apart", "together",
    "fixed", "current", "off",
}  # fmt: skip
_POST = {"id", "need", "leader", "officer_nights", "hours", "minimum", "capacity"}
_PERSON = {
    "id", "available", "rather_not", "gladly", "leader", "officer", "max_week", "rest", "past", "before", "posts",
    "groups",
}  # fmt: skip
_LIMIT = {"id", "max_week", "max_together"}
_STAND = {"night", "post", "people"}


class ProblemError(ValueError):
    """What is wrong (``code``, and ``about``: what was expected or found) and ``where``, like ``people[3].available``.

    Codes: ``version``, ``key``, ``missing``, ``type``, ``range``, ``twice``, ``unknown``, ``length``, ``large``,
    ``both``, ``hours``, ``weeks``, ``always``.
    """

    def __init__(self, where: str, code: str, about: str = "") -> None:
        super().__init__(f"{where}: {code} {about}".rstrip())
        self.where, self.code, self.about = where, code, about


def read_problem(data: object) -> Problem:
    """The problem, complete and free of contradictions. Raises ``ProblemError``."""
    top = _object(data, "", _PROBLEM, ("nights", "posts", "people"))
    if "version" in top and _number(top["version"], "version", 0, 10**6) != VERSION:
        raise ProblemError("version", "version", str(VERSION))
    nights = _number(top["nights"], "nights", 0, MOST_NIGHTS)
    posts = _all(top, "posts", "", lambda each, where: _post(each, where, nights), MOST_POSTS)
    _once(posts, "posts")
    limits = _all(top, "limits", "", _limit, MOST_PEOPLE)
    _once(limits, "limits")
    known = {each.id for each in posts}, {each.id for each in limits}
    people = _all(top, "people", "", lambda each, where: _person(each, where, nights, *known), MOST_PEOPLE)
    _once(people, "people")
    if nights * len(posts) * len(people) > MOST_PLACES:
        raise ProblemError("people", "large", f"{MOST_PLACES:,}")
    members = {each.id for each in people}
    apart, together = (_pairs(top, name, members) for name in ("apart", "together"))
    both = {frozenset(pair) for pair in apart} & {frozenset(pair) for pair in together}
    if both:
        raise ProblemError("together", "both", " + ".join(sorted(min(both, key=sorted))))
    return Problem(
        nights=nights, posts=tuple(posts), people=tuple(people),
        weekend=_nights(top, "weekend", "", nights), sahur=_nights(top, "sahur", "", nights),
        holiday=_nights(top, "holiday", "", nights), weeks=_weeks(top, nights), limits=tuple(limits),
        apart=apart, together=together, fixed=_stands(top, "fixed", nights, known[0], members),
        current=_stands(top, "current", nights, known[0], None), off=_off(top),
    )  # fmt: skip


def _post(data: object, where: str, nights: int) -> PostLine:
    post = _object(data, where, _POST, ("id", "need"))
    need = post["need"]
    if isinstance(need, list):
        if len(need) != nights:
            raise ProblemError(f"{where}.need", "length", str(nights))
        each = tuple(_number(one, f"{where}.need[{at}]", 0, MOST_NEEDED) for at, one in enumerate(need))
    else:
        each = (_number(need, f"{where}.need", 0, MOST_NEEDED),) * nights
    line = PostLine(
        id=_id(post["id"], f"{where}.id"), need=each, leader=_flag(post, "leader", where),
        officer_nights=_nights(post, "officer_nights", where, nights),
        minimum=_number(post.get("minimum", LEAST), f"{where}.minimum", LEAST, MOST_NEEDED),
        capacity=_maybe(post, "capacity", where, 0, MOST_NEEDED),
    )  # fmt: skip
    if "hours" not in post:
        return line
    hours = _list(post["hours"], f"{where}.hours", 2)
    begin, end = (_fraction(one, f"{where}.hours[{at}]", 0, 48) for at, one in enumerate([*hours, 0, 0][:2]))
    if len(hours) != 2 or begin >= end:
        raise ProblemError(f"{where}.hours", "hours")
    return replace(line, hours=(begin, end))


def _person(data: object, where: str, nights: int, posts: set[str], limits: set[str]) -> Member:
    person = _object(data, where, _PERSON, ("id", "available"))
    past = _object(person.get("past", {}), f"{where}.past", set(KINDS), ())
    before = {
        _number(each, f"{where}.before[{at}]", -AROUND, nights + AROUND)
        for at, each in enumerate(_list(person.get("before", []), f"{where}.before"))
    }
    if inside := [each for each in before if 0 <= each < nights]:
        raise ProblemError(f"{where}.before", "range", f"< 0, ≥ {nights}: {inside[0]}")
    rather_not, gladly = (_nights(person, name, where, nights) for name in ("rather_not", "gladly"))
    if both := rather_not & gladly:
        raise ProblemError(f"{where}.gladly", "both", str(min(both)))
    return Member(
        id=_id(person["id"], f"{where}.id"), available=_nights(person, "available", where, nights),
        rather_not=rather_not, gladly=gladly, leader=_flag(person, "leader", where),
        officer=_flag(person, "officer", where), max_week=_maybe(person, "max_week", where, 0, DAYS),
        rest=_number(person.get("rest", 0), f"{where}.rest", 0, MOST_NIGHTS),
        past={name: _fraction(each, f"{where}.past.{name}", -(10**6), 10**6) for name, each in past.items()},
        before=frozenset(before), posts=frozenset(_ids(person, "posts", where, posts)),
        groups=tuple(dict.fromkeys(_ids(person, "groups", where, limits))),
    )  # fmt: skip


def _limit(data: object, where: str) -> Limit:
    limit = _object(data, where, _LIMIT, ("id",))
    return Limit(
        id=_id(limit["id"], f"{where}.id"),
        max_week=_maybe(limit, "max_week", where, 0, DAYS),
        max_together=_maybe(limit, "max_together", where, 0, MOST_NEEDED),
    )


def _pairs(top: Mapping[str, Any], name: str, members: set[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for at, each in enumerate(_list(top.get(name, []), name, MOST_PEOPLE)):
        where = f"{name}[{at}]"
        pair = [_known(one, f"{where}[{number}]", members) for number, one in enumerate(_list(each, where, 2))]
        if len(pair) != 2:
            raise ProblemError(where, "length", "2")
        if pair[0] == pair[1]:
            raise ProblemError(where, "twice", pair[0])
        found.append((pair[0], pair[1]))
    return tuple(found)


def _stands(top: Mapping[str, Any], name: str, nights: int, posts: set[str], members: set[str] | None) -> Assignment:
    """``members`` is ``None`` where people may stand who no longer take part: that is how a roster was before."""
    found: dict[Place, frozenset[str]] = {}
    for at, each in enumerate(_list(top.get(name, []), name, MOST_NIGHTS * MOST_POSTS)):
        where = f"{name}[{at}]"
        stand = _object(each, where, _STAND, ("night", "post", "people"))
        place = (
            _number(stand["night"], f"{where}.night", 0, nights - 1),
            _known(stand["post"], f"{where}.post", posts),
        )
        if place in found:
            raise ProblemError(where, "twice", f"{place[0]}, {place[1]}")
        people = _list(stand["people"], f"{where}.people", MOST_PEOPLE)
        found[place] = frozenset(
            _id(one, f"{where}.people[{n}]") if members is None else _known(one, f"{where}.people[{n}]", members)
            for n, one in enumerate(people)
        )
    return found


def _weeks(top: Mapping[str, Any], nights: int) -> tuple[int, ...]:
    found = _list(top.get("weeks", []), "weeks")
    weeks = [_number(each, f"weeks[{at}]", 1 - DAYS, nights) for at, each in enumerate(found)]
    if any(later - week != DAYS for week, later in pairwise(weeks)):
        raise ProblemError("weeks", "weeks")
    return tuple(weeks)


def _off(top: Mapping[str, Any]) -> frozenset[str]:
    found = set()
    for at, each in enumerate(_list(top.get("off", []), "off")):
        name = _known(each, f"off[{at}]", set(rules.ALL))
        if name in rules.ALWAYS:
            raise ProblemError(f"off[{at}]", "always", name)
        found.add(name)
    return frozenset(found)


def _all(top: Mapping[str, Any], name: str, where: str, one: Callable[[object, str], T], most: int) -> list[T]:
    return [one(each, f"{where}{name}[{at}]") for at, each in enumerate(_list(top.get(name, []), name, most))]


def _once(found: Sequence[PostLine | Member | Limit], name: str) -> None:
    seen: set[str] = set()
    for at, each in enumerate(found):
        if each.id in seen:
            raise ProblemError(f"{name}[{at}].id", "twice", each.id)
        seen.add(each.id)


def _object(data: object, where: str, keys: set[str], needed: Sequence[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ProblemError(where or "-", "type", "object")
    for key in data:
        if key not in keys:
            raise ProblemError(where or "-", "key", str(key)[:LONGEST_ID])
    for key in needed:
        if key not in data:
            raise ProblemError(where or "-", "missing", key)
    return data


def _list(data: object, where: str, most: int = 100_000) -> list[Any]:
    if not isinstance(data, list):
        raise ProblemError(where, "type", "list")
    if len(data) > most:
        raise ProblemError(where, "large", f"{most:,}")
    return data


def _number(data: object, where: str, least: int, most: int) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise ProblemError(where, "type", "integer")
    if not least <= data <= most:
        raise ProblemError(where, "range", f"{least} – {most}")
    return data


def _maybe(data: Mapping[str, Any], name: str, where: str, least: int, most: int) -> int | None:
    value = data.get(name)
    return None if value is None else _number(value, f"{where}.{name}", least, most)


def _fraction(data: object, where: str, least: float, most: float) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise ProblemError(where, "type", "number")
    if not least <= data <= most or not isfinite(data):
        raise ProblemError(where, "range", f"{least} – {most}")
    return float(data)


def _flag(data: Mapping[str, Any], name: str, where: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise ProblemError(f"{where}.{name}", "type", "true/false")
    return value


def _id(data: object, where: str) -> str:
    if not isinstance(data, str):
        raise ProblemError(where, "type", "text")
    if not 0 < len(data) <= LONGEST_ID:
        raise ProblemError(where, "range", f"1 – {LONGEST_ID}")
    return data


def _known(data: object, where: str, known: set[str]) -> str:
    name = _id(data, where)
    if name not in known:
        raise ProblemError(where, "unknown", name)
    return name


def _ids(data: Mapping[str, Any], name: str, where: str, known: set[str]) -> list[str]:
    at = f"{where}.{name}"
    return [_known(each, f"{at}[{number}]", known) for number, each in enumerate(_list(data.get(name, []), at))]


def _nights(data: Mapping[str, Any], name: str, where: str, nights: int) -> frozenset[int]:
    at = f"{where}.{name}".lstrip(".")
    found = _list(data.get(name, []), at)
    return frozenset(_number(each, f"{at}[{number}]", 0, nights - 1) for number, each in enumerate(found))

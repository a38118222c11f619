"""From boundaries as mapped to units with codes: who is whose part, and what to call those without a number.

Only what is certain is taken from the map; everything guessed, made up or left out is listed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from rukun.territory.algo import codes
from rukun.territory.algo.codes import KELURAHAN, PROVINCE, RT, RW
from rukun.territory.algo.findings import Problem, clean_name
from rukun.territory.algo.reading import Boundary

LITTLE = 0.1
"""Share of its area. A unit that lies in the unit its code names with less than this is listed as a contradiction."""


@dataclass(frozen=True)
class FoundUnit:
    """A unit as the map has it. ``geometry`` may be ``None``: known, but not drawn."""

    code: str
    name: str
    osm_id: int
    geometry: Any


@dataclass(frozen=True)
class Settled:
    units: tuple[FoundUnit, ...]
    problems: tuple[Problem, ...]


def settle(
    boundaries: Iterable[Boundary], known: Mapping[int, str] | None = None, decided: Mapping[int, str] | None = None
) -> Settled:
    """Give every boundary its code.

    ``known`` holds the codes that an earlier import gave, by OpenStreetMap's id: the plain number among doubled ones
    stays with whoever had it. ``decided`` are the codes that people gave: they hold whatever the map says.
    """
    settling = _Settling(known or {}, decided or {})
    by_level: dict[int, list[Boundary]] = defaultdict(list)
    for boundary in sorted(boundaries, key=lambda boundary: (boundary.level, boundary.osm_id)):
        by_level[boundary.level].append(boundary)
    for level in codes.LEVELS:
        deeper = [each for below in range(level + 1, KELURAHAN + 1) for each in by_level[below]]
        settling.settle_level(level, by_level[level], deeper)
    return settling.settled()


class _Settling:
    def __init__(self, known: Mapping[int, str], decided: Mapping[int, str]) -> None:
        self.known = known
        self.decided = decided
        self.units: dict[str, FoundUnit] = {}
        self.problems: list[Problem] = []

    def settle_level(self, level: int, boundaries: Sequence[Boundary], below: Sequence[Boundary]) -> None:
        """Codes for one level, those above being settled."""
        wished = self._official(level, boundaries) if level <= KELURAHAN else {}
        for each in boundaries:
            code = self.decided.get(each.osm_id, "")
            if code and codes.level_of(code) == level:
                wished[each.osm_id] = (codes.parent_of(code), code.rpartition(".")[2])
        rest = [each for each in boundaries if each.osm_id not in wished]
        if level < KELURAHAN:
            wished |= self._from_below(level, rest, boundaries, below)
            rest = [each for each in rest if each.osm_id not in wished]
        parents = self._parents(level, rest)
        for each in rest:
            parent = parents.get(each.osm_id)
            if parent is None:
                self._problem("left_out", each, each.name or each.tags.get("ref", ""))
                continue
            wished[each.osm_id] = (parent, self._part(level, each))
        self._name_all(boundaries, wished)

    def settled(self) -> Settled:
        missing = Counter(
            parent for code in self.units if (parent := codes.parent_of(code)) and parent not in self.units
        )
        for code, children in sorted(missing.items()):
            self.problems.append(Problem("parent_absent", code, str(children)))
        self._contradictions()
        units = sorted(self.units.values(), key=lambda unit: (codes.level_of(unit.code), unit.code))
        return Settled(tuple(units), tuple(self.problems))

    # Where a code comes from: the parent's code and the own part, "" where there is none.

    def _official(self, level: int, boundaries: Sequence[Boundary]) -> dict[int, tuple[str, str]]:
        wished = {}
        for each in boundaries:
            if found := _written(each, level):
                wished[each.osm_id] = (codes.parent_of(found), found.rpartition(".")[2])
            elif each.tags.get("ref:kemendagri"):
                self._problem("code_invalid", each, each.tags["ref:kemendagri"][:40])
        return wished

    def _from_below(
        self, level: int, nameless: Sequence[Boundary], boundaries: Sequence[Boundary], below: Sequence[Boundary]
    ) -> dict[int, tuple[str, str]]:
        """What all official codes within begin with must be the code of the whole.

        A part of a neighbour that has a code may reach a little into one that has none, and says nothing of it.
        """
        named = [
            (child, codes.chain_of(code)[level - PROVINCE]) for child in below if (code := _written(child, child.level))
        ]
        inside = _most_shared([child for child, _ in named], boundaries)
        said: dict[int, set[str]] = defaultdict(set)
        for child, code in named:
            if child.osm_id in inside:
                said[inside[child.osm_id].osm_id].add(code)
        wished = {}
        for each in nameless:
            if len(agreed := said[each.osm_id]) == 1:
                code = next(iter(agreed))
                wished[each.osm_id] = (codes.parent_of(code), code.rpartition(".")[2])
                self._problem("code_inferred", each, f"{each.name} {code}".strip())
        return wished

    def _parents(self, level: int, boundaries: Sequence[Boundary]) -> dict[int, str]:
        """The parent that each names by code, else the unit above with which it shares most area."""
        if level == PROVINCE:
            return {}
        parents, unnamed = {}, []
        for each in boundaries:
            named = self._named_parent(level, each)
            if named and codes.level_of(named) == level - 1:
                parents[each.osm_id] = named
            else:
                unnamed.append((each, named))
        above = [unit for code, unit in self.units.items() if codes.level_of(code) == level - 1]
        for scope in {named for _, named in unnamed}:
            members = [each for each, named in unnamed if named == scope]
            found = _most_shared(members, [unit for unit in above if codes.covers(scope, unit.code)])
            parents |= {osm_id: unit.code for osm_id, unit in found.items()}
        return parents

    def _named_parent(self, level: int, each: Boundary) -> str:
        """The parent's code, or for an RT only its kelurahan's; ``""`` if nothing is said."""
        if level <= KELURAHAN:
            return ""
        written = each.tags.get("is_in:kemendagri", "")
        own = codes.official(each.tags.get("ref", ""), level)
        if own:
            return codes.parent_of(own)
        kelurahan = codes.official(written, KELURAHAN)
        rw = codes.official(written, RW)
        if level == RT and rw:
            return rw
        if level == RT and kelurahan and (part := codes.number_part(each.tags.get("is_in:rw", ""), RW)):
            return f"{kelurahan}.{part}"
        if written and not (kelurahan or rw):
            self._problem("code_invalid", each, written[:40])
        return kelurahan or ""

    def _part(self, level: int, each: Boundary) -> str:
        """The own part of the code, ``""`` if the map does not say it."""
        ref = each.tags.get("ref", "")
        if level <= KELURAHAN:
            width = codes.WIDTHS[level - PROVINCE]
            return ref if len(ref) == width and ref.isascii() and ref.isdigit() else ""
        own = codes.official(ref, level)
        return (
            own.rpartition(".")[2] if own else codes.number_part(ref, level) or codes.number_part(each.name, level)
        ) or ""

    # Who gets which code.

    def _name_all(self, boundaries: Sequence[Boundary], wished: Mapping[int, tuple[str, str]]) -> None:
        """One unit for each code; the plain one to whoever had it before, has it written on it, or is the oldest.

        Whoever was given a code of our own making keeps it, even if the plain one is free now: it once meant
        another ground. People can decide otherwise by a list.
        """
        groups: dict[tuple[str, str], list[Boundary]] = defaultdict(list)
        for each in boundaries:
            if each.osm_id in wished:
                groups[wished[each.osm_id]].append(each)
        for (parent, part), members in groups.items():
            plain = _code(parent, part)
            made_up = {each.osm_id: self._made_up(each, parent, part) for each in members}
            members.sort(
                key=lambda each: (
                    self.decided.get(each.osm_id) != plain,
                    self.known.get(each.osm_id) != plain,
                    _written(each, codes.level_of(plain)) != plain,
                    each.osm_id,
                )
            )
            for each in members:
                code = made_up[each.osm_id]
                kept = self.known.get(each.osm_id) == code and self.decided.get(each.osm_id) != plain
                if part and plain not in self.units and not kept:
                    self._add(plain, each)
                elif not parent:
                    self._problem("left_out", each, f"{each.name} {part}".strip())
                else:
                    self._add(code, each)
                    above = self.units[parent].name if parent in self.units else parent
                    what = f"{self.units[code].name or '?'}, {above} → {code}"
                    self._problem("code_doubled" if part else "number_missing", each, what)

    def _made_up(self, each: Boundary, parent: str, part: str) -> str:
        """The code of our own making that the outline has, or would have."""
        before = self.known.get(each.osm_id, "")
        last = before.rpartition(".")[2]
        if codes.is_made_up(before) and codes.parent_of(before) == parent and last.partition("x")[0] == part:
            return before
        return _code(parent, codes.made_up_part(each.osm_id, part))

    def _add(self, code: str, each: Boundary) -> None:
        level = codes.level_of(code)
        name = each.name or _name_for(code)
        self.units[code] = FoundUnit(code, name, each.osm_id, each.geometry)
        if not each.name and level <= KELURAHAN:
            self._problem("name_missing", each, code)

    def _contradictions(self) -> None:
        """RW and RT whose code names one parent while their area lies in another."""
        for level in (RW, RT):
            children = [unit for code, unit in self.units.items() if codes.level_of(code) == level and unit.geometry]
            above = [unit for code, unit in self.units.items() if codes.level_of(code) == level - 1 and unit.geometry]
            lies_in = _most_shared(children, above)
            for child in children:
                named, found = self.units.get(codes.parent_of(child.code)), lies_in.get(child.osm_id)
                if named is None or found is None or named is found or named.geometry is None:
                    continue
                if shapely.intersection(child.geometry, named.geometry).area < LITTLE * child.geometry.area:
                    where = f"relation {child.osm_id}"
                    self.problems.append(Problem("parent_disagrees", f"{child.code} ↔ {found.code}", where))

    def _problem(self, kind: str, each: Boundary, what: str) -> None:
        self.problems.append(Problem(kind, clean_name(what)[0], f"relation {each.osm_id}"))


def _written(each: Boundary, level: int) -> str | None:
    """The official code that stands on the map."""
    written = (each.tags.get(key, "") for key in ("ref:kemendagri", "ref"))
    return next((code for text in written if (code := codes.official(text, level))), None)


def _code(parent: str, part: str) -> str:
    return f"{parent}.{part}" if parent else part


def _name_for(code: str) -> str:
    """What an RW or RT without a name is called by its number; ``""`` leaves it to the page to say that it has none."""
    plain = code.partition("x")[0]
    if codes.level_of(code) <= KELURAHAN or plain.endswith("."):
        return ""
    return codes.numbered(plain)


def _most_shared(children: Sequence[Any], parents: Sequence[Any]) -> dict[int, Any]:
    """For each child (by OpenStreetMap's id) the parent with which it shares most area; of equals the first.

    Both have ``osm_id`` and ``geometry``. Whoever shares nothing, or is not drawn, is absent.
    """
    return dict(_shared(children, parents, lambda child: child.osm_id))


def _shared(children: Sequence[Any], parents: Sequence[Any], key: Callable[[Any], int]) -> Iterable[tuple[int, Any]]:
    drawn = [each for each in parents if each.geometry is not None]
    placed = [each for each in children if each.geometry is not None]
    if not drawn or not placed:
        return
    tree = shapely.STRtree([each.geometry for each in drawn])
    geometries = np.array([each.geometry for each in placed])
    child, parent = tree.query(geometries, predicate="intersects")
    area = shapely.area(shapely.intersection(geometries[child], tree.geometries[parent]))
    best: dict[int, tuple[float, int]] = {}
    for c, p, a in zip(child.tolist(), parent.tolist(), area.tolist(), strict=True):
        if a > 0 and (c not in best or (a, -p) > (best[c][0], -best[c][1])):
            best[c] = (a, p)
    for c, (_, p) in sorted(best.items()):
        yield key(placed[c]), drawn[p]

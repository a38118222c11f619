"""Bringing the table of units to what a map has, within the transaction of whoever calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from django.conf import settings
from django.utils import timezone

from rukun.geo.coordinates import inside
from rukun.geo.rings import alike
from rukun.territory.algo import clipping, codes
from rukun.territory.algo.findings import Problem
from rukun.territory.algo.settling import FoundUnit
from rukun.territory.errors import ManyWouldGo
from rukun.territory.models import Unit
from rukun.territory.preparing import SAME, Prepared

MOST_RETIRED = 0.5
FEW = 20
"""An import that would retire more than this share of the units, and more than this many, asks again first."""
BATCH = 500
OTHER = 0.5
"""Share of their common area: with less in common, a code has come to mean another ground."""


@dataclass(frozen=True)
class Outcome:
    """``retired`` and ``revived`` are codes; ``added`` is how many units were not known before."""

    retired: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    added: int = 0


def merge(prepared: Prepared, *, retire_many: bool) -> Outcome:
    """Add, change, retire and revive units. Raises ``ManyWouldGo``."""
    known = {unit.code: unit for unit in Unit.objects.defer("boundary")}
    drawn = {
        code: shapely.from_wkb(bytes(boundary))
        for code, boundary in Unit.objects.exclude(boundary=None).values_list("code", "boundary")
    }
    problems: list[Problem] = []
    found = {unit.code: _with_outline(unit, drawn.get(unit.code), problems) for unit in prepared.units}
    gone = [
        unit
        for code, unit in known.items()
        if unit.mapped and not unit.retired_at and code not in found and _within(unit, prepared.clip)
    ]
    lasting = [unit for unit in gone if unit.listed]
    leaving = [unit for unit in gone if not unit.listed]
    mapped = [code for code, unit in known.items() if unit.mapped and not unit.retired_at]
    if not retire_many and len(leaving) > max(FEW, MOST_RETIRED * len(mapped)):
        raise ManyWouldGo(len(leaving), len(mapped))
    Unit.objects.bulk_create(
        [_row(unit, known.get(unit.code)) for unit in found.values()],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("level", "name", "time_zone", "mapped", "osm_id", "boundary", "west", "south", "east", "north"),
            *("lat", "lon", "retired_at", "successor"),
        ],
    )
    new = [unit for code, unit in found.items() if code not in known]
    _retire(leaving, prepared.called, drawn, new)
    _name_late_heirs(known.values(), prepared.called)
    # A unit that a list knows outlives the map's silence, but has no outline any more.
    Unit.objects.filter(pk__in=[unit.pk for unit in lasting]).update(mapped=False, **no_outline())
    problems += [Problem("outline_gone", unit.code, "") for unit in lasting]
    if beyond := set(mapped) - found.keys() - {unit.code for unit in gone}:
        problems.append(Problem("beyond_clip", str(len(beyond)), str(prepared.clip)))
    return Outcome(
        retired=tuple(unit.code for unit in leaving),
        revived=tuple(code for code in found if code in known and known[code].retired_at),
        problems=tuple(problems),
        added=len(new),
    )


def _with_outline(found: FoundUnit, before: Any, problems: list[Problem]) -> FoundUnit:
    """The unit with its outline, or with the one known before where this file has it only in part."""
    where = f"relation {found.osm_id}"
    if before is None:
        return found
    if found.geometry is None:
        problems.append(Problem("outline_kept", f"{found.code} {found.name}", where))
        return replace(found, geometry=before)
    if alike(found.geometry, before) < OTHER:
        problems.append(Problem("ground_moved", f"{found.code} {found.name}", where))
    return found


def _retire(
    leaving: Sequence[Unit], called: Mapping[int, str], drawn: Mapping[str, Any], new: Sequence[FoundUnit]
) -> None:
    """End units. The same outline under another code is the same ground: an RW that was given its number, say."""
    heirs = {unit.code: _heir(unit, called) or _redrawn(unit, drawn.get(unit.code), new) for unit in leaving}
    ids = _ids(heirs.values())
    now = timezone.now()
    for unit in leaving:
        unit.mapped, unit.retired_at = False, now
        unit.successor_id = ids.get(heirs[unit.code])
    Unit.objects.bulk_update(leaving, ["mapped", "retired_at", "successor"], batch_size=BATCH)


def _name_late_heirs(known: Iterable[Unit], called: Mapping[int, str]) -> None:
    """Units retired by an earlier import that took a part of the map only: now the heir may have come."""
    orphans = {unit.pk: _heir(unit, called) for unit in known if unit.retired_at and unit.successor_id is None}
    ids = _ids(orphans.values())
    for key, code in orphans.items():
        if code in ids and ids[code] != key:
            Unit.objects.filter(pk=key).update(successor=ids[code])


def _heir(unit: Unit, called: Mapping[int, str]) -> str:
    code = called.get(unit.osm_id, "") if unit.osm_id is not None else ""
    return code if code and code != unit.code and codes.level_of(code) == unit.level else ""


def _redrawn(unit: Unit, outline: Any, new: Sequence[FoundUnit]) -> str:
    if outline is None:
        return ""
    peers = [each for each in new if codes.level_of(each.code) == unit.level and each.geometry is not None]
    return next((each.code for each in peers if alike(each.geometry, outline) > SAME), "")


def _ids(wanted: Iterable[str]) -> dict[str, Any]:
    some = [code for code in wanted if code]
    return dict(Unit.objects.filter(code__in=some).values_list("code", "pk")) if some else {}


def _within(unit: Unit, clip: clipping.Clip) -> bool:
    """Whether a map with this clip speaks of the unit at all."""
    if clip.bounds:
        return unit.lat is not None and unit.lon is not None and inside(unit.lon, unit.lat, clip.bounds)
    return codes.covers(clip.code, unit.code)


def _row(found: FoundUnit, known: Unit | None) -> Unit:
    unit = Unit(
        code=found.code,
        level=codes.level_of(found.code),
        name=known.name if known and known.listed and known.name else found.name,
        time_zone=known.time_zone if known else zone_of(found.code),
        mapped=True,
        osm_id=found.osm_id,
    )
    if found.geometry is not None:
        label = shapely.point_on_surface(found.geometry)
        unit.boundary = shapely.to_wkb(found.geometry)
        unit.west, unit.south, unit.east, unit.north = shapely.bounds(found.geometry).tolist()
        unit.lat, unit.lon = label.y, label.x
    return unit


def zone_of(code: str) -> str:
    """The zone of the unit's province, else of the installation."""
    return codes.time_zone_of(code) or settings.TIME_ZONE


def no_outline() -> dict[str, None]:
    """The columns of an outline, empty."""
    return dict.fromkeys(("osm_id", "boundary", "west", "south", "east", "north", "lat", "lon"))

"""Working out what a map will change, before the database is touched."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from rukun.geo import streets as geo_streets
from rukun.geo.rings import alike
from rukun.geo.shapes import Bundle, bundled
from rukun.territory.algo import clipping, codes
from rukun.territory.algo.findings import CannotRead, Problem
from rukun.territory.algo.gazetteer import NamedStreet, named_streets
from rukun.territory.algo.locating import Locator
from rukun.territory.algo.reading import Boundary, FoundPlace, read
from rukun.territory.algo.settling import FoundUnit, settle
from rukun.territory.errors import BadClip, UnusableFile
from rukun.territory.models import Unit

SAME = 0.9
"""Share of their common area: two outlines that have more in common are the same ground, drawn anew."""


@dataclass(frozen=True)
class Prepared:
    """Everything worked out before the database is touched."""

    units: tuple[FoundUnit, ...]
    locator: Locator
    streets: geo_streets.Streets
    named: tuple[NamedStreet, ...]
    places: tuple[tuple[FoundPlace, str], ...]  # with the code of the unit around it
    bundles: tuple[Bundle, ...]
    problems: tuple[Problem, ...]
    data_date: str
    clip: clipping.Clip
    called: dict[int, str]  # code of every outline of the file by OpenStreetMap's id, outside the clip too


def prepare(path: Path, clip_text: str, said: Callable[[str], None]) -> Prepared:
    """Read and work out a map. Changes nothing. Raises ``UnusableFile`` or ``BadClip``."""
    try:
        clip = clipping.clip_from(clip_text) if clip_text.strip() else clipping.Clip()
        said("reading")
        extract = read(path)
        if not extract.boundaries:
            raise CannotRead("no_boundaries")
        said("units")
        settled = settle(extract.boundaries, *_given_codes(extract.boundaries))
        ended = set(Unit.objects.filter(listed=True).exclude(retired_at=None).values_list("code", flat=True))
        living = tuple(unit for unit in settled.units if unit.code not in ended)
        whole, problems = extract, [*extract.problems, *settled.problems, *_still_drawn(settled.units, ended)]
        extract, units = clipping.clipped(whole, living, clip)
        if not units:
            raise CannotRead("no_codes", ", ".join(each.name for each in extract.boundaries[:3] if each.name))
    except CannotRead as error:
        raise UnusableFile(error) from None
    except clipping.NotAClip as error:
        raise BadClip(error) from None
    said("streets")
    streets = geo_streets.build(extract.ways)
    locator = Locator([(unit.code, unit.geometry) for unit in units if unit.geometry is not None])
    return Prepared(
        units=units,
        locator=locator,
        streets=streets,
        named=named_streets(streets, locator),
        places=_placed(extract.places, locator),
        bundles=tuple(bundled(extract.shapes)),
        problems=tuple(_concerning(problems, clipping.left_out(whole, extract, settled.units, units), units)),
        data_date=extract.data_date,
        clip=clip,
        called={unit.osm_id: unit.code for unit in settled.units},
    )


def _given_codes(boundaries: Sequence[Boundary]) -> tuple[dict[int, str], dict[int, str]]:
    """The codes of outlines seen before, and among them those that hold whatever the map says.

    Those are what people decided by a list, and codes of our own making for ground that was drawn anew.
    """
    units = list(Unit.objects.exclude(osm_id=None).filter(retired_at=None).defer("boundary"))
    known = {unit.osm_id: unit.code for unit in units if unit.osm_id is not None}
    decided = {unit.osm_id: unit.code for unit in units if unit.osm_id and unit.listed and unit.level >= codes.RW}
    ids = {each.osm_id for each in boundaries}
    lost = [
        unit.code
        for unit in units
        if unit.level >= codes.RW and unit.osm_id not in ids and (unit.listed or codes.is_made_up(unit.code))
    ]
    fresh = [each for each in boundaries if each.osm_id not in known and each.geometry is not None]
    rows = Unit.objects.filter(code__in=lost).exclude(boundary=None).values_list("code", "boundary")
    for code, boundary in rows if fresh else ():
        outline = shapely.from_wkb(bytes(boundary))
        same = [each for each in fresh if each.level == codes.level_of(code) and alike(each.geometry, outline) > SAME]
        if same:
            decided[same[0].osm_id] = code
    return known, decided


def _still_drawn(units: Iterable[FoundUnit], ended: set[str]) -> list[Problem]:
    """Units that a list has ended while the map still has them: the list's word counts."""
    return [
        Problem("ended_by_list", f"{unit.code} {unit.name}", f"relation {unit.osm_id}")
        for unit in units
        if unit.code in ended
    ]


def _concerning(problems: Iterable[Problem], left_out: set[str], units: Sequence[FoundUnit]) -> Iterator[Problem]:
    """The problems of what is taken: not of what a clip took away, nor a missing unit above that a list has given."""
    wanted = {codes.parent_of(unit.code) for unit in units}
    wanted -= set(Unit.objects.filter(code__in=wanted, retired_at=None).values_list("code", flat=True))
    for problem in problems:
        if problem.where in left_out and problem.kind != "ended_by_list":
            continue
        if problem.kind != "parent_absent" or problem.what in wanted:
            yield problem


def _placed(places: Sequence[FoundPlace], locator: Locator) -> tuple[tuple[FoundPlace, str], ...]:
    return tuple((place, locator.locate(place.lat, place.lon) or "") for place in places)

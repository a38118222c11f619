"""Working out what a map will change, before the database is touched."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rukun.geo import streets as geo_streets
from rukun.geo.shapes import Bundle, bundled
from rukun.territory.algo import clipping, codes
from rukun.territory.algo.findings import CannotRead, Problem
from rukun.territory.algo.gazetteer import NamedStreet, named_streets
from rukun.territory.algo.locating import Locator
from rukun.territory.algo.reading import FoundPlace, read
from rukun.territory.algo.settling import FoundUnit, settle
from rukun.territory.errors import BadClip, UnusableFile
from rukun.territory.models import Unit


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


def prepare(path: Path, clip_text: str, said: Callable[[str], None]) -> Prepared:
    """Read and work out a map. Changes nothing. Raises ``UnusableFile`` or ``BadClip``."""
    try:
        clip = clipping.clip_from(clip_text) if clip_text.strip() else clipping.Clip()
        said("reading")
        extract = read(path)
        if not extract.boundaries:
            raise CannotRead("no_boundaries")
        said("units")
        settled = settle(extract.boundaries, *_given_codes())
        ended = set(Unit.objects.filter(listed=True).exclude(retired_at=None).values_list("code", flat=True))
        living = tuple(unit for unit in settled.units if unit.code not in ended)
        whole, problems = extract, [*extract.problems, *settled.problems, *_still_drawn(settled.units, ended)]
        extract, units = clipping.clipped(whole, living, clip)
        if not units:
            raise CannotRead("no_boundaries")
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
    )


def _given_codes() -> tuple[dict[int, str], dict[int, str]]:
    """The codes of outlines seen before, and among them those that people decided by a list."""
    rows = Unit.objects.exclude(osm_id=None).filter(retired_at=None).values_list("osm_id", "code", "level", "listed")
    known = {osm_id: (code, level, listed) for osm_id, code, level, listed in rows if osm_id is not None}
    decided = {each: code for each, (code, level, listed) in known.items() if listed and level >= codes.RW}
    return {each: code for each, (code, _, _) in known.items()}, decided


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

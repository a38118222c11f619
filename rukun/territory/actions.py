"""Writing the territory: a map or a list comes in whole, in one transaction, or not at all."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from rukun.geo.coordinates import Bounds
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.territory import access, basemap, pictures
from rukun.territory.algo import codes
from rukun.territory.algo.findings import Problem, clean_name
from rukun.territory.algo.gazetteer import Gazetteer, NamedPlace, NamedUnit, in_order
from rukun.territory.algo.listing import ListedUnit, disagreements, read_list
from rukun.territory.algo.reading import FoundPlace
from rukun.territory.errors import BadList, CannotDraw, ImportedMeanwhile, NothingToDraw
from rukun.territory.merging import BATCH, Outcome, merge, no_outline, zone_of
from rukun.territory.models import Edition, Place, ShapeBundle, StreetNetwork, Unit
from rukun.territory.preparing import Prepared, prepare
from rukun.territory.tiling.building import NoTiles
from rukun.territory.verbs import BASEMAP_DRAWN, MAP_IMPORTED, UNIT_RETIRED, UNIT_REVIVED, UNITS_LISTED

LOCK = 0x52554B54  # "RUKT": PostgreSQL's advisory lock for whoever changes the territory


@dataclass(frozen=True)
class Report:
    """What an import did. ``units`` are counted by ``admin_level``, ``retired`` and ``revived`` are codes.

    ``added`` is how many units were not known before.
    """

    units: dict[str, int]
    streets: dict[str, float]
    places: dict[str, int]
    problems: tuple[Problem, ...]
    retired: tuple[str, ...]
    revived: tuple[str, ...]
    added: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def import_map(
    *,
    actor: Actor,
    path: Path,
    clip: str = "",
    retire_many: bool = False,
    tiles: bool = True,
    said: Callable[[str], None] = lambda step: None,
) -> Report:
    """Take units, streets, places and the drawing from an OpenStreetMap file; with ``tiles`` the basemap too.

    Units keep their id while their code is unchanged; those the file no longer has are retired (with ``clip`` only
    within it). Streets, shapes and places are replaced in the same transaction. ``said`` hears each step's code.
    Raises ``Refused`` or a ``TerritoryError``; nothing is changed then. The basemap is drawn after the map is
    stored, outside of any lock: without it the import still holds, and a problem of the report says so.
    """
    access.can_import(actor).demand()
    begun = time.monotonic()
    before = _newest()
    prepared = prepare(path, clip, said)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    said("saving")
    with journal.atomic():
        _alone(before)
        outcome = merge(prepared, retire_many=retire_many)
        _replace_places(prepared.places)
        edition = Edition(
            kind=Edition.MAP,
            file=_shown(path.name),
            digest=digest,
            clip=str(prepared.clip),
            data_date=prepared.data_date[:40],
        )
        report = Report(
            units=dict(sorted(Counter(str(codes.level_of(unit.code)) for unit in prepared.units).items())),
            streets={
                "nodes": len(prepared.streets.junctions),
                "edges": len(prepared.streets.ends),
                "km": round(float(prepared.streets.length.sum()) / 1000, 1),
                "largest_component": prepared.streets.largest_part,
                "components": prepared.streets.parts,
            },
            places=dict(sorted(Counter(place.kind for place, _ in prepared.places).items())),
            problems=(*prepared.problems, *outcome.problems),
            retired=outcome.retired,
            revived=outcome.revived,
            added=outcome.added,
            seconds=round(time.monotonic() - begun, 2),
        )
        _store(edition, report, prepared)
        journal.record(
            MAP_IMPORTED,
            actor=actor,
            unit="",
            about=("edition", str(edition.token)),
            codes={
                "units": len(prepared.units),
                "streets": len(prepared.streets.ends),
                "problems": len(report.problems),
                "sha256": digest,
            },
        )
        _record_comings_and_goings(actor, outcome)
    if not tiles:
        return report
    said("tiles")
    problems = (*report.problems, *_draw_tiles(edition))
    report = replace(report, problems=problems, seconds=round(time.monotonic() - begun, 2))
    Edition.objects.filter(pk=edition.pk).update(report=report.as_json())
    return report


@dataclass(frozen=True)
class TilesReport:
    """``size`` in bytes; ``tiles`` is where pages find them, with ``{z}``, ``{x}`` and ``{y}``."""

    size: int
    tiles: str
    bounds: Bounds
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def draw_basemap(*, actor: Actor) -> TilesReport:
    """Draw the basemap anew from the stored map: after an upgrade, or after a list has renamed units.

    Raises ``Refused``, ``NothingToDraw``, ``CannotDraw`` or ``ImportedMeanwhile``; the old one stays then.
    """
    access.can_import(actor).demand()
    begun = time.monotonic()
    try:
        drawn = basemap.draw()
    except NoTiles as error:
        raise CannotDraw(error) from None
    if drawn is None:
        raise NothingToDraw
    with journal.atomic():
        _alone(None)
        if basemap.newest_map() != drawn.map:
            raise ImportedMeanwhile
        token = basemap.keep(drawn)
        journal.record(
            BASEMAP_DRAWN,
            actor=actor,
            unit="",
            about=("edition", str(Edition.objects.values_list("token", flat=True).get(pk=drawn.map))),
            codes={"bytes": len(drawn.block), "token": str(token)},
        )
    return TilesReport(
        len(drawn.block), pictures.tile_addresses(token), drawn.bounds, round(time.monotonic() - begun, 2)
    )


def _draw_tiles(edition: Edition) -> list[Problem]:
    """The basemap of an import that is stored already. Tiles of the map before it are not kept."""
    problems: list[Problem] = []
    drawn = None
    try:
        drawn = basemap.draw()
    except NoTiles as error:
        problems.append(Problem(f"tiles_{error.why}", clean_name(error.detail)[0], ""))
    with journal.atomic():
        _alone(None)
        if basemap.newest_map() == edition.pk:  # else whoever imported after us draws theirs
            if drawn is not None and drawn.map == edition.pk:
                basemap.keep(drawn)
            else:
                basemap.drop()
    return problems


def list_units(*, actor: Actor, data: bytes, file: str = "") -> Report:
    """Add or correct units from a table (see ``algo.listing``). All rows or none.

    Raises ``Refused`` or ``BadList`` with every row's errors.
    """
    access.can_import(actor).demand()
    begun = time.monotonic()
    rows, errors = read_list(data)
    with journal.atomic():
        _alone(None)
        known = {unit.code: unit for unit in Unit.objects.defer("boundary")}
        living = {code for code, unit in known.items() if unit.retired_at is None}
        # A row that is wrong in itself may still be the one that another row stands on.
        meant = {error.code for error in errors if error.code}
        errors += disagreements(rows, living | meant, known.keys() | meant)
        if errors:
            raise BadList(sorted(errors, key=lambda error: error.line))
        outcome = _take_rows(rows, known)
        digest = hashlib.sha256(data).hexdigest()
        report = Report(
            units=dict(sorted(Counter(str(codes.level_of(row.code)) for row in rows).items())),
            streets={},
            places={},
            problems=(),
            retired=outcome.retired,
            revived=outcome.revived,
            added=outcome.added,
            seconds=round(time.monotonic() - begun, 2),
        )
        previous = Edition.objects.order_by("-pk").first()
        edition = Edition(kind=Edition.LIST, file=_shown(Path(file).name), digest=digest, report=report.as_json())
        old = Gazetteer.unpacked(previous.gazetteer) if previous else Gazetteer()
        edition.gazetteer = Gazetteer(_named_units(), old.places, old.streets).packed()
        edition.save()
        _forget_gazetteers()
        journal.record(
            UNITS_LISTED,
            actor=actor,
            unit="",
            about=("edition", str(edition.token)),
            codes={"units": len(rows), "sha256": digest},
        )
        _record_comings_and_goings(actor, outcome)
    return report


# The units.


def _take_rows(rows: Sequence[ListedUnit], known: Mapping[str, Unit]) -> Outcome:
    """The rows of a list; successors last, when all that is new is there."""
    now: datetime = timezone.now()
    new = []
    for row in rows:
        unit = known.get(row.code)
        above = known.get(codes.parent_of(row.code))
        zone = row.time_zone or (unit.time_zone if unit else above.time_zone if above else zone_of(row.code))
        if unit is None:
            level = codes.level_of(row.code)
            new.append(Unit(code=row.code, level=level, name=row.name, time_zone=zone, listed=True))
            continue
        Unit.objects.filter(pk=unit.pk).update(
            name=row.name or unit.name,
            time_zone=zone,
            listed=True,
            retired_at=(unit.retired_at or now) if row.retired else None,
            successor=None,
        )
    Unit.objects.bulk_create(new, batch_size=BATCH)
    for row in rows:
        if row.successor:
            _succeed(Unit.objects.get(code=row.code), Unit.objects.get(code=row.successor))
    was_retired = {code for code, unit in known.items() if unit.retired_at}
    return Outcome(
        retired=tuple(row.code for row in rows if row.retired and row.code not in was_retired),
        revived=tuple(row.code for row in rows if not row.retired and row.code in was_retired),
        added=len(new),
    )


def _succeed(old: Unit, new: Unit) -> None:
    """Name the successor; a unit that only got another code hands its outline on."""
    old.successor = new
    if new.boundary is None and old.boundary is not None:
        for name in (*no_outline(), "mapped"):
            setattr(new, name, getattr(old, name))
        new.save()
        for name, empty in no_outline().items():
            setattr(old, name, empty)
    old.mapped = False
    old.save()


# Places, and what is kept of an edition.


def _replace_places(places: Sequence[tuple[FoundPlace, str]]) -> None:
    Place.objects.filter(retired_at=None).update(retired_at=timezone.now())
    Place.objects.bulk_create(
        [
            Place(key=each.key, kind=each.kind, name=each.name, lat=each.lat, lon=each.lon, unit=unit)
            for each, unit in places
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["kind", "name", "lat", "lon", "unit", "retired_at"],
    )


def _store(edition: Edition, report: Report, prepared: Prepared) -> None:
    edition.report = report.as_json()
    edition.gazetteer = Gazetteer(_named_units(), _named_places(), prepared.named).packed()
    edition.save()
    StreetNetwork.objects.create(edition=edition, block=prepared.streets.packed())
    ShapeBundle.objects.bulk_create(
        [
            ShapeBundle(
                edition=edition,
                west=bundle.bounds[0],
                south=bundle.bounds[1],
                east=bundle.bounds[2],
                north=bundle.bounds[3],
                block=bundle.block,
            )
            for bundle in prepared.bundles
        ],
        batch_size=BATCH,
    )
    StreetNetwork.objects.exclude(edition=edition).delete()
    ShapeBundle.objects.exclude(edition=edition).delete()
    _forget_gazetteers()


def _forget_gazetteers() -> None:
    """All but the last two: a request that began before this import may still read the one it saw."""
    kept = list(Edition.objects.order_by("-pk").values_list("pk", flat=True)[:2])
    Edition.objects.exclude(pk__in=kept).update(gazetteer=None)


def _shown(name: str) -> str:
    """A file's name fit to be stored, whatever bytes it is made of."""
    return clean_name(name.encode("utf-8", "replace").decode())[0]


def _named_units() -> dict[str, NamedUnit]:
    living = Unit.objects.filter(retired_at=None)
    return in_order(NamedUnit(*row) for row in living.values_list("code", "name", "time_zone", "lat", "lon"))


def _named_places() -> tuple[NamedPlace, ...]:
    rows = Place.objects.filter(retired_at=None).order_by("kind", "name", "key")
    return tuple(
        NamedPlace(str(pk), kind, name, lat, lon, unit)
        for pk, kind, name, lat, lon, unit in rows.values_list("pk", "kind", "name", "lat", "lon", "unit")
    )


# One at a time.


def _newest() -> int:
    return Edition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _alone(before: int | None) -> None:
    """Wait for others who change the territory; ``before`` is what this change was worked out on.

    On SQLite the transaction itself lets nobody else write.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if before is not None and _newest() != before:
        raise ImportedMeanwhile


def _record_comings_and_goings(actor: Actor, outcome: Outcome) -> None:
    for verb, changed in ((UNIT_RETIRED, outcome.retired), (UNIT_REVIVED, outcome.revived)):
        for code in changed:
            journal.record(verb, actor=actor, unit=code, about=("unit", code))

"""The basemap of boards that move and zoom: drawn from the stored map, kept beside it, read tile by tile."""

import threading
from dataclasses import dataclass
from uuid import UUID

import shapely

from rukun.geo.coordinates import Bounds
from rukun.geo.shapes import unbundled
from rukun.territory import pictures
from rukun.territory.drawing import Spot
from rukun.territory.models import Basemap, Edition, ShapeBundle, Unit
from rukun.territory.queries import Territory
from rukun.territory.tiling.archive import Archive
from rukun.territory.tiling.building import archive_of
from rukun.territory.tiling.layers import Outlined, Source, layers


@dataclass(frozen=True)
class Drawn:
    """A basemap that is not stored yet; ``map`` is the edition of the map that it was drawn from."""

    map: int
    bounds: Bounds
    block: bytes


@dataclass(frozen=True)
class Tiles:
    """Where the tiles of the newest map are: ``token`` is part of their addresses."""

    token: UUID
    bounds: Bounds


def newest_map() -> int:
    """The edition of the newest map, whatever lists came after; 0 before the first."""
    return Edition.objects.filter(kind=Edition.MAP).order_by("-pk").values_list("pk", flat=True).first() or 0


def draw() -> Drawn | None:
    """The basemap of what is stored now; ``None`` where nothing is drawn. Takes seconds, and holds no lock.

    Raises ``NoTiles`` (``tiling.building``).
    """
    edition = newest_map()
    source = _stored()
    if not edition or source.bounds is None:
        return None
    return Drawn(edition, source.bounds, archive_of(layers(source)))


def keep(drawn: Drawn) -> UUID:
    """Store a basemap in place of what was there, within the transaction of whoever calls. Returns its token."""
    west, south, east, north = drawn.bounds
    drop()
    made = Basemap.objects.create(
        edition_id=drawn.map, west=west, south=south, east=east, north=north, block=drawn.block
    )
    return made.token


def drop() -> None:
    Basemap.objects.all().delete()


def tiles() -> Tiles | None:
    """Where to get tiles of the newest map; ``None`` where there are none. One query.

    Tiles of an older map are not offered: a board then shows the drawing, which is of the newest.
    """
    newest = Edition.objects.filter(kind=Edition.MAP).order_by("-pk").values("pk")[:1]
    row = Basemap.objects.filter(edition__in=newest).values_list("token", "west", "south", "east", "north").first()
    return Tiles(row[0], row[1:]) if row else None


_held: tuple[UUID, Archive] | None = None
_lock = threading.Lock()


def archive(token: UUID) -> Archive | None:
    """The archive of this token, from memory once it was asked for; ``None`` if there is none (any more)."""
    global _held  # noqa: PLW0603  one per process is the point
    held = _held
    if held is not None and held[0] == token:
        return held[1]
    with _lock:  # several requests that want the same wait for the one that reads it
        if _held is not None and _held[0] == token:
            return _held[1]
        block = Basemap.objects.filter(token=token).values_list("block", flat=True).first()
        if block is None:
            return None
        _held = (token, Archive(bytes(block)))
        return _held[1]


def _stored() -> Source:
    """What is stored, read anew: a look held by this request may be older."""
    names = Edition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    here = Territory(names, "")
    units = here.gazetteer.units
    rows = Unit.objects.filter(retired_at=None).exclude(boundary=None).values_list("code", "boundary", "lat", "lon")
    outlined = [
        Outlined(code, pictures.label(units[code]), units[code].level, shapely.from_wkb(bytes(boundary)), lat, lon)
        for code, boundary, lat, lon in rows.order_by("code").iterator()
        if code in units and lat is not None and lon is not None
    ]
    shapes = [
        shape
        for block in ShapeBundle.objects.order_by("pk").values_list("block", flat=True).iterator()
        for shape in unbundled(bytes(block))
    ]
    spots = [Spot(each.kind, each.name, each.lat, each.lon) for each in here.gazetteer.places]
    return Source(outlined, here.streets, shapes, spots)

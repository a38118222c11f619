"""The territory for other systems: where a point lies, units, what people search, and outlines as GeoJSON."""

from collections.abc import Sequence
from typing import Annotated, Any

import shapely
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Router, Schema
from pydantic import WithJsonSchema

from rukun.geo.coordinates import NotAPoint, point
from rukun.guard import ActorRequest, public
from rukun.territory import queries
from rukun.territory.algo.codes import CODE, is_invented
from rukun.territory.algo.gazetteer import NamedPlace, NamedUnit
from rukun.territory.errors import BadPoint, NoSuchUnit
from rukun.territory.pictures import OPENSTREETMAP

router = Router(tags=["units"])
Code = Annotated[str, Field(pattern=f"^{CODE.pattern}$")]
Degrees = Annotated[str, WithJsonSchema({"type": "number"}), Field(max_length=40)]
"""A number; taken as text, so that what is none can be answered in words."""


class UnitOut(Schema):
    """A territory unit. level is OpenStreetMap's admin_level: 4 province to 9 RT; kind says it in a word."""

    code: str
    name: str
    level: int
    kind: str


class UnitAtOut(Schema):
    """inside is false where the point lies outside every unit; units go from the largest to the smallest."""

    lat: float
    lon: float
    inside: bool
    units: list[UnitOut]


class UnitMoreOut(UnitOut):
    """successor is the code of the unit that took its place; retired units are kept for ever."""

    time_zone: str
    retired: bool
    successor: str | None
    within: list[UnitOut]
    parts: list[UnitOut]


class HitOut(Schema):
    """kind is unit, place or street, category a place's own kind; within goes from the largest to the smallest."""

    kind: str
    category: str
    name: str
    lat: float | None
    lon: float | None
    within: list[UnitOut]


class HitsOut(Schema):
    """complete is false where nothing has all the words: these come nearest."""

    complete: bool
    hits: list[HitOut]


class ErrorOut(Schema):
    detail: str


@router.get("/at", response={200: UnitAtOut, 422: ErrorOut}, summary="In which units a point lies")
@public
def units_at(request: ActorRequest, lat: Degrees, lon: Degrees) -> UnitAtOut:
    """Degrees, WGS 84. A point on a border always gets the same answer."""
    try:
        where = point(lat, lon)
    except NotAPoint as error:
        raise BadPoint(error) from None
    chain = queries.units_at(where)
    return UnitAtOut(lat=where.lat, lon=where.lon, inside=bool(chain), units=_many(chain))


@router.get("/search", response=HitsOut, summary="Units, places and streets by what people type")
@public
def search(
    request: ActorRequest,
    q: Annotated[str, Field(max_length=200)],
    limit: Annotated[int, Field(ge=1, le=50)] = 20,
    near: Annotated[str, Field(max_length=80)] = "",
) -> HitsOut:
    """The best first, at most 50. near is the code of a unit whose surroundings come first among equals."""
    found = queries.search(q, limit, near)
    hits = [
        HitOut(
            kind=hit.kind,
            category=hit.thing.kind if isinstance(hit.thing, NamedPlace) else "",
            name=hit.thing.name,
            lat=hit.thing.lat,
            lon=hit.thing.lon,
            within=_many(hit.chain),
        )
        for hit in found
    ]
    return HitsOut(complete=all(hit.complete for hit in found), hits=hits)


@router.get("", response=list[UnitOut], summary="The units directly in another")
@public
def units(request: ActorRequest, parent: Annotated[str, Field(max_length=80)] = "") -> list[UnitOut]:
    """Without parent the topmost ones."""
    _demand(parent)
    return _many(queries.parts_of(parent))


@router.get("/geojson", summary="The units directly in another, as GeoJSON", url_name="units_geojson")
@public
def units_geojson(request: ActorRequest, parent: Annotated[str, Field(max_length=80)] = "") -> HttpResponse:
    """A FeatureCollection (RFC 7946). A unit whose outline is not known has no geometry."""
    _demand(parent)
    found = queries.parts_of(parent)
    outlines = queries.outlines([unit.code for unit in found])
    features = [_feature(unit.code, unit.name, unit.time_zone, outlines.get(unit.code)) for unit in found]
    owed = _owed_to(parent or (found[0].code if found else ""))
    return _geojson({"type": "FeatureCollection", "attribution": owed, "features": features})


@router.get("/{code}", response={200: UnitMoreOut, 404: ErrorOut}, summary="One unit")
@public
def unit(request: ActorRequest, code: Code) -> UnitMoreOut:
    """Retired units too."""
    found = queries.unit_with_code(code)
    if found is None:
        raise NoSuchUnit(code)
    chain = queries.territory().gazetteer.chain(code.rpartition(".")[0])
    return UnitMoreOut(
        **_one(found.code, found.name),
        time_zone=found.time_zone,
        retired=found.retired_at is not None,
        successor=found.successor.code if found.successor else None,
        within=_many(chain),
        parts=_many(queries.parts_of(code)),
    )


@router.get("/{code}/geojson", summary="One unit as GeoJSON", url_name="unit_geojson")
@public
def unit_geojson(request: ActorRequest, code: Code) -> HttpResponse:
    """A Feature (RFC 7946). A unit whose outline is not known has no geometry."""
    found = queries.unit_with_code(code)
    if found is None:
        raise NoSuchUnit(code)
    outline = queries.outlines([code]).get(code)
    return _geojson({**_feature(code, found.name, found.time_zone, outline), "attribution": _owed_to(code)})


def _demand(parent: str) -> None:
    if parent and not queries.exists(parent):
        raise NoSuchUnit(parent)


def _one(code: str, name: str) -> dict[str, Any]:
    unit = NamedUnit(code, name, "", None, None)
    return {"code": code, "name": name, "level": unit.level, "kind": unit.kind}


def _many(units: Sequence[NamedUnit]) -> list[UnitOut]:
    return [UnitOut(**_one(unit.code, unit.name)) for unit in units]


def _feature(code: str, name: str, time_zone: str, outline: Any) -> dict[str, Any]:
    geometry = None
    if outline is not None:
        geometry = shapely.geometry.mapping(shapely.orient_polygons(outline))
    properties = {**_one(code, name), "time_zone": time_zone}
    return {"type": "Feature", "id": code, "properties": properties, "geometry": geometry}


def _owed_to(code: str) -> str:
    return "" if is_invented(code) else OPENSTREETMAP


def _geojson(document: dict[str, Any]) -> HttpResponse:
    return JsonResponse(document, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What is wrong with the question, in words."""
    status = 404 if isinstance(error, NoSuchUnit) else 422
    return JsonResponse({"detail": " ".join(filter(None, (str(error), error.remedy)))}, status=status)

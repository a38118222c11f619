"""The units and places that a phone offers when somebody says where it was."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from rukun.geo.coordinates import NotAPoint, point
from rukun.report.queries import places
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import NamedUnit


def area(code: str = "") -> dict[str, Any]:
    """What can be chosen in a unit: of a kelurahan its RW with their RT, of anything larger its kelurahan.

    ``""`` is where the territory begins. ``{"code", "name", "units": [{"code", "name", "units"?}, …]}``; a kelurahan
    in ``units`` brings no further ones: ask for it by its code.
    """
    code = code or territory.begin()
    if code and codes.level_of(code) >= codes.KELURAHAN:
        return {**_named(code, territory.name_of(code)), "units": [_with_parts(each) for each in _parts(code)]}
    return {**_named(code, territory.name_of(code)), "units": [_shown(each) for each in _kelurahan(code)]}


def found(text: str, near: str = "") -> list[dict[str, Any]]:
    """Places, streets and units by what people type: ``{"name", "unit", "lat", "lon"}``, the best first.

    ``unit`` is the smallest that holds it. A street and a unit have no point, being long and wide.
    """
    return [
        {
            "name": ", ".join(filter(None, (each.words, each.where))),
            "unit": each.unit,
            "lat": each.lat,
            "lon": each.lon,
        }
        for each in places.places_named(text.strip()[:200], near)
    ]


def tapped(code: str, x: str, y: str, wide: str) -> dict[str, Any] | None:
    """What lies under a tap on the map of a unit, ``{"unit", "lat", "lon"}``; ``None`` outside of what is served.

    ``x`` and ``y`` are pixels from the upper left of a map ``wide`` pixels wide.
    """
    try:
        here = places.tapped(code, *(min(9999, max(0, round(float(each)))) for each in (x, y, wide)))
    except (ValueError, OverflowError):
        return None
    unit = places.unit_at(here) if here else ""
    return {"unit": unit, "lat": round(here.lat, 6), "lon": round(here.lon, 6)} if here and unit else None


def at(lat: str, lon: str) -> dict[str, Any] | None:
    """The smallest unit at a position, ``{"unit"}``: ``""`` where no unit has an outline; ``None`` outside of all."""
    try:
        unit = places.unit_at(point(lat, lon))
    except NotAPoint:
        return None
    drawn_ones = (each for each in territory.territory().gazetteer.units.values() if each.drawn)
    return {"unit": unit} if unit or not any(True for _each in drawn_ones) else None


def drawn(code: str) -> str:
    """The unit's map, for ``tapped``, as HTML that takes the page's own style; words where there is none."""
    picture = places.map_without_links(code)
    if picture is None:
        return escape(_("Wilayah ini belum ada petanya. Pilih RW dari daftar."))
    named = f'role="img" aria-label="{escape(_("Peta"))}"'
    return f'<svg {named} class="{picture.scale}" viewBox="{picture.view_box}">{picture.content}</svg>'


def _kelurahan(code: str) -> Iterator[NamedUnit]:
    for each in _parts(code):
        if each.level < codes.KELURAHAN:
            yield from _kelurahan(each.code)
        else:
            yield each


def _parts(code: str) -> list[NamedUnit]:
    return list(territory.parts_of(code))


def _with_parts(unit: NamedUnit) -> dict[str, Any]:
    return {**_shown(unit), "units": [_shown(each) for each in _parts(unit.code)]}


def _shown(unit: NamedUnit) -> dict[str, Any]:
    return _named(unit.code, unit.name)


def _named(code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name}

"""The map of a unit, drawn from what is known of it. Other rooms put their marks, areas and counts on it."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

import shapely
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rukun.geo.coordinates import Bounds, around
from rukun.territory import queries
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import WHAT_IT_IS, NamedPlace, NamedUnit
from rukun.territory.drawing import CellCount, Ground, Mark, Outline, Picture, Shade, Spot, draw

KEPT = 200
"""Pictures with at most one mark on top that a process keeps, of some ten kilobytes each."""
OPENSTREETMAP = "© OpenStreetMap contributors"
BESIDE = 0.0005
"""Degrees, some fifty metres: half the width of a river."""
CLOSE = codes.RW
"""From this level down houses are large enough to be seen."""


def map_of(
    code: str, *, marks: Sequence[Mark] = (), shades: Sequence[Shade] = (), cells: Sequence[CellCount] = ()
) -> Picture | None:
    """The unit (``""``: all there is) with its parts, streets and places, and what the caller puts on top.

    ``None`` where no outline is known, of the unit or one around it. Raises ``ValueError`` as ``draw`` does.
    """
    if len(marks) > 1 or shades or cells:
        return _drawn(code, tuple(marks), tuple(shades), tuple(cells))
    return _kept(code, tuple(marks), queries.territory().token, get_language() or "")


@lru_cache(maxsize=KEPT)
def _kept(code: str, marks: tuple[Mark, ...], token: UUID | None, language: str) -> Picture | None:
    return _drawn(code, marks)


def _drawn(
    code: str, marks: Sequence[Mark] = (), shades: Sequence[Shade] = (), cells: Sequence[CellCount] = ()
) -> Picture | None:
    here = queries.territory()
    units = here.gazetteer.units
    shown = [unit for unit in queries.parts_of(code) if unit.drawn]
    drawn_above = [unit for unit in here.gazetteer.chain(code) if unit.drawn]
    beside = queries.parts_of(codes.parent_of(code)) if code and codes.parent_of(code) in units else []
    wanted = {unit.code: unit for unit in (*shown, *drawn_above[-1:], *beside) if unit.drawn}
    outlines = {
        each: Outline(each, label(units[each]), units[each].level, shape, address(each))
        for each, shape in queries.outlines(list(wanted)).items()
        if each in units
    }
    area = outlines.get(drawn_above[-1].code) if drawn_above else None
    if area is None and not outlines:
        return None
    bounds: Bounds = tuple(
        shapely.total_bounds([area.geometry] if area else [each.geometry for each in outlines.values()]).tolist()
    )
    wide = around(bounds, 0.1 * 111_000 * max(bounds[2] - bounds[0], bounds[3] - bounds[1]))
    return draw(
        area or bounds,
        Ground(
            streets=here.streets,
            shapes=queries.shapes_in(wide, buildings=codes.level_of(code) >= CLOSE if code else False),
            outlines=tuple(outlines[each] for each in sorted(outlines)),
            spots=[Spot(each.kind, each.name, each.lat, each.lon) for each in places_of(code)] if code else (),
        ),
        marks=marks,
        shades=shades,
        cells=cells,
    )


def places_of(code: str) -> list[NamedPlace]:
    """The unit's places, and the bridges at its edge: a bridge lies in one unit and leads out of another."""
    places = queries.places_in(code)
    return places + [each for each in _bridges_at(code, queries.territory().token) if each not in places]


@lru_cache(maxsize=KEPT)
def _bridges_at(code: str, token: UUID | None) -> tuple[NamedPlace, ...]:
    bridges = [each for each in queries.territory().gazetteer.places if each.kind == "bridge"]
    outline = queries.outlines([code]).get(code) if bridges else None
    if outline is None:
        return ()
    near = shapely.dwithin(outline, shapely.points([(each.lon, each.lat) for each in bridges]), BESIDE)
    return tuple(each for each, is_near in zip(bridges, near, strict=True) if is_near)


def label(unit: NamedUnit) -> str:
    """What to write on a map: "Jakarta Barat" for Kota Administrasi Jakarta Barat, and an RW by its number."""
    if unit.level >= codes.RW and not codes.is_made_up(unit.code):
        return codes.numbered(unit.code)
    return WHAT_IT_IS.sub("", unit.name) or unit.code.rpartition(".")[2]


def address(code: str) -> str:
    return reverse("territory:unit", args=[code])


def attribution(code: str) -> str:
    """Whom the map of this unit is owed to. Invented ground is owed to nobody."""
    if codes.is_invented(code):
        return _("Peta rekaan: tempat ini tidak ada.")
    return format_html('<a href="https://www.openstreetmap.org/copyright">{}</a>', OPENSTREETMAP)


def tile_addresses(token: UUID) -> str:
    """Where the tiles of a basemap are, with ``{z}``, ``{x}`` and ``{y}``."""
    return reverse("tiles:tile", args=[token, 0, 0, 0]).removesuffix("0/0/0") + "{z}/{x}/{y}"

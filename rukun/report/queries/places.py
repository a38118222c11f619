"""Where it happened, for whoever reports: from a list, by a name, or by a tap on a map without script."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.utils.translation import get_language

from rukun import ui
from rukun.geo.coordinates import NotAPoint, Point, point
from rukun.territory import pictures
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import NamedPlace, NamedStreet, NamedUnit
from rukun.territory.drawing import Mark, Picture
from rukun.territory.drawing.frame import Frame, frame
from rukun.ui.templatetags.units import unit as in_words

MOST_KELURAHAN = 300
"""More than Jakarta has. Beyond it nobody looks through a list: they search."""
MOST_FOUND = 8
WIDE = 360
"""Pixels for which a map is drawn; it may be shown at any width."""

_LINK = re.compile(r"<a\b[^>]*>|</a>")
_OF_A_MAP = re.compile(r"  \.map (?!\{|> :not)")
_SHEET = Path(ui.__file__).parent / "static" / "ui" / "rukun.css"


@dataclass(frozen=True)
class Choice:
    code: str
    words: str


@dataclass(frozen=True)
class Group:
    """Units to choose from, under the unit that they lie in."""

    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Place:
    """Something that was found by its name. ``token`` names it again; a street has no point, being long."""

    token: str
    words: str
    where: str
    unit: str
    lat: float | None = None
    lon: float | None = None

    @property
    def is_near_enough(self) -> bool:
        """Whether nobody needs to ask further where that is."""
        return self.lat is not None or codes.level_of(self.unit) >= codes.RW


def kelurahan_of(code: str) -> str:
    """The kelurahan of a unit that exists; without one that of the whole installation, ``""`` where it has several."""
    if code and is_served(code):
        return codes.up_to(code, codes.KELURAHAN)
    begin = territory.begin()
    return begin if begin and codes.level_of(begin) == codes.KELURAHAN else ""


def is_served(code: str) -> bool:
    """Whether one can report for this unit: a kelurahan that exists, or a part of one."""
    return bool(codes.CODE.fullmatch(code)) and codes.level_of(code) >= codes.KELURAHAN and territory.exists(code)


def nothing_is_served() -> bool:
    """Whether there is no territory yet, and so no place to report for."""
    return not any(each.level >= codes.KELURAHAN for each in territory.territory().gazetteer.units.values())


def kelurahan_choices() -> list[Group]:
    """Every kelurahan under its kecamatan; empty where there are too many to look through."""
    named = territory.territory().gazetteer.units
    found: dict[str, list[Choice]] = {}
    for code, each in sorted(named.items()):
        if each.level == codes.KELURAHAN:
            found.setdefault(codes.parent_of(code), []).append(Choice(code, each.name or code))
    if sum(map(len, found.values())) > MOST_KELURAHAN:
        return []
    return [Group(in_words(above), tuple(choices)) for above, choices in found.items()]


def unit_choices(kelurahan: str) -> list[Group]:
    """The RW of a kelurahan, each with its RT."""
    return [
        Group(
            pictures.label(rw),
            (
                Choice(rw.code, pictures.label(rw)),
                *(
                    Choice(rt.code, f"{pictures.label(rt)} / {pictures.label(rw)}")
                    for rt in territory.parts_of(rw.code)
                ),
            ),
        )
        for rw in territory.parts_of(kelurahan)
    ]


def places_named(text: str, near: str) -> list[Place]:
    """Units, streets and places by what somebody calls them, those near the unit ``near`` first."""
    found = [_place(hit.thing) for hit in territory.search(text, MOST_FOUND, near) if hit.chain]
    return [each for each in found if each is not None]


def place_with_token(token: str) -> Place | None:
    """What ``places_named`` gave before; ``None`` for anything else."""
    kind, _colon, rest = token.partition(":")
    if kind == "unit":
        found = territory.territory().gazetteer.units.get(rest)
        return _place(found) if found else None
    if kind == "place":
        place = territory.place_with_id(rest)
        return _place(place) if place else None
    unit, _colon, name = rest.partition(":")
    streets = territory.territory().gazetteer.streets
    street = next((each for each in streets if each.unit == unit and each.name == name), None)
    return _place(street) if kind == "street" and street else None


def _place(thing: NamedUnit | NamedPlace | NamedStreet) -> Place | None:
    if isinstance(thing, NamedUnit):
        if not is_served(thing.code):
            return None
        return Place(f"unit:{thing.code}", in_words(thing.code), "", thing.code)
    if not is_served(thing.unit):
        return None
    where = in_words(thing.unit)
    if isinstance(thing, NamedPlace):
        return Place(f"place:{thing.id}", thing.name or where, where, thing.unit, thing.lat, thing.lon)
    return Place(f"street:{thing.unit}:{thing.name}", thing.name, where, thing.unit)


# By a tap.


def to_tap(unit: str) -> str:
    """The unit whose map is tapped on: this one, else where the territory begins; ``""`` without a map."""
    code = unit if territory.exists(unit) else territory.begin()
    return code if _frame(code) is not None else ""


def tapped(code: str, x: int, y: int, width: int) -> Point | None:
    """The point under a tap, in pixels from the upper left of the unit's map, shown ``width`` pixels wide.

    ``None`` beside the picture.
    """
    sheet = _frame(code)
    if sheet is None or width <= 0:
        return None
    scale = sheet.width / width
    if not sheet.holds(x * scale, y * scale):
        return None
    try:
        return point(sheet.north - y * scale / sheet.per_y, sheet.west + x * scale / sheet.per_x)
    except NotAPoint:
        return None


def unit_at(here: Point) -> str:
    """The smallest unit that holds the point; ``""`` outside of what is served."""
    units = territory.units_at(here)
    return units[-1].code if units and is_served(units[-1].code) else ""


def map_to_tap(code: str) -> str | None:
    """The unit's map as an SVG file of its own, in the colours of the site; ``None`` where nothing is drawn."""
    return _drawn(code, territory.territory().token, get_language() or "") if _frame(code) is not None else None


def map_with(code: str, here: Point, label: str) -> Picture | None:
    """The unit's map with a point marked. It has no links: a slip of the thumb must not lead away from a form."""
    return _without_links(pictures.map_of(code, marks=[Mark(here.lat, here.lon, "point", label)]))


def map_without_links(code: str) -> Picture | None:
    """The unit's map, to be tapped on with script; ``None`` where nothing is drawn."""
    return _without_links(pictures.map_of(code)) if _frame(code) is not None else None


def _without_links(picture: Picture | None) -> Picture | None:
    return picture and replace(picture, content=_LINK.sub("", picture.content), legend=(), rows=())


@lru_cache(maxsize=64)
def _drawn(code: str, token: UUID | None, language: str) -> str | None:
    picture = pictures.map_of(code)
    if picture is None:
        return None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" width="{picture.width:g}" height="{picture.height:g}" '
        f'viewBox="{picture.view_box}"><style>{_style()}</style><rect class="ground" width="100%" height="100%"/>'
        f'<svg class="{picture.scale}">{_LINK.sub("", picture.content)}</svg></svg>'
    )


def _frame(code: str) -> Frame | None:
    """Where ``pictures.map_of`` has its edges."""
    drawn = [each.code for each in territory.territory().gazetteer.chain(code) if each.drawn]
    outline = territory.outlines(drawn[-1:]).get(drawn[-1]) if drawn else None
    return frame(outline, WIDE) if outline is not None else None


@lru_cache(maxsize=1)
def _style() -> str:
    """What the sheet says of maps, so that a picture outside of a page looks the same, at night too."""
    sheet = _SHEET.read_text(encoding="utf-8")
    tokens = sheet[sheet.index("@layer tokens {") : sheet.index("@layer reset {")]
    rules = [line.strip() for line in sheet.splitlines() if _OF_A_MAP.match(line)]
    return "".join([*tokens.split("\n"), *rules, "svg.map{font-family:system-ui,sans-serif}.ground{fill:var(--land)}"])

"""What OpenStreetMap's tags mean here."""

from collections.abc import Mapping
from typing import TypeAlias

from rukun.geo.streets import CLASSES

Tags: TypeAlias = Mapping[str, str]

PLACE_KINDS = (
    "police",
    "fire_station",
    "hospital",
    "town_hall",
    "guard_post",
    "community_centre",
    "school",
    "worship",
    "market",
    "field",
    "bridge",
)
"""Useful places, those to run to first."""

LEVELS = range(4, 10)
"""``admin_level`` of province, city or regency, district, kelurahan, RW, RT."""

_PLACES = {
    ("amenity", "police"): "police",
    ("amenity", "fire_station"): "fire_station",
    ("amenity", "hospital"): "hospital",
    ("amenity", "clinic"): "hospital",
    ("amenity", "townhall"): "town_hall",
    ("amenity", "community_centre"): "community_centre",
    ("amenity", "school"): "school",
    ("amenity", "kindergarten"): "school",
    ("amenity", "college"): "school",
    ("amenity", "place_of_worship"): "worship",
    ("amenity", "marketplace"): "market",
    ("amenity", "guard_post"): "guard_post",
    ("amenity", "security_post"): "guard_post",
    ("building", "guardhouse"): "guard_post",
    ("building", "gatehouse"): "guard_post",
    ("leisure", "pitch"): "field",
    ("landuse", "recreation_ground"): "field",
    ("man_made", "bridge"): "bridge",
}
_AREAS = {
    ("natural", "water"): "water",
    ("waterway", "riverbank"): "water",
    ("waterway", "dock"): "water",
    ("landuse", "reservoir"): "water",
    ("landuse", "basin"): "water",
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "pitch"): "park",
    ("leisure", "playground"): "park",
    ("landuse", "grass"): "park",
    ("landuse", "recreation_ground"): "park",
    ("landuse", "village_green"): "park",
    ("landuse", "forest"): "park",
    ("natural", "wood"): "park",
    ("landuse", "cemetery"): "cemetery",
    ("amenity", "grave_yard"): "cemetery",
}
_LINES = {
    ("waterway", "river"): "river",
    ("waterway", "canal"): "river",
    ("waterway", "stream"): "river",
    ("waterway", "drain"): "river",
    ("railway", "rail"): "rail",
    ("railway", "light_rail"): "rail",
    ("highway", "motorway"): "motorway",
    ("highway", "motorway_link"): "motorway",
}
KEYS = frozenset(key for key, _ in (*_PLACES, *_AREAS, *_LINES)) | {"building", "highway", "bridge"}
"""Objects with none of these keys are of no interest here."""


def place_kind(tags: Tags) -> str:
    """Which useful place this is, or ``""``."""
    return _first(_PLACES, tags)


def area_kind(tags: Tags) -> str:
    """What a closed line or a multipolygon is drawn as, or ``""``."""
    kind = _first(_AREAS, tags)
    return kind or ("building" if _says_yes(tags.get("building")) else "")


def line_kind(tags: Tags) -> str:
    """What a line is drawn as, streets apart, or ``""``. What runs underground is not seen."""
    return "" if _says_yes(tags.get("tunnel")) else _first(_LINES, tags)


def street_class(tags: Tags) -> int | None:
    """Index into ``CLASSES`` of a street that people walk on, else ``None``."""
    kind = tags.get("highway", "")
    if kind not in CLASSES or _says_yes(tags.get("motorroad")):
        return None
    return CLASSES.index(kind)


def oneway(tags: Tags) -> int:
    """1 along the line, -1 against it, 0 both; walkers never care."""
    return {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1}.get(tags.get("oneway", ""), 0)


def is_bridge(tags: Tags) -> bool:
    return _says_yes(tags.get("bridge"))


def boundary_level(tags: Tags) -> int | None:
    """The ``admin_level`` of an administrative boundary of ours, else ``None``."""
    level = tags.get("admin_level", "")
    known = tags.get("boundary") == "administrative" and level.isascii() and level.isdigit() and int(level) in LEVELS
    return int(level) if known else None


def _first(table: Mapping[tuple[str, str], str], tags: Tags) -> str:
    return next((kind for (key, value), kind in table.items() if tags.get(key) == value), "")


def _says_yes(value: str | None) -> bool:
    return value not in (None, "", "no", "false", "0")

"""What is on the basemap, layer by layer, and from which zoom on.

A zoom here is that of the data: a page shows tiles of one level at the next zoom, twice as large and sharp.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from rukun.geo.coordinates import Bounds, metres_per_degree
from rukun.geo.shapes import Shape
from rukun.geo.streets import Streets
from rukun.territory.drawing import Spot
from rukun.territory.drawing.boundaries import FARTHEST, NEAREST, SHARE, Edges
from rukun.territory.drawing.roads import WIDTH_OF, WIDTHS

LOWEST, HIGHEST = 8, 14
"""Zooms of the data. Higher ones are drawn from the highest, still sharp."""
KELURAHAN = 7
SMOOTH = 1.0
"""Metres by which a boundary may differ from the stored one: less than a step of the finest tile."""
FAR = 3000.0
"""Metres: side of the squares by which boundaries find each other."""

_EDGES = {4: 8, 5: 8, 6: 9, 7: 10, 8: 12, 9: 14}
_NAMES = {4: 8, 5: 8, 6: 10, 7: 11, 8: 14, 9: 14}
_ROADS = {"motorway": 8, "major": 8, "minor": 10, "street": 12, "lane": 14}
_SHAPES = {
    "water": ("water", 8),
    "river": ("water", 10),
    "park": ("green", 11),
    "cemetery": ("green", 12),
    "rail": ("rail", 10),
    "building": ("buildings", 14),
}
_FIRST_SPOTS = {"police", "hospital", "fire_station", "guard_post", "bridge"}

LAYERS = ("territory", "green", "water", "buildings", "rail", "roads", "edges", "units", "places")
"""Every layer that an archive may hold."""


@dataclass(frozen=True)
class Outlined:
    """A unit with its outline (shapely, degrees), and the point within where its name goes."""

    code: str
    label: str
    level: int
    geometry: Any
    lat: float
    lon: float


@dataclass(frozen=True)
class Feature:
    """Something on a layer, from the data's zoom ``begin`` on. ``said`` is what a style may ask of it."""

    geometry: Any
    begin: int
    said: Mapping[str, str | int]


@dataclass(frozen=True)
class Source:
    """Everything that a basemap is drawn from."""

    units: Sequence[Outlined]
    streets: Streets | None
    shapes: Sequence[Shape]
    spots: Sequence[Spot]

    @property
    def bounds(self) -> Bounds | None:
        """The box around all outlines, else around all streets; ``None`` where there is neither."""
        if self.units:
            west, south, east, north = shapely.total_bounds([unit.geometry for unit in self.units]).tolist()
            return west, south, east, north
        if self.streets is None or not len(self.streets.points):
            return None
        (west, south), (east, north) = self.streets.points.min(axis=0), self.streets.points.max(axis=0)
        return float(west), float(south), float(east), float(north)


def layers(source: Source) -> dict[str, list[Feature]]:
    """The layers that have anything on them, by name."""
    found: dict[str, list[Feature]] = defaultdict(list)
    found["territory"] = [Feature(part, LOWEST, {}) for part in _ground(source.units)]
    for shape in source.shapes:
        if shape.kind in _SHAPES:
            layer, begin = _SHAPES[shape.kind]
            said = {"kind": shape.kind, **({"name": shape.name} if shape.name else {})}
            found[layer].append(Feature(shape.geometry, begin, said))
    found["roads"] = list(_roads(source.streets, source.shapes))
    found["edges"] = list(_edges(source.units))
    found["units"] = [
        Feature(shapely.Point(unit.lon, unit.lat), _NAMES[unit.level], {"level": unit.level, "name": unit.label})
        for unit in source.units
        if unit.label
    ]
    found["places"] = [
        Feature(
            shapely.Point(spot.lon, spot.lat),
            HIGHEST - 1 if spot.kind in _FIRST_SPOTS else HIGHEST,
            {"kind": spot.kind, **({"name": spot.name} if spot.name else {})},
        )
        for spot in source.spots
    ]
    return {name: found[name] for name in LAYERS if found[name]}


def as_lines(features: Sequence[Feature]) -> Iterator[str]:
    """Features as GeoJSON, one a line."""
    drawn = shapely.to_geojson(np.fromiter((feature.geometry for feature in features), object))
    for feature, geometry in zip(features, drawn, strict=True):
        said = json.dumps(dict(feature.said), ensure_ascii=False)
        begin = f'{{"minzoom":{feature.begin}}}'
        yield f'{{"type":"Feature","tippecanoe":{begin},"properties":{said},"geometry":{geometry}}}\n'


def _ground(units: Sequence[Outlined]) -> list[Any]:
    """What belongs to the territory: its kelurahan, and whatever of it is drawn no finer than above them."""
    parts = [unit for unit in units if unit.level == KELURAHAN]
    finer = {unit.code.rsplit(".", cut)[0] for unit in parts for cut in (1, 2, 3)}
    above = [unit for unit in units if unit.level < KELURAHAN and unit.code not in finer]
    codes = {unit.code for unit in above}
    top = [unit for unit in above if not any(code != unit.code and unit.code.startswith(f"{code}.") for code in codes)]
    alone = [unit for unit in units if unit.level > KELURAHAN] if not (parts or top) else []
    whole = shapely.union_all([unit.geometry for unit in (*parts, *top, *alone)])
    return [part for part in shapely.get_parts(whole).tolist() if part.geom_type == "Polygon"]


def _roads(streets: Streets | None, shapes: Iterable[Shape]) -> Iterator[Feature]:
    """Streets of one name and width as few, long lines: less to store, and room for the name."""
    named: dict[tuple[str, str], list[Any]] = defaultdict(list)
    if streets is not None and len(streets.length):
        sizes = np.diff(streets.start)
        courses = shapely.linestrings(streets.points, indices=np.repeat(np.arange(len(sizes)), sizes))
        for course, kind, name in zip(courses, streets.kind.tolist(), streets.name.tolist(), strict=True):
            named[WIDTHS[WIDTH_OF[kind]], streets.names[name]].append(course)
    for shape in shapes:
        if shape.kind == "motorway":
            named["motorway", shape.name] += [
                part for part in shapely.get_parts(shape.geometry).tolist() if part.geom_type == "LineString"
            ]
    for (width, name), courses in sorted(named.items()):
        said = {"kind": width, **({"name": name} if name else {})}
        joined = shapely.line_merge(shapely.multilinestrings(courses))
        yield from (Feature(line, _ROADS[width], said) for line in shapely.get_parts(joined).tolist())


def _edges(units: Sequence[Outlined]) -> Iterator[Feature]:
    """Each boundary once, as one of the highest level that it bounds."""
    if not units:
        return
    _, south, _, north = shapely.total_bounds([unit.geometry for unit in units]).tolist()
    scale = np.array(metres_per_degree((south + north) / 2))
    flat = {unit.code: shapely.transform(unit.geometry, lambda points: points * scale) for unit in units}
    kelurahan = sorted(unit.code for unit in units if unit.level == KELURAHAN)
    drawn: list[Any] = []
    for level in sorted({unit.level for unit in units}):
        here = sorted(unit.code for unit in units if unit.level == level)
        flats = [_of_its_kelurahan(code, flat, kelurahan) if level < KELURAHAN else flat[code] for code in here]
        breadth = float(np.median(np.sqrt(shapely.area(flats))))
        edges = Edges(max(min(SHARE * breadth, FARTHEST), NEAREST), drawn, FAR)
        for course in shapely.simplify(shapely.boundary(flats), SMOOTH, preserve_topology=False):
            found = edges.fresh(course)
            drawn += found
            for line in found:
                yield Feature(shapely.transform(line, lambda points: points / scale), _EDGES[level], {"level": level})


def _of_its_kelurahan(code: str, flat: Mapping[str, Any], kelurahan: Sequence[str]) -> Any:
    """The outline of a city or district as that of its kelurahan together, which also decide where a point lies.

    Cities are often drawn by a few points, hundreds of metres beside what they consist of.
    """
    first = bisect_left(kelurahan, f"{code}.")
    parts = [flat[each] for each in kelurahan[first : bisect_left(kelurahan, f"{code}/")]]  # "/" comes after "."
    if not parts:
        return flat[code]
    gap = FARTHEST / 2
    return shapely.buffer(shapely.buffer(shapely.union_all(parts), gap, quad_segs=2), -gap, quad_segs=2)

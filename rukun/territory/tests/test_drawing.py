"""Maps drawn on the server: what is on them, what is beside them, and what may never happen on one."""

import gzip
import itertools
import math
import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import h3
import numpy as np
import pytest
import shapely
from django.conf import settings
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import settings as within
from hypothesis import strategies as st

from rukun.geo import streets
from rukun.geo.shapes import Shape
from rukun.territory.algo import reading
from rukun.territory.algo.tags import PLACE_KINDS
from rukun.territory.drawing import SPOTS, CellCount, Ground, Mark, Outline, Picture, Shade, Spot, draw, signs
from rukun.territory.drawing.boundaries import Edges
from rukun.territory.drawing.cells import classes
from rukun.territory.drawing.frame import SPARE, area_path, line_path
from rukun.territory.drawing.given import MARKS, SHADES
from rukun.territory.drawing.labels import Box, along, shortened
from rukun.territory.drawing.roads import _strung
from rukun.territory.templatetags import maps
from rukun.territory.words import PLACES

pytestmark = pytest.mark.pure

ROOT = Path(settings.PACKAGE).parent
EXTRACT = ROOT.parent / "shared" / "data" / "jakarta" / "jakarta.osm.pbf"
CSS = (ROOT / "rukun" / "ui" / "static" / "ui" / "rukun.css").read_text(encoding="utf-8")

LON, LAT, SIDE = 106.78, -6.20, 0.018
"""A square of two kilometres."""
CLASS = {name: number for number, name in enumerate(streets.CLASSES)}

few = within(max_examples=25, deadline=None)
names = st.text(max_size=60) | st.sampled_from(
    ["RW 09", "<b>&\"'", "مسجد الرحمن", "東京" * 40, "a" * 5000, "\x00\x1b\u202e", "𝒳"]
)
places = st.floats(-0.3, 1.3)


def square(x: float = 0, y: float = 0, side: float = SIDE, code: str = "1", label: str = "", level: int = 7) -> Outline:
    """A unit whose lower left corner lies ``x``, ``y`` sides from that of the area."""
    west, south = LON + x * side, LAT + y * side
    return Outline(code, label or code, level, shapely.box(west, south, west + side, south + side), f"/w/{code}/")


def quarters(label: str = "RW 0%d", level: int = 8) -> list[Outline]:
    corners = itertools.product((0, 1), (0, 1))
    return [
        square(x, y, SIDE / 2, f"1.00{number}", label % number if "%" in label else label, level)
        for number, (x, y) in enumerate(corners, 1)
    ]


def at(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a place in the square, from 0 to 1."""
    return LAT + y * SIDE, LON + x * SIDE


def grid(lines: int, kind: str = "residential", shake: float = 0.2) -> streets.Streets:
    """A made-up kampung: crossing lanes, every crossing a little off."""
    rng = np.random.default_rng(7)
    across = np.stack(np.meshgrid(np.arange(lines), np.arange(lines), indexing="ij"), axis=-1).astype(float)
    points = (LON, LAT) + (across + rng.normal(0, shake, across.shape)) * SIDE / (lines - 1)
    number = np.arange(lines * lines).reshape(lines, lines)
    ways = [
        streets.Way(k, refs, points.reshape(-1, 2)[refs], CLASS[kind], f"Gang {k}")
        for k, refs in enumerate([*number, *number.T])
    ]
    return streets.build(ways)


def root(picture: Picture) -> ET.Element:
    return ET.fromstring(f'<svg viewBox="{picture.view_box}">{picture.content}</svg>')


def paths(picture: Picture, style: str) -> list[str]:
    return [each.attrib["d"] for each in root(picture).iter("path") if style in each.attrib.get("class", "").split()]


def walked(data: str) -> list[list[tuple[float, float]]]:
    """The points of a path, one list per stroke; of a curve only where it ends."""
    strokes: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for command, rest in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", data):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        if command == "z":
            x, y = strokes[-1][0]
            continue
        step = {"h": 1, "v": 1, "q": 4, "c": 6, "a": 7}.get(command.lower(), 2)
        for turn, part in enumerate(numbers[i : i + step] for i in range(0, len(numbers), step)):
            across = part[-2] if step > 1 else part[0] if command in "hH" else 0.0
            down = part[-1] if step > 1 else part[0] if command in "vV" else 0.0
            if command.islower():
                x, y = x + across, y + down
            else:
                x, y = (x if command == "V" else across), (y if command == "H" else down)
            if command in "mM" and not turn:
                strokes.append([])
            strokes[-1].append((x, y))
    return strokes


def length(data: list[str]) -> float:
    return sum(math.dist(*pair) for path in data for stroke in walked(path) for pair in itertools.pairwise(stroke))


def rendered(picture: Picture, **more: Any) -> str:
    source = "{% load maps %}{% area_map picture title=title attribution=attribution listed=listed %}"
    return Template(source).render(
        Context({"picture": picture, "title": "Peta", "attribution": "© siapa", "listed": False, **more})
    )


# Words.


@few
@given(st.lists(st.tuples(names, places, places), max_size=12), st.lists(names, min_size=4, max_size=4))
def test_words_never_meet_and_never_leave_the_picture(found: list[tuple[str, float, float]], units: list[str]) -> None:
    outlines = [
        Outline(f"1.{i}", name, 8, each.geometry) for i, (name, each) in enumerate(zip(units, quarters(), strict=True))
    ]
    marks = [Mark(*at(x, y), MARKS[i % len(MARKS)], name) for i, (name, x, y) in enumerate(found)]
    spots = [Spot(SPOTS[i % len(SPOTS)], name, *at(y, x)) for i, (name, x, y) in enumerate(found)]
    picture = draw(square(), Ground(grid(6), outlines=outlines, spots=spots), marks=marks)
    for one, other in itertools.combinations(picture.words, 2):
        assert not shapely.Polygon(one.box.corners()).buffer(-0.5).intersects(shapely.Polygon(other.box.corners()))
    for word in picture.words:
        assert all(0 <= x <= picture.width * 2 and 0 <= y <= picture.height * 2 for x, y in word.box.corners())


boxes = st.builds(Box, st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 60), st.floats(1, 60), st.floats(-90, 90))


@given(boxes, boxes)
def test_turned_boxes_meet_exactly_when_they_share_room(one: Box, other: Box) -> None:
    shared = shapely.Polygon(one.corners()).intersection(shapely.Polygon(other.corners())).area
    if shared > 1e-3:
        assert one.meets(other)
    elif shapely.Polygon(one.corners()).distance(shapely.Polygon(other.corners())) > 1e-3:
        assert not one.meets(other)


@example(2e-308, 0.0)
@example(5e-324, 5e-324)
@given(st.floats(-200, 200), st.floats(-200, 200))
def test_the_name_of_a_street_is_never_upside_down(x: float, y: float) -> None:
    street = shapely.LineString([(0, 0), (x, y)])
    assert all(-90 <= angle <= 90 for _, _, angle in along([street], "Jl. A", "street"))


@given(names)
def test_a_name_on_a_map_is_short_and_has_no_signs_that_turn_or_hide_others(name: str) -> None:
    shown = shortened(name)
    assert len(shown) <= 26
    assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_long_name_is_shortened_on_the_map_and_whole_in_the_list() -> None:
    picture = draw(square(), Ground(), marks=[Mark(*at(0.5, 0.5), "post", "a" * 5000)])
    assert [word.text for word in picture.words if word.style == "mark"] == ["a" * 25 + "…"]
    assert picture.rows[0].label == "a" * 5000


def test_a_mark_alone_is_named_wherever_it_stands() -> None:
    for step in range(10):
        picture = draw(square(), Ground(), marks=[Mark(*at(0.3 + step * 0.011, 0.5), "GN", "Perkelahian")])
        assert [word.text for word in picture.words if word.style == "mark"] == ["Perkelahian"]


def test_units_are_named_in_full_or_all_by_their_number() -> None:
    wide = draw(square(), Ground(outlines=quarters()))
    assert {word.text for word in wide.words if word.style == "unit"} == {"RW 01", "RW 02", "RW 03", "RW 04"}
    assert not [key for key in wide.legend if key.group == "label"]
    tight = draw(square(), Ground(outlines=quarters("Rukun Warga yang panjang 0%d")))
    assert {word.text for word in tight.words if word.style == "unit"} == {"01", "02", "03", "04"}
    assert [key.kind for key in tight.legend if key.group == "label"] == ["8"]
    assert {row.label for row in tight.rows} == {f"Rukun Warga yang panjang 0{n}" for n in range(1, 5)}


# What is drawn.


@few
@given(st.lists(st.tuples(st.sampled_from(MARKS), places, places), max_size=8), st.integers(120, 800))
def test_no_coordinate_lies_beyond_the_view_box_and_its_margin(
    found: list[tuple[str, float, float]], width: int
) -> None:
    marks = [Mark(*at(x, y), kind, kind) for kind, x, y in found]
    wide = shapely.box(LON - SIDE, LAT - SIDE, LON + 3 * SIDE, LAT + 0.4 * SIDE)
    ground = Ground(
        grid(9, shake=0.6),
        [
            Shape("water", "Kali", wide),
            Shape("river", "Kali", shapely.boundary(wide)),
            Shape("motorway", "", shapely.boundary(wide)),
        ],
        [*quarters(), square(1), square(0, -1)],
    )
    cell = h3.latlng_to_cell(*at(0, 0), 8)
    picture = draw(
        square(), ground, marks=marks, shades=[Shade(wide, "area", "")], cells=[CellCount(cell, 3)], width=width
    )
    reach = 40  # a mark at the edge
    for each in root(picture).iter("path"):
        spare = reach if "mark" in each.attrib.get("class", "") else SPARE
        for x, y in itertools.chain(*walked(each.attrib["d"])):
            assert -spare <= x <= picture.width * 2 + spare
            assert -spare <= y <= picture.height * 2 + spare


whole = st.tuples(st.integers(0, 700), st.integers(0, 700))


@given(st.lists(st.lists(whole, min_size=2, max_size=8), max_size=6))
def test_path_data_leads_where_the_lines_do(courses: list[list[tuple[int, int]]]) -> None:
    lines = [shapely.LineString(course) for course in courses]
    # One that runs back over itself may lose the part walked twice.
    lines = [line for line in lines if line.simplify(0, preserve_topology=False).length > line.length - 1e-6]
    drawn = shapely.MultiLineString([stroke for stroke in walked(line_path(lines, smooth=0)) if len(stroke) > 1])
    for line in lines:
        if line.length > 2:
            assert line.hausdorff_distance(line.intersection(drawn.buffer(0.01))) < 0.1
    assert drawn.length == pytest.approx(sum(line.length for line in lines if line.length > 2))


def test_a_hole_stays_a_hole_and_an_overlap_stays_full() -> None:
    lake = shapely.box(0, 0, 90, 90).difference(shapely.box(30, 30, 60, 60))
    outer, inner = walked(area_path([lake]))
    assert shapely.LinearRing(outer).is_ccw != shapely.LinearRing(inner).is_ccw
    one, other = walked(area_path([shapely.box(0, 0, 50, 50), shapely.box(40, 0, 90, 50).reverse()]))
    assert shapely.LinearRing(one).is_ccw == shapely.LinearRing(other).is_ccw


@few
@given(st.integers(2, 7), st.floats(0, 0.4))
def test_streets_strung_together_are_the_same_streets(lines: int, shake: float) -> None:
    network = grid(lines, shake=shake)
    courses = [shapely.LineString(network.line(piece)) for piece in range(len(network.length))]
    strung = _strung([shapely.transform(course, lambda points: points * 1e4) for course in courses])
    assert len(strung) < len(courses)
    assert sum(line.length for line in strung) == pytest.approx(sum(line.length for line in courses) * 1e4)
    assert shapely.union_all(strung).length == pytest.approx(shapely.union_all(courses).length * 1e4)


def test_an_edge_that_two_units_share_is_drawn_once() -> None:
    picture = draw(
        (LON, LAT, LON + SIDE, LAT + SIDE), Ground(outlines=[square(side=SIDE / 2), square(1, 0, SIDE / 2, code="2")])
    )
    side = (picture.width * 2 - 32) / 2
    assert length(paths(picture, "b7")) == pytest.approx(7 * side, rel=0.01)


@pytest.mark.parametrize("metres", [10, 35])
def test_an_edge_that_another_year_has_drawn_elsewhere_is_still_drawn_once(metres: float) -> None:
    off = metres / 111_195
    children = [
        Outline(
            each.code, each.label, 8, shapely.transform(each.geometry, lambda points: points + np.array([off, off / 2]))
        )
        for each in quarters()
    ]
    exact = draw(square(), Ground(outlines=quarters()))
    shifted = draw(square(), Ground(outlines=children))
    assert length(paths(exact, "b8")) == pytest.approx(2 * (exact.width * 2 - 32), rel=0.02)
    assert length(paths(shifted, "b8")) == pytest.approx(length(paths(exact, "b8")), rel=0.05)


def test_lines_that_differ_by_more_than_years_explain_are_both_drawn() -> None:
    edges = Edges(5)
    first, other = shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(0, 30), (100, 30)])
    assert [line.length for line in edges.fresh(first)] == [100]
    assert [line.length for line in edges.fresh(other)] == [100]
    assert edges.fresh(shapely.LineString([(10, 3), (90, 3)])) == []


def test_no_boundary_of_another_unit_runs_through_the_area() -> None:
    crossing = Outline("2", "Tetangga", 7, shapely.box(LON + SIDE / 2, LAT - SIDE, LON + 2 * SIDE, LAT + 2 * SIDE))
    picture = draw(square(), Ground(outlines=[crossing]))
    inner = shapely.box(30, 30, picture.width * 2 - 30, picture.height * 2 - 30)
    neighbours = [path for path in paths(picture, "b7") if path not in paths(picture, "own")]
    assert not any(shapely.LineString(stroke).intersects(inner) for path in neighbours for stroke in walked(path))


def test_what_lies_outside_the_area_is_veiled_unless_the_area_is_a_box() -> None:
    assert len(paths(draw(square(), Ground()), "veil")) == 1
    assert len(paths(draw(square().geometry, Ground()), "veil")) == 1
    assert paths(draw((LON, LAT, LON + SIDE, LAT + SIDE), Ground()), "veil") == []


def test_a_city_shows_main_streets_and_a_neighbourhood_every_alley_and_house() -> None:
    lanes, main = grid(5, "footway"), grid(5, "primary")
    house = Shape("building", "", shapely.box(LON + SIDE / 50, LAT, LON + SIDE / 25, LAT + SIDE / 50))
    city = shapely.box(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1)
    rw = shapely.box(LON, LAT, LON + SIDE / 8, LAT + SIDE / 8)
    assert not paths(draw(city, Ground(lanes, [house])), "lane")
    assert not paths(draw(city, Ground(lanes, [house])), "building")
    assert paths(draw(city, Ground(main)), "major")
    assert paths(draw(rw, Ground(lanes, [house])), "lane")
    assert paths(draw(rw, Ground(lanes, [house])), "building")
    assert draw(city, Ground()).scale == "far"
    assert draw(rw, Ground()).scale == "near"


def test_every_kind_of_ground_is_drawn_and_in_the_legend() -> None:
    box = shapely.box(LON, LAT, LON + SIDE / 20, LAT + SIDE / 20)
    line = shapely.LineString([(LON, LAT), (LON + SIDE / 9, LAT + SIDE / 9)])
    kinds = {"water": box, "river": line, "rail": line, "motorway": line, "park": box, "cemetery": box, "building": box}
    near = shapely.box(LON, LAT, LON + SIDE / 8, LAT + SIDE / 8)
    picture = draw(near, Ground(shapes=[Shape(kind, "", geometry) for kind, geometry in kinds.items()]))
    assert all(paths(picture, kind) for kind in kinds)
    assert {key.kind for key in picture.legend if key.group == "ground"} == set(kinds)


def test_the_height_follows_the_area_within_bounds() -> None:
    tall = shapely.box(LON, LAT, LON + SIDE / 10, LAT + SIDE)
    assert draw(tall, Ground()).height <= 360 * 1.15 + 1
    assert draw(square(), Ground()).height == pytest.approx(360, abs=4)


def test_a_dense_kelurahan_at_360_pixels_stays_within_6_kb() -> None:
    units = [
        square(x, y, SIDE / 4, f"1.{x}{y}", f"RW {4 * x + y:02}", 8) for x, y in itertools.product(range(4), range(4))
    ]
    picture = draw(square(), Ground(grid(60, "footway"), outlines=units))
    assert len(gzip.compress(ET.tostring(root(picture)), 9)) <= 6 * 1024
    assert len(paths(picture, "lane")[0]) > 5_000


def test_the_same_input_gives_the_same_picture() -> None:
    def once() -> Picture:
        outlines = quarters()
        return draw(square(), Ground(grid(9), outlines=outlines), marks=[Mark(*at(0.5, 0.5), "GN", "A")])

    assert once() == once()


def test_palmerah_takes_less_than_6_kb() -> None:
    if not EXTRACT.exists():
        pytest.skip(f"no extract of Jakarta at {EXTRACT}")
    extract = reading.read(EXTRACT)
    kelurahan = next(each for each in extract.boundaries if each.tags.get("ref:kemendagri") == "31.73.07.1001")
    area = Outline("31.73.07.1001", kelurahan.name, 7, kelurahan.geometry)
    units = [
        Outline(f"{area.code}.0{each.tags['ref']}", each.name, 8, each.geometry, f"/w/{each.tags['ref']}/")
        for each in extract.boundaries
        if each.tags.get("is_in:kemendagri") == area.code
    ]
    picture = draw(area, Ground(streets.build(extract.ways), extract.shapes, units))
    assert len(gzip.compress(ET.tostring(root(picture)), 9)) <= 6 * 1024
    assert len([word for word in picture.words if word.style == "unit"]) == 16
    assert paths(picture, "street")


# Marks, shades, cells.


def test_every_kind_has_a_shape_of_its_own_and_a_word() -> None:
    assert set(signs.MARKS) == set(MARKS) == set(maps.MARKS)
    assert set(signs.SPOTS) == set(SPOTS) == set(PLACES) == set(PLACE_KINDS)
    assert set(SHADES) == set(maps.SHADES)
    shapes = [*signs.MARKS.values(), *signs.SPOTS.values()]
    assert len(set(shapes)) == len(shapes)


@few
@given(st.lists(st.tuples(st.sampled_from(MARKS), places, places), max_size=20))
def test_every_mark_stands_in_the_rows_and_those_outside_say_so(found: list[tuple[str, float, float]]) -> None:
    marks = [Mark(*at(x, y), kind, f"Tanda {i}", "/t/") for i, (kind, x, y) in enumerate(found)]
    picture = draw(square(), Ground(), marks=marks)
    rows = [row for row in picture.rows if row.group == "mark"]
    assert [(row.kind, row.label, row.url) for row in rows] == [(m.kind, m.label, m.url) for m in marks]
    assert sum(len(walked(path)) > 0 for kind in MARKS for path in paths(picture, kind.lower())) == sum(
        row.shown for row in rows
    )
    for row, (_, x, y) in zip(rows, found, strict=True):
        assert row.shown or not (0 <= x <= 1 and 0 <= y <= 1)
    assert {key.kind for key in picture.legend if key.group == "mark"} == {row.kind for row in rows if row.shown}


def test_shades_are_drawn_named_and_listed() -> None:
    ring = shapely.Point(LON + SIDE / 2, LAT + SIDE / 2).buffer(SIDE / 4)
    away = shapely.box(LON + 1, LAT, LON + 2, LAT + 1)
    shades = [Shade(ring, "cordon", "Ditutup", "/d/"), Shade(away, "search", "Jauh")]
    picture = draw(square(), Ground(), shades=shades)
    assert len(paths(picture, "cordon")) == 1
    assert paths(picture, "search") == []
    assert [(row.label, row.shown) for row in picture.rows] == [("Ditutup", True), ("Jauh", False)]
    assert "Ditutup" in {word.text for word in picture.words}
    assert root(picture).find("a").attrib["href"] == "/d/"  # type: ignore[union-attr]


def cells(resolution: int, counts: list[int | None]) -> list[CellCount]:
    middle = h3.latlng_to_cell(*at(0.5, 0.5), resolution)
    near = sorted(h3.grid_disk(middle, 12), key=lambda cell: (h3.grid_distance(middle, cell), cell))
    return [CellCount(cell, count) for cell, count in zip(near, counts, strict=False)]


def test_counts_are_printed_in_their_cells_where_they_fit_and_else_told_by_size() -> None:
    roomy = draw(square(), Ground(), cells=cells(9, [3, 14, 159, None]))
    assert {word.text for word in roomy.words if word.style == "count"} == {"3", "14", "159"}
    assert len(paths(roomy, "few")) == 1
    narrow = draw(square(), Ground(), cells=cells(11, [3, 14, 159, None]))
    assert not [word for word in narrow.words if word.style == "count"]
    sizes = [shapely.Polygon(walked(paths(narrow, f"c{rank}")[0])[0]).area for rank in (1, 3, 5)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1] / 2


def test_every_cell_stands_in_the_rows_the_fullest_first_with_its_direction() -> None:
    picture = draw(square(), Ground(), cells=cells(9, [3, 14, None, 159, 2, 8, 1]))
    rows = [row for row in picture.rows if row.group == "cell"]
    assert [row.count for row in rows] == [159, 14, 8, 3, 2, 1, None]
    assert {row.kind for row in rows} == {"count", "few"}
    assert "c" in {row.where for row in rows}
    assert len({row.where for row in rows}) > 4


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_every_count_falls_into_exactly_one_of_at_most_five_classes(counts: list[int]) -> None:
    found = classes(counts)
    assert len(found) <= 5
    for count in counts:
        assert sum(each.low <= count <= each.high for each in found) == 1
    assert all(any(each.low <= count <= each.high for count in counts) for each in found)
    assert [each.rank for each in found] == sorted({each.rank for each in found})


# What is refused.


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, LON), (LAT, math.inf), (LON, LAT), (-95.0, LON), (LAT, 181.0)])
def test_a_point_that_is_none_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        draw(square(), Ground(), marks=[Mark(lat, lon, "post", "")])
    with pytest.raises(ValueError, match=r"\w"):
        draw(square(), Ground(spots=[Spot("police", "", lat, lon)]))


@pytest.mark.parametrize(
    "area",
    [shapely.Polygon(), shapely.box(0, 0, 200, 1), None, (LON, LAT, LON - 1, LAT), (math.nan, LAT, LON, LAT)],
)
def test_an_area_that_is_none_is_refused(area: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        draw(area, Ground())


def test_too_many_marks_are_refused_in_favour_of_cells() -> None:
    marks = [Mark(*at(0.5, 0.5), "post", "")] * 201
    with pytest.raises(ValueError, match="H3 cells"):
        draw(square(), Ground(), marks=marks)
    with pytest.raises(ValueError, match="larger cells"):
        draw(square(), Ground(), cells=cells(9, [1]) * 501)


def test_unknown_kinds_foreign_addresses_and_false_cells_are_refused() -> None:
    for url in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="this site"):
            draw(square(), Ground(), marks=[Mark(*at(0, 0), "post", "", url)])
    with pytest.raises(ValueError, match="unknown kind"):
        draw(square(), Ground(), marks=[Mark(*at(0, 0), "person", "")])
    with pytest.raises(ValueError, match="unknown kind"):
        draw(square(), Ground(), shades=[Shade(square().geometry, "fence", "")])
    with pytest.raises(ValueError, match="unknown kind"):
        draw(square(), Ground(spots=[Spot("bar", "", *at(0, 0))]))
    with pytest.raises(ValueError, match="H3"):
        draw(square(), Ground(), cells=[CellCount("no", 1)])
    with pytest.raises(ValueError, match="negative"):
        draw(square(), Ground(), cells=cells(9, [-1]))
    with pytest.raises(ValueError, match="pixels"):
        draw(square(), Ground(), width=5)


def test_an_outline_that_crosses_itself_is_drawn_all_the_same() -> None:
    tie = shapely.Polygon([(LON, LAT), (LON + SIDE, LAT + SIDE), (LON + SIDE, LAT), (LON, LAT + SIDE)])
    bow = Outline("1", "Dasi", 7, tie)
    picture = draw(
        bow, Ground(outlines=[bow, *quarters()], shapes=[Shape("water", "Kali", tie)]), shades=[Shade(tie, "area", "")]
    )
    assert paths(picture, "own")


# The component.


@few
@given(names, names)
def test_no_name_breaks_out_of_the_drawing(name: str, other: str) -> None:
    outlines = quarters(name.replace("%", "") or "x")
    ring = shapely.Point(LON + SIDE / 2, LAT + SIDE / 2).buffer(SIDE / 9)
    picture = draw(
        square(),
        Ground(outlines=outlines, spots=[Spot("market", name, *at(0.2, 0.7))]),
        marks=[Mark(*at(0.5, 0.5), "GN", other, '/x/?a="<&')],
        shades=[Shade(ring, "search", other, "/y/")],
    )
    allowed = {"svg", "g", "path", "text", "a"}
    assert {each.tag for each in root(picture).iter()} <= allowed
    page = rendered(picture)
    assert name not in page or "<" not in name
    assert not re.search(r"\sstyle=|<script|<b>&", page)


def test_the_list_beside_the_map_says_the_same() -> None:
    ring = shapely.Point(LON + SIDE / 2, LAT + SIDE / 2).buffer(SIDE / 9)
    picture = draw(
        square(label="Palmerah"),
        Ground(
            outlines=[*quarters(), square(1, 0, code="2", label="Slipi")], spots=[Spot("police", "", *at(0.8, 0.2))]
        ),
        marks=[Mark(*at(0.5, 0.5), "GN", "Perkelahian", "/k/1/"), Mark(*at(9, 9), "PG", "Jauh")],
        shades=[Shade(ring, "cordon", "Jembatan")],
    )
    page = " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", rendered(picture), flags=re.DOTALL)).split())
    for words in (
        "RW 01 RW 02 RW 03 RW 04",
        "Perkelahian GN: gangguan nyata",
        "Jauh PG: potensi gangguan di luar gambar",
        "Jembatan daerah yang ditutup",
        "polisi",
        "batas RW",
        "© siapa",
    ):
        assert words in page
    assert '<a href="/k/1/">Perkelahian</a>' in rendered(picture)
    assert "2 tanda" not in rendered(picture)  # one of them is not on the picture
    assert "1 tanda" in rendered(picture)


def test_cells_are_told_by_direction_and_hidden_counts_stay_hidden() -> None:
    page = rendered(draw(square(), Ground(), cells=cells(9, [5, None])))
    assert "petak di tengah" in page
    assert page.count("terlalu sedikit untuk ditampilkan") == 2  # legend and list


def test_a_map_with_links_is_a_group_and_one_without_is_an_image() -> None:
    assert 'role="img"' in rendered(draw(square(), Ground()))
    page = rendered(draw(square(), Ground(outlines=quarters())))
    assert 'role="group"' in page
    assert '<a href="/w/1.001/" tabindex="-1"' in page


def test_a_long_list_or_one_the_page_has_itself_is_folded() -> None:
    short = draw(square(), Ground(outlines=quarters()))
    assert "<details" not in rendered(short)
    assert "<details" in rendered(short, listed=True)
    marks = [Mark(*at(0.5, 0.5), "post", str(i)) for i in range(13)]
    assert "<details" in rendered(draw(square(), Ground(), marks=marks))
    assert "<ul" not in rendered(draw((LON, LAT, LON + SIDE, LAT + SIDE), Ground()))


# The style sheet.


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


TOKENS = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)\b", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
]


@pytest.mark.parametrize("tokens", [TOKENS[0], TOKENS[0] | TOKENS[1]], ids=["light", "dark"])
def test_words_can_be_read_and_marks_be_seen_on_a_map(tokens: dict[str, str]) -> None:
    for back in ("land", "road", "main", "water", "green", "built"):
        assert contrast(tokens["ink"], tokens[back]) >= 4.5, back
    for front in ("ink", "soft", "deep"):
        assert contrast(tokens[front], tokens["land"]) >= 4.5, front
    for front in ("wood", "leaf", "deep", "pg-mark", "ag-mark", "gn-mark", "soft"):
        assert contrast(tokens[front], tokens["land"]) >= 3, front


def test_every_class_of_a_drawing_has_its_style() -> None:
    box = shapely.box(LON, LAT, LON + SIDE / 20, LAT + SIDE / 20)
    picture = draw(
        square(),
        Ground(
            grid(4),
            [Shape("park", "", box), Shape("water", "Kali", box)],
            quarters(),
            [Spot("police", "", *at(0.8, 0.2))],
        ),
        marks=[Mark(*at(0.3, 0.5), kind, "") for kind in MARKS],
        shades=[Shade(box, kind, "x") for kind in SHADES],
        cells=cells(9, [1, 2, None]),
    )
    used = {style for each in root(picture).iter() for style in each.attrib.get("class", "").split()}
    unstyled = {
        "area",
        "gathering",
        "n-unit",
        "n-spot",
        "n-street",
        "n-count",
        "n-shade",
    }  # as all of their element are
    assert {style for style in used - unstyled if f".{style}" not in CSS} == set()


@pytest.mark.parametrize("points", [20_000, 100_000])
def test_an_outline_of_any_number_of_points_is_drawn_with_few(points: int) -> None:
    """A public page must not take minutes because somebody drew a boundary with a shaking hand."""
    rng = np.random.default_rng(1)
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radius = 0.01 * (1 + 0.5 * rng.random(points))
    jagged = shapely.Polygon(np.stack([106.8 + radius * np.cos(turn), -6.2 + radius * np.sin(turn)], axis=1))
    picture = draw(Outline("31.73.07.1001", "Palmerah", 7, jagged), Ground(outlines=[Outline("x", "RW", 8, jagged)]))
    assert len(picture.content) < 40_000

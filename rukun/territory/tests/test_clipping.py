"""A part of an extract: what people type for it, and what is then kept."""

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rukun.geo.coordinates import Bounds, metres_per_degree
from rukun.geo.shapes import KINDS, Shape
from rukun.geo.streets import Way
from rukun.territory.algo.clipping import MARGIN, Clip, NotAClip, clip_from, clipped
from rukun.territory.algo.findings import CannotRead
from rukun.territory.algo.reading import Extract, FoundPlace
from rukun.territory.algo.settling import FoundUnit

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "clip"),
    [
        ("31", Clip("31")),
        (" 31.73.07.1001\n", Clip("31.73.07.1001")),
        ("3173071001", Clip("31.73.07.1001")),
        ("31.73.07.1001.X7PS", Clip("31.73.07.1001.x7ps")),
        ("31.73.07.1001.x7ps", Clip("31.73.07.1001.x7ps")),
        ("106.78,-6.22,106.81,-6.19", Clip(bounds=(106.78, -6.22, 106.81, -6.19))),
        (" 106.78 , -6.22 , 106.81 , -6.19 ", Clip(bounds=(106.78, -6.22, 106.81, -6.19))),
    ],
)
def test_a_clip_is_a_code_or_a_box(text: str, clip: Clip) -> None:
    assert clip_from(text) == clip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "form"),
        ("palmerah", "form"),
        ("106.78,-6.22,106.81", "form"),
        ("106.78,-6.22,106.81,-6.19,1", "form"),
        ("106.78 -6.22 106.81 -6.19", "form"),
        ("106,78,-6,22", "order"),
        ("a,b,c,d", "number"),
        (",,,", "number"),
        ("nan,-6.22,106.81,-6.19", "number"),
        ("106.78,-6.22,inf,-6.19", "number"),
        ("-6.22,106.78,-6.19,106.81", "swapped"),
        ("106.81,-6.22,106.78,-6.19", "order"),
        ("106.78,-6.19,106.81,-6.22", "order"),
        ("106.78,-6.22,106.78,-6.19", "order"),
        ("106.78,-6.22,500,-6.19", "range"),
    ],
)
def test_what_is_no_clip_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(NotAClip) as refused:
        clip_from(text)
    assert refused.value.why == why


@given(st.text())
def test_whatever_is_typed_is_a_clip_or_refused(text: str) -> None:
    try:
        clip = clip_from(text)
    except NotAClip:
        return
    assert bool(clip.code) != bool(clip.bounds)


corners = st.tuples(
    st.integers(950_000_000, 1_410_000_000),
    st.integers(-110_000_000, 60_000_000),
    st.integers(1, 10**7),
    st.integers(1, 10**7),
)


@given(corners)
def test_a_clip_is_kept_as_it_was_typed(given_: tuple[int, int, int, int]) -> None:
    """It stands in the report: whoever types it again must get the same part."""
    x, y, width, height = given_
    clip = Clip(bounds=(x / 1e7, y / 1e7, (x + width) / 1e7, (y + height) / 1e7))
    assert clip_from(str(clip)) == clip
    assert str(clip_from("31.73")) == "31.73"
    assert str(Clip()) == ""


# What is kept.


def unit(code: str, *square: float) -> FoundUnit:
    return FoundUnit(code, code, 0, shapely.box(*square) if square else None)


UNITS = (
    unit("31"),
    unit("31.73"),
    unit("31.73.07", 0, 0, 4, 4),
    unit("31.73.07.1001", 0, 0, 2, 4),
    unit("31.73.07.1001.001", 0, 0, 2, 2),
    unit("31.73.07.1001.002"),
    unit("31.73.07.1002", 2, 0, 4, 4),
    unit("31.74", 9, 9, 12, 12),
)


def test_without_a_clip_everything_is_kept() -> None:
    extract = Extract()
    assert clipped(extract, UNITS, Clip()) == (extract, UNITS)


def test_a_code_keeps_the_unit_those_in_it_and_those_above_it() -> None:
    _, kept = clipped(Extract(), UNITS, Clip("31.73.07.1001"))
    assert [each.code for each in kept] == [
        "31",
        "31.73",
        "31.73.07",
        "31.73.07.1001",
        "31.73.07.1001.001",
        "31.73.07.1001.002",
    ]


@pytest.mark.parametrize("code", ["32", "31.73", "31.73.07.1001.002", "31.73.07.100"])
def test_a_code_that_is_unknown_or_not_drawn_is_refused(code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        clipped(Extract(), UNITS, Clip(code))
    assert (refused.value.why, refused.value.detail) == ("clip_unknown", code)


def test_a_box_keeps_the_units_that_meet_it_and_those_above_them() -> None:
    _, kept = clipped(Extract(), UNITS, Clip(bounds=(1, 3, 1.5, 3.5)))
    assert [each.code for each in kept] == ["31", "31.73", "31.73.07", "31.73.07.1001"]


def test_a_box_without_units_is_refused() -> None:
    with pytest.raises(CannotRead) as refused:
        clipped(Extract(), UNITS, Clip(bounds=(5, 5, 6, 6.5)))
    assert (refused.value.why, refused.value.detail) == ("clip_empty", "5,5,6,6.5")


BOX: Bounds = (0, 0, 4, 4)


def way(*spots: tuple[float, float]) -> Way:
    return Way(1, np.arange(len(spots)), np.array(spots, np.float64), 0)


def test_streets_and_places_are_kept_in_a_box_its_edge_included() -> None:
    inside = [way((1, 1), (2, 2)), way((-9, 2), (9, 2)), way((4, 4), (9, 9))]
    outside = [way((4.1, 0), (9, 0)), way((0, -2), (4, -0.1))]
    near = [FoundPlace("n1", "police", "", 4, 4), FoundPlace("n2", "police", "", 0, 0)]
    far = [FoundPlace("n3", "police", "", 4.1, 4), FoundPlace("n4", "police", "", 2, -0.1)]
    extract, _ = clipped(Extract(ways=inside + outside, places=near + far), UNITS, Clip(bounds=BOX))
    assert extract.ways == inside, "whole ways: a junction must not lose its streets"
    assert extract.places == near


def test_around_a_unit_some_streets_are_kept_for_those_who_live_at_its_edge() -> None:
    metre = 1 / metres_per_degree(0)[1]
    spots = [(4 + (MARGIN - 1) * metre, 1.0), (4 + (MARGIN + 1) * metre, 1.0)]
    places = [FoundPlace(f"n{i}", "police", "", y, x) for i, (x, y) in enumerate(spots)]
    extract, _ = clipped(Extract(places=places), UNITS, Clip("31.73.07.1002"))
    assert extract.places == places[:1]


def left_of(geometry: Any, kind: str = "water") -> Any:
    extract, _ = clipped(Extract(shapes=[Shape(kind, "A", geometry)]), UNITS, Clip(bounds=BOX))
    return extract.shapes[0].geometry if extract.shapes else None


def test_what_is_drawn_is_cut_at_the_box_but_a_building_is_left_whole() -> None:
    reaching = shapely.box(3, 3, 9, 9)
    assert shapely.equals(left_of(reaching), shapely.box(3, 3, 4, 4))
    assert shapely.equals(left_of(reaching, "building"), reaching)
    assert shapely.equals(left_of(shapely.LineString([(2, 2), (9, 2)]), "river"), shapely.LineString([(2, 2), (4, 2)]))
    assert left_of(shapely.box(5, 5, 6, 6)) is None


def test_what_only_touches_the_box_is_not_kept_as_a_point_or_a_line() -> None:
    assert left_of(shapely.box(4, 4, 5, 5)) is None
    assert left_of(shapely.box(4, 0, 5, 4)) is None
    assert left_of(shapely.LineString([(4, 4), (9, 9)]), "river") is None
    hook = shapely.Polygon([(3, 1), (5, 0), (5, 4), (4, 3), (5, 3.5), (5, 2), (3, 2)])
    assert shapely.equals(left_of(hook), shapely.Polygon([(3, 1), (4, 0.5), (4, 2), (3, 2)]))


squares = st.tuples(st.integers(-3, 6), st.integers(-3, 6), st.integers(1, 9), st.integers(1, 9)).map(
    lambda s: shapely.box(s[0], s[1], s[0] + s[2], s[1] + s[3])
)


@given(st.lists(st.tuples(squares, squares, st.sampled_from(KINDS)), max_size=6))
def test_areas_stay_areas_and_lines_stay_lines_within_the_box(given_: list[tuple[Any, Any, str]]) -> None:
    shapes = []
    for one, other, kind in given_:
        area = shapely.symmetric_difference(one, other)
        geometry = shapely.boundary(one) if kind in ("river", "rail", "motorway") else area
        if not geometry.is_empty:
            shapes.append(Shape(kind, "", geometry))
    extract, _ = clipped(Extract(shapes=shapes), UNITS, Clip(bounds=BOX))
    box = shapely.box(*BOX)
    for shape in extract.shapes:
        of_lines = shape.kind in ("river", "rail", "motorway")
        names = ("LineString", "MultiLineString") if of_lines else ("Polygon", "MultiPolygon")
        assert shape.geometry.geom_type in names
        assert shape.kind == "building" or shapely.covers(box, shape.geometry)
    for measure, line in ((shapely.area, False), (shapely.length, True)):
        before, after = (
            sum(
                float(measure(shapely.intersection(each.geometry, box)))
                for each in many
                if (each.kind in ("river", "rail", "motorway")) == line
            )
            for many in (shapes, extract.shapes)
        )
        assert after == pytest.approx(before)

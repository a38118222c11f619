"""What is a point on the Earth, and how far apart two are."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.geo.coordinates import EARTH, INDONESIA, NotAPoint, Point, around, inside, lengths, metres_per_degree, point

pytestmark = pytest.mark.pure

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
west, south, east, north = INDONESIA


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        ("enam", "106", "number"),
        ("-6,2", "106,8", "number"),
        ("", "", "number"),
        (None, 106.8, "number"),
        ([-6.2], 106.8, "number"),
        (10**400, 106.8, "number"),
        ("nan", 106.8, "number"),
        (-6.2, math.inf, "number"),
        (-6.2, "-Infinity", "number"),
        (91, 0, "range"),
        (-90.1, 0, "range"),
        (0, 180.1, "range"),
        (1000, 1000, "range"),
        (106.8, -6.2, "swapped"),
        ("106.8", "-6.2", "swapped"),
        (west, south, "swapped"),
        (east, north, "swapped"),
    ],
)
def test_what_is_no_point_is_refused_with_its_reason(lat: Any, lon: Any, why: str) -> None:
    with pytest.raises(NotAPoint) as refused:
        point(lat, lon)
    assert refused.value.why == why


@pytest.mark.parametrize("given_", [(-6.2, 106.8), ("-6.2", "106.8"), (" -6.2 ", "1.068e2")])
def test_a_point_is_taken_from_numbers_and_from_text(given_: tuple[Any, Any]) -> None:
    assert point(*given_) == Point(lat=-6.2, lon=106.8)


@given(st.floats(south, north), st.floats(west, east))
def test_every_point_of_indonesia_is_one_and_is_refused_when_exchanged(lat: float, lon: float) -> None:
    assert point(lat, lon) == Point(lat, lon)
    with pytest.raises(NotAPoint) as refused:
        point(lon, lat)
    assert refused.value.why == "swapped"


@given(st.one_of(st.floats(), st.integers(), st.text(), st.none()), st.one_of(st.floats(), st.text(), st.binary()))
def test_whatever_is_given_is_a_point_on_the_earth_or_refused(lat: Any, lon: Any) -> None:
    try:
        found = point(lat, lon)
    except NotAPoint:
        return
    assert abs(found.lat) <= 90
    assert abs(found.lon) <= 180


def test_a_degree_along_a_meridian_is_its_share_of_the_circumference() -> None:
    line = np.array([(106.0, -6.0), (106.0, -7.0), (106.0, -7.0)])
    assert lengths(line) == pytest.approx([math.pi * EARTH / 180, 0])
    assert lengths(np.array([(0.0, 90.0), (77.0, -90.0)])) == pytest.approx([math.pi * EARTH])
    assert lengths(line[:1]).shape == (0,)
    assert lengths(line[:0]).shape == (0,)


@given(st.lists(st.tuples(longitudes, latitudes), min_size=2, max_size=6))
def test_distances_agree_with_the_angle_between_the_two_directions(spots: list[tuple[float, float]]) -> None:
    line = np.array(spots)
    x, y = np.radians(line).T
    directions = np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)
    across = np.linalg.norm(np.cross(directions[:-1], directions[1:]), axis=1)
    along = (directions[:-1] * directions[1:]).sum(axis=1)
    # Close to the other side of the Earth the haversine loses digits: 0.3 m of 20,000 km.
    assert lengths(line) == pytest.approx(np.arctan2(across, along) * EARTH, rel=1e-7, abs=0.3)
    assert lengths(line[::-1]) == pytest.approx(lengths(line)[::-1])


def test_near_points_are_apart_by_metres_and_no_rounding_eats_them() -> None:
    """Junctions a few metres apart are what streets are made of."""
    metre = 1 / metres_per_degree(-6.2)[1]
    assert lengths(np.array([(106.8, -6.2), (106.8, -6.2 + metre)])) == pytest.approx([1], rel=1e-6)


@given(st.floats(-60, 60), longitudes, st.floats(1, 1000))
def test_a_box_made_wider_reaches_as_far_as_said(lat: float, lon: float, metres: float) -> None:
    w, s, e, n = around((lon, lat, lon, lat), metres)
    assert lengths(np.array([(w, lat), (lon, lat), (e, lat)])) == pytest.approx([metres, metres], rel=1e-3)
    assert lengths(np.array([(lon, s), (lon, lat), (lon, n)])) == pytest.approx([metres, metres], rel=1e-3)


def test_the_edge_belongs_to_a_box() -> None:
    box = (1.0, 2.0, 3.0, 4.0)
    assert all(inside(x, y, box) for x in (1, 2, 3) for y in (2, 3, 4))
    assert not any(inside(x, y, box) for x, y in [(0.99, 3), (3.01, 3), (2, 1.99), (2, 4.01), (math.nan, 3)])

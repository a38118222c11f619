"""Where a point lies, against a slow second way that follows the rule word by word."""

import subprocess
import sys
from typing import Any, TypeAlias

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rukun.territory.algo import codes
from rukun.territory.algo.locating import NOWHERE, Locator

pytestmark = pytest.mark.pure

Units: TypeAlias = list[tuple[str, Any]]


def slowly(units: Units, lat: float, lon: float) -> str | None:
    """The first kelurahan that holds the point, else the first RW, RT, district and so on; then down within it."""
    holding = [code for code, shape in units if shape.intersects(shapely.Point(lon, lat))]
    for level in (7, 8, 9, 6, 5, 4):
        deciding = [code for code in holding if codes.level_of(code) == level]
        if not deciding:
            continue
        found = min(deciding)
        for below in range(level + 1, 10):
            within = [code for code in holding if codes.level_of(code) == below and code.startswith(found + ".")]
            found = min(within, default=found)
        return found
    return None


@st.composite
def shapes(draw: st.DrawFn) -> Any:
    """Squares, squares with a hole, and two squares in one: all with their corners on a small grid."""

    def square() -> Any:
        x, y = draw(st.integers(0, 8)), draw(st.integers(0, 8))
        return shapely.box(x, y, x + draw(st.integers(1, 6)), y + draw(st.integers(1, 6)))

    match draw(st.sampled_from(["square", "hole", "two"])):
        case "hole":
            x, y = draw(st.integers(0, 6)), draw(st.integers(0, 6))
            return shapely.difference(shapely.box(x, y, x + 5, y + 5), shapely.box(x + 1, y + 1, x + 4, y + 3))
        case "two":
            return shapely.union(square(), square())
        case _:
            return square()


@st.composite
def territories(draw: st.DrawFn) -> Units:
    """Units that touch, overlap, stick out of their parents, have gaps, or no drawn parent."""
    part = st.integers(1, 3)
    levels = draw(st.lists(st.integers(1, 6), max_size=14))
    found: dict[str, Any] = {}
    for depth in levels:
        parts = [f"{draw(part):0{width}}" for width in codes.WIDTHS[:depth]]
        if draw(st.integers(0, 4)) == 0 and depth > 4:
            parts[-1] += "x7ps"
        found[".".join(parts)] = draw(shapes())
    return list(found.items())


# On corners, on edges, between them, and outside.
spots = st.tuples(st.integers(-2, 30), st.integers(-2, 30)).map(lambda spot: (spot[0] / 2, spot[1] / 2))


@given(territories(), st.lists(spots, max_size=20))
def test_a_point_lies_where_the_rule_says(units: Units, given_: list[tuple[float, float]]) -> None:
    locator = Locator(units)
    rows = locator.locate_all(np.array(given_, np.float64).reshape(-1, 2)).tolist()
    for (lon, lat), row in zip(given_, rows, strict=True):
        expected = slowly(units, lat, lon)
        assert locator.locate(lat, lon) == expected
        assert (None if row == NOWHERE else locator.codes[row]) == expected


@given(territories(), st.randoms(use_true_random=False), st.lists(spots, min_size=1, max_size=10))
def test_the_order_of_units_does_not_decide_a_border(
    units: Units, random: Any, given_: list[tuple[float, float]]
) -> None:
    mixed = list(units)
    random.shuffle(mixed)
    one, other = Locator(units), Locator(mixed)
    assert one.codes == other.codes
    for lon, lat in given_:
        assert one.locate(lat, lon) == other.locate(lat, lon)


@given(territories(), st.data())
def test_neighbours_of_other_places_do_not_move_a_border(units: Units, data: st.DataObject) -> None:
    """What is far away has no say."""
    lon, lat = data.draw(spots)
    near = [(code, shape) for code, shape in units if shape.intersects(shapely.Point(lon, lat))]
    assert Locator(near).locate(lat, lon) == Locator(units).locate(lat, lon)


KELURAHAN = [
    ("31", shapely.box(0, 0, 10, 10)),
    ("31.73", shapely.box(0, 0, 10, 10)),
    ("31.73.07", shapely.box(0, 0, 10, 10)),
    ("31.73.07.1001", shapely.box(0, 0, 5, 10)),
    ("31.73.07.1002", shapely.box(5, 0, 10, 10)),
    ("31.73.07.1001.002", shapely.box(0, 0, 5, 5)),
    ("31.73.07.1002.001", shapely.box(4, 0, 9, 5)),
]


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (2.0, 2.0, "31.73.07.1001.002"),
        (5.0, 2.0, "31.73.07.1001.002"),
        (4.5, 2.0, "31.73.07.1001.002"),
        (5.5, 2.0, "31.73.07.1002.001"),
        (5.0, 7.0, "31.73.07.1001"),
        (9.5, 2.0, "31.73.07.1002"),
        (10.0, 10.0, "31.73.07.1002"),
        (10.1, 10.0, None),
    ],
)
def test_a_border_has_one_answer_and_the_answer_is_one_path(lon: float, lat: float, code: str | None) -> None:
    """The RW of 1002 reaches into 1001, but whoever stands there is in 1001 and so in its RW."""
    assert Locator(KELURAHAN).locate(lat, lon) == code


def test_a_unit_whose_parent_is_not_drawn_is_found_too() -> None:
    locator = Locator([("31.73.07.1001", shapely.box(0, 0, 5, 5)), ("31", shapely.box(0, 0, 9, 9))])
    assert locator.locate(1, 1) == "31.73.07.1001"
    assert locator.locate(8, 8) == "31"


def test_in_a_hole_is_outside_and_on_its_edge_is_inside() -> None:
    lake = shapely.difference(shapely.box(0, 0, 4, 4), shapely.box(1, 1, 3, 3))
    locator = Locator([("31", lake)])
    assert (locator.locate(2, 2), locator.locate(1, 2), locator.locate(0.5, 2)) == (None, "31", "31")


def test_without_units_a_point_lies_nowhere() -> None:
    locator = Locator([])
    assert locator.locate(0, 0) is None
    assert locator.locate_all(np.zeros((3, 2))).tolist() == [NOWHERE] * 3


def test_what_is_no_point_lies_nowhere() -> None:
    locator = Locator(KELURAHAN)
    nan, inf = float("nan"), float("inf")
    strange = np.array([(nan, nan), (2, nan), (nan, 2), (inf, 2), (-inf, inf), (2, 2)])
    assert locator.locate_all(strange).tolist() == [NOWHERE] * 5 + [locator.codes.index("31.73.07.1001.002")]
    assert locator.locate(nan, 2) is None
    assert locator.locate(2, inf) is None
    assert locator.locate_all(np.empty((0, 2))).tolist() == []


def test_a_hundred_thousand_points_are_answered_as_one_by_one() -> None:
    points = np.random.default_rng(7).uniform(-1, 11, (100_000, 2))
    locator = Locator(KELURAHAN)
    rows = locator.locate_all(points)
    for i in range(0, len(points), 997):
        lon, lat = points[i].tolist()
        assert (None if rows[i] == NOWHERE else locator.codes[rows[i]]) == slowly(KELURAHAN, lat, lon)


MANY_THREADS = """
import sys, threading
import numpy as np, shapely
from rukun.territory.algo.locating import Locator

sys.setswitchinterval(1e-6)
turn = np.linspace(0, 2 * np.pi, 20_001)
coast = np.stack([np.cos(turn) * (1 + np.sin(300 * turn) / 9), np.sin(turn) * (1 + np.sin(300 * turn) / 9)], axis=1)
points = np.random.default_rng(1).uniform(-1, 1, (200, 2))
for _ in range(40):
    locator = Locator([("31", shapely.Polygon(coast))])
    together, answers = threading.Barrier(4), []
    def ask():
        together.wait()
        answers.append(locator.locate_all(points).tolist())
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert len(answers) == 4 and all(answer == answers[0] for answer in answers)
"""


def test_many_threads_may_ask_a_fresh_locator_at_once() -> None:
    """A server's threads do. The library beneath would crash the whole process, hence a process of its own."""
    done = subprocess.run([sys.executable, "-c", MANY_THREADS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

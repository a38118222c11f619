"""Areas from lines: whole outlines come back as they were, broken ones are mended a little or left open."""

import math
from typing import Any, TypeAlias

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rukun.geo.coordinates import Points, metres_per_degree
from rukun.geo.rings import GAP, MOST_LOOSE, MOST_POINTS, Area, assemble, repaired

pytestmark = pytest.mark.pure

Spots: TypeAlias = list[tuple[float, float]]

LAT = -6.2
PER_LON, PER_LAT = metres_per_degree(LAT)
FLAWS = {"thinned", "closed", "open", "repaired", "empty"}


def line(*spots: tuple[float, float]) -> Points:
    """A line through points given in metres from somewhere in Jakarta."""
    return np.array([(106.8 + x / PER_LON, LAT + y / PER_LAT) for x, y in spots], np.float64)


def square_metres(area: Area) -> float:
    return float(shapely.area(area.geometry)) * PER_LON * PER_LAT


@st.composite
def stars(draw: st.DrawFn) -> Spots:
    """A closed outline that sees its centre from everywhere, so that it never crosses itself; metres."""
    corners = draw(st.integers(3, 24))
    radii = draw(st.lists(st.integers(300, 2000), min_size=corners, max_size=corners))
    turns = [2 * math.pi * i / corners for i in range(corners)]
    return [(r * math.cos(turn), r * math.sin(turn)) for r, turn in zip(radii, turns, strict=True)]


@st.composite
def cut(draw: st.DrawFn, outline: Spots) -> list[Points]:
    """The outline in pieces, in any order, each in any direction."""
    turn = draw(st.integers(0, len(outline) - 1))
    ring = [*outline[turn:], *outline[:turn], outline[turn]]
    places = sorted(draw(st.sets(st.integers(1, len(outline) - 1), max_size=6)))
    pieces = [ring[a : b + 1] for a, b in zip([0, *places], [*places, len(outline)], strict=True)]
    return [line(*(piece[::-1] if draw(st.booleans()) else piece)) for piece in draw(st.permutations(pieces))]


def scaled(outline: Spots, share: float, by: tuple[float, float] = (0, 0)) -> Spots:
    return [(x * share + by[0], y * share + by[1]) for x, y in outline]


def polygon(outline: Spots, *holes: Spots) -> Any:
    return shapely.Polygon(line(*outline), [line(*hole) for hole in holes])


@given(st.data(), stars())
def test_an_outline_cut_into_pieces_gives_its_area_back(data: st.DataObject, outline: Spots) -> None:
    area = assemble(data.draw(cut(outline)))
    assert area.flaws == ()
    assert shapely.equals(area.geometry, polygon(outline))


@given(st.data(), stars())
def test_a_hole_cut_into_pieces_is_taken_out(data: st.DataObject, outline: Spots) -> None:
    hole = scaled(outline, 0.4)
    area = assemble(data.draw(cut(outline)), data.draw(cut(hole)))
    assert area.flaws == ()
    assert shapely.equals(area.geometry, polygon(outline, hole))


@given(st.data(), stars())
def test_an_exclave_with_a_hole_of_its_own_is_kept(data: st.DataObject, outline: Spots) -> None:
    away = scaled(outline, 1, (5000, 0))
    hole = scaled(outline, 0.5, (5000, 0))
    area = assemble(data.draw(st.permutations(data.draw(cut(outline)) + data.draw(cut(away)))), data.draw(cut(hole)))
    assert area.flaws == ()
    assert shapely.equals(area.geometry, shapely.union(polygon(outline), polygon(away, hole)))


@given(st.data(), stars())
def test_a_piece_that_stands_there_twice_changes_nothing(data: st.DataObject, outline: Spots) -> None:
    pieces = data.draw(cut(outline))
    area = assemble([*pieces, data.draw(st.sampled_from(pieces))])
    assert area.flaws == ()
    assert shapely.equals(area.geometry, polygon(outline))


def test_two_rings_that_touch_in_a_corner_or_along_a_side_are_one_area() -> None:
    one = line((0, 0), (500, 0), (500, 500), (0, 500), (0, 0))
    corner = line((500, 500), (900, 500), (900, 900), (500, 900), (500, 500))
    side = line((500, 0), (900, 0), (900, 500), (500, 500), (500, 0))
    assert square_metres(assemble([one, corner])) == pytest.approx(500 * 500 + 400 * 400)
    assert square_metres(assemble([one, side])) == pytest.approx(900 * 500)


# Gaps.


@st.composite
def broken(draw: st.DrawFn) -> tuple[Spots, float, list[Points]]:
    """A square of a kilometre whose southern side lacks a stretch: the whole, the stretch in metres, the pieces."""
    gap = draw(st.floats(1, 900).filter(lambda metres: abs(metres - GAP) > 0.01))
    begin = draw(st.floats(20, 980 - gap))
    whole: Spots = [(0, 0), (begin, 0), (begin + gap, 0), (1000, 0), (1000, 1000), (0, 1000)]
    course = [*whole[2:], *whole[:2]]
    at = draw(st.integers(1, 4))
    pieces = [course[: at + 1], course[at:]]
    return whole, gap, [line(*piece) for piece in draw(st.permutations(pieces))]


@given(broken())
def test_a_small_gap_is_closed_and_a_wide_one_left_open(given_: tuple[Spots, float, list[Points]]) -> None:
    whole, gap, pieces = given_
    area = assemble(pieces)
    if gap <= GAP:
        assert area.flaws == ("closed",)
        assert shapely.equals(shapely.normalize(area.geometry), polygon(whole))
    else:
        assert area == Area(None, ("open",))


def test_several_gaps_are_closed_each_with_its_nearest_end() -> None:
    sides = [
        line((0, 0), (480, 0)),
        line((500, 0), (500, 470)),
        line((500, 500), (20, 500)),
        line((0, 480), (0, 10)),
    ]
    area = assemble(sides)
    assert area.flaws == ("closed",)
    assert square_metres(area) == pytest.approx(500 * 500, rel=0.01)


def test_a_second_ring_that_is_wide_open_does_not_take_the_first_with_it() -> None:
    area = assemble([line((0, 0), (500, 0), (500, 500), (0, 500), (0, 0)), line((2000, 0), (3000, 0), (3000, 900))])
    assert area.flaws == ("open",)
    assert square_metres(area) == pytest.approx(500 * 500)


@pytest.mark.parametrize("far", [(60.0, 30.0), (70.0, 5.0), (5.0, 15.0)])
def test_a_spur_at_an_outline_is_left_out_and_no_territory_is_made_of_it(far: tuple[float, float]) -> None:
    """Its ends lie close together, but one of them is on the outline."""
    outline = [line((0, 0), (500, 0), (500, 500)), line((500, 500), (0, 500), (0, 0))]
    spur = line((500, 500), (540, 540), (500 + far[0], 500 + far[1]))
    area = assemble([*outline, spur])
    assert area.flaws == ("open",)
    assert square_metres(area) == pytest.approx(500 * 500)


def test_stray_lines_are_left_out_and_no_territory_is_made_of_them() -> None:
    outline = line((0, 0), (500, 0), (500, 500), (0, 500), (0, 0))
    bent = line((2000, 0), (2030, 30), (2060, 0))
    beside = [line((3000, 0), (3000, 40)), line((3030, 0), (3030, 40))]
    assert assemble([bent]) == Area(None, ("open",))
    area = assemble([outline, bent, *beside])
    assert area.flaws == ("open",)
    assert square_metres(area) == pytest.approx(500 * 500)


def test_lines_that_meet_in_the_middle_of_each_other_enclose_what_lies_between() -> None:
    """Sides drawn a little too long: no end meets another."""
    area = assemble(
        [
            line((-10, 0), (510, 0)),
            line((500, -10), (500, 510)),
            line((510, 500), (-10, 500)),
            line((0, 510), (0, -10)),
        ]
    )
    assert square_metres(area) == pytest.approx(500 * 500)
    assert "open" in area.flaws


def test_a_hole_that_is_open_is_said_and_takes_nothing_out() -> None:
    outline = line((0, 0), (5000, 0), (5000, 5000), (0, 5000), (0, 0))
    area = assemble([outline], [line((1000, 1000), (2000, 1000), (2000, 2000))])
    assert area.flaws == ("open",)
    assert square_metres(area) == pytest.approx(5000 * 5000)


# Outlines that are wrong.


def test_a_figure_of_eight_becomes_two_areas() -> None:
    area = assemble([line((0, 0), (1000, 1000), (1000, 0), (0, 1000), (0, 0))])
    assert area.flaws == ("repaired",)
    assert shapely.get_num_geometries(area.geometry) == 2
    assert square_metres(area) == pytest.approx(2 * 500 * 500)


def test_a_repair_that_leaves_no_area_leaves_nothing() -> None:
    assert repaired(shapely.Polygon([(0, 0), (1, 1), (2, 2), (0, 0)])) is None
    assert assemble([np.array([(0.0, 0), (1, 1), (2, 2), (0, 0)])]) == Area(None, ("repaired", "empty"))


@pytest.mark.parametrize("outer", [[], [line((0, 0))], [np.empty((0, 2))], [line((0, 0), (0, 0))]])
def test_nothing_encloses_nothing(outer: list[Points]) -> None:
    area = assemble(outer)
    assert area.geometry is None
    assert set(area.flaws) & {"empty", "open"}


def test_a_hole_as_large_as_the_outline_leaves_nothing() -> None:
    ring = line((0, 0), (500, 0), (500, 500), (0, 500), (0, 0))
    assert assemble([ring], [ring]) == Area(None, ("empty",))


grid = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(
    st.lists(st.lists(grid, max_size=7), max_size=7),
    st.lists(st.lists(grid, max_size=5), max_size=3),
    st.sampled_from([0.001, 30, 90, 400]),
)
def test_rubbish_gives_a_valid_area_or_none_and_never_an_error(outer: Any, inner: Any, step: float) -> None:
    def lines(many: Any) -> list[Points]:
        return [line(*((x * step, y * step) for x, y in one)).reshape(-1, 2) for one in many]

    area = assemble(lines(outer), lines(inner))
    assert set(area.flaws) <= FLAWS
    assert len(set(area.flaws)) == len(area.flaws)
    if area.geometry is None:
        assert {"open", "empty"} & set(area.flaws)
        return
    assert shapely.is_valid(area.geometry)
    assert area.geometry.geom_type in ("Polygon", "MultiPolygon")
    assert all(part.area > 0 for part in shapely.get_parts(area.geometry))
    within = shapely.convex_hull(shapely.multipoints(np.concatenate(lines(outer))))
    assert shapely.area(area.geometry) <= shapely.area(within) * (1 + 1e-9)


def test_a_ruin_of_loose_lines_is_given_up_and_not_searched_for_ever() -> None:
    pieces = [line((i * 20, 0), (i * 20, 900)) for i in range(MOST_LOOSE + 1)]
    assert assemble(pieces) == Area(None, ("open",))


# Outlines with too many points.


def circle(points: int, radius: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, points)
    ring = np.stack([106.8 + radius / PER_LON * np.cos(turn), LAT + radius / PER_LAT * np.sin(turn)], axis=1)
    ring[-1] = ring[0]
    return ring


def test_an_outline_of_a_million_points_is_drawn_from_fewer() -> None:
    ring = circle(1_000_001, 20_000)
    area = assemble([ring[:400_000], ring[399_999:]])
    assert area.flaws == ("thinned",)
    assert shapely.get_num_coordinates(area.geometry) <= MOST_POINTS
    assert square_metres(area) == pytest.approx(math.pi * 20_000**2, rel=1e-4)


def test_an_outline_of_very_many_short_lines_is_not_thinned_for_ever() -> None:
    """A line has two ends, so that thinning cannot go below two points for each."""
    ring = circle(MOST_POINTS // 2 + 11, 20_000)
    area = assemble([ring[i : i + 2] for i in range(len(ring) - 1)])
    assert set(area.flaws) <= {"thinned"}
    assert square_metres(area) == pytest.approx(math.pi * 20_000**2, rel=1e-4)


def test_an_island_in_a_hole_belongs_again() -> None:
    """An enclave of a neighbour with a piece of our own inside it."""

    def box(inset: float) -> Points:
        a, b = inset, 1000 - inset
        return line((a, a), (b, a), (b, b), (a, b), (a, a))

    area = assemble([box(0), box(400)], [box(300)])
    assert square_metres(area) == pytest.approx(1000**2 - 400**2 + 200**2)
    assert not area.flaws

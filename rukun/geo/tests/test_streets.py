"""The street network against a second, slow way of building it: dictionaries, and ways walked node by node."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rukun.geo import packing
from rukun.geo.coordinates import Bounds, lengths
from rukun.geo.streets import CLASSES, Streets, Way, build

pytestmark = pytest.mark.pure

Spot: TypeAlias = tuple[float, float]
Piece: TypeAlias = tuple[tuple[Spot, ...], float, int, str, bool, bool, int]
"""Course, metres, kind, name, one-way along the course, bridge, way: all that a piece is."""


def spot(ref: int) -> Spot:
    """Every node has a place of its own, so that a course says which nodes it runs through."""
    return 106.8 + ref % 7 * 0.0013, -6.2 + ref // 7 * 0.0017


def way(
    osm_id: int, refs: Sequence[int], *, kind: int = 9, name: str = "", oneway: int = 0, bridge: bool = False
) -> Way:
    points = np.array([spot(ref) for ref in refs], np.float64).reshape(-1, 2)
    return Way(osm_id, np.array(refs, np.int64), points, kind, name, oneway, bridge)


# The second way.


def walked(ways: Sequence[Way]) -> tuple[set[Spot], list[Piece]]:
    """Junctions and pieces, walking each way node by node."""
    courses: list[tuple[Way, list[int]]] = []
    for each in ways:
        course: list[int] = []
        for ref in each.refs.tolist():
            if not course or course[-1] != ref:
                course.append(ref)
        if len(course) > 1:
            courses.append((each, course))
    uses: Counter[int] = Counter()
    ending: set[int] = set()
    for _, course in courses:
        uses.update(course)
        ending |= {course[0], course[-1]}
    junctions = {ref for ref, count in uses.items() if count > 1} | ending
    pieces: list[Piece] = []
    for each, course in courses:
        stretch = [course[0]]
        for ref in course[1:]:
            stretch.append(ref)
            if ref in junctions:
                line = tuple(spot(node) for node in (stretch if each.oneway >= 0 else reversed(stretch)))
                metres = sum(lengths(np.array(line)).tolist())
                pieces.append((line, metres, each.kind, each.name, each.oneway != 0, each.bridge, each.osm_id))
                stretch = [ref]
    return {spot(ref) for ref in junctions}, pieces


def lengths_of(ways: Sequence[Way]) -> list[float]:
    """Of whole ways: cutting them must neither lose a metre nor walk one twice."""
    return [float(lengths(each.points).sum()) for each in ways if len(each.points)]


def pieces_of(streets: Streets) -> list[Piece]:
    return [
        (
            tuple(map(tuple, streets.line(i).tolist())),
            float(streets.length[i]),
            int(streets.kind[i]),
            streets.names[streets.name[i]],
            bool(streets.oneway[i]),
            bool(streets.bridge[i]),
            int(streets.way[i]),
        )
        for i in range(len(streets.ends))
    ]


def neighbours_of(streets: Streets, junction: int) -> list[tuple[int, int]]:
    """Pairs of next junction and piece."""
    row = slice(streets.indptr[junction], streets.indptr[junction + 1])
    return list(zip(streets.neighbours[row].tolist(), streets.through[row].tolist(), strict=True))


def parts_of(streets: Streets) -> list[set[int]]:
    """Connected parts by a plain search."""
    left, parts = set(range(len(streets.junctions))), []
    while left:
        seen = {left.pop()}
        edge = list(seen)
        while edge:
            for other, _ in neighbours_of(streets, edge.pop()):
                if other not in seen:
                    seen.add(other)
                    edge.append(other)
        left -= seen
        parts.append(seen)
    return parts


@st.composite
def networks(draw: st.DrawFn) -> list[Way]:
    """Few nodes, so that ways meet, touch and repeat themselves and run over each other."""
    nodes = st.integers(0, draw(st.sampled_from([3, 8, 30])))
    return [
        way(
            osm_id,
            draw(st.lists(nodes, max_size=9)),
            kind=draw(st.integers(0, len(CLASSES) - 1)),
            name=draw(st.sampled_from(["", "Jalan A", "Gang B"])),
            oneway=draw(st.sampled_from([0, 1, -1])),
            bridge=draw(st.booleans()),
        )
        for osm_id in range(100, 100 + draw(st.integers(0, 8)))
    ]


def assert_alike(one: list[Piece], other: list[Piece]) -> None:
    """The same pieces in any order; of lengths, single precision keeps seven digits."""

    def sure(piece: Piece) -> Any:
        return piece[0], piece[2:]

    one, other = sorted(one, key=sure), sorted(other, key=sure)
    assert list(map(sure, one)) == list(map(sure, other))
    assert [piece[1] for piece in one] == pytest.approx([piece[1] for piece in other], rel=1e-6)


@given(networks())
@example([])
@example([way(1, [])])
@example([way(1, [5, 5, 5])])
@example([way(1, [1, 2, 3, 1])])
@example([way(1, [1, 2, 3, 1], oneway=-1)])
@example([way(1, [1, 2, 1, 2, 2, 1])])
@example([way(1, [1, 2]), way(2, [2, 1]), way(1, [1, 2])])
def test_the_network_is_what_walking_every_way_finds(ways: list[Way]) -> None:
    streets = build(ways)
    junctions, pieces = walked(ways)
    assert Counter(map(tuple, streets.junctions.tolist())) == Counter(junctions)
    assert_alike(pieces_of(streets), pieces)
    assert float(streets.length.sum()) == pytest.approx(sum(lengths_of(ways)), rel=1e-5)


@given(networks())
def test_every_piece_runs_between_the_junctions_at_its_ends(ways: list[Way]) -> None:
    streets = build(ways)
    for i, (a, b) in enumerate(streets.ends.tolist()):
        line = streets.line(i)
        assert len(line) > 1
        assert line[0].tolist() == streets.junctions[a].tolist()
        assert line[-1].tolist() == streets.junctions[b].tolist()


@given(networks())
def test_rows_of_neighbours_say_what_the_pieces_say(ways: list[Way]) -> None:
    streets = build(ways)
    expected: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, (a, b) in enumerate(streets.ends.tolist()):
        expected[a].append((b, i))
        expected[b].append((a, i))
    assert streets.indptr[0] == 0
    assert streets.indptr[-1] == len(streets.neighbours) == len(streets.through) == 2 * len(streets.ends)
    for junction in range(len(streets.junctions)):
        row = neighbours_of(streets, junction)
        assert sorted(row) == sorted(expected[junction])
        assert row, "a junction without a street is none"
        assert all((junction, piece) in neighbours_of(streets, other) for other, piece in row), "both ways"


@given(networks())
def test_parts_are_what_a_plain_search_finds_and_the_first_is_the_largest(ways: list[Way]) -> None:
    streets = build(ways)
    expected = parts_of(streets)
    found = [set(np.flatnonzero(streets.part == number).tolist()) for number in range(streets.parts)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    assert [len(part) for part in found] == sorted((len(part) for part in expected), reverse=True)
    assert streets.largest_part == max(map(len, expected), default=0)


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_ways_changes_nothing_but_numbers(ways: list[Way], random: Any) -> None:
    mixed = list(ways)
    random.shuffle(mixed)
    one, other = build(ways), build(mixed)
    assert_alike(pieces_of(one), pieces_of(other))
    assert one.names == other.names
    assert Counter(one.part.tolist()) == Counter(other.part.tolist())


@given(networks())
def test_a_packed_network_comes_back(ways: list[Way]) -> None:
    streets = build(ways)
    back = Streets.unpacked(streets.packed())
    for name in (
        "indptr",
        "neighbours",
        "through",
        "part",
        "ends",
        "length",
        "kind",
        "name",
        "oneway",
        "bridge",
        "way",
    ):
        one, other = getattr(streets, name), getattr(back, name)
        assert one.dtype == other.dtype, name
        np.testing.assert_array_equal(one, other, name)
    np.testing.assert_array_equal(streets.start, back.start)
    np.testing.assert_allclose(streets.points, back.points, rtol=0, atol=0.51e-7)
    np.testing.assert_allclose(streets.junctions, back.junctions, rtol=0, atol=0.51e-7)
    assert back.names == streets.names
    for i, (a, b) in enumerate(back.ends.tolist()):
        assert back.line(i)[0].tolist() == back.junctions[a].tolist()
        assert back.line(i)[-1].tolist() == back.junctions[b].tolist()


def test_a_packed_network_comes_back_from_the_ends_of_the_earth() -> None:
    """Differences of neighbouring points are stored, and these are larger than the numbers that hold them."""
    points = np.array([(-180.0, -90.0), (180.0, 90.0), (-180.0, 0.0)])
    streets = build([Way(1, np.array([1, 2, 3]), points, 0)])
    np.testing.assert_array_equal(Streets.unpacked(streets.packed()).points, points)


@pytest.mark.parametrize("block", [b"", b"PK", packing.pack(), packing.pack(junctions=np.zeros((1, 2), np.int32))])
def test_what_is_no_network_is_refused(block: bytes) -> None:
    with pytest.raises(ValueError, match="not a"):
        Streets.unpacked(block)


boxes = st.tuples(
    st.floats(106.798, 106.81), st.floats(-6.202, -6.19), st.floats(106.798, 106.81), st.floats(-6.202, -6.19)
).map(lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])))


@given(networks(), boxes)
@example([way(1, [0, 1])], (spot(1)[0], -6.3, 107.0, -6.0))
@example([way(1, [0, 1])], (np.nextafter(spot(1)[0], 107), -6.3, 107.0, -6.0))
def test_the_pieces_within_a_box_are_those_whose_own_box_meets_it(ways: list[Way], bounds: Bounds) -> None:
    streets = build(ways)
    w, s, e, n = bounds
    expected = []
    for i in range(len(streets.ends)):
        xs, ys = streets.line(i).T.tolist()
        if min(xs) <= e and max(xs) >= w and min(ys) <= n and max(ys) >= s:
            expected.append(i)
    assert streets.within(bounds).tolist() == expected


# What the words of the documentation mean, by example.


def test_a_crossing_without_a_common_node_is_no_junction() -> None:
    """A flyover above a street: the lines cross on paper, nobody can turn there."""
    streets = build([way(1, [0, 8, 16]), way(2, [2, 14])])
    assert len(streets.ends) == 2
    assert streets.parts == 2


def test_a_way_is_cut_where_another_ends_in_its_middle() -> None:
    streets = build([way(1, [0, 1, 2, 3]), way(2, [10, 2])])
    assert sorted(len(streets.line(i)) for i in range(3)) == [2, 2, 3]
    assert streets.way.tolist() == [1, 1, 2]


def test_a_way_against_its_direction_is_turned_round() -> None:
    streets = build([way(1, [0, 1, 2], oneway=-1)])
    assert streets.line(0).tolist() == [list(spot(ref)) for ref in (2, 1, 0)]
    assert streets.junctions[streets.ends[0, 0]].tolist() == list(spot(2))
    assert streets.oneway.tolist() == [True]


def test_a_loop_stands_twice_in_the_row_of_its_junction() -> None:
    streets = build([way(1, [0, 1, 2, 0])])
    assert neighbours_of(streets, 0) == [(0, 0), (0, 0)]
    assert streets.parts == 1


def test_an_empty_network_is_one_too() -> None:
    streets = build([])
    assert (streets.parts, streets.largest_part, streets.names) == (0, 0, ("",))
    assert streets.within((-180, -90, 180, 90)).tolist() == []
    assert Streets.unpacked(streets.packed()).parts == 0


def test_two_places_with_the_same_coordinates_are_not_one() -> None:
    """Only a common node joins ways; a bridge's end may lie above another street's."""
    points = np.array([(106.8, -6.2), (106.8, -6.2)])
    streets = build([Way(1, np.array([1, 2]), points, 0), Way(2, np.array([3, 4]), points, 0)])
    assert len(streets.junctions) == 4
    assert streets.length.tolist() == [0, 0]
    assert streets.parts == 2

"""Shapes in bundles and arrays in blocks: nothing is lost on the way, and what is damaged is refused."""

import io
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rukun.geo import packing
from rukun.geo.shapes import FINEST, KINDS, Shape, bundled, unbundled

pytestmark = pytest.mark.pure

AREAS = ("water", "park", "cemetery", "building")


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    x, y = draw(st.floats(106.7, 106.9)), draw(st.floats(-6.3, -6.1))
    size = draw(st.sampled_from([1e-5, FINEST, 0.3]))
    width, height = draw(st.floats(size / 9, size)), draw(st.floats(size / 9, size))
    kind, name = draw(st.sampled_from(KINDS)), draw(st.text(max_size=12))
    box = shapely.box(x, y, x + width, y + height)
    if kind not in AREAS:
        return Shape(kind, name, shapely.LineString([(x, y), (x + width, y), (x + width, y + height)]))
    if draw(st.booleans()):
        middle = shapely.box(x + width / 4, y + height / 4, x + width / 2, y + height / 2)
        return Shape(kind, name, shapely.difference(box, middle))
    return Shape(kind, name, shapely.MultiPolygon([box]) if draw(st.booleans()) else box)


def key(shape: Shape) -> tuple[Any, ...]:
    return shape.kind, shape.name, shapely.to_wkb(shape.geometry)


@given(st.lists(shapes(), max_size=12))
def test_every_shape_comes_back_once_and_lies_in_its_bundles_box(given_: list[Shape]) -> None:
    found = []
    for bundle in bundled(given_):
        members = unbundled(bundle.block)
        assert members
        assert bundle.bounds == tuple(shapely.total_bounds([each.geometry for each in members]).tolist())
        found += members
    assert sorted(map(key, found)) == sorted(map(key, given_))


@given(st.lists(shapes(), min_size=1, max_size=12))
def test_a_bundle_is_hardly_larger_than_the_shapes_in_it(given_: list[Shape]) -> None:
    """So that a small map does not read a whole city for one pond."""
    for bundle in bundled(given_):
        w, s, e, n = bundle.bounds
        largest = max(max(b[2] - b[0], b[3] - b[1]) for b in (each.geometry.bounds for each in unbundled(bundle.block)))
        assert max(e - w, n - s) <= max(2 * FINEST, 3 * largest) * (1 + 1e-9)


@given(st.randoms(use_true_random=False), st.lists(shapes(), max_size=8))
def test_the_order_of_shapes_does_not_change_the_squares(random: Any, given_: list[Shape]) -> None:
    mixed = list(given_)
    random.shuffle(mixed)
    assert [bundle.bounds for bundle in bundled(mixed)] == [bundle.bounds for bundle in bundled(given_)]


def test_small_things_share_a_bundle_and_a_large_one_does_not_make_it_larger() -> None:
    ponds = [
        Shape("water", "", shapely.box(x, y, x + FINEST / 30, y + FINEST / 30))
        for x in np.linspace(0.01, 0.9, 20) * FINEST
        for y in np.linspace(0.01, 0.9, 20) * FINEST
    ]
    bay = Shape("water", "Teluk", shapely.box(-0.49, -0.49, 0.51, 0.51))  # around them
    bundles = list(bundled([*ponds, bay]))
    assert sorted(len(unbundled(bundle.block)) for bundle in bundles) == [1, 400]


def test_no_shapes_are_no_bundles() -> None:
    assert list(bundled([])) == []


def test_a_kind_that_is_unknown_is_an_error_and_not_a_silent_gap() -> None:
    with pytest.raises(ValueError, match="not in"):
        list(bundled([Shape("lava", "", shapely.box(0, 0, 1, 1))]))


# Blocks of arrays.


@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "points"]),
        arrays.arrays(
            st.sampled_from([np.uint8, np.int32, np.int64, np.float64, np.bool_]),
            arrays.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=5),
        ),
    )
)
def test_arrays_come_back_as_they_were(given_: dict[str, Any]) -> None:
    found = packing.unpack(packing.pack(**given_))
    assert found.keys() == given_.keys()
    for name, array in given_.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_texts_come_back_as_they_were(given_: list[str]) -> None:
    assert packing.texts(packing.words(given_)) == tuple(given_)


@given(st.lists(st.floats(-180, 180), max_size=5))
def test_degrees_come_back_to_the_centimetre(given_: list[float]) -> None:
    found = packing.degrees(packing.whole(np.array(given_, np.float64)))
    np.testing.assert_allclose(found, given_, rtol=0, atol=0.51e-7)
    np.testing.assert_array_equal(packing.whole(found), packing.whole(np.array(given_, np.float64)))


SOUND = packing.pack(numbers=np.arange(50), words=packing.words(["Jalan A", "Gang B"]))


@given(st.data())
def test_a_damaged_block_is_refused_with_one_kind_of_error(data: st.DataObject) -> None:
    block = bytearray(SOUND[: data.draw(st.integers(0, len(SOUND)))])
    for _ in range(data.draw(st.integers(0, 3)) if block else 0):
        block[data.draw(st.integers(0, len(block) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(ValueError):
        packing.unpack(bytes(block))


def test_a_block_that_would_run_code_is_refused() -> None:
    block = io.BytesIO()
    np.savez(block, allow_pickle=True, trap=np.array([object], dtype=object))
    with pytest.raises(ValueError, match="not a block of arrays"):
        packing.unpack(block.getvalue())


@pytest.mark.parametrize("block", [b"", b"PK\x03\x04", b"hello", SOUND[:40]])
def test_what_is_no_block_is_refused(block: bytes) -> None:
    with pytest.raises(ValueError, match="not a block of arrays"):
        packing.unpack(block)


def test_a_single_array_is_no_block_of_arrays() -> None:
    one = io.BytesIO()
    np.save(one, np.arange(3))
    with pytest.raises(ValueError, match="not a block of arrays"):
        packing.unpack(one.getvalue())


def test_what_is_no_bundle_is_refused() -> None:
    for block in (
        SOUND,
        packing.pack(kinds=np.array([99]), names=packing.words([""]), ends=np.array([1]), data=np.zeros(1, np.uint8)),
        packing.pack(kinds=np.array([0]), names=packing.words([""]), ends=np.array([3]), data=np.zeros(3, np.uint8)),
    ):
        with pytest.raises(ValueError, match="not a bundle of shapes"):
            unbundled(block)

"""The geometry of charts, for any figures."""

from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.ui import charts

HAIR = 0.051  # coordinates are rounded to a tenth

counts = st.one_of(
    st.none(),
    st.integers(0, 10**9),
    st.floats(0, 1e9, allow_nan=False),
    st.decimals(0, 10**6, places=2),
)
signed = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False))


Given: TypeAlias = list[tuple[str, charts.Number | None]]


def figures(values: st.SearchStrategy[charts.Number | None]) -> st.SearchStrategy[Given]:
    return st.lists(st.tuples(st.text(max_size=80), values), max_size=40)


@given(figures(counts))
def test_every_bar_lies_within_the_box_and_above_the_next(given_figures: Given) -> None:
    chart = charts.bars(given_figures)
    assert len(chart.bars) == len(given_figures)
    below = 0.0
    for bar in chart.bars:
        assert bar.y >= below
        assert bar.x >= 0
        assert 0 <= bar.width <= chart.width - bar.x
        assert bar.y < bar.y + bar.height <= chart.height
        below = bar.y + bar.height


@given(figures(counts))
def test_bars_are_as_long_as_their_values_are_large(given_figures: Given) -> None:
    chart = charts.bars(given_figures)
    most = max((float(bar.value) for bar in chart.bars if bar.value is not None), default=0.0)
    for bar in chart.bars:
        if bar.value is None or most == 0:
            assert bar.width == 0
        else:
            assert bar.width == pytest.approx(chart.width * float(bar.value) / most, abs=HAIR)


@given(figures(counts))
def test_a_shortened_label_fits_beside_nothing_but_itself(given_figures: Given) -> None:
    for bar in charts.bars(given_figures).bars:
        assert len(bar.shown) <= charts.LABEL_LETTERS
        assert bar.label.startswith(bar.shown.removesuffix("…"))


@given(figures(signed))
def test_the_line_stays_within_the_box(given_figures: Given) -> None:
    chart = charts.line(given_figures)
    assert 0 < chart.left < chart.right <= chart.width
    for point in chart.points:
        assert chart.left - HAIR <= point.x <= chart.right + HAIR
        assert charts.PLOT_TOP - HAIR <= point.y <= charts.PLOT_BOTTOM + HAIR
    for mark in chart.marks:
        assert chart.left - HAIR <= mark.x <= chart.right + HAIR


@given(figures(signed))
def test_the_line_has_a_point_for_each_value_and_a_gap_for_each_missing_one(given_figures: Given) -> None:
    chart = charts.line(given_figures)
    known = [value for _, value in given_figures if value is not None]
    assert len(chart.points) == len(known)
    stretches = "".join("x" if value is not None else " " for _, value in given_figures).split()
    assert [len(segment) for segment in chart.segments] == [len(stretch) for stretch in stretches]


@given(figures(signed))
def test_the_scale_is_even_and_holds_zero_and_every_value(given_figures: Given) -> None:
    chart = charts.line(given_figures)
    scale = [float(tick.value) for tick in chart.ticks]
    steps = [after - before for before, after in pairwise(scale)]
    assert 2 <= len(scale) <= charts.TICKS + 3
    assert steps == pytest.approx([steps[0]] * len(steps))
    for value in [0, *(value for _, value in given_figures if value is not None)]:
        slack = 1e-6 * max(1.0, scale[-1] - scale[0])
        assert scale[0] - slack <= float(value) <= scale[-1] + slack


def test_a_larger_value_is_drawn_higher() -> None:
    low, high = charts.line([("a", 1), ("b", 9)]).points
    assert high.y < low.y
    assert high.x > low.x


def test_a_zero_of_a_change_lies_between_fall_and_rise() -> None:
    chart = charts.line([("a", -10), ("b", 10)])
    zero = next(tick.y for tick in chart.ticks if tick.value == 0)
    fall, rise = chart.points
    assert rise.y < zero < fall.y


def test_the_first_and_last_word_under_a_line_stay_inside() -> None:
    marks = charts.line([(f"bulan {n}", n) for n in range(24)]).marks
    assert (marks[0].anchor, marks[-1].anchor) == ("start", "end")
    assert len(marks) == charts.MARKS
    assert (marks[0].shown, marks[-1].shown) == ("bulan 0", "bulan 23")


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), Decimal(-3)])
def test_a_bar_refuses_what_no_length_can_say(value: charts.Number) -> None:
    with pytest.raises(ValueError, match="cannot show"):
        charts.bars([("a", value)])


def test_a_line_refuses_infinity() -> None:
    with pytest.raises(ValueError, match="finite"):
        charts.line([("a", float("inf"))])

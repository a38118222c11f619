"""Numbers in cells instead of very many points: nothing is lost, and there are never too many of them."""

import h3.api.basic_int as h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.incident.algo.gathering import COARSEST, FINEST, Cell, gathered

pytestmark = pytest.mark.pure
CELLS = st.builds(
    lambda north, east: h3.latlng_to_cell(-6.2 + north / 1000, 106.8 + east / 1000, FINEST),
    st.integers(-60, 60),
    st.integers(-60, 60),
)


@given(st.dictionaries(CELLS, st.tuples(st.integers(1, 50), st.integers(0, 3)), max_size=120), st.integers(1, 40))
def test_every_layer_counts_all_and_the_last_can_be_read(found: dict[int, tuple[int, int]], few: int) -> None:
    cells = [Cell(cell, *what) for cell, what in found.items()]
    layers = gathered(cells, most=60, few=few)
    total, highest = sum(each.number for each in cells), max((each.level for each in cells), default=0)
    for layer in layers:
        assert sum(each.number for each in layer) == total
        assert max((each.level for each in layer), default=0) == highest
        assert len({each.cell for each in layer}) == len(layer) <= 60
    coarsest = h3.get_resolution(layers[-1][0].cell) == COARSEST if cells else True
    assert len(layers[-1]) <= few or coarsest
    assert [len(each) for each in layers] == sorted((len(each) for each in layers), reverse=True)


def test_a_cell_has_its_corners_in_degrees() -> None:
    cell = Cell(h3.latlng_to_cell(-6.2, 106.8, FINEST), 3, 2)
    assert len(cell.outline) == 6
    assert all(abs(lat + 6.2) < 0.01 and abs(lon - 106.8) < 0.01 for lat, lon in cell.outline)

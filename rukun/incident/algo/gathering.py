"""What a map shows instead of very many points: how many there are in cells, the smaller the better."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import h3.api.basic_int as h3

FINEST, COARSEST = 9, 4
"""Resolutions of H3: an edge of about two hundred metres, and one of about twenty kilometres."""


@dataclass(frozen=True)
class Cell:
    """``number`` situations lie in an H3 cell, and ``level`` is the highest of theirs."""

    cell: int
    number: int
    level: int

    @property
    def outline(self) -> list[tuple[float, float]]:
        """Its corners, latitude and longitude in degrees."""
        return [(round(lat, 5), round(lon, 5)) for lat, lon in h3.cell_to_boundary(self.cell)]


def gathered(cells: Iterable[Cell], *, most: int, few: int) -> list[list[Cell]]:
    """The same in larger and larger cells, the finest first, each with those with most in them first.

    ``cells`` are of resolution ``FINEST``, none twice. The finest that is given has at most ``most`` cells; the last
    one has at most ``few``, so that numbers on them can be read from afar. Those of ``COARSEST`` may be more.
    """
    found = {each.cell: (each.number, each.level) for each in cells}
    layers = []
    for resolution in range(FINEST, COARSEST - 1, -1):
        if resolution < FINEST:
            found = _larger(found, resolution)
        if len(found) <= most or resolution == COARSEST:
            layers.append(_ordered(found))
        if len(found) <= few:
            break
    return layers


def _larger(cells: Mapping[int, tuple[int, int]], resolution: int) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for cell, (number, level) in cells.items():
        parent = h3.cell_to_parent(cell, resolution)
        before, highest = found.get(parent, (0, 0))
        found[parent] = (before + number, max(highest, level))
    return found


def _ordered(cells: Mapping[int, tuple[int, int]]) -> list[Cell]:
    return sorted((Cell(cell, *what) for cell, what in cells.items()), key=lambda each: (-each.number, each.cell))

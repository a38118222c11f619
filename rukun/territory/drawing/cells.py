"""Counts on H3 cells, in at most five classes of one colour; number or size says the same without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import h3
import numpy as np
import shapely

CLASSES = 5


@dataclass(frozen=True)
class Class:
    """Counts from ``low`` to ``high``; ``rank`` 1 is the palest."""

    rank: int
    low: int
    high: int


def classes(counts: Sequence[int]) -> list[Class]:
    """As many cells as possible in each (quantiles of the different counts), every class with something in it."""
    different = np.unique(np.array(counts, np.int64))
    if not len(different):
        return []
    parts = np.array_split(different, min(CLASSES, len(different)))
    ranks = np.rint(np.linspace(1, CLASSES, len(parts))).astype(int) if len(parts) > 1 else np.array([3])
    return [Class(int(rank), int(part[0]), int(part[-1])) for rank, part in zip(ranks.tolist(), parts, strict=True)]


def is_cell(cell: str | int) -> bool:
    """Whether this is an H3 index, as text or number."""
    return bool(h3.is_valid_cell(_text(cell)))


def hexagon(cell: str | int) -> Any:
    """The cell's outline in degrees."""
    return shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(_text(cell))])


def shrunk(flat: Any, rank: int) -> Any:
    """A flat hexagon, smaller for a smaller class, for where no number fits."""
    share = 0.35 + 0.13 * rank
    centre = shapely.get_coordinates(flat.centroid)
    return shapely.transform(flat, lambda points: centre + (points - centre) * share)


def _text(cell: str | int) -> str:
    return cell if isinstance(cell, str) else f"{cell:x}"

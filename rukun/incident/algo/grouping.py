"""Whether a report may tell of a situation: near it in place, near it in time. A person decides; this only offers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import h3

RESOLUTION = 9
"""Cells of some two hundred metres across: one, and those around it, are a few minutes on foot."""
ONE_GO = timedelta(hours=24)
"""What lasted no longer than this is one event, and whatever was seen in between belongs to it."""

OLDEST = timedelta(days=30)


@dataclass(frozen=True)
class Around:
    """A situation as far as grouping goes. ``last`` is when anything was last done about it.

    ``rw`` is the RW in which it lies, "" where only something larger is known.
    """

    cell: int | None
    rw: str
    begun: datetime
    last: datetime
    near: timedelta
    categories: tuple[str, ...]


def cells_around(cell: int | None) -> frozenset[int]:
    """The cell and those that touch it; none for none.

    >>> len(cells_around(h3.str_to_int(h3.latlng_to_cell(-6.2, 106.8, 9))))
    7
    """
    if cell is None:
        return frozenset()
    return frozenset(h3.str_to_int(each) for each in h3.grid_disk(h3.int_to_str(cell), 1))


def apart(begun: datetime, last: datetime, at: datetime) -> timedelta:
    """How far in time something seen ``at`` lies from what went on; nothing while it went on.

    What lasts for days is no event of one night: only its beginning and its last hours are near to anything.
    """
    last = max(begun, last)
    if last - begun <= ONE_GO and begun <= at <= last:
        return timedelta()
    return min(abs(at - begun), abs(at - last))


def beside(situation: Around, cell: int | None, rw: str) -> bool:
    """Whether something in a cell and an RW is near: in the cell or one that touches it; without a cell, in that RW."""
    if situation.cell is None or cell is None:
        return bool(rw) and rw == situation.rw
    return cell in cells_around(situation.cell)


def fits(situation: Around, category: str, cell: int | None, rw: str, at: datetime) -> bool:
    """Whether a report of a category, in a cell and an RW, of something seen ``at``, is offered to the situation."""
    return (
        category in situation.categories
        and apart(situation.begun, situation.last, at) <= situation.near
        and beside(situation, cell, rw)
    )


def window(situations: Collection[Around]) -> tuple[datetime, datetime] | None:
    """From when to when anything may have been seen that is offered to any of them; ``None`` for none.

    Of what began long ago, and still goes on, no more than the last ``OLDEST`` of it.
    """
    if not situations:
        return None
    until = max(max(each.begun, each.last) + each.near for each in situations)
    return max(min(each.begun - each.near for each in situations), until - OLDEST), until

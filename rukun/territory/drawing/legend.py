"""The legend and the rows beside a map: nothing is on the map that is not said in words too."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Group: TypeAlias = Literal["mark", "shade", "cell", "boundary", "label", "spot", "ground"]
_ORDER: tuple[Group, ...] = ("mark", "shade", "cell", "boundary", "label", "spot", "ground")
COMPASS = ("e", "ne", "n", "nw", "w", "sw", "s", "se")


@dataclass(frozen=True)
class Key:
    """An entry of the legend. ``swatch`` is what to draw in a box of 56 × 40 units; ``detail`` is no word (a range)."""

    group: Group
    kind: str
    swatch: str
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """Something on the map in words. ``shown`` is false for what lies outside the picture.

    ``where`` is the compass direction, from the middle, of a cell or a neighbour ("n" … "nw", "c" the middle itself).
    """

    group: Literal["mark", "shade", "cell", "unit", "spot"]
    kind: str
    label: str
    url: str = ""
    shown: bool = True
    count: int | None = None
    where: str = ""


def ordered(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Each entry once, what is on top first."""
    return tuple(sorted(dict.fromkeys(keys), key=lambda key: _ORDER.index(key.group)))


def direction(across: float, up: float, middle: float = 0) -> str:
    """A compass direction; "c" for what is nearer than ``middle``."""
    if math.hypot(across, up) < middle:
        return "c"
    return COMPASS[round(math.degrees(math.atan2(up, across)) / 45) % 8]

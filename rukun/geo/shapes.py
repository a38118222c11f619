"""What is drawn under the streets: water, rails, parks, buildings. In bundles, so that a small map reads little."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from rukun.geo import packing
from rukun.geo.coordinates import Bounds

KINDS = ("water", "river", "rail", "motorway", "park", "cemetery", "building")
"""``river`` and ``rail`` and ``motorway`` are lines, the others areas."""
FINEST = 0.02
"""Degrees. Shapes up to this size are bundled by squares of it; larger ones by squares twice as large, and so on."""


@dataclass(frozen=True)
class Shape:
    """Something to draw. ``geometry`` is a shapely polygon, line, or collection of one of them, in degrees."""

    kind: str
    name: str
    geometry: Any


@dataclass(frozen=True)
class Bundle:
    """Shapes of one square, packed. ``bounds`` hold all of them."""

    bounds: Bounds
    block: bytes


def bundled(shapes: Iterable[Shape]) -> Iterator[Bundle]:
    """Each shape in one bundle with its neighbours of about the same size."""
    squares: dict[tuple[int, int, int], list[Shape]] = defaultdict(list)
    for shape in shapes:
        west, south, east, north = shape.geometry.bounds
        size = max(east - west, north - south, FINEST)
        step = math.ceil(math.log2(size / FINEST))
        side = FINEST * 2**step
        squares[step, math.floor((west + east) / 2 / side), math.floor((south + north) / 2 / side)].append(shape)
    for _, members in sorted(squares.items()):
        yield _bundle(members)


def unbundled(block: bytes) -> list[Shape]:
    """The shapes of one bundle. Raises ``ValueError``."""
    stored = packing.unpack(block)
    try:
        kinds, names, ends = stored["kinds"], packing.texts(stored["names"]), stored["ends"].tolist()
        data = stored["data"].tobytes()
        geometries = shapely.from_wkb([data[a:b] for a, b in zip([0, *ends], ends, strict=False)])
        return [
            Shape(KINDS[kind], name, geometry)
            for kind, name, geometry in zip(kinds.tolist(), names, geometries, strict=True)
        ]
    except (KeyError, IndexError, shapely.GEOSException) as error:
        raise ValueError("not a bundle of shapes") from error


def _bundle(members: list[Shape]) -> Bundle:
    geometries = [member.geometry for member in members]
    blocks = shapely.to_wkb(geometries).tolist()
    west, south, east, north = shapely.total_bounds(geometries).tolist()
    return Bundle(
        (west, south, east, north),
        packing.pack(
            kinds=np.array([KINDS.index(member.kind) for member in members], np.uint8),
            names=packing.words([member.name for member in members]),
            ends=np.cumsum([len(block) for block in blocks]),
            data=np.frombuffer(b"".join(blocks), np.uint8),
        ),
    )

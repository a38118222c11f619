"""A network of streets as arrays: junctions, the pieces between them, and who is next to whom (CSR)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rukun.geo import packing
from rukun.geo.coordinates import Bounds, Points, lengths

CLASSES = (
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "road",
    "living_street",
    "service",
    "track",
    "pedestrian",
    "cycleway",
    "bridleway",
    "footway",
    "path",
    "corridor",
    "steps",
)
"""OpenStreetMap's ``highway`` values that people walk on, widest first. Motorways are not among them."""


@dataclass(frozen=True)
class Way:
    """A street as mapped. ``refs`` names its nodes; equal refs of two ways are one place where they meet."""

    osm_id: int
    refs: NDArray[np.int64]
    points: Points
    kind: int  # index into CLASSES
    name: str = ""
    oneway: int = 0  # for vehicles: 1 along the points, -1 against them, 0 both
    bridge: bool = False


@dataclass(frozen=True, eq=False)
class Streets:
    """n junctions, m pieces; a dead end is a junction too. Walking, every piece leads both ways.

    Row ``i`` of the CSR arrays, ``indptr[i]:indptr[i + 1]``, holds in ``neighbours`` the junctions next to ``i`` and in
    ``through`` the pieces that lead there (a piece from a junction to itself stands there twice). ``points`` of piece
    ``p`` are rows ``start[p]:start[p + 1]``, from ``ends[p, 0]`` to ``ends[p, 1]``.
    """

    junctions: Points  # (n, 2)
    indptr: NDArray[np.int32]  # (n + 1,)
    neighbours: NDArray[np.int32]  # (2m,)
    through: NDArray[np.int32]  # (2m,)
    part: NDArray[np.int32]  # (n,) number of the connected part; 0 is the largest
    ends: NDArray[np.int32]  # (m, 2)
    length: NDArray[np.float32]  # (m,) metres
    kind: NDArray[np.uint8]  # (m,) index into CLASSES
    name: NDArray[np.int32]  # (m,) index into names
    oneway: NDArray[np.bool_]  # (m,) vehicles only from ends[p, 0] to ends[p, 1]
    bridge: NDArray[np.bool_]  # (m,)
    way: NDArray[np.int64]  # (m,) OpenStreetMap's id
    start: NDArray[np.int32]  # (m + 1,)
    points: Points
    names: tuple[str, ...]  # names[0] is ""

    @property
    def largest_part(self) -> int:
        """How many junctions the main part has."""
        return int(np.count_nonzero(self.part == 0))

    @property
    def parts(self) -> int:
        return int(self.part.max()) + 1 if len(self.part) else 0

    def line(self, piece: int) -> Points:
        """The course of one piece."""
        return self.points[self.start[piece] : self.start[piece + 1]]

    def within(self, bounds: Bounds) -> NDArray[np.intp]:
        """The pieces whose own box meets ``bounds``."""
        if not len(self.length):
            return np.empty(0, np.intp)
        west, south, east, north = bounds
        low = np.minimum.reduceat(self.points, self.start[:-1])
        high = np.maximum.reduceat(self.points, self.start[:-1])
        apart = (low[:, 0] > east) | (high[:, 0] < west) | (low[:, 1] > north) | (high[:, 1] < south)
        return np.flatnonzero(~apart)

    def packed(self) -> bytes:
        """All of it in one compressed block, coordinates to 1e-7 degrees."""
        return packing.pack(
            junctions=packing.whole(self.junctions),
            ends=self.ends,
            length=self.length,
            kind=self.kind,
            name=self.name,
            oneway=self.oneway,
            bridge=self.bridge,
            way=self.way,
            start=self.start,
            points=np.diff(packing.whole(self.points), axis=0, prepend=np.zeros((1, 2), np.int32)),  # packs tighter
            names=packing.words(self.names),
        )

    @classmethod
    def unpacked(cls, block: bytes) -> "Streets":
        """What ``packed`` gave. Raises ``ValueError``."""
        stored = packing.unpack(block)
        try:
            points = packing.degrees(np.cumsum(stored.pop("points"), axis=0, dtype=np.int32))
            junctions = packing.degrees(stored.pop("junctions"))
            names = packing.texts(stored.pop("names"))
            return _joined(junctions=junctions, points=points, names=names, **stored)
        except (KeyError, TypeError) as error:
            raise ValueError("not a network of streets") from error


def build(ways: Iterable[Way]) -> Streets:
    """Split ways where they meet, themselves included, and join the pieces into a network.

    A junction is a node that ends a way or is used more than once. A node repeated without a step in between is
    used once, and a way that never leaves its node is no street.
    """
    kept = [way for way in map(_without_standing_still, ways) if len(way.refs) > 1]
    sizes = np.array([len(way.refs) for way in kept], np.int64)
    refs = np.concatenate([way.refs for way in kept]) if kept else np.empty(0, np.int64)
    points = np.concatenate([way.points for way in kept]) if kept else np.empty((0, 2))
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1

    _, place, used = np.unique(refs, return_inverse=True, return_counts=True)
    is_junction = used > 1
    is_junction[place[first]] = is_junction[place[last]] = True
    cut = is_junction[place]  # for each point of each way

    # A piece runs from one cut to the next on the same way: between two ways there is none.
    cuts = np.flatnonzero(cut)
    from_, to = cuts[:-1], cuts[1:]
    same = ~np.isin(from_, last)
    from_, to = from_[same], to[same]
    owner = np.searchsorted(last, from_)

    number = np.cumsum(is_junction) - 1
    junctions = np.empty((int(is_junction.sum()), 2))
    junctions[number[place[cuts]]] = points[cuts]

    against = np.array([way.oneway < 0 for way in kept], bool)[owner] if kept else np.empty(0, bool)
    walk = [
        np.arange(a, b + 1) if not back else np.arange(b, a - 1, -1)
        for a, b, back in zip(from_.tolist(), to.tolist(), against.tolist(), strict=True)
    ]
    order = np.concatenate(walk) if walk else np.empty(0, np.int64)
    start = np.concatenate([[0], np.cumsum(to - from_ + 1)]).astype(np.int32)
    ends = np.stack([number[place[from_]], number[place[to]]], axis=1).astype(np.int32)
    ends[against] = ends[against, ::-1]

    names = ("", *sorted({way.name for way in kept} - {""}))
    index = {name: i for i, name in enumerate(names)}
    lined = points[order]
    return _joined(
        junctions=junctions,
        ends=ends,
        length=_piece_lengths(lined, start),
        kind=np.array([way.kind for way in kept], np.uint8)[owner],
        name=np.array([index[way.name] for way in kept], np.int32)[owner],
        oneway=np.array([way.oneway != 0 for way in kept], bool)[owner],
        bridge=np.array([way.bridge for way in kept], bool)[owner],
        way=np.array([way.osm_id for way in kept], np.int64)[owner],
        start=start,
        points=lined,
        names=names,
    )


def _without_standing_still(way: Way) -> Way:
    moved = np.ones(len(way.refs), bool)
    moved[1:] = way.refs[1:] != way.refs[:-1]
    if moved.all():
        return way
    return Way(way.osm_id, way.refs[moved], way.points[moved], way.kind, way.name, way.oneway, way.bridge)


def _piece_lengths(points: Points, start: NDArray[np.int32]) -> NDArray[np.float32]:
    if len(start) < 2:
        return np.empty(0, np.float32)
    steps = np.append(lengths(points), 0.0)
    steps[start[1:] - 1] = 0.0  # from the end of a piece to the begin of the next is no street
    return np.add.reduceat(steps, start[:-1]).astype(np.float32)


def _joined(
    *,
    junctions: Points,
    ends: NDArray[np.int32],
    length: NDArray[np.float32],
    kind: NDArray[np.uint8],
    name: NDArray[np.int32],
    oneway: NDArray[np.bool_],
    bridge: NDArray[np.bool_],
    way: NDArray[np.int64],
    start: NDArray[np.int32],
    points: Points,
    names: tuple[str, ...],
) -> Streets:
    """Add what follows from the pieces: the CSR rows and the connected parts."""
    # Here and not above: half of the time that a command takes to start would go into loading it.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    n, m = len(junctions), len(ends)
    here = np.concatenate([ends[:, 0], ends[:, 1]])
    there = np.concatenate([ends[:, 1], ends[:, 0]])
    by_row = np.argsort(here, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(here, minlength=n))]).astype(np.int32)
    links = coo_array((np.ones(m, bool), (ends[:, 0], ends[:, 1])), shape=(n, n))
    found, part = connected_components(links, directed=False) if n else (0, np.empty(0, np.int32))
    largest_first = np.argsort(-np.bincount(part, minlength=found), kind="stable")
    rank = np.empty(found, np.int32)
    rank[largest_first] = np.arange(found, dtype=np.int32)
    return Streets(
        junctions=junctions,
        indptr=indptr,
        neighbours=there[by_row].astype(np.int32),
        through=(by_row % max(m, 1)).astype(np.int32),
        part=rank[part] if n else part,
        ends=ends,
        length=length,
        kind=kind,
        name=name,
        oneway=oneway,
        bridge=bridge,
        way=way,
        start=start,
        points=points,
        names=names,
    )

"""What is built on Kampung Contoh: sites and places where they are wished, then homes wherever there is room."""

from collections import Counter
from random import Random

from rukun.demo.kampung.ground import Ground
from rukun.demo.kampung.lots import Front, Lots
from rukun.demo.kampung.places import PLACES, Place, Tags
from rukun.demo.kampung.plan import Field, distance

STEP = 6.0
"""How far apart spots along a street are tried, metres."""


def build(lots: Lots, ground: Ground, rng: Random) -> None:
    _on_sites(lots)
    spots = [(front, step * STEP) for front in lots.fronts for step in range(1, int(front.length() / STEP))]
    for place in PLACES:
        _place(lots, ground, spots, place)
    for front in lots.fronts:
        if not front.block.site:
            _homes(lots, front, rng)


def _on_sites(lots: Lots) -> None:
    """The buildings of schools, market and sheds: row behind row, on every side of their block."""
    built: Counter[Field] = Counter()
    for row in range(3):
        for front in lots.fronts:
            site = front.block.site
            along = 9.0
            while site and along < front.length() and built[front.block] < site.buildings:
                setback = site.margin + 2 + row * (site.size[1] + 5)
                if lots.build(front, front.box(along, site.size, setback), {"building": site.building}):
                    built[front.block] += 1
                    along += site.size[0] + 5
                else:
                    along += STEP


def _place(lots: Lots, ground: Ground, spots: list[tuple[Front, float]], place: Place) -> None:
    """Put a place as near to its wished spot as a street of the wished kind leaves room."""
    wish = ground.at(place.spot)
    fitting = [
        (distance(spot[0], wish), index)
        for index, (front, along) in enumerate(spots)
        if not front.block.site
        and (not place.streets or front.line.kind in place.streets)
        and place.rw in {0, front.block.rw}
        and (spot := front.spot(along))
    ]
    for _, index in sorted(fitting):
        front, along = spots[index]
        if lots.build(front, front.box(along - place.size[0] / 2, place.size, 2.5), place.tags):
            return
    raise ValueError(f"no room for {place.tags['name']}")


def _homes(lots: Lots, front: Front, rng: Random) -> None:
    along, length = rng.uniform(2, 7), front.length()
    while along < length:
        size, setback, gap, tags = _home(front.remote, rng)
        shallow = (size[0], size[1] * 0.7)
        if lots.build(front, front.box(along, size, setback), tags) or lots.build(
            front, front.box(along, shallow, setback), tags
        ):
            along += size[0] + gap
        else:
            along += 3


def _home(remote: float, rng: Random) -> tuple[tuple[float, float], float, float, Tags]:
    """Size, setback and the gap to the next home: small and close at the river, with gardens further out, metres."""
    if rng.random() < 0.55 - 0.4 * remote:  # a row of rented rooms under one roof
        return (rng.uniform(20, 42), rng.uniform(7.5, 10)), rng.uniform(0.3, 1), rng.uniform(1, 9), {"building": "yes"}
    width, depth = rng.uniform(8, 12) + 4 * remote, rng.uniform(9, 13) + 4 * remote
    gap = rng.uniform(1, 6) + rng.random() * (39 + 93 * remote)
    return (width, depth), rng.uniform(0.3, 1.5) + 3 * remote, gap, {"building": "house"}

"""Where people may be told to gather: posts of rosters near by, then public places of the unit. Never typed words."""

from dataclasses import dataclass

from rukun.roster.kinds import PATROL
from rukun.roster.queries.posts import posts_near
from rukun.territory import queries as territory
from rukun.territory.algo import codes

KINDS = ("police", "town_hall", "community_centre", "guard_post", "field", "worship", "school")
"""Kinds of places where people gather, in this order. No bridge and no market: those are where things happen."""
MOST = 12


@dataclass(frozen=True)
class Point:
    """A meeting point. ``key`` says where it comes from; ``name`` is what people are told.

    ``at``: latitude and longitude, where they are known; of posts they are not.
    """

    key: str
    name: str
    at: tuple[float, float] | None = None


def meeting_points(unit: str) -> list[Point]:
    """The meeting points of a unit, those of its own RW first: posts, then named public places of the kelurahan.

    No watch that walks about: it stands nowhere. Two queries, and the territory from memory.
    """
    rw, kelurahan = codes.up_to(unit, codes.RW), codes.up_to(unit, codes.KELURAHAN)
    found = {
        post.name.strip(): Point(f"post:{post.id}", post.name.strip())
        for post in posts_near(unit)
        if post.kind != PATROL
    }
    places = [each for each in territory.places_in(kelurahan) if each.name.strip() and each.kind in KINDS]
    for place in sorted(places, key=lambda each: (not codes.covers(rw, each.unit), KINDS.index(each.kind), each.name)):
        found.setdefault(place.name.strip(), Point(f"place:{place.id}", place.name.strip(), (place.lat, place.lon)))
    return list(found.values())[:MOST]


def meeting_point(unit: str, chosen: str) -> Point | None:
    """The one that was chosen, by key or name; ``None`` for what is not in the list."""
    return next((each for each in meeting_points(unit) if chosen in (each.key, each.name)), None)

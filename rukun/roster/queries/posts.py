"""Posts by where they stand, whoever keeps watch there."""

from dataclasses import dataclass
from uuid import UUID

from rukun.people.access import inside
from rukun.roster.models import Post
from rukun.territory.algo import codes

MOST = 8


@dataclass(frozen=True)
class NearPost:
    id: UUID
    name: str
    unit: str
    kind: str  # of ``kinds.POSTS``


def posts_near(unit: str) -> list[NearPost]:
    """Open posts in a unit, then those elsewhere in its kelurahan, at most eight. One query."""
    kelurahan, rw = codes.up_to(unit, codes.KELURAHAN), codes.up_to(unit, codes.RW)
    rows = Post.objects.filter(inside(kelurahan), closed_at=None).order_by("name", "pk")
    found = [NearPost(*row) for row in rows.values_list("pk", "name", "unit", "kind")]
    return sorted(found, key=lambda each: not codes.covers(rw, each.unit))[:MOST]

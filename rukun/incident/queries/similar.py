"""Situations that a new one may be the same as: pointed at before a second record of it is made."""

from uuid import UUID

import h3

from rukun.guard import Actor
from rukun.incident.access import incidents_visible_to
from rukun.incident.models import Incident
from rukun.journal.algo.chain import chain_of

RESOLUTION = 9
MOST = 3


def similar_open(
    actor: Actor, *, kind: str, unit: str, place: str, point: tuple[float, float] | None, but: UUID
) -> list[Incident]:
    """Open ones of the kind that bear the place's name, or lie in its H3 cell or beside it. One query.

    ``but`` is the one that is being written, which may be there already.
    """
    found = incidents_visible_to(actor).filter(area=chain_of(unit), kind=kind, closed_at=None).exclude(pk=but)
    name = " ".join(place.casefold().split())
    near = set()
    if point is not None:
        near = {h3.str_to_int(each) for each in h3.grid_disk(h3.latlng_to_cell(*point, RESOLUTION), 1)}
    rows = found.order_by("-urgency", "-opened_at")[:200]
    return [each for each in rows if " ".join(each.place.casefold().split()) == name or each.cell in near][:MOST]

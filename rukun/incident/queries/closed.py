"""What is over, the latest first, however much there is: pages hang on a situation, and nothing is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.models import Incident
from rukun.incident.queries.pulse import areas_of
from rukun.people.access import inside

PER_PAGE = 25


@dataclass(frozen=True)
class Closed:
    """``older``: the situation after which the next page begins, or ``None``."""

    rows: Sequence[Incident]
    older: UUID | None


def closed_in(actor: Actor, unit: str = "", *, before: UUID | None = None) -> Closed:
    """What was closed in a unit, or in all of the actor's; ``before``: after that one in the list. Two queries.

    One that is not there, or was opened again, is where the list begins.
    """
    there = Q(pk__in=[])
    for each in [unit] if unit else access.board_units(actor):
        there |= areas_of(each) & inside(each)
    found = access.incidents_visible_to(actor).filter(there, closed_at__isnull=False)
    last = found.filter(pk=before).values_list("closed_at", flat=True).first() if before else None
    if last is not None:
        found = found.filter(Q(closed_at__lt=last) | Q(closed_at=last, pk__lt=before))
    rows = list(found.order_by("-closed_at", "-pk")[: PER_PAGE + 1])
    return Closed(rows[:PER_PAGE], rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None)

"""What a situation's steps come to at this moment, whether or not the timed job has noted yet what the clock ended."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.incident.algo import ladder
from rukun.incident.algo.ladder import Rung, Standing
from rukun.incident.models import Incident, Step


def rungs_of(steps: Sequence[Step]) -> list[Rung]:
    """Steps in their order, as the ladder's arithmetic knows them."""
    return [rung_of(each) for each in steps]


def rung_of(step: Step) -> Rung:
    what: ladder.What = step.what  # type: ignore[assignment]
    return Rung(step.number, what, step.level, step.before, step.state, step.by, step.at, step.until, step.replaced)


def moment(row: Incident) -> datetime:
    """Now, as far as this situation knows: never before what happened to it last, whatever the server's clock says."""
    return max(timezone.now(), row.changed_at)


def ended(at: datetime) -> Q:
    """Situations whose level is over, whatever still stands in their row; of what is closed none is."""
    return Q(closed_at=None, level_until__lte=at)


def standing_of(row: Incident) -> Standing:
    """What holds at this moment. One query."""
    return ladder.standing(rungs_of(list(Step.objects.filter(incident=row).order_by("number"))), moment(row))


def confirmed_of(rows: Sequence[Incident]) -> dict[UUID, int]:
    """The level of each that needs nobody's further word, whatever somebody has said since. One query, or none."""
    steps: dict[UUID, list[Step]] = {each.pk: [] for each in rows}
    for step in Step.objects.filter(incident__in=steps).order_by("number") if steps else ():
        steps[step.incident_id].append(step)
    return {each.pk: ladder.standing(rungs_of(steps[each.pk]), each.closed_at or moment(each)).base for each in rows}

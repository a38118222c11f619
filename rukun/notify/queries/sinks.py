"""A posko's own sinks as their keepers see them: never with their address, which may hold a token."""

from collections.abc import Sequence
from dataclasses import dataclass

from rukun.guard import Actor, covers
from rukun.notify.access import POSKO
from rukun.notify.models import Sink
from rukun.notify.notices import NOTICES
from rukun.notify.queries.health import Trial, last_trials


@dataclass(frozen=True)
class Shown:
    sink: Sink
    notices: Sequence[str]
    trial: Trial | None


def sinks_of(actor: Actor) -> list[Shown]:
    """Those in the units in which the actor manages people. Two queries."""
    scopes = actor.scopes(POSKO)
    found = [row for row in Sink.objects.order_by("unit", "label") if any(covers(each, row.unit) for each in scopes)]
    trials = last_trials([row.contact_id for row in found])
    return [
        Shown(
            row,
            [str(NOTICES[name].title) for name in row.notices if name in NOTICES],
            trials.get(row.contact_id),
        )
        for row in found
    ]

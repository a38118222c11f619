"""What partners' members see of situations: kind, RW, level in words, and two sentences that two people have read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision
from rukun.incident.access import can_see_board
from rukun.incident.kinds import KINDS, LEVELS
from rukun.incident.models import Incident
from rukun.incident.queries.standing import confirmed_of
from rukun.people.access import inside
from rukun.report.access.reports import can_see_outlines as sees_outlines
from rukun.report.access.reports import outline_units
from rukun.territory.algo.codes import RW, up_to

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AFTERWARDS = timedelta(days=7)
"""So long a closed one is still there."""
MOST = 50
UNSURE = _("belum dipastikan")


@dataclass(frozen=True)
class Outline:
    """``unit`` is an RW or larger, never smaller. ``stay_away``: at AG and GN nobody goes there on their own."""

    kind: str
    words: "_StrPromise"
    unit: str
    level: int
    level_words: "_StrPromise"
    state: str
    summary: str
    at: datetime
    stay_away: bool


def can_see_outlines(actor: Actor) -> Decision:
    """Whether the actor sees outlines: active members of verified partners, and whoever sees the board."""
    return Allowed() if can_see_board(actor).allowed else sees_outlines(actor)


def outlines(actor: Actor) -> list[Outline]:
    """The reviewed summaries of what is open, or was lately, where the actor's groups are partners; the newest first.

    A level that nobody confirmed is not told, nor that there is one: an alarm that one person raised must draw nobody
    out. What held below it is told on. A few queries.
    """
    where = Q(pk__in=[])
    for scope in {*outline_units(actor), *actor.scopes("incidents.see")}:
        where |= inside(scope)
    recent = Q(closed_at=None) | Q(closed_at__gt=timezone.now() - AFTERWARDS)
    found = Incident.objects.filter(where, recent, reviewed_at__isnull=False).exclude(closing="wrong")
    rows = [each.at_this_moment() for each in found.order_by("-happened_at", "-pk")[:MOST]]
    sure = confirmed_of([each for each in rows if each.level >= Incident.AG and not each.verified])
    return [_outline(each, sure.get(each.pk, each.level)) for each in rows]


def _outline(row: Incident, level: int) -> Outline:
    """``level`` is the one that nobody has to confirm any more."""
    told = level > Incident.NONE
    return Outline(
        row.kind,
        KINDS[row.kind].words,
        up_to(row.unit, RW),
        level,
        LEVELS[level] if told else UNSURE,
        row.state,
        row.summary,
        row.happened_at,
        row.closed_at is None and level >= Incident.AG,
    )

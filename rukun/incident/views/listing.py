"""Lists beside the board: what is over, what partners' members may know, and the cards of all actions."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.cards import CARDS
from rukun.incident.closings import HOW
from rukun.incident.kinds import KINDS, LEVELS, SHORT, STATES
from rukun.incident.measures import MEASURES
from rukun.incident.models import Incident
from rukun.incident.queries import outlines as queries
from rukun.incident.queries.closed import closed_in
from rukun.incident.queries.measures import installed
from rukun.report.queries.inbox import outline_of, outlines_for

FEW = 10


@requires(access.can_see_board)
@require_safe
@never_cache
def closed(request: ActorRequest) -> HttpResponse:
    """What was closed in the actor's units, or in the one asked for, the latest first."""
    unit = request.GET.get("wilayah", "")
    if unit:
        request.actor.may("incidents.see", unit).demand()
    before = _key(request.GET.get("sebelum", ""))
    page = closed_in(request.actor, unit, before=before)
    rows = [
        {
            "row": each,
            "kind": KINDS[each.kind],
            "short": SHORT[each.level],
            "sure": each.verified or each.level < Incident.AG,
            "how": HOW.get(each.closing, ""),
        }
        for each in page.rows
    ]
    return render(
        request, "incident/one/closed.html", {"older": page.older, "rows": rows, "unit": unit, "later": bool(before)}
    )


@requires(queries.can_see_outlines)
@require_safe
@never_cache
def outlines(request: ActorRequest) -> HttpResponse:
    """Kind, RW, level and a summary that two people have read; below it the same of residents' latest reports."""
    shown = [(each, STATES[each.state]) for each in queries.outlines(request.actor)]
    told = [outline_of(each) for each in outlines_for(request.actor)[: FEW + 1]]
    return render(
        request,
        "incident/one/outlines.html",
        {
            "outlines": shown,
            "cut": len(shown) == queries.MOST,
            "told": told[:FEW],
            "more_told": len(told) > FEW,
        },
    )


@requires(access.can_see_board)
@require_safe
@never_cache
def cards(request: ActorRequest) -> HttpResponse:
    """Do, don't, when to withdraw: of every action that there is here."""
    shown = [
        (
            each,
            CARDS[each.code],
            "" if len(each.levels) == len(LEVELS) else ", ".join(SHORT[level] for level in each.levels if level),
        )
        for each in MEASURES.values()
        if installed(each)
    ]
    return render(request, "incident/one/cards.html", {"cards": shown})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

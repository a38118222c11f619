from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, public, requires, signed_in
from rukun.journal import access as journal_access
from rukun.journal import queries as journal
from rukun.notify.queries import today as notify
from rukun.people import queries as people
from rukun.people.titles import TITLES
from rukun.report.queries import today as report
from rukun.roster.queries import today as roster
from rukun.territory import queries as territory
from rukun.training.queries import today as training

LATEST = 8


@public
@require_safe
def landing(request: ActorRequest) -> HttpResponse:
    """What this is, who is behind it, whom to call."""
    return render(request, "home/landing.html")


@requires(signed_in)
@require_safe
@never_cache
def today(request: ActorRequest) -> HttpResponse:
    """What concerns the one who signed in: their positions, and what was last written in their units."""
    latest = journal.entries_visible_to(request.actor).order_by("-pk")[:LATEST]
    return render(
        request,
        "home/today.html",
        {
            "name": people.name_of(request.actor),
            "positions": [
                (TITLES[each.title].words, each, territory.exists(each.unit))
                for each in people.positions_of(request.actor)
            ],
            "by_code": people.came_by_code(request.actor),
            "closed": people.closed_positions_of(request.actor),
            "todo": [each for room in (report, roster, training, notify) for each in room.todo_for(request.actor)],
            "pages": [each for room in (report, roster, training, notify) for each in room.pages_for(request.actor)],
            "reads_journal": journal_access.can_read_journal(request.actor).allowed,
            "writes_journal": journal_access.can_write_log(request.actor).allowed,
            "latest": journal.lines_for(request.actor, latest),
        },
    )

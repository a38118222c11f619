from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.alarm.queries import today as alarm
from rukun.alarm.queries.warnings import holding_now
from rukun.guard import ActorRequest, public, requires, signed_in
from rukun.incident.queries import today as incident
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
MOST_WARNINGS = 3
"""The page of warnings has them all."""
ROOMS = (alarm, incident, report, roster, training, notify)
"""Which of them say what waits for somebody, the most urgent first."""


@public
@require_safe
def landing(request: ActorRequest) -> HttpResponse:
    """What this is, who is behind it, whom to call; before all that, what the public is warned of now."""
    return render(request, "home/landing.html", {"warned": holding_now()[:MOST_WARNINGS]})


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
            "todo": [each for room in ROOMS for each in room.todo_for(request.actor)],
            "pages": [each for room in ROOMS for each in room.pages_for(request.actor)],
            "reads_journal": journal_access.can_read_journal(request.actor).allowed,
            "writes_journal": journal_access.can_write_log(request.actor).allowed,
            "latest": journal.lines_for(request.actor, latest),
        },
    )

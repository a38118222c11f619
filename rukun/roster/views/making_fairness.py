"""How often each stood in a year, and what their fair share was: a member's own, or all for whoever makes rosters."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, requires, signed_in
from rukun.roster import access
from rukun.roster.queries.fairness import Account, accounts, table_of
from rukun.roster.queries.setup import today_in


@requires(signed_in)
@require_safe
@never_cache
def fairness(request: ActorRequest, key: UUID) -> HttpResponse:
    """A member's own numbers alone; those of all, in the order of names, for whoever keeps the roster."""
    watch = access.watch_for(request.actor, key)
    if watch is None:
        raise Http404
    keeps, own = access.may_keep(request.actor, watch).allowed, access.watcher_of(request.actor, watch)
    if not keeps and own is None:
        raise Http404
    found = accounts(watch, today_in(watch.unit))
    return render(
        request,
        "roster/making/fairness.html",
        {
            "watch": watch,
            "keeps": keeps,
            "own": found.get(own.pk, Account()) if own else None,
            "rows": table_of(watch, found) if keeps else [],
        },
    )

"""What partners' members see of what is reported: category, RW, day and a handler's summary, nothing else."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, requires
from rukun.report import access
from rukun.report.queries import inbox as queries

PER_PAGE = 25


@requires(access.can_see_outlines)
@require_safe
@never_cache
def outlines(request: ActorRequest) -> HttpResponse:
    """Those of where the reader's group is a partner now."""
    units = access.outline_units(request.actor)
    page = Paginator(queries.outlines_for(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "report/inbox/outlines.html",
        {"page": page, "outlines": [queries.outline_of(each) for each in page], "units": units},
    )

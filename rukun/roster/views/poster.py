"""The roster to hang in the pos."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, requires, signed_in
from rukun.roster.print.poster import SIZES, Poster, poster_pdf
from rukun.roster.queries.own import newest_edition, nights_shown
from rukun.roster.queries.setup import today_in
from rukun.roster.views.own import month_after, month_asked, watch_seen


@requires(signed_in)
@require_safe
@never_cache
def poster(request: ActorRequest, watch: UUID) -> HttpResponse:
    """A month of published nights as PDF, A4 or A3, for whoever sees them on the screen."""
    found = watch_seen(request, watch)
    first = month_asked(request.GET.get("bulan", ""), today_in(found.unit))
    last = month_after(first) - timedelta(days=1)
    asked = request.GET.get("kertas", "")
    size = asked if asked in SIZES else SIZES[0]
    printed = Poster(found, first, last, newest_edition(found, first, last), nights_shown(found, first, last))
    answer = HttpResponse(poster_pdf(printed, size), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="ronda-{first:%Y-%m}-{size}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer

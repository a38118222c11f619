"""Posters to hang up in an RW, by which people find the way to report."""

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, public
from rukun.people.forms.units import as_typed
from rukun.report.forms.public import WhereForm
from rukun.report.print.posters import poster_pdf
from rukun.territory import queries as territory
from rukun.territory.algo import codes

KEPT = 64
"""Posters that a process keeps, of some thirty kilobytes each."""


@csrf_exempt
@public
@require_safe
def posters(request: ActorRequest) -> HttpResponse:
    """The posters of a kelurahan, one for each RW."""
    form = WhereForm(request.GET if "wilayah" in request.GET else None)
    asked = form.cleaned_data["wilayah"] if form.is_bound and form.is_valid() else ""
    unit = ".".join((asked or territory.begin()).split(".")[:4])
    parts = territory.parts_of(unit) if territory.exists(unit) else []
    if not form.is_bound:
        form = WhereForm(initial={"wilayah": as_typed(unit) if unit else ""})
    return render(
        request,
        "report/elsewhere/posters.html",
        {"form": form, "unit": unit, "units": [each.code for each in parts if each.level == codes.RW]},
    )


@csrf_exempt
@public
@require_safe
def poster(request: ActorRequest, code: str) -> HttpResponse:
    """The poster of one RW, A4."""
    if not territory.exists(code) or codes.level_of(code) != codes.RW:
        raise Http404
    with override("id"):  # one address on the wall, whatever language the screen has
        link = request.build_absolute_uri(reverse("report:lapor"))
        name = f"{as_typed(code)}"
    answer = HttpResponse(_kept(code, link, name), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="poster-{code}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@lru_cache(maxsize=KEPT)
def _kept(code: str, link: str, name: str) -> bytes:
    return poster_pdf(link=f"{link}?rw={code}", address=link, place=name)

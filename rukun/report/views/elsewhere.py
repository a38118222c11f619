"""Authorities outside: what to tell them, until when, and a sheet to take along. Nothing typed here is kept."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, public
from rukun.report import limits
from rukun.report.actions.counting import count_handed_elsewhere
from rukun.report.algo.deadlines import Left, left
from rukun.report.elsewhere import AUTHORITIES, Authority
from rukun.report.forms.public import KnownForm, SheetForm
from rukun.report.print.elsewhere import sheet_pdf
from rukun.ui.dates import written_out


@csrf_exempt
@public
@require_safe
def every_authority(request: ActorRequest) -> HttpResponse:
    return render(request, "report/elsewhere/all.html", {"authorities": AUTHORITIES.values()})


@csrf_exempt  # whoever is here has no cookie, and nothing is kept
@public
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def authority(request: ActorRequest, code: str) -> HttpResponse:
    """What belongs there and how to reach it. ``do=days`` counts the days left, ``do=sheet`` prints what was typed."""
    found = AUTHORITIES.get(code)
    if found is None:
        raise Http404
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    known = KnownForm(request.POST if asked == "days" else None)
    sheet = SheetForm(request.POST if asked == "sheet" else None)
    if asked == "sheet" and found.sheet and sheet.is_valid():
        return _printed(request, found, sheet.cleaned_data)
    counted: Left | None = None
    if asked == "days" and known.is_valid():
        counted = left(known.cleaned_data["known"], found.days, timezone.localdate())
    return render(
        request,
        "report/elsewhere/authority.html",
        {
            "authority": found,
            "known": known,
            "sheet": sheet,
            "wrong": known if asked == "days" else sheet,
            "left": _left_in_words(counted) if counted else "",
            "over": counted is not None and counted.days < 0,
        },
    )


def _printed(request: ActorRequest, found: Authority, typed: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(sheet_pdf(found, typed), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="lembar-{found.code}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if not limits.over(request, "message"):  # a script that asks for thousands is no count of anything
        count_handed_elsewhere(authority=found.code, unit=typed["wilayah"])
    return answer


def _left_in_words(counted: Left) -> str:
    last = written_out(counted.last)
    if counted.days < 0:
        return (
            _("Menurut hitungan hari kalender, hari terakhirnya %s, sudah lewat. Tetap tanyakan hari ini juga ke sana.")
            % last
        )
    if counted.days == 0:
        return _("Hari ini hari terakhir (%s). Berangkatlah sekarang, atau hubungi mereka hari ini.") % last
    return ngettext(
        "Tinggal %(days)d hari: hari terakhirnya %(last)s.",
        "Tinggal %(days)d hari: hari terakhirnya %(last)s.",
        counted.days,
    ) % {"days": counted.days, "last": last}

"""Somebody telephones, or stands in the door: an operator takes down what they tell."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import as_typed, blame
from rukun.report import access, limits
from rukun.report.actions.intake import file_report
from rukun.report.algo.codes import grouped
from rukun.report.errors import ReportError
from rukun.report.forms.posko import TakeDownForm
from rukun.report.models import Report
from rukun.report.queries.readers import readers_of, somebody_reads
from rukun.ui import kept
from rukun.ui.qr import on_page


@requires(access.can_write_for_others)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def take_down(request: ActorRequest) -> HttpResponse:
    """One page, and then the receipt code to read out."""
    scopes = request.actor.scopes("reports.write")
    form = TakeDownForm(
        request.POST or kept.take(request),
        within=scopes,
        initial={"unit": as_typed(scopes[0]) if len(scopes) == 1 and scopes[0].count(".") > 3 else ""},
    )
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        there = request.actor.may("reports.write", draft.unit)
        if not there.allowed:
            form.add_error("unit", str(there.reason))
        else:
            try:
                filed = file_report(
                    actor=request.actor,
                    draft=draft,
                    source=form.cleaned_data["source"],
                    channel="posko",
                    triage=limits.triage_in(draft.unit),
                )
            except ReportError as error:
                blame(
                    form,
                    error,
                    {"happened": {"hour": "hour", "day": "day"}.get(draft.happened_about, "happened_about")},
                )
            else:
                return _receipt(request, filed.report, draft.code)
    own_way = request.build_absolute_uri(reverse("report:lapor"))
    return render(request, "report/inbox/take_down.html", {"form": form, "link": own_way, "qr": on_page(own_way)})


def _receipt(request: ActorRequest, filed: Report, code: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("report:receipt"))
    return render(
        request,
        "report/inbox/taken_down.html",
        {
            "found": filed,
            "code": grouped(code),
            "link": link,
            "qr": on_page(f"{link}#{code}"),
            "readers": readers_of(filed.category, filed.unit, filed.subject),
            "unread": not somebody_reads(filed.category, filed.unit, filed.subject),
            "sees": access.report_for(request.actor, filed.pk) is not None,
        },
    )

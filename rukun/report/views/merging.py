"""Merging reports about one thing, and taking them apart again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.report import access
from rukun.report.actions import merging
from rukun.report.categories import CATEGORIES
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.handling import NoteTooLong
from rukun.report.errors.merging import NoSuchReport, OtherCategory, WhyTogether
from rukun.report.forms.merging import MergeForm
from rukun.report.models import Report
from rukun.report.queries import merging as queries
from rukun.report.queries.due import due_of, state_of
from rukun.report.views.one import report_or_404
from rukun.ui import kept


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
def merge(request: ActorRequest, key: UUID) -> HttpResponse:
    """Which report tells of the same thing: those that seem to, and one whose number somebody types."""
    found = report_or_404(request, key)
    access.may_handle(request.actor, found).demand()
    typed = request.POST or kept.take(request)
    form, ask = MergeForm(typed), False
    sent = request.method == "POST" and form.is_valid()
    try:
        if sent:
            merging.demand_ordinary(found)  # what is sent twice is done once, and told so
        else:
            merging.demand_mergeable(found)
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("report:report", found.pk)
    if sent:
        into = queries.with_number(request.actor, form.cleaned_data["into"])
        try:
            if into is None:
                raise NoSuchReport
            if into.closed_at is None and into.pk != found.pk and form.cleaned_data["seen"] != str(into.pk):
                return _page(request, found, form, look=into)
            sure, reason = form.cleaned_data["sure"], form.cleaned_data["reason"]
            merging.merge(actor=request.actor, report=found, into=into, other_category=sure, reason=reason)
        except ReportGone:
            raise
        except ReportError as error:
            ask = isinstance(error, OtherCategory | WhyTogether | NoteTooLong) or bool(form.cleaned_data["reason"])
            given = {**form.cleaned_data, "into": queries.number_of(into)} if into else form.cleaned_data
            form = MergeForm(given, ask=ask)
            form.is_valid()
            blame(form, error)
        else:
            messages.success(request, _("Digabung. Dapat dipisahkan lagi di halaman laporan ini."))
            return redirect("report:report", found.pk)
    return _page(request, found, form, ask=ask)


def _page(
    request: ActorRequest, found: Report, form: MergeForm, *, ask: bool = False, look: Report | None = None
) -> HttpResponse:
    """``look``: the one whose number was typed, to be looked at before anything is merged."""
    owed = look.commitment if look else None
    return render(
        request,
        "report/merging/merge.html",
        {
            "found": found,
            "category": CATEGORIES[found.category],
            "number": queries.number_of(found),
            "form": form,
            "ask": ask,
            "look": look,
            "look_category": CATEGORIES[look.category] if look else None,
            "look_number": queries.number_of(look) if look else "",
            "look_state": state_of(owed) if owed else None,
            "look_due": due_of(owed) if owed else None,
            "suggestions": [] if ask or look else queries.suggestions_for(request.actor, found, limit=10),
        },
    )


@requires(access.can_see_reports)
@require_POST
@never_cache
def unmerge(request: ActorRequest, key: UUID) -> HttpResponse:
    """It tells of something else after all. Shows nothing of it, so that this is no reading."""
    found = access.report_for(request.actor, key)
    if found is None:
        raise Http404
    access.may_handle(request.actor, found).demand()
    try:
        merging.unmerge(actor=request.actor, report=found)
    except ReportGone:
        raise
    except ReportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Dipisahkan. Laporan itu ditangani sendiri lagi, dengan waktunya sendiri."))
    return redirect("report:report", _back(request, found))


def _back(request: ActorRequest, found: Report) -> UUID:
    """From where it was asked, if that is a report which the actor may read."""
    try:
        back = access.report_for(request.actor, UUID(request.POST.get("back", "")))
    except ValueError:
        back = None
    return (back or found).pk

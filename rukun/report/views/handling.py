"""What handlers do with a report, each on a page of its own or by one button."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.report import access
from rukun.report.account import account_of
from rukun.report.actions import handling
from rukun.report.categories import CATEGORIES
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.handling import NoReason, NoteTooLong, SummaryTells
from rukun.report.forms.inbox import RecategoriseForm, SetAsideForm, SummaryForm
from rukun.report.models import Report
from rukun.report.print.sheet import sheet_pdf
from rukun.report.queries.aside import RESTORED_WITHIN
from rukun.report.queries.dialogue import talk_of
from rukun.report.queries.inbox import partner_choices
from rukun.report.queries.readers import readers_of, somebody_reads
from rukun.report.views.one import page_of, report_or_404
from rukun.seal import CannotOpen
from rukun.ui import kept


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def summary(request: ActorRequest, key: UUID) -> HttpResponse:
    """Put into words what others may know."""
    found = _handled(request, key)
    initial = {"text": found.summary, "before": found.summary}
    typed = request.POST or kept.take(request)
    form = SummaryForm(typed, ask=bool(typed and typed.get("sure")), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            handling.summarise(actor=request.actor, report=found, **form.cleaned_data)
        except SummaryTells as error:
            form = SummaryForm(typed, ask=True)
            form.is_valid()
            blame(form, error)
        except ReportGone:
            raise
        except ReportError as error:
            found = _handled(request, key)
            form = SummaryForm({**form.cleaned_data, "before": found.summary}, ask=form.cleaned_data["sure"])
            form.is_valid()
            blame(form, error)
        else:
            messages.success(request, _("Ringkasan tersimpan."))
            return redirect("report:report", found.pk)
    ordinary = CATEGORIES[found.category].kind == "ordinary"
    return render(
        request,
        "report/inbox/summary.html",
        {
            "form": form,
            "found": found,
            "words": _words(found),
            "category": CATEGORIES[found.category],
            "ordinary": ordinary,
            "readers": readers_of(found.category, found.unit, found.subject),
        },
    )


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
def recategorise(request: ActorRequest, key: UUID) -> HttpResponse:
    """Put right what it is about; whoever then may not read it is told so, and goes back to the list."""
    found = _handled(request, key)
    form = RecategoriseForm(
        request.POST or kept.take(request),
        groups=partner_choices(found.unit),
        opens=CATEGORIES[found.category].kind != "ordinary",
        initial={
            "category": found.category,
            "subject": found.subject,
            "organisation": str(found.organisation_id or ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            handling.recategorise(actor=request.actor, report=found, **form.arguments())
        except ReportGone:
            raise
        except ReportError as error:
            blame(form, error)
        else:
            if access.report_for(request.actor, found.pk) is None:
                messages.success(
                    request, _("Jenisnya diubah. Laporan itu kini dibaca petugas lain dan tidak lagi tampil bagi Anda.")
                )
                return redirect("report:reports")
            messages.success(request, _("Jenisnya diubah."))
            return redirect("report:report", found.pk)
    return render(
        request,
        "report/inbox/recategorise.html",
        {
            "form": form,
            "found": found,
            "category": CATEGORIES[found.category],
            "unprotected": not somebody_reads("kekerasan", found.unit),
        },
    )


@requires(access.can_see_reports)
@require_POST
@never_cache
def set_aside(request: ActorRequest, key: UUID) -> HttpResponse:
    """It is no report. What was typed and is not enough comes back with the page."""
    found = _handled(request, key)
    form = SetAsideForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    try:
        handling.set_aside(actor=request.actor, report=found, reason=reason)
    except (NoReason, NoteTooLong) as error:
        blame(form, error)
        return page_of(request, found, aside=form)
    except ReportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Disisihkan. Dapat dikembalikan dalam %d hari.") % RESTORED_WITHIN.days)
    return redirect("report:report", found.pk)


@requires(access.can_see_reports)
@require_POST
@never_cache
def why_aside(request: ActorRequest, key: UUID) -> HttpResponse:
    """The page with the words of whoever set it aside, for who may take that back; each look is recorded."""
    found = _handled(request, key)
    try:
        words = handling.read_why_aside(actor=request.actor, report=found)
    except ReportGone:
        raise
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("report:report", found.pk)
    return page_of(request, found, why_aside=words)


@requires(access.can_see_reports)
@require_POST
@never_cache
def restore(request: ActorRequest, key: UUID) -> HttpResponse:
    return _step(
        request,
        _handled(request, key),
        lambda found: handling.restore(actor=request.actor, report=found),
        _("Dikembalikan. Laporan ini terbuka lagi."),
    )


@requires(access.can_see_reports)
@require_POST
@never_cache
def pass_triage(request: ActorRequest, key: UUID) -> HttpResponse:
    return _step(
        request,
        _handled(request, key),
        lambda found: handling.pass_triage(actor=request.actor, report=found),
        _("Diloloskan. Sekarang tampil bagi semua yang boleh membacanya."),
    )


@requires(access.can_see_reports)
@require_POST
@never_cache
def sheet(request: ActorRequest, key: UUID) -> HttpResponse:
    """The report on paper. That it was printed stands in the journal."""
    found = _handled(request, key)
    try:
        content = sheet_pdf(found, account_of(found), talk_of(found))
    except CannotOpen:
        return page_of(request, found)
    handling.note_printed(actor=request.actor, report=found)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="laporan-{str(found.pk)[-8:]}.pdf"'},
    )


def _step(request: ActorRequest, found: Report, action: Callable[[Report], object], said: str) -> HttpResponse:
    try:
        action(found)
    except ReportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("report:report", found.pk)


def _handled(request: ActorRequest, key: UUID) -> Report:
    """The report, for whoever handles it; whoever only reads it is told who does."""
    found = report_or_404(request, key)
    access.may_handle(request.actor, found).demand()
    return found


def _words(found: Report) -> str:
    try:
        return account_of(found).words
    except CannotOpen:
        return ""

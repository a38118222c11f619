"""The handlers' list of reports, and the page of one."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires
from rukun.journal.naming import names_of
from rukun.people.forms.units import blame
from rukun.report import access, limits
from rukun.report.account import Account, Reachable, account_of
from rukun.report.actions import dialogue, handling
from rukun.report.actions.identity import read_contact
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.forms.inbox import AskForm, ContactForm, FilterForm, SetAsideForm
from rukun.report.models import Report
from rukun.report.queries import inbox as queries
from rukun.report.queries import photos
from rukun.report.queries.aside import RESTORED_WITHIN, is_restorable
from rukun.report.queries.dialogue import talk_of
from rukun.report.queries.readers import openers_of, readers_of
from rukun.report.sources import CHANNELS, SOURCES
from rukun.seal import CannotOpen
from rukun.territory.algo import codes
from rukun.training.access.duty import can_suspend
from rukun.ui import kept

PER_PAGE = 25


@requires(access.can_see_reports)
@require_safe
@never_cache
def reports(request: ActorRequest) -> HttpResponse:
    """What came in: unread danger first, then what waits for a first look, then the newest. No words of anybody."""
    form = FilterForm(request.GET if {"wilayah", "jenis", "status"} & request.GET.keys() else None)
    wanted = form.wanted()
    page = Paginator(queries.reports_for(request.actor, **wanted), PER_PAGE).get_page(request.GET.get("page"))
    first: list[Report] = []
    if not wanted["state"] and page.number == 1:
        waiting = queries.reports_for(request.actor, wanted["unit"], wanted["category"], queries.TRIAGE)
        first = list(waiting[: queries.FIRST_LOOKS + 1])
    lines = queries.lines_of([*first[: queries.FIRST_LOOKS], *page])
    shown = min(len(first), queries.FIRST_LOOKS)
    rest = lines[shown:]
    scopes = request.actor.scopes("reports.see")
    watched = wanted["unit"] or (scopes[0] if first and len(scopes) == 1 else "")
    return render(
        request,
        "report/inbox/reports.html",
        {
            "form": form,
            "page": page,
            "waiting": lines[:shown],
            "more_waiting": len(first) > shown,
            "urgent": [each for each in rest if each.urgent],
            "lines": [each for each in rest if not each.urgent],
            "narrowed": any(wanted.values()),
            "unit": wanted["unit"],
            "watched": watched,
            "busy": limits.busy(watched) if watched else None,
            "wrong_codes": limits.wrong_codes() if request.actor.scopes("reports.handle") else 0,
            "writes": access.can_write_for_others(request.actor).allowed,
            "triage_state": queries.TRIAGE,
        },
    )


@requires(access.can_see_reports)
@require_safe
@never_cache
def report(request: ActorRequest, key: UUID) -> HttpResponse:
    """One report: its words, where and when, photos, and the talk with whoever reported."""
    return page_of(request, report_or_404(request, key))


@requires(access.can_see_reports)
@require_POST
@never_cache
def exact_place(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same with the place as it was pointed out; each look is recorded."""
    found = report_or_404(request, key)
    try:
        exact = handling.read_exact_place(actor=request.actor, report=found)
    except CannotOpen:
        exact = None
    return page_of(request, found, exact=exact)


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def contact(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same with the reporter's name and number, shown this once, for a written reason."""
    found = report_or_404(request, key)
    access.may_read_contact(request.actor, found).demand()
    form = ContactForm(request.POST or kept.take(request))
    if not form.is_bound:
        return redirect("report:report", found.pk)
    reachable: Reachable | None = None
    if request.method == "POST" and form.is_valid():
        try:
            reachable = read_contact(actor=request.actor, report=found, **form.cleaned_data)
        except ReportGone:
            raise
        except ReportError as error:
            blame(form, error)
        except CannotOpen:
            return page_of(request, found)
    return page_of(request, found, contact=form, reachable=reachable)


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def ask(request: ActorRequest, key: UUID) -> HttpResponse:
    """A question to whoever reported."""
    found = report_or_404(request, key)
    access.may_handle(request.actor, found).demand()
    form = AskForm(request.POST or kept.take(request))
    if not form.is_bound:
        return redirect("report:report", found.pk)
    if request.method == "POST" and form.is_valid():
        try:
            dialogue.ask(actor=request.actor, report=found, **form.cleaned_data)
        except ReportGone:
            raise
        except ReportError as error:
            found = report_or_404(request, key)
            blame(form, error)
        else:
            return redirect("report:report", found.pk)
    return page_of(request, found, ask=form)


def report_or_404(request: ActorRequest, key: UUID) -> Report:
    """The report, for whoever may read it. By whatever page they come to it, that they did stands in the journal."""
    found = access.report_for(request.actor, key)
    if found is None:
        raise Http404
    if request.method != "HEAD":  # which shows nothing
        handling.note_read(actor=request.actor, report=found)
    return found


def page_of(
    request: ActorRequest,
    found: Report,
    *,
    exact: Account | None = None,
    reachable: Reachable | None = None,
    **sent: forms.Form,
) -> HttpResponse:
    """The page of a report, with whatever form of it was sent and had something wrong."""
    actor = request.actor
    category = CATEGORIES[found.category]
    handles = access.may_handle(actor, found)
    is_open = found.closed_at is None
    try:
        account, talk, unreadable = account_of(found), talk_of(found), False
    except CannotOpen:
        account, talk, unreadable = Account(), [], True
    new_answers = {each.id for each in talk if each.from_reporter and each.read_at is None}
    if new_answers and handles.allowed and request.method != "HEAD":
        dialogue.read_by_handler(actor=actor, report=found, shown=talk)
    picture, here = queries.place_of(found, exact or account, exact=exact is not None)
    names = names_of({found.summary_by, found.closed_by, *(each.by for each in talk)} - {""})
    contact = access.may_read_contact(actor, found).allowed and not found.anonymous
    return render(
        request,
        "report/inbox/report.html",
        {
            "found": found,
            "category": category,
            "account": account,
            "unreadable": unreadable,
            "is_open": is_open,
            "picture": picture,
            "here": here,
            "exact": exact is not None,
            "has_point": queries.point_of(account) is not None,
            "outside": queries.lies_outside(found, account),
            "busy": _busy(found),
            "source": SOURCES[found.source],
            "channel": CHANNELS[found.channel],
            "about": SUBJECTS[found.subject].words if found.subject else "",
            "readers": readers_of(found.category, found.unit, found.subject) if found.subject else [],
            "photos": photos.for_page(actor, found),
            "talk": [(each, names.get(each.by, ""), each.id in new_answers) for each in talk],
            "handles": handles.allowed,
            "why_not": "" if handles.allowed else handles.reason,
            "summary_by": names.get(found.summary_by, ""),
            "closed_by": names.get(found.closed_by, ""),
            "restorable": handles.allowed and is_restorable(found),
            "objected": any(each.from_reporter and found.closed_at and each.sent_at > found.closed_at for each in talk),
            "restored_within": RESTORED_WITHIN.days,
            "reachable": reachable,
            "openers": openers_of(found.unit) if handles.allowed and is_open and not found.anonymous else [],
            "contact": (sent.get("contact") or ContactForm()) if contact else None,
            "ask": (sent.get("ask") or AskForm()) if handles.allowed and is_open else None,
            "aside": (sent.get("aside") or SetAsideForm()) if handles.allowed and is_open else None,
            "suspends": is_open and found.subject == "anggota" and can_suspend(actor).allowed,
            "sent": next(iter(sent.values()), None),
        },
    )


def _busy(found: Report) -> Any:
    """How busy the RW is in which it came, if that is more than usual and this one came just now."""
    if CATEGORIES[found.category].kind != "ordinary":
        return None
    busy = limits.busy(codes.up_to(found.unit, codes.RW))
    return busy if busy and busy.is_over else None

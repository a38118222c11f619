"""The handlers' list of reports, and the selections of it that somebody keeps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.report import access, limits
from rukun.report.access.following import can_export, can_watch
from rukun.report.access.rules import can_see_rules
from rukun.report.actions.views import MOST, delete_view, rename_view, save_view, selection_of
from rukun.report.errors import ReportError
from rukun.report.forms.inbox import FilterForm, ViewForm
from rukun.report.queries import inbox, listing
from rukun.report.queries.views import views_of
from rukun.ui import kept


@requires(access.can_see_reports)
@require_safe
@never_cache
def reports(request: ActorRequest) -> HttpResponse:
    """What is to be done, by when it is due; above it unread danger and what waits for a first look. Nobody's words."""
    actor = request.actor
    form = FilterForm(request.GET if FilterForm.base_fields.keys() & request.GET.keys() else None)
    wanted = inbox.Wanted(**form.wanted())
    page = listing.page_for(actor, wanted, _number(request.GET.get("page", "")))
    form.offer(page.owners)
    scopes = actor.scopes("reports.see")
    watched = wanted.unit or (scopes[0] if page.waiting and len(scopes) == 1 else "")
    selection = selection_of(request.GET.urlencode())
    saved = list(views_of(actor))
    return render(
        request,
        "report/inbox/reports.html",
        {
            "form": form,
            "page": page,
            "chips": _chips(form, request.GET),
            "narrowed": bool(form.narrowed()),
            "opened": bool(form.errors),
            "unit": wanted.unit,
            "order": wanted.by,
            "selection": selection,
            "saved": [(each.name, f"?{each.query}", each.query == selection) for each in saved],
            "is_saved": any(each.query == selection for each in saved),
            "view_form": ViewForm(initial={"query": selection}),
            "watched": watched,
            "busy": limits.busy(watched) if watched else None,
            "wrong_codes": limits.wrong_codes() if actor.scopes("reports.handle") else 0,
            "writes": access.can_write_for_others(actor).allowed,
            "chooses": bool(actor.scopes("reports.handle") or actor.scopes("commitments.keep")),
            "all_chosen": request.GET.get("pilih") == "semua",
            "pages": [
                (words, reverse(f"report:{name}"), "e" if name == "export_choose" else "")
                for words, name, may in (
                    (_("Tindak lanjut laporan"), "following", can_watch),
                    (_("Laporan yang terlambat"), "late", can_watch),
                    (_("Unduh daftar laporan"), "export_choose", can_export),
                    (_("Siapa menerima laporan"), "rules", can_see_rules),
                )
                if may(actor).allowed
            ],
            "aside_state": inbox.SET_ASIDE,
            "triage_state": inbox.TRIAGE,
            "danger_state": inbox.DANGER,
        },
    )


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
def views(request: ActorRequest) -> HttpResponse:
    """One's own selections: keep one, rename or delete it (``do``)."""
    sent = request.POST or kept.take(request)
    if request.method != "POST":
        form = ViewForm(sent) if sent else ViewForm(initial={"query": selection_of(request.GET.get("dari", ""))})
        return _views(request, form)
    if request.POST.get("do") == "delete":
        delete_view(actor=request.actor, key=_key(request.POST.get("key", "")))
        return redirect("report:views")
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            if request.POST.get("do") == "rename":
                rename_view(actor=request.actor, key=_key(request.POST.get("key", "")), name=form.cleaned_data["name"])
                return redirect("report:views")
            view = save_view(actor=request.actor, name=form.cleaned_data["name"], query=form.cleaned_data["query"])
        except ReportError as error:
            blame(form, error)
        else:
            messages.success(request, _("Pilihan “%s” tersimpan.") % view.name)
            return redirect(f"{reverse('report:reports')}?{view.query}")
    return _views(request, form, renamed=request.POST.get("key", "") if request.POST.get("do") == "rename" else "")


def _views(request: ActorRequest, form: ViewForm, *, renamed: str = "") -> HttpResponse:
    """``renamed``: the form is about the name of this one, and has something wrong."""
    rows: list[tuple[Any, list[str], ViewForm]] = []
    for each in views_of(request.actor):
        chosen = FilterForm(QueryDict(each.query))
        chosen.is_valid()
        own = form if renamed == str(each.pk) else ViewForm(initial={"name": each.name}, auto_id=f"id_{each.pk}_%s")
        rows.append((each, [words for _name, words in chosen.narrowed()], own))
    return render(
        request,
        "report/inbox/views.html",
        {
            "form": form,
            "rows": rows,
            "most": MOST,
            "renamed": renamed,
            "adding": not renamed and (form.is_bound or bool(form.initial.get("query"))),
        },
    )


def _chips(form: FilterForm, asked: QueryDict) -> list[tuple[str, str]]:
    """What the list is narrowed by, in words, each with the address without it."""
    found = []
    for name, words in form.narrowed():
        rest = asked.copy()
        for each in (name, "page", "pilih"):
            rest.pop(each, None)
        found.append((words, f"?{selection_of(rest.urlencode())}"))
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _key(text: str) -> UUID:
    """What is no id is that of nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)

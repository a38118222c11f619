"""Making a roster: the list, a new one, its page, its steps."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.almanac.queries import zone_in
from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.roster import access
from rukun.roster.actions import making, publishing, solving
from rukun.roster.errors import RosterError
from rukun.roster.errors_making import BreaksRules, NeedsReason, NotPublishable
from rukun.roster.forms.making import CellForm, EditionForm, FromForm, NightsForm, ReasonForm, SolveForm
from rukun.roster.models import Roster, Shift, Watch
from rukun.roster.nights_in_words import span
from rukun.roster.outcomes import FAILED
from rukun.roster.queries.making import Board, board_of, choices_for, found_by_solver, rosters_of, suggested_nights
from rukun.roster.words import night_in_words, shift_in_words
from rukun.ui import kept

PER_PAGE = 25
REFRESH_SECONDS = 3


@requires(access.can_keep_any)
@require_safe
@never_cache
def rosters(request: ActorRequest, key: UUID) -> HttpResponse:
    """All rosters of a watch, drafts and published ones."""
    watch = _watch(request, key)
    page = Paginator(rosters_of(watch), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "roster/making/rosters.html", {"watch": watch, "page": page})


@requires(access.can_keep_any)
@require_http_methods(["GET", "POST"])
@never_cache
def new_roster(request: ActorRequest, key: UUID) -> HttpResponse:
    """Begin one: from which night to which."""
    watch = _watch(request, key)
    form = NightsForm(request.POST or kept.take(request), initial=suggested_nights(watch))
    if request.method == "POST" and form.is_valid():
        try:
            made = making.make_roster(actor=request.actor, watch=watch, **form.cleaned_data)
        except RosterError as error:
            blame(form, error)
        else:
            return redirect("roster:roster", made.pk)
    return render(request, "roster/making/new.html", {"watch": watch, "form": form})


@requires(access.can_keep_any)
@require_safe
@never_cache
def roster(request: ActorRequest, key: UUID) -> HttpResponse:
    """One of them, whatever its state."""
    return _page(request, _roster(request, key))


@requires(access.can_keep_any)
@require_POST
@never_cache
def solve(request: ActorRequest, key: UUID) -> HttpResponse:
    return _step(request, key, SolveForm, solving.start_solving)


@requires(access.can_keep_any)
@require_POST
@never_cache
def stop(request: ActorRequest, key: UUID) -> HttpResponse:
    """Stop the solver."""
    found = _roster(request, key)
    solving.cancel_solving(actor=request.actor, roster=found)
    messages.info(request, _("Penyusunan dihentikan. Yang terbaik sejauh ini disimpan, bila ada."))
    return redirect("roster:roster", key)


@requires(access.can_keep_any)
@require_POST
@never_cache
def accept(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take what results from the smallest relaxation."""
    return _step(request, key, EditionForm, solving.accept_relaxation)


@requires(access.can_keep_any)
@require_POST
@never_cache
def discard(request: ActorRequest, key: UUID) -> HttpResponse:
    found = _roster(request, key)
    try:
        making.discard_roster(actor=request.actor, roster=found)
    except RosterError as error:
        messages.error(request, str(error))
        return redirect("roster:roster", key)
    messages.success(request, _("Rancangan itu dibuang."))
    return redirect("roster:rosters", found.watch_id)


@requires(access.can_keep_any)
@require_http_methods(["GET", "POST"])
@never_cache
def publish(request: ActorRequest, key: UUID) -> HttpResponse:
    """What publishing would do, what stands in the way, and the button."""
    found = _roster(request, key)
    form = ReasonForm(request.POST or kept.take(request), initial={"edition": found.edition})
    if request.method == "POST" and form.is_valid():
        try:
            done = publishing.publish_roster(actor=request.actor, roster=found, **form.cleaned_data)
        except (NeedsReason, NotPublishable) as error:
            blame(form, error)  # the page says below what they are
        except RosterError as error:
            blame(form, error)
            found.refresh_from_db()
        else:
            messages.success(request, _("Jadwal terbit. Setiap peserta diberi tahu malamnya sendiri."))
            return redirect("roster:roster", done.pk)
    if found.state not in making.OPEN:
        return redirect("roster:roster", key)
    return render(request, "roster/making/publish.html", {**_about(found), "board": board_of(found), "form": form})


@requires(access.can_keep_any)
@require_http_methods(["GET", "POST"])
@never_cache
def cell(request: ActorRequest, key: UUID, night: date, shift: UUID) -> HttpResponse:
    """Who stands in one shift of one night, by hand."""
    found = _roster(request, key)
    there = Shift.objects.select_related("post").filter(pk=shift, post__watch=found.watch_id).first()
    if there is None or not found.first <= night <= found.last:
        raise Http404
    if found.state not in (*making.OPEN, Roster.PUBLISHED):
        return redirect("roster:roster", key)
    board = board_of(found)
    if there.pk not in {each.pk for each in board.shifts}:
        raise Http404
    able, unable = choices_for(board, night, there)
    initial = {"edition": found.edition, "watchers": [str(each.key) for each in able if each.here]}
    form = CellForm(request.POST or kept.take(request), choices=able, initial=initial)
    broken: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            making.edit_cell(actor=request.actor, roster=found, night=night, shift=there, **form.cleaned_data)
        except BreaksRules as error:
            broken = error.words
            form.add_error("reason" if error.waivable else "watchers", str(error))
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect(f"{_address(found)}#m{night.isoformat()}")
    [now] = [each for row in board.rows if row.night == night for each in row.cells if each.shift.pk == there.pk]
    return render(
        request,
        "roster/making/cell.html",
        {
            **_about(found),
            "night": night_in_words(night),
            "shift": shift_in_words(there),
            "cell": now,
            "form": form,
            "unable": unable,
            "broken": broken,
        },
    )


@requires(access.can_keep_any)
@require_http_methods(["GET", "POST"])
@never_cache
def resolve(request: ActorRequest, key: UUID) -> HttpResponse:
    """Make the remaining nights of a published roster anew."""
    found = _roster(request, key)
    if found.state != Roster.PUBLISHED:
        return redirect("roster:roster", key)
    tomorrow = timezone.localdate(timezone=zone_in(found.watch.unit)) + timedelta(days=1)
    form = FromForm(request.POST or kept.take(request), initial={"day": min(max(found.first, tomorrow), found.last)})
    if request.method == "POST" and form.is_valid():
        try:
            made = publishing.resolve_from(actor=request.actor, roster=found, **form.cleaned_data)
        except RosterError as error:
            blame(form, error)
        else:
            return redirect("roster:roster", made.pk)
    return render(request, "roster/making/resolve.html", {**_about(found), "form": form})


def _step(
    request: ActorRequest, key: UUID, form_class: type[forms.Form], action: Callable[..., Roster]
) -> HttpResponse:
    """A button of the roster's page, with the edition that was seen."""
    found, form = _roster(request, key), form_class(request.POST)
    if form.is_valid():
        try:
            action(actor=request.actor, roster=found, **form.cleaned_data)
        except RosterError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Isian itu tidak terbaca. Periksa lagi, lalu ulangi."))
    return redirect("roster:roster", key)


def _page(request: ActorRequest, found: Roster) -> HttpResponse:
    given: dict[str, Any] = _about(found)
    if found.state in making.BUSY:
        given["refresh"] = REFRESH_SECONDS
        return render(request, "roster/making/solving.html", given)
    if found.state == Roster.DISCARDED:
        return render(request, "roster/making/discarded.html", given)
    board: Board = board_of(found)
    given |= {
        "board": board,
        "found": found_by_solver(found, board.frame),
        "failed": (found.outcome or {}).get("status") == FAILED,
        "solve": SolveForm(initial={"edition": found.edition, "seconds": found.seconds}),
        "published": found.state == Roster.PUBLISHED,
        "waived": (found.outcome or {}).get("reason", "") if found.state == Roster.PUBLISHED else "",
    }
    return render(request, "roster/making/roster.html", given)


def _about(found: Roster) -> dict[str, Any]:
    return {"roster": found, "watch": found.watch, "nights": span(found.first, found.last)}


def _address(found: Roster) -> str:
    return reverse("roster:roster", args=[found.pk])


def _watch(request: ActorRequest, key: UUID) -> Watch:
    found = access.watch_kept_by(request.actor, key)
    if found is None:
        raise Http404
    return found


def _roster(request: ActorRequest, key: UUID) -> Roster:
    found = access.roster_kept_by(request.actor, key)
    if found is None:
        raise Http404
    return found

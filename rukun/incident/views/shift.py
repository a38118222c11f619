"""The posko's shift: what it was, handing it over by two persons, its journal on one page, and the sheet to sign."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires
from rukun.incident.access_shift import can_see_shifts, handover_for, may_hand_over, shift_units
from rukun.incident.actions import handover as actions
from rukun.incident.errors import IncidentError
from rukun.incident.forms.shift import GiveForm
from rukun.incident.models import Handover
from rukun.incident.print.shift import shift_pdf
from rukun.incident.queries.shift import (
    handed_over_before,
    lines_of,
    past_in,
    printed_lines,
    shown,
    since_last,
    summary_of,
    waiting_in,
)
from rukun.incident.shift_words import Figures, figures
from rukun.people.forms.units import blame
from rukun.territory import queries as territory
from rukun.ui import kept
from rukun.ui.templatetags.units import unit as in_words

MOST_UNITS = 12
"""Poskos that are offered to choose from."""


@requires(can_see_shifts)
@require_safe
@never_cache
def overview(request: ActorRequest) -> HttpResponse:
    """The running shift in numbers, what waits to be taken, and the handovers before."""
    units = shift_units(request.actor)
    unit = _unit(request, units)
    waiting = waiting_in(unit)
    return render(
        request,
        "incident/shift/overview.html",
        {
            "unit": unit,
            "units": [(in_words(each), _here("incident:shift", each), each == unit) for each in units[:MOST_UNITS]],
            "figures": _running(unit),
            "first": not handed_over_before(unit),
            "waiting": shown(waiting) if waiting is not None else None,
            "own": waiting is not None and waiting.given_by == request.actor.label,
            "past": past_in(request.actor, unit),
            "query": urlencode({"wilayah": unit}),
        },
    )


@requires(can_see_shifts)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def give(request: ActorRequest) -> HttpResponse:
    """Hand the shift over: the numbers stand there, words may be added."""
    unit = _unit(request, shift_units(request.actor))
    form = GiveForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.give_shift(
                actor=request.actor,
                handover_id=form.cleaned_data["handover_id"],
                unit=unit,
                words=form.cleaned_data["words"],
            )
        except IncidentError as error:
            blame(form, error)
        else:
            messages.success(
                request, _("Sudah diserahkan. Sekarang penerima masuk dengan akunnya sendiri, lalu menerima.")
            )
            return redirect("incident:shift_one", made.pk)
    return render(
        request,
        "incident/shift/give.html",
        {
            "unit": unit,
            "form": form,
            "figures": _running(unit),
            "first": not handed_over_before(unit),
            "query": urlencode({"wilayah": unit}),
        },
    )


@requires(can_see_shifts)
@require_safe
@never_cache
def handover(request: ActorRequest, key: UUID) -> HttpResponse:
    """One handover, as it was when it was given."""
    row = _handover(request, key)
    actions.note_read(actor=request.actor, handover=row)
    found = shown(row)
    return render(
        request,
        "incident/shift/handover.html",
        {
            "page": found,
            "figures": figures(found.summary),
            "own": row.given_by == request.actor.label,
            "log": _here("incident:shift_log", row.unit, giliran=str(row.pk)),
            "back": _here("incident:shift", row.unit),
        },
    )


@requires(can_see_shifts)
@require_POST
@never_cache
def take(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take the shift over: the second signature."""
    row = _handover(request, key)
    try:
        actions.take_shift(actor=request.actor, handover=row)
    except IncidentError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Giliran Anda terima. Selamat bertugas."))
    return redirect("incident:shift_one", row.pk)


@requires(can_see_shifts)
@require_POST
@never_cache
def take_back(request: ActorRequest, key: UUID) -> HttpResponse:
    """The one who gave it goes on after all."""
    row = _handover(request, key)
    try:
        actions.take_back(actor=request.actor, handover=row)
    except IncidentError as error:
        messages.warning(request, str(error))
        return redirect("incident:shift_one", row.pk)
    messages.success(request, _("Serah terima ditarik. Giliran Anda berlanjut."))
    return redirect(_here("incident:shift", row.unit))


@requires(can_see_shifts)
@require_safe
@never_cache
def log(request: ActorRequest) -> HttpResponse:
    """The journal of the running shift, or of one that was handed over, in order on one page."""
    row = _asked(request)
    unit = row.unit if row is not None else _unit(request, shift_units(request.actor))
    now = timezone.now()
    since, until = (row.since, row.until) if row is not None else (since_last(unit, now), now)
    lines, more = lines_of(request.actor, unit, since, until)
    return render(
        request,
        "incident/shift/log.html",
        {
            "unit": unit,
            "row": row,
            "since": since,
            "until": until,
            "lines": lines,
            "more": more,
            "back": reverse("incident:shift_one", args=[row.pk]) if row is not None else _here("incident:shift", unit),
        },
    )


@requires(can_see_shifts)
@require_safe
@never_cache
def sheet(request: ActorRequest, key: UUID) -> HttpResponse:
    """The handover on paper: numbers, what is open, the words, two signatures, and the journal of the span."""
    row = _handover(request, key)
    actions.note_read(actor=request.actor, handover=row)
    with override("id"):  # paper is Indonesian, whoever prints it
        lines, more = printed_lines(request.actor, row.unit, row.since, row.until)
        sheet_of_it = shift_pdf(shown(row), lines, more=more)
    answer = HttpResponse(sheet_of_it, content_type="application/pdf")
    name = f"giliran-{timezone.localtime(row.until):%Y-%m-%d-%H%M}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _running(unit: str) -> Figures:
    now = timezone.now()
    return figures(summary_of(unit, since_last(unit, now), now))


def _unit(request: ActorRequest, units: list[str]) -> str:
    """The unit that was asked for, or the actor's first; else not found.

    One that is not there any more still has the handovers that were given in it.
    """
    asked = request.GET.get("wilayah", "")
    if not asked:
        return units[0]
    if asked not in units and not (territory.exists(asked) and may_hand_over(request.actor, asked).allowed):
        raise Http404
    return asked


def _asked(request: ActorRequest) -> Handover | None:
    """The handover whose span is asked for; none: the running shift."""
    text = request.GET.get("giliran", "")
    if not text:
        return None
    try:
        return _handover(request, UUID(text))
    except ValueError:
        raise Http404 from None


def _handover(request: ActorRequest, key: UUID) -> Handover:
    found = handover_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _here(name: str, unit: str, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'wilayah': unit, **more})}"

"""Opening a situation, putting right what it is, observing, and how far it is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions.joining import join_report
from rukun.incident.actions.observing import observe as observe_it
from rukun.incident.actions.observing import withdraw_observation
from rukun.incident.actions.opening import change_incident, open_incident
from rukun.incident.actions.reading import note_read
from rukun.incident.actions.states import set_state
from rukun.incident.errors import IncidentError
from rukun.incident.forms.opening import ChangeForm, ObserveForm, OpenForm, WithdrawForm
from rukun.incident.kinds import SHORT
from rukun.incident.models import Incident
from rukun.incident.queries.beginning import beginning_with
from rukun.incident.queries.page import read
from rukun.incident.queries.places import place_names, point_or_none
from rukun.incident.queries.ringing import rings_of
from rukun.incident.queries.similar import similar_open
from rukun.incident.views.doing import attempt, by_button, is_closed, seen, situation_or_404, writes_there
from rukun.incident.views.one import page_of
from rukun.people.forms.units import as_typed, blame
from rukun.ui import kept

SET = {
    Incident.WATCHED: gettext_lazy("Dicatat: sedang dipantau."),
    Incident.HANDLED: gettext_lazy("Dicatat: sedang ditangani."),
    Incident.CALMING: gettext_lazy("Dicatat: mereda."),
}


@requires(access.can_write_somewhere)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def open_new(request: ActorRequest) -> HttpResponse:
    """A new situation; with ``?laporan=`` from a report, which then belongs to it."""
    scopes = request.actor.scopes("incidents.write")
    typed = request.POST or kept.take(request)
    unit = request.GET.get("wilayah", "")
    form = OpenForm(
        typed,
        within=scopes,
        places=place_names(unit or (scopes[0] if scopes else "")),
        initial={**beginning_with(request.actor, request.GET.get("laporan", "")), **_asked(request, unit, scopes)},
    )
    right = request.method == "POST" and form.is_valid() and writes_there(request, form)
    similar = _similar(request, form) if right else []
    if right and not similar:
        try:
            found = open_incident(actor=request.actor, **form.arguments())
        except IncidentError as error:
            blame(form, error)
        else:
            messages.success(request, _("Kejadian dicatat."))
            _join(request, found, form.cleaned_data["report"])
            return redirect("incident:situation", found.pk)
    area = unit or (scopes[0] if scopes else "")
    return render(request, "incident/one/open.html", {"form": form, "similar": similar, "area": area})


def _similar(request: ActorRequest, form: OpenForm) -> list[Incident]:
    """Open ones that this may be, unless somebody looked at them and says that it is another."""
    if request.POST.get("lain"):
        return []
    given = form.arguments()
    where = {name: given[name] for name in ("kind", "unit", "place", "point")}
    return [each.at_this_moment() for each in similar_open(request.actor, **where, but=given["incident_id"])]


def _asked(request: ActorRequest, unit: str, scopes: tuple[str, ...]) -> dict[str, str]:
    """What the address or the actor's own area say already."""
    found = {}
    if unit.count(".") > 3:  # of a larger one nobody knows where in it
        found["unit"] = as_typed(unit)
    elif len(scopes) == 1 and scopes[0].count(".") > 3:
        found["unit"] = as_typed(scopes[0])
    if request.GET.get("titik"):
        found["point"] = request.GET["titik"]
    return found


def _join(request: ActorRequest, found: Incident, report: UUID | None) -> None:
    if report is None:
        return
    try:
        join_report(actor=request.actor, incident=found, report_id=report)
    except IncidentError as error:
        messages.warning(request, str(error))


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
def change(request: ActorRequest, key: UUID) -> HttpResponse:
    """What and where it is, and who leads."""
    found = situation_or_404(request, key)
    access.may_write(request.actor, found).demand()
    if found.closed_at is not None and request.method != "POST":
        return is_closed(request, found)
    here = point_or_none(found)
    form = ChangeForm(
        request.POST or kept.take(request),
        within=request.actor.scopes("incidents.write"),
        places=place_names(found.unit),
        fixed=found.level >= Incident.AG,
        initial={
            **{name: getattr(found, name) for name in ("version", "kind", "place", "lead")},
            "unit": as_typed(found.unit),
            "point": f"{here.lat:.6f}, {here.lon:.6f}" if here else "",
        },
    )
    right = request.method == "POST" and form.is_valid() and writes_there(request, form)
    if right and attempt(form, lambda: change_incident(actor=request.actor, incident=found, **form.arguments()), found):
        messages.success(request, _("Tersimpan."))
        return redirect("incident:situation", found.pk)
    return render(request, "incident/one/change.html", {"form": form, "found": found, "area": found.unit})


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def observe(request: ActorRequest, key: UUID) -> HttpResponse:
    """What somebody saw; what is not right comes back with the page."""
    found = situation_or_404(request, key)
    access.may_write(request.actor, found).demand()
    form = ObserveForm(request.POST or kept.take(request))
    form.places = [found.place, *place_names(found.unit)]
    if not form.is_bound:
        return redirect("incident:situation", found.pk)
    if request.method == "POST" and attempt(
        form, lambda: observe_it(actor=request.actor, incident=found, **form.arguments()), found
    ):
        messages.success(request, _("Pengamatan dicatat."))
        return redirect("incident:situation", found.pk)
    return page_of(request, found, observe=form)


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def withdraw(request: ActorRequest, key: UUID, observation: UUID) -> HttpResponse:
    """What somebody wrote is taken back, with a reason."""
    found = situation_or_404(request, key)
    row = found.observations.filter(pk=observation).first()
    if row is None:
        raise Http404
    access.may_withdraw(request.actor, found, row).demand()
    if found.closed_at is not None and request.method != "POST":
        return is_closed(request, found)
    form = WithdrawForm(request.POST or kept.take(request))
    form.places = [found.place, *place_names(found.unit)]
    if request.method == "POST" and attempt(
        form,
        lambda: withdraw_observation(actor=request.actor, incident=found, observation=row, **form.arguments()),
        found,
    ):
        messages.success(
            request, _("Pengamatan ditarik. Tingkat kejadian tidak berubah sendiri: nilai lagi bila perlu.")
        )
        return redirect("incident:situation", found.pk)
    note_read(actor=request.actor, incident=found)
    shown = {"form": form, "found": found, "row": row, "text": read("Observation", row).get("text", "")}
    return render(request, "incident/one/withdraw.html", shown)


@requires(access.can_see_board)
@require_POST
@never_cache
def state(request: ActorRequest, key: UUID) -> HttpResponse:
    """One tap: watched, handled, calming."""
    found = situation_or_404(request, key)
    to = request.POST.get("state", "")
    return by_button(
        request,
        found,
        lambda: set_state(actor=request.actor, incident=found, version=seen(request), state=to),
        _set(request, found, to),
    )


def _set(request: ActorRequest, found: Incident, to: str) -> str:
    """What was written down; and, once it calms down, what goes on until somebody ends it."""
    words = str(SET.get(to, ""))
    if to == Incident.CALMING and any(each.ringing for each in rings_of(request.actor, found)):
        words += " " + _("Kentongan masih berbunyi: akhiri bila sudah aman.")
    if to == Incident.CALMING and found.level >= Incident.AG:
        words += " " + _("Tingkatnya masih %s: nilai lagi.") % SHORT[found.level]
    return words

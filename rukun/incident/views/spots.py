"""Peta kerawanan: places with a standing potential for friction, on a map, in a list, one by one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions import spots as actions
from rukun.incident.errors import IncidentError
from rukun.incident.errors_spots import SpotChanged
from rukun.incident.forms.fields import VersionedForm
from rukun.incident.forms.spots import INSTEAD, ReviewSpotForm, SpotForm, initial_of
from rukun.incident.models import HotSpot, Incident
from rukun.incident.queries import spots as queries
from rukun.incident.queries.places import place_names, point_or_none
from rukun.incident.queries.spot_map import map_of_spots
from rukun.incident.views.doing import writes_there
from rukun.people.forms.units import as_typed, blame
from rukun.seal import CannotOpen
from rukun.ui import kept


@requires(access.can_see_board)
@require_safe
@never_cache
def spots(request: ActorRequest) -> HttpResponse:
    """All of the actor's units, or of one of them."""
    units = access.board_units(request.actor)
    asked = request.GET.get("wilayah", "")
    unit = asked if asked in units else (units[0] if len(units) == 1 else "")
    try:
        shown, unreadable = queries.spots_seen(request.actor, unit), False
    except CannotOpen:
        shown, unreadable = [], True
    return render(
        request,
        "incident/spots/all.html",
        {
            "spots": shown,
            "more": len(shown) == queries.MOST,
            "unreadable": unreadable,
            "units": units,
            "unit": unit,
            "picture": map_of_spots(unit or (units[0] if units else ""), [each.row for each in shown]),
            "writes": access.can_write_somewhere(request.actor).allowed,
        },
    )


@requires(access.can_write_somewhere)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def new(request: ActorRequest) -> HttpResponse:
    """A new one; with ``?kejadian=`` from the potential disturbance that it came from."""
    source = _incident(request)
    form = SpotForm(
        request.POST or kept.take(request),
        within=request.actor.scopes("incidents.write"),
        places=place_names(source.unit if source else _first(request)),
        initial=_initial(source),
    )
    if request.method == "POST" and form.is_valid() and writes_there(request, form):
        try:
            made = actions.make_spot(
                actor=request.actor, spot_id=form.cleaned_data["spot_id"], incident=source, **form.arguments()
            )
        except IncidentError as error:
            blame(form, error, INSTEAD)
        else:
            messages.success(request, _("Tercatat di peta kerawanan."))
            return redirect("incident:spot", made.pk)
    return render(
        request,
        "incident/spots/form.html",
        {"form": form, "source": source, "spot": None, "area": source.unit if source else _first(request)},
    )


@requires(access.can_see_board)
@require_safe
@never_cache
def one(request: ActorRequest, key: UUID) -> HttpResponse:
    return _page(request, _spot(request, key))


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def change(request: ActorRequest, key: UUID) -> HttpResponse:
    found = _spot(request, key)
    request.actor.may("incidents.write", found.unit).demand()
    shown = queries.shown(found)
    form = SpotForm(
        request.POST or kept.take(request),
        within=request.actor.scopes("incidents.write"),
        places=place_names(found.unit),
        initial=initial_of(found, {"about": shown.about, "helps": shown.helps}),
    )
    if request.method == "POST" and form.is_valid() and writes_there(request, form):
        try:
            actions.change_spot(
                actor=request.actor, spot=found, version=form.cleaned_data["version"], **form.arguments()
            )
        except IncidentError as error:
            _say(form, error, found)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("incident:spot", found.pk)
    return render(
        request, "incident/spots/form.html", {"form": form, "source": None, "spot": shown, "area": found.unit}
    )


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
def review(request: ActorRequest, key: UUID) -> HttpResponse:
    """It was looked at again, and still holds."""
    found = _spot(request, key)
    form = ReviewSpotForm(request.POST or kept.take(request))
    if not form.is_bound:
        return redirect("incident:spot", found.pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_spot(actor=request.actor, spot=found, **form.cleaned_data)
        except IncidentError as error:
            _say(form, error, found)
        else:
            messages.success(request, _("Tinjauan dicatat."))
            return redirect("incident:spot", found.pk)
    return _page(request, found, form)


@requires(access.can_see_board)
@require_POST
@never_cache
def end(request: ActorRequest, key: UUID) -> HttpResponse:
    """It is no potential for friction any more."""
    found = _spot(request, key)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    try:
        actions.end_spot(actor=request.actor, spot=found, version=version)
    except IncidentError as error:
        messages.error(request, str(error))
        return redirect("incident:spot", found.pk)
    messages.success(request, _("Dihapus dari peta kerawanan. Catatannya terhapus 90 hari lagi."))
    return redirect("incident:spots")


def _say(form: VersionedForm, error: IncidentError, found: HotSpot) -> None:
    """Beside its field; after what somebody else did, the same can be sent once more."""
    blame(form, error, INSTEAD)
    if isinstance(error, SpotChanged):
        found.refresh_from_db()
        form.show_again(found.version)


def _page(request: ActorRequest, found: HotSpot, form: ReviewSpotForm | None = None) -> HttpResponse:
    shown = queries.shown(found)
    writes = request.actor.may("incidents.write", found.unit).allowed and found.ended_at is None
    return render(
        request,
        "incident/spots/one.html",
        {
            "spot": shown,
            "form": form or ReviewSpotForm(initial={"version": found.version}),
            "picture": map_of_spots(found.unit, [found]),
            "writes": writes,
            "days": queries.days_ahead(found),
            "incident": access.incident_for(request.actor, found.incident_id) if found.incident_id else None,
        },
    )


def _spot(request: ActorRequest, key: UUID) -> HotSpot:
    """For whoever may see it; not found also where its words cannot be opened, which the list says."""
    found = queries.spot_for(request.actor, key)
    if found is None:
        raise Http404
    try:
        queries.shown(found)
    except CannotOpen:
        raise Http404 from None
    return found


def _incident(request: ActorRequest) -> Incident | None:
    try:
        return access.incident_for(request.actor, UUID(request.GET.get("kejadian", "")))
    except ValueError:
        return None


def _first(request: ActorRequest) -> str:
    scopes = request.actor.scopes("incidents.write")
    return scopes[0] if scopes else ""


def _initial(source: Incident | None) -> dict[str, str]:
    if source is None:
        return {}
    here = point_or_none(source)
    return {
        "unit": as_typed(source.unit),
        "name": source.place,
        "point": f"{here.lat:.6f}, {here.lon:.6f}" if here else "",
    }

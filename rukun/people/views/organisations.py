from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, public, requires
from rukun.people import access, actions
from rukun.people.errors import PeopleError
from rukun.people.forms.organisations import EstablishForm, OrganisationFilterForm, OrganisationForm
from rukun.people.forms.units import as_typed, blame
from rukun.people.kinds import KINDS
from rukun.people.models import Organisation
from rukun.people.print import chart_pdf
from rukun.people.queries.chart import FEWEST_COUNTED, chart_of
from rukun.people.queries.organisations import open_organisations
from rukun.territory import queries as territory
from rukun.ui import kept
from rukun.ui.templatetags.units import unit as in_words

PER_PAGE = 25


@public
@require_safe
def organisations(request: ActorRequest) -> HttpResponse:
    """All that are not closed, by kind."""
    form = OrganisationFilterForm(request.GET if {"wilayah", "jenis"} & request.GET.keys() else None)
    wanted = form.wanted()
    page = Paginator(open_organisations(**wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/organisations/list.html",
        {
            "form": form,
            "page": page,
            "groups": _by_kind(list(page)),
            "narrowed": any(wanted.values()),
            "wanted": wanted,
            "manages": access.can_manage_people(request.actor).allowed,
        },
    )


@public
@require_safe
@never_cache
def organisation(request: ActorRequest, key: UUID) -> HttpResponse:
    """One organisation: who is in it, as far as the reader may see."""
    found = organisation_or_404(request, key)
    chart = chart_of(request.actor, found)
    return render(
        request,
        "people/organisations/page.html",
        {
            "organisation": found,
            "kind": KINDS[found.kind].words,
            "unit_known": territory.exists(found.unit),
            "chart": chart,
            "few_hidden": chart.hidden < FEWEST_COUNTED,
            "appoints": access.may_appoint_in(request.actor, found),
            "manages": found.closed_at is None and request.actor.may("people.manage", found.unit).allowed,
        },
    )


@public
@require_safe
@never_cache
def printed(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same chart as a sheet of paper."""
    found = organisation_or_404(request, key)
    answer = HttpResponse(chart_pdf(found, chart_of(request.actor, found)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="bagan-{found.pk}.pdf"'
    return answer


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
def establish(request: ActorRequest) -> HttpResponse:
    """A new organisation. Sent twice, it is there once."""
    within = request.actor.scopes("people.manage")
    here = request.GET.get("wilayah", "")
    here = here if territory.exists(here) else within[0]
    form = EstablishForm(request.POST or kept.take(request), within=within, initial={"unit": as_typed(here)})
    if request.method == "POST" and form.is_valid():
        if known := access.organisation_for(request.actor, form.cleaned_data["organisation_id"]):
            return redirect("people:organisation", known.pk)
        decision = request.actor.may("people.manage", form.cleaned_data["unit"])
        if not decision.allowed:
            form.add_error("unit", str(decision.reason))
        else:
            try:
                made = actions.establish_organisation(actor=request.actor, **form.cleaned_data)
            except PeopleError as error:
                blame(form, error)
            else:
                messages.success(request, _("Organisasi terdaftar. Sekarang isi jabatannya."))
                return redirect("people:organisation", made.pk)
    return render(
        request,
        "people/form.html",
        {"form": form, "title": _("Daftarkan organisasi"), "button": _("Daftarkan"), "back": "people:organisations"},
    )


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
def change(request: ActorRequest, key: UUID) -> HttpResponse:
    """Another name or office number."""
    found = organisation_or_404(request, key)
    request.actor.may("people.manage", found.unit).demand()
    initial = {"name": found.name, "work_phone": found.work_phone}
    form = OrganisationForm(request.POST or kept.take(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(actor=request.actor, organisation=found, **form.cleaned_data)
        except PeopleError as error:
            found.refresh_from_db()
            blame(form, error)
        else:
            messages.success(request, _("Data organisasi diperbaiki."))
            return redirect("people:organisation", found.pk)
    return render(
        request,
        "people/form.html",
        {
            "form": form,
            "title": _("Ubah data organisasi"),
            "button": _("Simpan"),
            "back": "people:organisation",
            "back_to": found,
        },
    )


@requires(access.can_manage_people)
@require_POST
@never_cache
def close(request: ActorRequest, key: UUID) -> HttpResponse:
    """It is no more."""
    found = organisation_or_404(request, key)
    try:
        actions.close_organisation(actor=request.actor, organisation=found)
    except PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Organisasi ditutup. Catatan tentangnya tetap ada di buku mutasi."))
    return redirect("people:organisation", found.pk)


def organisation_or_404(request: ActorRequest, key: UUID) -> Organisation:
    found = access.organisation_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _by_kind(found: list[Organisation]) -> list[tuple[object, list[tuple[Organisation, str, str]]]]:
    """Under each kind its organisations, with what to call them and where they are: of an RT its unit says both."""
    groups: dict[str, list[tuple[Organisation, str, str]]] = {}
    for each in found:
        where = in_words(each.unit)
        told = (where, "") if where.startswith(each.name) else (each.name, where)
        groups.setdefault(each.kind, []).append((each, *told))
    return [(KINDS[kind].words, within) for kind, within in groups.items()]

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires, signed_in
from rukun.people import access, actions
from rukun.people.access.own import may_manage, may_read_contact
from rukun.people.actions.persons import KEPT_AFTER_RELEASE
from rukun.people.errors import PeopleError
from rukun.people.forms.persons import PersonForm, RegisterForm
from rukun.people.forms.units import as_typed, blame
from rukun.people.models import LONGEST_NAME, Person
from rukun.people.queries.persons import career_of, held_by, persons_by_name
from rukun.ui import kept

PER_PAGE = 25


@requires(access.can_see_people)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("nama")
def persons(request: ActorRequest) -> HttpResponse:
    """Whom the actor may see. A name to look for comes by POST: addresses are kept in logs and histories."""
    # What nobody can type, PostgreSQL does not even take as a question.
    words = "".join(filter(str.isprintable, request.POST.get("nama", "")))[:LONGEST_NAME].strip()
    paginator = Paginator(persons_by_name(request.actor, words), PER_PAGE)
    page = paginator.get_page(request.POST.get("page") or request.GET.get("page"))
    held = held_by(request.actor, list(page))
    return render(
        request,
        "people/persons/list.html",
        {
            "words": words,
            "page": page,
            "rows": [(each, held[each.pk]) for each in page],
            "manages": access.can_manage_people(request.actor).allowed,
            "invites": request.actor.holds("people.invite").allowed,
        },
    )


@requires(signed_in)
@require_safe
@never_cache
def person(request: ActorRequest, key: UUID) -> HttpResponse:
    """What is known of somebody, without their number."""
    return _page(request, person_or_404(request, key))


@requires(signed_in)
@require_http_methods(["GET", "POST"])
@never_cache
def contact(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same page with the private number. A POST: reading it leaves a trace."""
    if request.method != "POST":  # reloaded, or come to from the sign-in
        return redirect("people:person", key)
    found = person_or_404(request, key)
    try:
        number = actions.read_contact(actor=request.actor, person=found)
    except PeopleError as error:
        messages.error(request, str(error))
        return redirect("people:person", found.pk)
    return _page(request, found, number=number)


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("name", "phone")
def register(request: ActorRequest) -> HttpResponse:
    """Somebody new. Sent twice, they are known once."""
    within = request.actor.scopes("people.manage")
    form = RegisterForm(
        request.POST or kept.take(request),
        within=within,
        initial={"unit": as_typed(within[0])},
    )
    if request.method == "POST" and form.is_valid():
        if known := access.person_for(request.actor, form.cleaned_data["person_id"]):
            return redirect("people:person", known.pk)
        decision = request.actor.may("people.manage", form.cleaned_data["unit"])
        if not decision.allowed:
            form.add_error("unit", str(decision.reason))
        else:
            try:
                made = actions.add_person(actor=request.actor, **form.cleaned_data)
            except PeopleError as error:
                blame(form, error)
            else:
                messages.success(request, _("Orang ini terdaftar. Jabatan diberikan di halaman organisasinya."))
                return redirect("people:person", made.pk)
    return render(
        request,
        "people/form.html",
        {
            "form": form,
            "title": _("Daftarkan orang"),
            "lead": _("Hanya nama, nomor telepon, wilayah, dan apakah sudah dewasa. Jangan menulis yang lain."),
            "button": _("Daftarkan"),
            "back": "people:persons",
        },
    )


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("name")
def correct(request: ActorRequest, key: UUID) -> HttpResponse:
    """Name, unit, grown up or not."""
    found = person_or_404(request, key)
    may_manage(request.actor, found).demand()
    form = PersonForm(
        request.POST or kept.take(request),
        within=request.actor.scopes("people.manage"),
        initial={"name": found.name, "unit": as_typed(found.unit), "adult": found.adult},
    )
    if request.method == "POST" and form.is_valid():
        decision = request.actor.may("people.manage", form.cleaned_data["unit"])
        if not decision.allowed:
            form.add_error("unit", str(decision.reason))
        else:
            try:
                actions.correct_person(actor=request.actor, person=found, **form.cleaned_data)
            except PeopleError as error:
                found.refresh_from_db()
                blame(form, error)
            else:
                messages.success(request, _("Data diperbaiki."))
                return redirect("people:person", found.pk)
    return render(
        request,
        "people/form.html",
        {"form": form, "title": _("Perbaiki data"), "button": _("Simpan"), "back": "people:person", "back_to": found},
    )


@requires(access.can_manage_people)
@require_POST
@never_cache
def release(request: ActorRequest, key: UUID) -> HttpResponse:
    """Somebody leaves."""
    found = person_or_404(request, key)
    try:
        actions.release_person(actor=request.actor, person=found)
    except PeopleError as error:
        messages.error(request, str(error))
        return redirect("people:person", found.pk)
    messages.success(request, _("Akses diakhiri. Datanya dihapus 90 hari lagi."))
    return redirect("people:persons")


def person_or_404(request: ActorRequest, key: UUID) -> Person:
    found = access.person_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _page(request: ActorRequest, found: Person, number: str = "") -> HttpResponse:
    there = found.released_at is None
    return render(
        request,
        "people/persons/page.html",
        {
            "person": found,
            "own": request.actor.label == f"person:{found.pk}",
            "career": career_of(request.actor, found),
            "number": number,
            "may_read_number": there and may_read_contact(request.actor, found).allowed,
            "manages": there and may_manage(request.actor, found).allowed,
            "erased_at": found.released_at + KEPT_AFTER_RELEASE if found.released_at else None,
        },
    )

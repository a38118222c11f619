"""A trainer's pages: who lacks what, classes, certificates taken back; and the reminders of whoever was reminded."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import Actor, ActorRequest, covers, requires, signed_in
from rukun.people.forms.units import as_typed, blame
from rukun.people.queries import duty_facts
from rukun.training.access import teaching as access
from rukun.training.actions.teaching import correct_class, record_class, remind, revoke_certificate, seen_reminders
from rukun.training.content import courses
from rukun.training.errors import TrainingError
from rukun.training.forms.teaching import (
    PRESENT,
    ClassForm,
    CorrectForm,
    DayForm,
    OrganisationsForm,
    RemindForm,
    RevokeForm,
)
from rukun.training.models import CourseClass
from rukun.training.queries.teaching import (
    attended,
    certificates_of,
    classes_of,
    organisations_in_class,
    organisations_taught,
    pupils_of,
    rosters_of,
    told,
    usual_day,
)
from rukun.training.templatetags.states import member_state
from rukun.ui import kept
from rukun.ui.csv import csv_response
from rukun.ui.templatetags.units import unit as in_words

PER_PAGE = 25
PERSONS_A_PAGE = 400
"""So many lines a form has at most: a browser sends one field for each, and the server takes a thousand."""


@requires(access.can_teach)
@require_safe
@never_cache
def board(request: ActorRequest) -> HttpResponse:
    """Who lacks what before a day: of one organisation, or of each how many."""
    form, by = _day(request)
    all_of_them = organisations_taught(request.actor)
    chosen = _chosen(request, all_of_them)
    page = Paginator(all_of_them, PER_PAGE).get_page(request.GET.get("page"))
    shown = chosen or [each["organisation"] for each in page]
    circles = rosters_of(request.actor, shown, by)
    one = circles[0] if len(circles) == 1 and (chosen or page.paginator.count == 1) else None
    return render(
        request,
        "training/teaching/board.html",
        {
            "form": form,
            "by": by,
            "usual": by == usual_day(),
            "page": page,
            "circles": circles,
            "one": one,
            "lines": Paginator(one.lines, PERSONS_A_PAGE).get_page(request.GET.get("page")) if one else None,
            "columns": [_("Kursus"), _("Belum"), _("Cukup"), _("Habis")],
            "several": page.paginator.count > 1,
            "query": urlencode({"sampai": by.isoformat()}),
        },
    )


@requires(access.can_teach)
@require_safe
@never_cache
def as_csv(request: ActorRequest) -> HttpResponse:
    """The same as a table for a spreadsheet: every member, every course."""
    _form, by = _day(request)
    all_of_them = organisations_taught(request.actor)
    chosen = _chosen(request, all_of_them) or [each["organisation"] for each in all_of_them]
    needed = [each for each in courses().values() if each.needed]
    header = [_("Organisasi"), _("Wilayah"), _("Nama"), _("Keanggotaan"), *(each.title for each in needed)]
    rows = [
        [circle.name, in_words(circle.unit), line.name, member_state(line.state)]
        + [told(line.training.standings[each.code])[1] for each in needed]
        for circle in rosters_of(request.actor, chosen, by)
        for line in circle.lines
    ]
    return csv_response(f"pelatihan-{by.isoformat()}.csv", header, rows)


@requires(access.can_teach)
@require_POST
@never_cache
def remind_them(request: ActorRequest) -> HttpResponse:
    """Remind those who were ticked."""
    form = RemindForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    else:
        persons, before = form.cleaned_data["orang"], form.cleaned_data["sampai"]
        try:
            number = len(remind(actor=request.actor, persons=persons, before=before))
        except TrainingError as error:
            messages.error(request, str(error))
        else:
            if number:
                words = ngettext("%d anggota diingatkan.", "%d anggota diingatkan.", number) % number
                messages.success(request, words)
            else:
                messages.info(
                    request, _("Tidak ada yang diingatkan lagi: sudah lengkap, atau baru saja diingatkan minggu ini.")
                )
    kept_of = {key: request.POST[key] for key in ("organisasi", "sampai", "page") if request.POST.get(key)}
    return redirect(f"{reverse('training:training')}?{urlencode(kept_of)}")


@requires(access.can_teach)
@require_safe
@never_cache
def pupil(request: ActorRequest, key: UUID) -> HttpResponse:
    """One member's certificates."""
    if not access.taught_among(request.actor, [key]):
        raise Http404
    return render(
        request,
        "training/teaching/pupil.html",
        {"name": duty_facts([key])[key].name, "papers": certificates_of(key), "may_revoke": True},
    )


@requires(access.can_teach)
@require_http_methods(["GET", "POST"])
@never_cache
def revoke(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take a certificate back, with a reason."""
    found = access.certificate_for(request.actor, key)
    if found is None:
        raise Http404
    access.may_revoke(request.actor, found).demand()
    form = RevokeForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(actor=request.actor, certificate=found, **form.cleaned_data)
        except TrainingError as error:
            blame(form, error)
        else:
            messages.success(request, _("Sertifikat dicabut. Siapa pun yang memeriksanya melihat itu mulai sekarang."))
            if access.taught_among(request.actor, [found.person_id]):
                return redirect("training:pupil", found.person_id)
            return redirect("training:training")
    course = courses().get(found.course)
    return render(
        request,
        "training/teaching/revoke.html",
        {"form": form, "certificate": found, "title": course.title if course else found.course},
    )


@requires(access.can_teach)
@require_safe
@never_cache
def classes(request: ActorRequest) -> HttpResponse:
    page = Paginator(classes_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "training/teaching/classes.html",
        {"page": page, "rows": [(each, _title(each.course)) for each in page]},
    )


@requires(access.can_teach)
@require_http_methods(["GET", "POST"])
@never_cache
def new_class(request: ActorRequest) -> HttpResponse:
    """First whose members were there, then who of them."""
    all_of_them = list(organisations_in_class(request.actor))
    chosen = _chosen(request, all_of_them)
    if not chosen and len(all_of_them) == 1:
        chosen = [all_of_them[0]["organisation"]]
    if not chosen:
        return _ask_whose(request, all_of_them)
    typed = request.POST or kept.take(request)
    pupils = pupils_of(request.actor, chosen)
    several = len(chosen) > 1
    if several and not typed and len(pupils) > PERSONS_A_PAGE:
        return _ask_whose(request, all_of_them, too_many=len(pupils))
    page = Paginator(pupils, len(pupils) or 1 if several else PERSONS_A_PAGE).get_page(request.GET.get("page"))
    within = request.actor.scopes(access.TEACH)
    form = ClassForm(
        typed,
        pupils=[(key, f"{name} · {organisation}" if several else name) for key, name, organisation in page],
        within=within,
        initial={"unit": as_typed(_unit_of(request.actor, all_of_them, chosen))},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        decision = request.actor.may(access.TEACH, given["unit"])
        if not decision.allowed:
            form.add_error("unit", str(decision.reason))
        else:
            try:
                made = record_class(
                    actor=request.actor,
                    attendance=form.attendance(),
                    **{name: given[name] for name in ("course", "unit", "held_on", "place", "class_id")},
                )
            except TrainingError as error:
                blame(form, error)
            else:
                messages.success(request, _("Kelas tercatat. Sertifikat yang sudah lengkap syaratnya langsung terbit."))
                return redirect("training:class", made.pk)
    return render(request, "training/teaching/new_class.html", {"form": form, "page": page})


@requires(access.can_teach)
@require_safe
@never_cache
def one_class(request: ActorRequest, key: UUID) -> HttpResponse:
    return _class_page(request, _class(request, key))


@requires(access.can_teach)
@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take back what a class says wrongly of somebody. The address alone leads to the page of the class."""
    found = _class(request, key)
    typed = request.POST or kept.take(request)
    if not typed:
        return redirect("training:class", found.pk)
    form = _correct_form(found, typed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            correct_class(
                actor=request.actor,
                course_class=found,
                person=given["person"],
                present=given["what"] == PRESENT,
                reason=given["reason"],
            )
        except TrainingError as error:
            blame(form, error)
        else:
            messages.success(request, _("Catatan kelas diperbaiki."))
            return redirect("training:class", found.pk)
    return _class_page(request, found, form)


@requires(signed_in)
@require_POST
@never_cache
def reminders_seen(request: ActorRequest) -> HttpResponse:
    """Whoever was reminded has read it."""
    seen_reminders(request.actor)
    return redirect("home:today")


def _class(request: ActorRequest, key: UUID) -> CourseClass:
    found = access.class_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _class_page(request: ActorRequest, found: CourseClass, form: CorrectForm | None = None) -> HttpResponse:
    lines = attended(found)
    taught = access.taught_among(request.actor, [each.person for each in lines])
    return render(
        request,
        "training/teaching/class.html",
        {
            "class": found,
            "title": _title(found.course),
            "lines": [(each, each.person in taught) for each in lines],
            "form": form or (_correct_form(found) if lines else None),
        },
    )


def _correct_form(found: CourseClass, typed: Any = None) -> CorrectForm:
    course = courses().get(found.course)
    pupils = [(each.person, each.name) for each in attended(found)]
    return CorrectForm(typed, pupils=pupils, practical=bool(course and course.practical))


def _day(request: ActorRequest) -> tuple[DayForm, date]:
    """The day by which training is wanted; what is not readable is said, and the usual day stands."""
    form = DayForm(request.GET if request.GET.get("sampai") else None, initial={"sampai": usual_day()})
    by = form.cleaned_data["sampai"] if form.is_valid() else None
    return form, by or usual_day()


def _chosen(request: ActorRequest, among: Iterable[dict[str, Any]]) -> list[UUID]:
    """The organisations that the address asks for, as far as they are the actor's."""
    asked = set(request.GET.getlist("organisasi"))
    return [each["organisation"] for each in among if str(each["organisation"]) in asked] if asked else []


def _ask_whose(request: ActorRequest, organisations: list[dict[str, Any]], *, too_many: int = 0) -> HttpResponse:
    """Whose members were there; ``too_many`` are those of the organisations that were chosen before."""
    choices = [
        (str(each["organisation"]), f"{each['organisation__name']} ({in_words(each['organisation__unit'])})")
        for each in organisations
    ]
    form = OrganisationsForm(request.GET if too_many or "lanjut" in request.GET else None, choices=choices)
    if too_many:
        words = _(
            "Pilihan itu memuat %(all)d orang; satu halaman paling banyak %(most)d. Pilih lebih sedikit organisasi: "
            "kelas yang sama boleh dicatat beberapa kali."
        )
        form.add_error("organisasi", words % {"all": too_many, "most": PERSONS_A_PAGE})
    return render(request, "training/teaching/whose.html", {"form": form, "any": bool(choices)})


def _unit_of(actor: Actor, organisations: list[dict[str, Any]], chosen: list[UUID]) -> str:
    """Where the class probably was: where the first organisation is, if the actor teaches there."""
    within = actor.scopes(access.TEACH)
    there = next(each["organisation__unit"] for each in organisations if each["organisation"] == chosen[0])
    return there if any(covers(scope, there) for scope in within) else within[0]


def _title(course: str) -> str:
    found = courses().get(course)
    return found.title if found else course

"""Keeping somebody from duty: the list, one of them, and what each side can do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires, signed_in
from rukun.journal.naming import names_of
from rukun.people.forms.units import blame
from rukun.people.queries import person_with_id
from rukun.training.access import duty as access
from rukun.training.actions.duty import (
    AGAIN_DAYS,
    answer_suspension,
    lift_suspension,
    note_seen,
    read_suspension,
    review_suspension,
    suspend_from_duty,
)
from rukun.training.errors import TrainingError
from rukun.training.forms.duty import AnswerForm, LiftForm, ReviewForm, SuspendForm
from rukun.training.models import Suspension
from rukun.training.queries.duty import Suspended, open_suspension, suspensions_of, unsettled_before
from rukun.training.ways import AUTHORITIES
from rukun.ui import kept

PER_PAGE = 25


@requires(access.can_suspend)
@require_safe
@never_cache
def suspensions(request: ActorRequest) -> HttpResponse:
    """Those of the actor's area, overdue reviews first."""
    page = Paginator(suspensions_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "training/duty/suspensions.html", {"page": page})


@requires(access.can_suspend)
@require_http_methods(["GET", "POST"])
@never_cache
def suspend(request: ActorRequest) -> HttpResponse:
    """Keep one member from duty; without saying whom, to the list of members."""
    if not request.GET.get("orang"):
        messages.info(request, _("Pilih dulu anggotanya, lalu ketuk “Tangguhkan”."))
        return redirect("training:duty")
    person, standing = _person(request)
    if known := open_suspension(person.pk, standing.authority):
        messages.info(request, _("Anggota itu sudah ditangguhkan atas nama pihak Anda. Tidak ada yang berubah."))
        return redirect("training:suspension", known.pk)
    again = unsettled_before(person.pk, standing.authority, timezone.now())
    form = SuspendForm(request.POST or kept.take(request), short=AGAIN_DAYS if again else 0)
    if request.method == "POST" and form.is_valid():
        try:
            made = suspend_from_duty(actor=request.actor, person=person.pk, unit=standing.unit, **form.cleaned_data)
        except TrainingError as error:
            blame(form, error)
        else:
            messages.success(request, _("Tersimpan. Sejak detik ini anggota itu tidak layak bertugas."))
            return redirect("training:suspension", made.pk)
    return render(
        request,
        "training/duty/suspend.html",
        {"form": form, "person": person, "standing": standing, "authority": AUTHORITIES[standing.authority].words},
    )


@requires(signed_in)
@require_safe
@never_cache
def suspension(request: ActorRequest, key: UUID) -> HttpResponse:
    """One of them: for its member, or for the authorities, who see of it what is no text."""
    return _page(request, _suspension(request, key))


@requires(access.can_suspend)
@require_POST
@never_cache
def read(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same with all that was written about the member; that somebody read it stands in the journal."""
    return _page(request, _suspension(request, key))


@requires(signed_in)
@require_POST
@never_cache
def seen(request: ActorRequest, key: UUID) -> HttpResponse:
    """The member has read it."""
    found = _own(request, key)
    note_seen(actor=request.actor, suspension=found)
    return redirect("training:suspension", found.pk)


@requires(signed_in)
@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: ActorRequest, key: UUID) -> HttpResponse:
    return _step(
        request,
        _own(request, key),
        "answer",
        AnswerForm,
        answer_suspension,
        _("Jawaban Anda tersimpan. Pihak kedua akan membacanya."),
    )


@requires(access.can_suspend)
@require_http_methods(["GET", "POST"])
@never_cache
def review(request: ActorRequest, key: UUID) -> HttpResponse:
    return _step(
        request, _suspension(request, key), "review", ReviewForm, review_suspension, _("Tinjauan Anda tersimpan.")
    )


@requires(access.can_suspend)
@require_http_methods(["GET", "POST"])
@never_cache
def lift(request: ActorRequest, key: UUID) -> HttpResponse:
    return _step(
        request,
        _suspension(request, key),
        "lift",
        LiftForm,
        lift_suspension,
        _("Penangguhan dicabut. Sejak detik ini tidak lagi menghalangi anggota itu bertugas."),
    )


def _step(
    request: ActorRequest,
    found: Suspension,
    name: str,
    form_class: type[forms.Form],
    action: Callable[..., Suspension],
    said: str,
) -> HttpResponse:
    """One form of the page, sent; what is wrong with it is said on the same page, and nothing typed is lost.

    Its address without anything sent is where somebody lands who had to sign in first.
    """
    typed = request.POST or kept.take(request)
    if not typed:
        return redirect("training:suspension", found.pk)
    form = form_class(typed)
    if request.method == "POST" and form.is_valid():
        try:
            action(actor=request.actor, suspension=found, **form.cleaned_data)
        except TrainingError as error:
            found.refresh_from_db()
            blame(form, error)
        else:
            messages.success(request, said)
            return redirect("training:suspension", found.pk)
    return _page(request, found, **{name: form})


def _page(request: ActorRequest, found: Suspension, **sent: forms.Form) -> HttpResponse:
    actor = request.actor
    stands = Suspended(found, timezone.now())
    given: dict[str, Any] = {"each": stands, "row": found, "sent": next(iter(sent.values()), None)}
    if access.is_own(actor, found):
        given["texts"] = True
        form = sent.get("answer") or AnswerForm(initial={"text": found.answer})
        can_answer = found.reviewed_at is None
        return render(request, "training/duty/own_page.html", {**given, "answer": form if can_answer else None})
    if request.method == "POST":  # also when a decision comes back with what is wrong: it is made over the texts
        read_suspension(actor=actor, suspension=found)
    labels = {found.by, found.reviewed_by, found.lifted_by} - {""}
    names = names_of(labels)
    may_review, may_lift = access.may_review(actor, found), access.may_lift(actor, found)
    return render(
        request,
        "training/duty/suspension.html",
        {
            **given,
            "texts": request.method == "POST",
            "by": names.get(found.by, ""),
            "reviewed_by": names.get(found.reviewed_by, ""),
            "lifted_by": names.get(found.lifted_by, ""),
            "review": sent.get("review") or (ReviewForm() if stands.reviewable and may_review.allowed else None),
            "lift": sent.get("lift") or (LiftForm() if stands.in_force and may_lift.allowed else None),
            "waits_for": stands.reviewer if stands.waiting and not may_review.allowed else "",
        },
    )


def _person(request: ActorRequest) -> tuple[Any, access.Standing]:
    """Whom it is about, and where; 404 for whoever is no member in the actor's area."""
    try:
        person = person_with_id(UUID(request.GET["orang"]))
    except ValueError:
        raise Http404 from None
    places = access.standings(request.actor, person.pk) if person else []
    if person is None or not places:
        raise Http404
    access.may_suspend(request.actor, person.pk).demand()
    return person, places[0]


def _suspension(request: ActorRequest, key: UUID) -> Suspension:
    found = access.suspension_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _own(request: ActorRequest, key: UUID) -> Suspension:
    found = _suspension(request, key)
    if not access.is_own(request.actor, found):
        raise Http404
    return found

"""What people do about a promise on the page of its report: begin, prove, give up, confirm, object, take back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.commitment.access import may_work
from rukun.commitment.actions import claiming, working
from rukun.commitment.errors import AlreadyAnswered, ChangedMeanwhile, CommitmentError, NotNow
from rukun.commitment.queries import Commitment, proof_photos
from rukun.commitment.queries.claims import claim_with, done_just_now
from rukun.commitment.verbs import COORDINATED, STARTED
from rukun.evidence.errors import EvidenceError
from rukun.guard import ActorRequest, requires
from rukun.journal.verbs import Verb
from rukun.people.forms.units import blame
from rukun.report import access, presence
from rukun.report.actions import owing
from rukun.report.categories import CATEGORIES
from rukun.report.errors.dialogue import ReportGone
from rukun.report.forms.working import AnswerForm, CannotForm, ClaimForm, StepForm
from rukun.report.models import Report
from rukun.report.queries.promise import Promise, answered_first, promise_for
from rukun.report.views.one import page_of, report_or_404
from rukun.ui import kept

INSTEAD = {"photo": "photos"}
"""What forms call it."""


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def coordinate(request: ActorRequest, key: UUID) -> HttpResponse:
    """Others are spoken to about it."""
    return _step(request, key, working.coordinate, COORDINATED, _("Tercatat: sedang dikoordinasikan."))


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def start(request: ActorRequest, key: UUID) -> HttpResponse:
    """Somebody works on it."""
    return _step(request, key, working.start, STARTED, _("Tercatat: sedang dikerjakan."))


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def claim(request: ActorRequest, key: UUID) -> HttpResponse:
    """That it is done, with photos of how it is now or of signed minutes."""
    return _claim(request, key, ClaimForm, _("Terkirim. Sekarang orang lain yang memastikannya."))


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def cannot(request: ActorRequest, key: UUID) -> HttpResponse:
    """That it cannot be done, and why."""
    return _claim(request, key, CannotForm, _("Terkirim. Sekarang orang lain yang memastikan alasannya."))


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def confirm(request: ActorRequest, key: UUID) -> HttpResponse:
    """Somebody independent saw that it is so."""
    return _answer(request, key, owing.confirm, _("Dikonfirmasi. Laporan ini ditutup."))


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def reject(request: ActorRequest, key: UUID) -> HttpResponse:
    """Somebody independent saw that it is not so, and says what they saw."""
    return _answer(request, key, owing.reject, _("Dibuka lagi. Pihak yang mengerjakannya membaca kata-kata Anda."))


@requires(access.can_see_reports)
@require_POST
@never_cache
def undo(request: ActorRequest, key: UUID) -> HttpResponse:
    """Ten minutes' regret of one's own last step."""
    found = report_or_404(request, key)
    try:
        owing.undo(actor=request.actor, report=found)
    except CommitmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Dibatalkan. Keadaannya kembali seperti sebelumnya; waktu yang terpakai tetap."))
    return redirect("report:report", found.pk)


@requires(access.can_see_reports)
@require_safe
@never_cache
def who(request: ActorRequest, key: UUID) -> HttpResponse:
    """Who else has it open, and the version of its promise: asked again and again while the page is open."""
    found = report_or_404(request, key)
    if request.method != "HEAD":
        presence.note(request.actor, found)
    version = found.commitment.version if found.commitment else 0
    return JsonResponse({"names": presence.others(request.actor, found), "version": version})


def _step(request: ActorRequest, key: UUID, action: Callable[..., Commitment], verb: Verb, said: str) -> HttpResponse:
    found = report_or_404(request, key)
    owed = _owed(request, found)
    form = StepForm(request.POST or kept.take(request))
    if owed is None or not form.is_bound:
        return redirect("report:report", found.pk)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            action(actor=request.actor, commitment=owed, **form.cleaned_data)
        except CommitmentError as error:
            if not done_just_now(owed, verb.name, request.actor.label, seen):
                blame(form, error)
                return _again(request, key, step=form)
        messages.success(request, said)
        return redirect("report:report", found.pk)
    return page_of(request, found, step=form)


def _claim(request: ActorRequest, key: UUID, form_class: type[ClaimForm], said: str) -> HttpResponse:
    found = report_or_404(request, key)
    owed = _owed(request, found)
    if owed is None:
        return redirect("report:report", found.pk)
    typed = request.POST or kept.take(request)
    form = form_class(typed, request.FILES or None, initial={"seen": owed.version}, shielded=not owed.local)
    changed = False
    if request.method == "POST" and form.is_valid():
        try:
            claiming.claim(actor=request.actor, commitment=owed, **form.arguments())
        except (CommitmentError, EvidenceError) as error:
            if not _is_mine(request, owed, form.cleaned_data["claim_id"]):
                found = report_or_404(request, key)
                changed = isinstance(error, ChangedMeanwhile | NotNow)
                if changed and not _may_prove(promise_for(request.actor, found)):
                    form.add_error(
                        None, _("Sementara itu keadaannya berubah: di sini tidak ada lagi yang dapat dikirim.")
                    )
                else:
                    blame(form, error, INSTEAD)
                return _proof_page(request, found, form, changed=changed)
        told = said if owed.local else _("Terkirim. Sekarang pelapor yang memastikannya.")
        messages.success(request, _with_photo(told, form.cleaned_data["claim_id"]))
        return redirect("report:report", found.pk)
    return _proof_page(request, found, form, changed=changed)


def _answer(request: ActorRequest, key: UUID, action: Callable[..., Report], said: str) -> HttpResponse:
    found = report_or_404(request, key)
    form = AnswerForm(request.POST or kept.take(request))
    if not form.is_bound:
        return redirect("report:report", found.pk)
    if not form.is_valid():
        return page_of(request, found, answer=form)
    claimed = claim_with(form.cleaned_data["claim"])
    if claimed is None or claimed.commitment_id != found.commitment_id:
        raise Http404
    access.may_confirm(request.actor, found, claimed).demand()
    if request.method != "POST":
        return page_of(request, found, answer=form)
    try:
        action(actor=request.actor, report=found, claim_id=claimed.pk, words=form.cleaned_data["words"])
    except ReportGone:
        raise
    except AlreadyAnswered as error:
        claimed.refresh_from_db()
        form.add_error(None, f"{error} {answered_first(claimed, found)}".strip())
        return _again(request, key, answer=form)
    except CommitmentError as error:
        blame(form, error)
        return _again(request, key, answer=form)
    messages.success(request, said)
    return redirect("report:report", found.pk)


def _owed(request: ActorRequest, found: Report) -> Commitment | None:
    """What the actor owes about it, for whoever acts for its owner; others are told who does."""
    if found.commitment is None:
        messages.error(request, str(NotNow()))
        return None
    may_work(request.actor, found.commitment).demand()
    return found.commitment


def _again(request: ActorRequest, key: UUID, **sent: Any) -> HttpResponse:
    """The page as it is now, with what was typed: sent once more, it is about what is shown there."""
    found = report_or_404(request, key)
    for form in sent.values():
        if isinstance(form, StepForm) and found.commitment is not None:
            form.show_again(found.commitment.version)
    return page_of(request, found, **sent)


def _proof_page(request: ActorRequest, found: Report, form: ClaimForm, *, changed: bool) -> HttpResponse:
    promise = promise_for(request.actor, found)
    if promise is not None and form.is_bound:
        form.show_again(promise.owed.version)
    possible = _may_prove(promise)
    if not possible and not form.is_bound:
        messages.error(request, str(NotNow()))
        return redirect("report:report", found.pk)
    return render(
        request,
        "report/promise/claim.html",
        {
            "found": found,
            "category": CATEGORIES[found.category],
            "promise": promise,
            "form": form,
            "possible": possible,
            "shielded": found.commitment is not None and not found.commitment.local,
            "gone": form.is_bound and not possible,
            "changed": changed,
        },
    )


def _may_prove(promise: Promise | None) -> bool:
    return promise is not None and "claim" in promise.offers


def _with_photo(said: str, claim: UUID) -> str:
    """Nobody else sees a photo before faces on it are covered: whoever sends it is led there at once."""
    photos = proof_photos([claim]).get(claim, [])
    waits = next((each for each in photos if each.cleared_at is None), None)
    if waits is None:
        return said
    return format_html(
        '{} {} <a href="{}">{}</a>',
        said,
        _("Orang lain baru melihat fotonya setelah wajah dan pelat di dalamnya ditutupi."),
        reverse("report:photo", args=[waits.pk]),
        _("Tutupi sekarang"),
    )


def _is_mine(request: ActorRequest, owed: Commitment, key: UUID) -> bool:
    """Whether that very claim is there already: sent twice at once."""
    known = claim_with(key)
    return known is not None and known.commitment_id == owed.pk and known.by == request.actor.label

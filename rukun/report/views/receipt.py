"""The reporter's side, for whoever holds a receipt code. It comes in bodies of POST alone, never in an address."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.commitment.errors import AlreadyAnswered, CommitmentError, NotNow
from rukun.evidence.actions import MOST
from rukun.evidence.errors import EvidenceError
from rukun.evidence.queries import photos_of, voices_of
from rukun.guard import ActorRequest, public
from rukun.people.forms.units import blame
from rukun.report import limits
from rukun.report.actions import owing
from rukun.report.actions.dialogue import answer, read_by_reporter
from rukun.report.actions.keeping import COUNTED_FOR_NOTHING
from rukun.report.actions.photos import add_photo
from rukun.report.actions.reaching import leave_contact, take_contact_back
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo import personal
from rukun.report.complaints import authorities_of
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.receipt import UnknownCode
from rukun.report.forms.receipt import AnswerForm, CodeForm, ConfirmForm, ContactForm, PhotoForm, RejectForm
from rukun.report.models import Report
from rukun.report.promises import CANNOT, SECTIONS
from rukun.report.queries.course import verdict_of
from rukun.report.queries.dialogue import talk_of
from rukun.report.queries.proof_photos import picture_with
from rukun.report.queries.proofs import proof_for
from rukun.report.queries.readers import readers_of, somebody_reads
from rukun.report.queries.receipt import report_with_code, status_of


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def receipt(request: ActorRequest) -> HttpResponse:
    """Ask for a code; with one, how it stands with its report, and what its reporter does next (``do``)."""
    if request.method != "POST":
        return _ask(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    code = form.cleaned_data["code"]
    report = report_with_code(code)
    if report is None:
        # Thousands may share this address, and nobody guesses one of 10^19 codes: a right one is answered in any case.
        many = limits.too_many_wrong_codes(request)
        limits.wrong_code(request)
        blame(form, UnknownCode())
        return _ask(request, form, many=many)
    try:
        return STEPS.get(request.POST.get("do", ""), _look)(request, report, code)
    except ReportGone as error:  # put away between two looks
        form.add_error("code", str(error))
        return _ask(request, form)


@csrf_exempt
@public
@require_safe
def promise(request: ActorRequest) -> HttpResponse:
    """What becomes of what somebody reports, in words for everybody. The same for everybody."""
    sections = [
        (title, [(each.words, ", ".join(readers_of(each.readers)) if each.readers else "") for each in promises])
        for title, promises in SECTIONS
    ]
    return render(request, "report/receipt/promise.html", {"sections": sections, "cannot": CANNOT})


@csrf_exempt
@public
@require_safe
def proof_photo(request: ActorRequest, token: str) -> HttpResponse:
    """A photo that proves something, for the minutes after somebody with a code was shown it. ``?kecil`` is smaller."""
    content = picture_with(token, "list" if "kecil" in request.GET else "page")
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": 'inline; filename="bukti.jpg"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def _look(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    return _page(request, report, code)


def _answer(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, report, code, answer=form)
    text, found = _weighed(request, form.cleaned_data["text"])
    if found:
        return _page(request, report, code, answer=form, found=found)
    try:
        answer(report=report, text=text, message_id=form.cleaned_data["message"])
    except ReportGone:
        raise
    except ReportError as error:
        blame(form, error)
        return _page(request, report, code, answer=form)
    return _page(request, report, code, done=_("Pesan Anda terkirim. Jawaban petugas muncul di halaman ini."))


def _weighed(request: ActorRequest, text: str) -> tuple[str, list[personal.Found]]:
    """What was typed, as its writer wants it; or what in it points at somebody, of which they are asked first."""
    found = personal.find(text)
    if found and "clean" in request.POST:
        return personal.without(text, found), []
    return text, [] if "as_it_is" in request.POST else found


def _photo(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, report, code, photo=form)
    try:
        add_photo(report=report, photo_id=form.cleaned_data["photo_id"], content=form.cleaned_data["photo"][0][1])
    except ReportGone:
        raise
    except (ReportError, EvidenceError) as error:
        form.add_error("photo", str(error))
        return _page(request, report, code, photo=form)
    return _page(request, report, code, done=_("Foto Anda sudah sampai."))


def _contact(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, report, code, contact=form)
    try:
        leave_contact(report=report, **form.cleaned_data)
    except ReportGone:
        raise
    except ReportError as error:
        blame(form, error)
        return _page(request, report, code, contact=form)
    return _page(request, report, code, done=_("Kontak Anda tersimpan dan disegel."))


def _forget(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    take_contact_back(report=report)
    return _page(request, report, code, done=_("Nama dan nomor Anda sudah dihapus. Laporan ini sekarang tanpa nama."))


def _withdraw(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    try:
        withdraw(report=report)
    except ReportGone:
        raise
    except ReportError as error:  # somebody merged it at that very moment
        return _page(request, report, code, told=str(error))
    return _page(request, report, code, done=_("Laporan Anda sudah ditarik, dan isinya dihapus."))


def _confirm(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    claim = ConfirmForm(request.POST)
    claim.is_valid()
    key = claim.cleaned_data["claim"]
    try:
        _demand_kept(report)
        answered = owing.confirmed_by_reporter(report=report, claim_id=key)
    except CommitmentError as error:
        if isinstance(error, AlreadyAnswered) and verdict_of(report, key) == "confirmed":
            return _page(request, report, code, told=_("Ini sudah dikonfirmasi sebelumnya. Sekali saja sudah cukup."))
        return _page(request, report, code, told=str(error))
    if answered.closed_at is None:
        words = _(
            "Terima kasih. Kode ini pernah diketahui petugas atau sistem lain, jadi petugas lain memeriksa sekali lagi "
            "sebelum laporan ditutup."
        )
        return _page(request, report, code, done=words)
    return _page(request, report, code, done=_("Terima kasih, konfirmasi Anda tercatat."))


def _reject(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    return _not_so(
        request,
        report,
        code,
        lambda key, words: owing.rejected_by_reporter(report=report, claim_id=key, words=words),
    )


def _contest(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    return _not_so(request, report, code, lambda _key, words: owing.contested_by_reporter(report=report, words=words))


def _not_so(request: ActorRequest, report: Report, code: str, act: Callable[[UUID, str], object]) -> HttpResponse:
    """It is not done, in the reporter's words; whatever comes between, these stay on the page."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _page(request, report, code, reject=form)
    words, found = _weighed(request, form.cleaned_data["words"])
    if found:
        return _page(request, report, code, reject=form, pointing=found)
    key = form.cleaned_data["claim"]
    try:
        _demand_kept(report)
        act(key, words)
    except CommitmentError as error:
        if error.field:
            blame(form, error)
            return _page(request, report, code, reject=form)
        if isinstance(error, AlreadyAnswered) and verdict_of(report, key) == "rejected":
            return _page(request, report, code, told=_("Ini sudah dibuka lagi sebelumnya. Sekali saja sudah cukup."))
        return _page(request, report, code, reject=form, told=str(error))
    return _page(request, report, code, done=_("Dibuka lagi. Penanggung jawabnya membaca keterangan Anda."))


def _demand_kept(report: Report) -> None:
    """Of what was taken back or set aside nothing is confirmed. Raises ``NotNow``."""
    if report.closing in COUNTED_FOR_NOTHING:
        raise NotNow


def _proof(request: ActorRequest, report: Report, code: str) -> HttpResponse:
    response = HttpResponse(proof_for(report, code), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="bukti-lapor.json"'
    return response


STEPS: dict[str, Callable[[ActorRequest, Report, str], HttpResponse]] = {
    "look": _look,
    "answer": _answer,
    "photo": _photo,
    "confirm": _confirm,
    "reject": _reject,
    "contest": _contest,
    "contact": _contact,
    "forget": _forget,
    "withdraw": _withdraw,
    "proof": _proof,
}


def _ask(request: ActorRequest, form: CodeForm, *, many: bool = False) -> HttpResponse:
    return render(request, "report/receipt/ask.html", {"form": form, "many": many}, status=429 if many else 200)


def _page(
    request: ActorRequest,
    report: Report,
    code: str,
    *,
    answer: forms.Form | None = None,
    photo: forms.Form | None = None,
    contact: forms.Form | None = None,
    reject: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    """How it stands. A form that was sent and is not right comes with what was typed."""
    report = report_with_code(code) or _gone()
    talk = talk_of(report)
    status = status_of(report, talk)
    photos = photos_of("report", [report.pk]).get(report.pk, [])
    response = render(
        request,
        "report/receipt/status.html",
        {
            "code": code,
            "report": report,
            "status": status,
            "talk": talk,
            "photos": photos,
            "voices": len(voices_of("report", report.pk)),
            "may_add_photo": status.open and len(photos) < MOST,
            "nobody": status.state == "received"
            and not somebody_reads(report.category, report.unit, report.subject, report.organisation_id),
            "authorities": authorities_of(report.subject),
            "sent": answer or photo or contact or reject,
            "answer": answer or AnswerForm(),
            "photo": photo or PhotoForm(),
            "contact": contact or ContactForm(),
            "reject": reject or RejectForm(),
            "chose": photo is not None,
            "gave": contact is not None,
            "objected": reject is not None,
            **more,
        },
    )
    if any(not each.from_reporter and each.read_at is None for each in talk):
        read_by_reporter(report=report, shown=talk)
    return response


def _gone() -> Report:
    raise ReportGone

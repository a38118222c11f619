"""Photos of reports and of proof: what is covered before others see it, and the originals that two open together."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.evidence.errors import EvidenceError, PhotoChanged, PhotoGone
from rukun.evidence.queries import Photo, content_type, size_shown, version_of
from rukun.guard import ActorRequest, requires
from rukun.journal.naming import names_of
from rukun.people.forms.units import blame
from rukun.report.access.photos import may_paint
from rukun.report.access.reports import can_see_reports, may_open_original
from rukun.report.actions import photos as actions
from rukun.report.actions.handling import note_read
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.forms.photos import BoxesForm, OpeningForm
from rukun.report.models import Report
from rukun.report.queries import photos as queries
from rukun.ui import kept


@requires(can_see_reports)
@require_safe
@never_cache
def picture(request: ActorRequest, key: UUID, kind: str) -> HttpResponse:
    """What people see of a photo: handlers at once, others when faces and plates are covered."""
    content = queries.picture_for(request.actor, key, kind)
    if content is None:
        raise Http404
    _found(request, key)
    return _image(content, "image/jpeg")


@requires(can_see_reports)
@require_safe
@never_cache
def photo(request: ActorRequest, key: UUID) -> HttpResponse:
    """One photo, large; handlers cover it here."""
    found, report = _found(request, key)
    return _page(request, found, report)


@requires(can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
def paint(request: ActorRequest, key: UUID) -> HttpResponse:
    """Put boxes on the photo, and look at what came of it."""
    found, report = _found(request, key)
    may_paint(request.actor, report, found).demand()
    form = BoxesForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            with _there():
                actions.paint(actor=request.actor, report=report, photo=found, boxes=form.cleaned_data["boxes"])
        except (EvidenceError, ReportError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Ditutupi. Periksa fotonya: masih ada wajah atau pelat yang terlihat?"))
            return redirect("report:photo", key)
    return _page(request, found, report, boxes=form)


@requires(can_see_reports)
@require_POST
@never_cache
def clear(request: ActorRequest, key: UUID) -> HttpResponse:
    """No face and no plate to be seen: others may look at it."""
    found, report = _found(request, key)
    try:
        with _there():
            actions.clear(actor=request.actor, report=report, photo=found, seen=request.POST.get("seen"))
    except PhotoChanged as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Foto ini sekarang terlihat oleh semua yang membaca laporannya."))
    return redirect("report:photo", key)


@requires(can_see_reports)
@require_POST
@never_cache
def start_again(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take all boxes away."""
    found, report = _found(request, key)
    try:
        with _there():
            actions.start_again(actor=request.actor, report=report, photo=found)
    except EvidenceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Semua kotak dibuka lagi. Hanya petugas yang melihat foto ini sampai diloloskan."))
    return redirect("report:photo", key)


@requires(can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
def ask(request: ActorRequest, key: UUID) -> HttpResponse:
    """Ask that the photo as received be opened."""
    found, report = _found(request, key)
    may_open_original(request.actor, report).demand()
    form = OpeningForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            with _there():
                actions.ask_opening(actor=request.actor, report=report, photo=found, reason=reason)
        except (EvidenceError, ReportError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Permintaan tercatat. Orang kedua yang berwenang dapat menyetujuinya."))
            return redirect("report:photo", key)
    return _page(request, found, report, asking=form)


@requires(can_see_reports)
@require_POST
@never_cache
def agree(request: ActorRequest, key: UUID, opening: UUID) -> HttpResponse:
    """Agree to somebody else's request."""
    found, report = _found(request, key)
    may_open_original(request.actor, report).demand()
    asked = [each.opening for each in queries.requests_for(request.actor, report, found) if each.opening.pk == opening]
    if not asked:
        raise Http404
    try:
        with _there():
            actions.agree_opening(actor=request.actor, report=report, opening=asked[0])
    except (EvidenceError, ReportError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Disetujui. Anda berdua dapat melihat foto asli selama 24 jam."))
    return redirect("report:photo", key)


@requires(can_see_reports)
@require_POST
@never_cache
def original(request: ActorRequest, key: UUID) -> HttpResponse:
    """The photo as received, for the two who opened it. Each look is recorded."""
    found, report = _found(request, key)
    try:
        with _there():
            content = actions.see_original(actor=request.actor, report=report, photo=found)
    except (EvidenceError, ReportError) as error:
        messages.error(request, str(error))
        return redirect("report:photo", key)
    return _image(content, content_type(content))


def _page(
    request: ActorRequest,
    found: Photo,
    report: Report,
    *,
    boxes: BoxesForm | None = None,
    asking: OpeningForm | None = None,
) -> HttpResponse:
    actor = request.actor
    shown = queries.shown(actor, report, found)
    if shown is None:
        raise Http404
    requests = queries.requests_for(actor, report, found)
    names = names_of({each.opening.asked_by for each in requests})
    width, height = size_shown(found, "page")
    context: dict[str, Any] = {
        "report": report,
        "shown": shown,
        "width": width,
        "height": height,
        "version": version_of(found),
        "boxes": boxes or BoxesForm(),
        "asking": asking or OpeningForm(),
        "sent": boxes or asking or BoxesForm(),
        "opens": may_open_original(actor, report).allowed,
        "requests": [(each, names[each.opening.asked_by]) for each in requests],
        "open_now": any(
            each.agreed and actor.label in (each.opening.asked_by, each.opening.agreed_by) for each in requests
        ),
        "asks": not any(each.mine for each in requests),
    }
    return render(request, "report/photos/photo.html", context)


def _found(request: ActorRequest, key: UUID) -> tuple[Photo, Report]:
    """The photo and its report, for whoever may read that; it stands in the journal that they do."""
    found = queries.photo_for(request.actor, key)
    if found is None:
        raise Http404
    if request.method != "HEAD":  # which shows nothing
        with _there():
            note_read(actor=request.actor, report=found[1])
    return found


@contextmanager
def _there() -> Iterator[None]:
    """What was erased since the page was opened is as if it had never been."""
    try:
        yield
    except (PhotoGone, ReportGone):
        raise Http404 from None


def _image(content: bytes, kind: str) -> HttpResponse:
    """A picture that the browser takes for nothing else."""
    ending = {"image/jpeg": "jpg"}.get(kind, kind.partition("/")[2])
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'inline; filename="foto.{ending}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )

"""Photos of reports and of proof: what is covered before others see it, and the originals that two open together."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.evidence.errors import EvidenceError, PhotoChanged
from rukun.evidence.queries import Photo, content_type, size_shown, version_of
from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.report.access.photos import may_paint
from rukun.report.access.reports import can_see_reports, may_open_original
from rukun.report.actions import openings
from rukun.report.actions import photos as actions
from rukun.report.actions.handling import note_read
from rukun.report.errors import ReportError
from rukun.report.forms.photos import BoxesForm, OpeningForm
from rukun.report.models import Report
from rukun.report.queries import photos as queries
from rukun.report.views.openings import agree_to, asked, there, told_of
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
            with there():
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
        with there():
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
        with there():
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
    form = asked(request, report, found)
    return _page(request, found, report, asking=form) if form else redirect("report:photo", key)


@requires(can_see_reports)
@require_POST
@never_cache
def agree(request: ActorRequest, key: UUID, opening: UUID) -> HttpResponse:
    """Agree to somebody else's request."""
    found, report = _found(request, key)
    agree_to(request, report, found, opening, _("Disetujui. Anda berdua dapat melihat foto asli selama 24 jam."))
    return redirect("report:photo", key)


@requires(can_see_reports)
@require_POST
@never_cache
def original(request: ActorRequest, key: UUID) -> HttpResponse:
    """The photo as received, for the two who opened it. Each look is recorded."""
    found, report = _found(request, key)
    try:
        with there():
            content = openings.see_original(actor=request.actor, report=report, of=found)
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
    width, height = size_shown(found, "page")
    context = told_of(request, report, found, asking) | {
        "shown": shown,
        "width": width,
        "height": height,
        "version": version_of(found),
        "boxes": boxes or BoxesForm(),
        "sent": boxes or asking or BoxesForm(),
        "opens": may_open_original(actor, report).allowed,
    }
    return render(request, "report/photos/photo.html", context)


def _found(request: ActorRequest, key: UUID) -> tuple[Photo, Report]:
    """The photo and its report, for whoever may read that; it stands in the journal that they do."""
    found = queries.photo_for(request.actor, key)
    if found is None:
        raise Http404
    if request.method != "HEAD":  # which shows nothing
        with there():
            note_read(actor=request.actor, report=found[1])
    return found


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

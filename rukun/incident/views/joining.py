"""Which reports belong to a situation: one tap, and one to undo it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions.joining import join_report, part_report
from rukun.incident.views.doing import by_button, situation_or_404


@requires(access.can_see_board)
@require_POST
@never_cache
def join(request: ActorRequest, key: UUID) -> HttpResponse:
    """The report belongs to it; its receipt and its clock stay its own."""
    found = situation_or_404(request, key)
    report = _report(request)
    return by_button(
        request,
        found,
        lambda: join_report(actor=request.actor, incident=found, report_id=report),
        _("Laporan digabungkan. Keliru? Lepaskan lagi di bagian “Laporan warga”."),
    )


@requires(access.can_see_board)
@require_POST
@never_cache
def part(request: ActorRequest, key: UUID) -> HttpResponse:
    """It does not belong to it after all."""
    found = situation_or_404(request, key)
    report = _report(request)
    return by_button(
        request,
        found,
        lambda: part_report(actor=request.actor, incident=found, report_id=report),
        _("Laporan dilepas. Laporannya sendiri tidak berubah."),
    )


def _report(request: ActorRequest) -> UUID:
    try:
        return UUID(request.POST.get("report", ""))
    except ValueError:
        raise Http404 from None

"""What the pages of a photo and of a voice note share: two persons open together what was received."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from rukun.evidence.errors import EvidenceError, Gone
from rukun.evidence.queries import Piece
from rukun.guard import ActorRequest
from rukun.journal.naming import names_of
from rukun.people.forms.units import blame
from rukun.report.access.reports import may_open_original
from rukun.report.actions import openings
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.forms.photos import OpeningForm
from rukun.report.models import Report
from rukun.report.queries.openings import is_open_to, requests_for
from rukun.ui import kept


@contextmanager
def there() -> Iterator[None]:
    """What was erased since the page was opened is as if it had never been."""
    try:
        yield
    except (Gone, ReportGone):
        raise Http404 from None


def asked(request: ActorRequest, report: Report, of: Piece) -> OpeningForm | None:
    """Ask that it be opened. The form to show, or ``None`` where the request stands."""
    may_open_original(request.actor, report).demand()
    form = OpeningForm(request.POST or kept.take(request))
    if request.method != "POST" or not form.is_valid():
        return form
    try:
        with there():
            openings.ask_opening(actor=request.actor, report=report, of=of, reason=form.cleaned_data["reason"])
    except (EvidenceError, ReportError) as error:
        blame(form, error)
        return form
    messages.success(request, _("Permintaan tercatat. Orang kedua yang berwenang dapat menyetujuinya."))
    return None


def agree_to(request: ActorRequest, report: Report, of: Piece, opening: UUID, done: str) -> None:
    """Agree to somebody else's request; ``done`` is said where that worked."""
    may_open_original(request.actor, report).demand()
    waiting = [each.opening for each in requests_for(request.actor, report, of) if each.opening.pk == opening]
    if not waiting:
        raise Http404
    try:
        with there():
            openings.agree_opening(actor=request.actor, report=report, opening=waiting[0])
    except (EvidenceError, ReportError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def told_of(request: ActorRequest, report: Report, of: Piece, asking: OpeningForm | None) -> dict[str, Any]:
    """What the templates need: who asked, whether it is open to the reader, and the form to ask."""
    requests = requests_for(request.actor, report, of)
    names = names_of({each.opening.asked_by for each in requests})
    return {
        "report": report,
        "asking": asking or OpeningForm(),
        "requests": [(each, names[each.opening.asked_by]) for each in requests],
        "open_now": is_open_to(request.actor, requests),
        "asks": not any(each.mine for each in requests),
    }

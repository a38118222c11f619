"""Voice notes of reports: two open one together, and each time that one of them listens is recorded."""

import re
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.evidence.actions import original_of
from rukun.evidence.errors import EvidenceError, NotOpened
from rukun.evidence.queries import Voice
from rukun.guard import ActorRequest, requires
from rukun.report.access.reports import can_see_reports, may_open_original
from rukun.report.actions import openings
from rukun.report.actions.handling import note_read
from rukun.report.errors import ReportError
from rukun.report.forms.photos import OpeningForm
from rukun.report.models import Report
from rukun.report.queries.openings import voice_for
from rukun.report.views.openings import agree_to, asked, there, told_of

LISTENS = timedelta(minutes=30)
"""So long after it was recorded that somebody listens, the page may play it: it asks for the sound in pieces."""
LISTENING = "report:listening"
"""In the session: which voice note, and until when."""


@requires(can_see_reports)
@require_safe
@never_cache
def voice(request: ActorRequest, key: UUID) -> HttpResponse:
    """What is known of one voice note, and who asked to hear it; played by whoever listens now."""
    return _page(request, *_found(request, key))


@requires(can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
def ask(request: ActorRequest, key: UUID) -> HttpResponse:
    """Ask that it be opened."""
    found, report = _found(request, key)
    form = asked(request, report, found)
    return _page(request, found, report, asking=form) if form else redirect("report:voice", key)


@requires(can_see_reports)
@require_POST
@never_cache
def agree(request: ActorRequest, key: UUID, opening: UUID) -> HttpResponse:
    """Agree to somebody else's request."""
    found, report = _found(request, key)
    agree_to(request, report, found, opening, _("Disetujui. Anda berdua dapat mendengarkannya selama 24 jam."))
    return redirect("report:voice", key)


@requires(can_see_reports)
@require_POST
@never_cache
def listen(request: ActorRequest, key: UUID) -> HttpResponse:
    """Listen to it, for the two who opened it. It is recorded; then the page plays it."""
    found, report = _found(request, key)
    try:
        with there():
            openings.see_original(actor=request.actor, report=report, of=found)
    except (EvidenceError, ReportError) as error:
        messages.error(request, str(error))
    else:
        request.session[LISTENING] = [str(key), (timezone.now() + LISTENS).timestamp()]
    return redirect("report:voice", key)


@requires(can_see_reports)
@require_safe
@never_cache
def sound(request: ActorRequest, key: UUID) -> HttpResponse:
    """The sound itself, for whoever was just recorded as listening."""
    found, _report = _found(request, key)
    if not _listens(request, found):
        return redirect("report:voice", key)
    try:
        content = original_of(of=found, by=request.actor.label)
    except NotOpened:
        return redirect("report:voice", key)
    return _part(request, content, found.media_type)


def _page(request: ActorRequest, found: Voice, report: Report, *, asking: OpeningForm | None = None) -> HttpResponse:
    context = told_of(request, report, found, asking)
    context |= {"voice": found, "plays": context["open_now"] and _listens(request, found)}
    return render(request, "report/voices/voice.html", context)


def _found(request: ActorRequest, key: UUID) -> tuple[Voice, Report]:
    """The voice note and its report, for whoever may be one of two; it stands in the journal that they read that."""
    found = voice_for(request.actor, key)
    if found is None:
        raise Http404
    may_open_original(request.actor, found[1]).demand()
    if request.method != "HEAD":
        with there():
            note_read(actor=request.actor, report=found[1])
    return found


def _listens(request: ActorRequest, voice: Voice) -> bool:
    key, until = request.session.get(LISTENING, ("", 0))
    return bool(key == str(voice.pk) and timezone.now().timestamp() < until)


def _part(request: ActorRequest, content: bytes, media_type: str) -> HttpResponse:
    """The part that a player asks for: some play nothing that cannot be had in pieces (RFC 9110, 14.2)."""
    answer = HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Accept-Ranges": "bytes",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
    asked = re.fullmatch(r"bytes=(\d{1,9})-(\d{0,9})", request.headers.get("Range", ""))
    if asked:
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        if first <= last:
            answer.status_code, answer.content = 206, content[first : last + 1]
            answer.headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return answer

"""A report that was typed screen by screen is sent: its id and code, its photos, and the page that says thanks."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rukun.evidence.errors import EvidenceError
from rukun.guard import ANYONE, ActorRequest
from rukun.guard.ids import new_id
from rukun.report import limits
from rukun.report.actions import photos
from rukun.report.actions.intake import file_report, unit_meant
from rukun.report.actions.waiting import wait_for_first_look
from rukun.report.algo import codes
from rukun.report.complaints import authorities_of
from rukun.report.errors import ReportError
from rukun.report.forms.lapor import Answers
from rukun.report.models import Report
from rukun.report.queries.readers import readers_of, somebody_reads
from rukun.ui.qr import on_page
from rukun.ui.uploads import LARGEST, MEGABYTE

SALT = "lapor"
LASTS = timedelta(days=7)
"""How long somebody may take, for instance without a signal; then the report gets another id and code."""
MOST_PHOTOS = 4

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Minted:
    """What a report is called before it is there. ``fresh`` if that was made just now."""

    id: UUID
    code: str
    fresh: bool


@dataclass(frozen=True)
class NotTaken:
    """A photo that was not taken, and why. ``number`` counts from one, as they were chosen."""

    number: int
    why: str


@dataclass(frozen=True)
class Sent:
    """``new`` is false where the report had been stored before."""

    report: Report
    code: str
    new: bool
    photos: int
    not_taken: tuple[NotTaken, ...]


def minted(answers: Answers) -> Minted:
    """Id and receipt code of a report: those that its hidden field brings, signed; else new ones, put there."""
    try:
        key, code = signing.loads(answers.sealed, salt=SALT, max_age=LASTS)
        return Minted(UUID(key), code, fresh=False)
    except (signing.BadSignature, ValueError):
        made = Minted(new_id(), codes.new_code(), fresh=True)
    answers.sealed = signing.dumps([str(made.id), made.code], salt=SALT)
    return made


def send(request: ActorRequest, answers: Answers) -> Sent:
    """Store the report, then its photos: a photo that is not taken never takes the report with it.

    Raises ``ReportError``.
    """
    name = minted(answers)
    draft = answers.draft(name.id, name.code)
    files = request.FILES.getlist("photos")
    many = [limits.over(request, "photo") for _each in files[:MOST_PHOTOS]]
    triage = limits.triage_for(
        request, unit_meant(draft), words=draft.words, category=draft.category, about=draft.id
    ) or ("flood" if any(many) else "")
    filed = file_report(actor=ANYONE, draft=draft, source="resident", channel="web", triage=triage)
    if any(many) and not filed.new:  # sent again, with more photos
        wait_for_first_look(report=filed.report)
    refused = [why for number, each in enumerate(files[:MOST_PHOTOS], 1) if (why := _photo(filed.report, number, each))]
    refused += [
        NotTaken(number, _("Paling banyak %d foto untuk satu laporan.") % MOST_PHOTOS)
        for number in range(MOST_PHOTOS + 1, len(files) + 1)
    ]
    return Sent(filed.report, name.code, filed.new, len(files) - len(refused), tuple(refused))


def thanks(request: ActorRequest, answers: Answers, sent: Sent) -> HttpResponse:
    """The receipt. Sent twice, it is the same page."""
    report = sent.report
    return render(
        request,
        "report/lapor/thanks.html",
        {
            "sent": sent,
            "code": codes.grouped(sent.code),
            "plain_code": sent.code,
            "qr": on_page(request.build_absolute_uri(reverse("report:receipt")) + f"#{sent.code}"),
            "danger": report.danger,
            "protected": answers.protected,
            "away": answers.away,
            "complaint": answers.kind is not None and answers.kind.kind == "complaint",
            "readers": readers_of(report.category, report.unit, report.subject),
            "nobody": not somebody_reads(report.category, report.unit, report.subject, report.organisation_id),
            "authorities": authorities_of(report.subject),
            "anonymous": report.anonymous,
        },
    )


def _photo(report: Report, number: int, sent: Any) -> NotTaken | None:
    """Store one. The same photo sent again with the same report is stored once."""
    if (sent.size or 0) > LARGEST:
        return NotTaken(number, _("Fotonya lebih besar dari %d MB. Perkecil dahulu.") % (LARGEST // MEGABYTE))
    content = sent.read()
    if len(content) != sent.size:
        return NotTaken(number, _("Fotonya tidak sampai dengan utuh."))
    try:
        photos.add_photo(report=report, content=content)
    except (EvidenceError, ReportError) as error:
        return NotTaken(number, str(error))
    except Exception as error:
        logger.exception("A photo could not be stored (%s)", type(error).__name__)
        return NotTaken(number, _("Fotonya tidak dapat disimpan sekarang."))
    return None

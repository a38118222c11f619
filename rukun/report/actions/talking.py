"""What a talk does: files are kept under the id that the report will have, then it is filed, or all of it goes."""

from uuid import UUID

from rukun.evidence import actions as evidence
from rukun.evidence.actions import Claim
from rukun.guard import ANYONE
from rukun.report import limits
from rukun.report.access.photos import REPORT
from rukun.report.actions.intake import Draft, Filed, file_report, unit_meant
from rukun.report.actions.photos import add_photo, id_of
from rukun.report.actions.telling import keep_talk
from rukun.report.actions.waiting import wait_for_first_look
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report

NO_CLAIM = Claim(None, None, None)


def keep_photo(*, report_id: UUID, content: bytes, sender: UUID) -> None:
    """Keep a photo for a report that is being told. It is compared with others only once that is an ordinary one.

    Raises ``EvidenceError``.
    """
    limits.over_by(sender, "photo")
    evidence.add_photo(
        photo_id=id_of(Report(pk=report_id), content),
        about=(REPORT, report_id),
        picture=evidence.prepare(content),
        apart=True,
        capture=None,
        claim=NO_CLAIM,
    )


def add_to(*, report: Report, content: bytes, sender: UUID) -> None:
    """Add a photo to a report that was sent. Raises ``EvidenceError``, ``ReportError``."""
    many = limits.over_by(sender, "photo")
    add_photo(report=report, content=content)
    if many:
        wait_for_first_look(report=report)


def drop(*, report_id: UUID) -> None:
    """The report is not sent: erase what was kept for it."""
    if not Report.objects.filter(pk=report_id).exists():
        evidence.erase_about(REPORT, [report_id])


def file_talk(*, draft: Draft, channel: str, sender: UUID, language: str) -> Filed:
    """Store what was told, with photos and voice notes, and whom to tell of it. In the caller's transaction.

    Of violence nobody is told anything later: others may look at that phone. Raises ``ReportError``.
    """
    triage = limits.triage_by(sender, unit_meant(draft), words=draft.words, category=draft.category, about=draft.id)
    filed = file_report(actor=ANYONE, draft=draft, source="resident", channel=channel, triage=triage)
    kind = CATEGORIES[draft.category].kind
    if filed.new and kind == "protected":
        evidence.erase_voices(REPORT, [draft.id])  # the talk has dropped them; of violence none may be left
    if filed.new and kind == "ordinary":
        evidence.set_apart(about=(REPORT, draft.id), apart=False)
    if kind != "protected":
        keep_talk(report=filed.report, contact=sender, language=language)
    return filed

"""Voice notes of reports that come by chat. Who handles a report asks another to open one with them: ``openings``."""

from uuid import UUID

from rukun.evidence import actions as evidence
from rukun.guard import ANYONE
from rukun.journal import actions as journal
from rukun.report import limits
from rukun.report.access.photos import REPORT
from rukun.report.actions.booking import unit_of
from rukun.report.actions.waiting import wait_for_first_look
from rukun.report.categories import CATEGORIES
from rukun.report.errors.photos import Closed, NoVoices
from rukun.report.models import Report
from rukun.report.verbs import VOICE_ADDED


def keep_voice(*, report_id: UUID, content: bytes, sender: UUID) -> None:
    """Keep a voice note for a report that is being told. Raises ``EvidenceError``."""
    limits.over_by(sender, "photo")
    evidence.add_voice(about=(REPORT, report_id), content=content)


def add_voice(*, report: Report, content: bytes, sender: UUID) -> None:
    """Add a voice note to a report that was sent.

    Raises ``EvidenceError``, ``Closed``, and ``NoVoices`` where it is about violence.
    """
    many = limits.over_by(sender, "photo")
    with journal.atomic():
        row = Report.objects.select_for_update().filter(pk=report.pk).first()
        if row is None or row.closed_at is not None:
            raise Closed
        if CATEGORIES[row.category].kind == "protected":
            raise NoVoices
        if evidence.add_voice(about=(REPORT, row.pk), content=content).new:
            journal.record(VOICE_ADDED, actor=ANYONE, unit=unit_of(row), about=(REPORT, row.pk))
    if many:
        wait_for_first_look(report=report)


def drop_voices(*, report_id: UUID) -> None:
    """What is being told is about violence: erase the voice notes kept for it, not the photos."""
    if not Report.objects.filter(pk=report_id).exists():
        evidence.erase_voices(REPORT, [report_id])

"""What was asked and answered about a report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rukun.report.account import text_of
from rukun.report.models import Message, Report


@dataclass(frozen=True)
class Said:
    """One question or answer. ``by`` is the label of the handler who asked, empty for whoever reported."""

    id: UUID
    text: str
    from_reporter: bool
    by: str
    sent_at: datetime
    read_at: datetime | None


def talk_of(report: Report) -> list[Said]:
    """Everything that was said, in order. For handlers and for whoever holds the receipt code. One query."""
    return [
        Said(each.pk, text_of(each), each.from_reporter, each.by, each.sent_at, each.read_at)
        for each in Message.objects.filter(report=report)
    ]


def question_waits(talk: list[Said]) -> Said | None:
    """The question that whoever reported has not answered yet, if there is one."""
    return talk[-1] if talk and not talk[-1].from_reporter else None

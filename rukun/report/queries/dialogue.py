"""What was asked and answered about a report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rukun.notify.queries.asked import ARRIVED, FAILED, SENT, TOLD, WAITS, unanswered
from rukun.report.account import text_of
from rukun.report.actions.telling import has_talk, question_about
from rukun.report.models import Message, Report
from rukun.seal import CannotOpen
from rukun.ui.templatetags.ui import Text

IN_TALK: dict[str, Text] = {
    WAITS: _("menunggu giliran di percakapan pelapor"),
    TOLD: _("pelapor dikabari, belum membukanya"),
    SENT: _("dikirim ke percakapan pelapor"),
    ARRIVED: _("sampai di percakapan pelapor"),
    FAILED: _("tidak sampai ke percakapan pelapor; tampil di halaman tanda terimanya"),
}


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


def became_of(report: Report, talk: list[Said]) -> tuple[bool, dict[UUID, Text]]:
    """Whether questions go to the talk by which it was reported; and what became of each question, in words.

    For handlers: neither which channel it is, nor whose. Two or three queries, and two more while one waits.
    """
    there = has_talk(report)
    try:
        waiting = {str(each.state.get("message")): each.how for each in unanswered(question_about(report))}
    except CannotOpen:
        waiting = {}
    last = max((each.sent_at for each in talk if each.from_reporter), default=None)
    return there, {each.id: _became(each, waiting, last, there=there) for each in talk if not each.from_reporter}


def _became(asked: Said, waiting: dict[str, str], last: datetime | None, *, there: bool) -> Text:
    how = waiting.get(str(asked.id))
    if how is None and last is not None and last > asked.sent_at:
        return _("pelapor sudah menjawab")
    if asked.read_at is not None:
        return _("sudah dibaca pelapor")
    if how is not None:
        return IN_TALK[how]
    return _("tidak dijawab di percakapannya") if there else _("belum dibaca pelapor")

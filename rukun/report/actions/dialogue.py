"""Questions to whoever reported, and their answers. Both sides see words and times, never who the other is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from rukun.commitment.actions.working import note_answered
from rukun.guard import ANYONE, Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.report.access import may_ask_ready, may_handle
from rukun.report.account import seal_message
from rukun.report.actions import alerting
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked
from rukun.report.actions.owing import owed_about
from rukun.report.actions.telling import ask_reporter, question_answered
from rukun.report.errors.dialogue import MessageTaken, NoText, ReportClosed, TextTooLong, TooManyAnswers
from rukun.report.models import Message, Report
from rukun.report.queries.dialogue import Said
from rukun.report.questions import questions_for
from rukun.report.verbs import ANSWER_GIVEN, QUESTION_ASKED
from rukun.training.algo.texts import readable

LONGEST_TEXT = 2000
A_DAY = timedelta(hours=24)
MOST_A_DAY = 20
"""Answers to one report within 24 hours: enough for any talk, too few to fill a disk."""


def ask(*, actor: Actor, report: Report, text: str, message_id: UUID) -> Message:
    """Who handles it asks whoever reported; who acts for its owner, one of the ready questions.

    Sent twice with one id, it is stored once. Raises ``Refused`` and ``ReportError``.
    """
    return _send(actor, report, text, message_id, QUESTION_ASKED)


def answer(*, report: Report, text: str, message_id: UUID, to_all: bool = True) -> Message:
    """Whoever reported answers, or adds something: the caller has seen the receipt code. Raises ``ReportError``.

    A report that was set aside can still be answered, so that somebody can say that it was a mistake. On the receipt
    page all questions are in sight; an answer in a chat is one to the question open there, and not ``to_all``.
    """
    return _send(ANYONE, report, text, message_id, ANSWER_GIVEN, to_all=to_all)


def read_by_reporter(*, report: Report, shown: Iterable[Said]) -> None:
    """Whoever reported has the questions before their eyes: those that were ``shown``, none that came meanwhile."""
    _read(report, shown, from_reporter=False)


def read_by_handler(*, actor: Actor, report: Report, shown: Iterable[Said]) -> None:
    """A handler has the answers before their eyes: those that were ``shown``, none that came meanwhile.

    That a report was read is recorded where it is opened. Raises ``Refused``.
    """
    may_handle(actor, report).demand()
    _read(report, shown, from_reporter=True)


def _send(actor: Actor, report: Report, text: str, message_id: UUID, verb: Verb, *, to_all: bool = True) -> Message:
    text = readable(text)
    if not text:
        raise NoText
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(LONGEST_TEXT)
    answers = verb is ANSWER_GIVEN
    by = "" if answers else actor.label
    with journal.atomic():
        row = locked(report)
        if not answers:
            ready = text in {str(each.words) for each in questions_for(row.category)}
            (may_ask_ready if ready else may_handle)(actor, row).demand()
        known = Message.objects.filter(pk=message_id).first()
        if known is not None:
            if (known.report_id, known.from_reporter, known.by) != (row.pk, answers, by):
                raise MessageTaken
            return known
        if row.closed_at is not None and not (answers and row.closing == "spam"):
            raise ReportClosed
        now = timezone.now()
        if answers and _sent_since(row, now - A_DAY) >= MOST_A_DAY:
            raise TooManyAnswers(MOST_A_DAY)
        made = Message.objects.create(
            id=message_id,
            report=row,
            from_reporter=answers,
            by=by,
            content=seal_message(text, message_id),
            sent_at=now,
        )
        if not answers and (owed := owed_about(row)):
            note_answered(commitment=owed)
        if answers:
            _answered(row, to_all=to_all)
        else:
            ask_reporter(report=row, message=made.pk)
        journal.record(verb, actor=actor, unit=unit_of(row), about=("report", row.pk))
    return made


def _answered(report: Report, *, to_all: bool) -> None:
    if to_all:
        question_answered(report=report)
    alerting.answered(report=report)


def _sent_since(report: Report, since: datetime) -> int:
    return Message.objects.filter(report=report, from_reporter=True, sent_at__gt=since).count()


def _read(report: Report, shown: Iterable[Said], *, from_reporter: bool) -> None:
    known = Message.objects.filter(report=report, pk__in=[each.id for each in shown])
    known.filter(from_reporter=from_reporter, read_at=None).update(read_at=timezone.now())

"""The original of a photo, and a voice note: opened by two people together, with a reason that stands in the journal.

Its report's row is locked first, see ``photos``. Each raises ``Refused``, ``NotAPerson``, ``ReportGone`` and
``EvidenceError``.
"""

from rukun.evidence import actions as evidence
from rukun.evidence.actions import Opening, Photo, Piece
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.report.access.photos import REPORT
from rukun.report.access.reports import may_open_original
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked_for
from rukun.report.errors.photos import NotAPerson
from rukun.report.models import Report
from rukun.report.verbs import (
    ORIGINAL_AGREED,
    ORIGINAL_ASKED,
    ORIGINAL_SEEN,
    VOICE_AGREED,
    VOICE_ASKED,
    VOICE_HEARD,
)


def ask_opening(*, actor: Actor, report: Report, of: Piece, reason: str) -> Opening:
    """Ask to see or hear what was received. An error in the reason has the ``field`` "reason"."""
    with journal.atomic():
        row = _locked(actor, report)
        opening, new = evidence.ask_opening(of=of, by=actor.label, reason=reason)
        if new:
            _note(ORIGINAL_ASKED if isinstance(of, Photo) else VOICE_ASKED, actor, row, opening.reason)
    return opening


def agree_opening(*, actor: Actor, report: Report, opening: Opening) -> None:
    """Agree as the second person; both may look or listen for 24 hours."""
    with journal.atomic():
        row = _locked(actor, report)
        if evidence.agree_opening(opening=opening, by=actor.label):
            _note(ORIGINAL_AGREED if opening.photo_id else VOICE_AGREED, actor, row)


def see_original(*, actor: Actor, report: Report, of: Piece) -> bytes:
    """What was received. Each look, and each time it is listened to, is recorded."""
    with journal.atomic():
        row = _locked(actor, report)
        content = evidence.original_of(of=of, by=actor.label)
        _note(ORIGINAL_SEEN if isinstance(of, Photo) else VOICE_HEARD, actor, row)
    return content


def _locked(actor: Actor, report: Report) -> Report:
    may_open_original(actor, report).demand()
    if not actor.label.startswith("person:"):
        raise NotAPerson
    return locked_for(actor, report, may_open_original)


def _note(verb: Verb, actor: Actor, report: Report, note: str = "") -> None:
    journal.record(verb, actor=actor, unit=unit_of(report), about=(REPORT, report.pk), note=note)

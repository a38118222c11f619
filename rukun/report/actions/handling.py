"""What handlers do with a report: read it, summarise it, put right what it is, set aside what is none."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from rukun.evidence import actions as evidence
from rukun.guard import Actor, Allowed, Decision, System
from rukun.journal import actions as journal
from rukun.journal.queries import Filter, find_entries
from rukun.journal.verbs import Verb
from rukun.people.queries.organisations import organisation_exists
from rukun.report import access, follow
from rukun.report.account import Account, account_of
from rukun.report.actions import alerting
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked_for
from rukun.report.actions.identity import LEAST_LETTERS
from rukun.report.actions.merging import hold_trees, leave_tree
from rukun.report.actions.owing import owe_after_all, owe_again, owe_no_more
from rukun.report.algo import personal
from rukun.report.categories import CATEGORIES, Category
from rukun.report.complaints import SUBJECTS
from rukun.report.errors.handling import (
    Closed,
    NobodyReads,
    NoReason,
    NoteTooLong,
    NotSetAside,
    SummaryChanged,
    SummaryTells,
    SummaryTooLong,
    TooLateToRestore,
)
from rukun.report.errors.intake import GoesElsewhere, UnknownCategory, UnknownOrganisation, UnknownSubject
from rukun.report.models import Report
from rukun.report.queries.aside import RESTORED_WITHIN, SPAM, is_restorable
from rukun.report.queries.readers import somebody_reads
from rukun.report.verbs import (
    EXACT_PLACE_READ,
    REPORT_PASSED,
    REPORT_READ,
    REPORT_RECATEGORISED,
    REPORT_REOPENED,
    REPORT_SPAM,
    SHEET_PRINTED,
    SUMMARY_WRITTEN,
)

LONGEST_SUMMARY, LONGEST_REASON = 500, 500
READING = System("report")
"""Who looks into the journal whether somebody's reading stands there already."""
KINDS = {
    "name": gettext_lazy("nama orang"),
    "nik": gettext_lazy("nomor identitas"),
    "phone": gettext_lazy("nomor telepon"),
    "plate": gettext_lazy("nomor kendaraan"),
    "email": gettext_lazy("alamat surel"),
}
"""What ``algo.personal`` finds, for people."""


def note_read(*, actor: Actor, report: Report) -> None:
    """Somebody reads a report: each reader stands in the journal once.

    The reporter is told that it was read once somebody did who handles it. Raises ``Refused``, ``ReportGone``.
    """
    _may_see(actor, report).demand()
    known = Filter(verb=REPORT_READ.name, actor=actor.label, object_label="report", object_id=str(report.pk))
    first = report.first_read_at is None and access.may_handle(actor, report).allowed
    if not first and find_entries(READING, known).entries:
        return
    with journal.atomic():
        row = locked_for(actor, report, _may_see)
        if first and row.first_read_at is None:
            row.first_read_at = report.first_read_at = timezone.now()
            row.save(update_fields=["first_read_at"])
        if not find_entries(READING, known).entries:
            _record(REPORT_READ, actor, row)


def read_exact_place(*, actor: Actor, report: Report) -> Account:
    """Where exactly it was, as the reporter pointed it out; each look is recorded.

    Raises ``Refused``, ``ReportGone``, ``CannotOpen``.
    """
    access.may_handle(actor, report).demand()
    with journal.atomic():
        locked = locked_for(actor, report)
        account = account_of(locked)
        _record(EXACT_PLACE_READ, actor, locked)
    return account


def note_printed(*, actor: Actor, report: Report) -> None:
    """A sheet of it is on paper now. Raises ``Refused``, ``ReportGone``."""
    access.may_handle(actor, report).demand()
    with journal.atomic():
        _record(SHEET_PRINTED, actor, locked_for(actor, report))


def summarise(*, actor: Actor, report: Report, text: str, before: str | None = None, sure: bool = False) -> Report:
    """Put into words what others may know of it. ``before`` is the summary that the writer saw.

    ``sure``: what looks like a name or a number is none. Empty, it takes the summary away. Raises ``Refused``,
    ``Closed``, ``SummaryTooLong``, ``SummaryTells``, ``SummaryChanged``.
    """
    access.may_handle(actor, report).demand()
    text = text.strip()
    if len(text) > LONGEST_SUMMARY:
        raise SummaryTooLong(LONGEST_SUMMARY)
    if not sure and (found := personal.find(text)):
        raise SummaryTells(", ".join(dict.fromkeys(str(KINDS[each.kind]) for each in found)))
    with journal.atomic():
        locked = _open(actor, report)
        if locked.summary == text:
            return locked
        if before is not None and before != locked.summary:
            raise SummaryChanged
        locked.summary, locked.summary_by = text, actor.label if text else ""
        locked.summary_at = timezone.now() if text else None
        locked.save(update_fields=["summary", "summary_by", "summary_at"])
        _record(SUMMARY_WRITTEN, actor, locked)
    return locked


def recategorise(
    *, actor: Actor, report: Report, category: str, subject: str = "", organisation: UUID | None = None
) -> Report:
    """Put right what a report is; whoever then may not read it loses sight of it.

    What is protected, or a complaint, is made an ordinary report only by those who read it. ``subject`` and
    ``organisation`` belong to complaints. In which book it stands follows from the stricter of the two. Where other
    people read it from now on, it is unread again; what officers noted about an ordinary report is erased when it is
    none any more, and a summary for few never becomes one for many. Raises ``Refused``, ``Closed``, ``NobodyReads``,
    ``UnknownCategory``, ``GoesElsewhere``, ``UnknownSubject``, ``UnknownOrganisation``.
    """
    access.may_handle(actor, report).demand()
    to = _category(category, subject, organisation)
    complaint = to.kind == "complaint"
    subject, organisation = (subject, organisation) if complaint else ("", None)
    with journal.atomic():
        hold_trees([report.pk])
        locked = _open(actor, report)
        if (locked.category, locked.subject, locked.organisation_id) == (to.code, subject, organisation):
            return locked
        if not somebody_reads(to.code, locked.unit, subject, organisation):
            raise NobodyReads(to.kind)
        was = locked.category
        before = CATEGORIES[was].kind
        told = to.kind == before == "ordinary"
        locked.category, locked.subject, locked.organisation_id = to.code, subject, organisation
        if not told:
            locked.first_read_at = None
        if to.kind == "ordinary" and not told:
            locked.summary, locked.summary_by, locked.summary_at = "", "", None
        locked.save()
        if to.kind != "ordinary":
            leave_tree(actor=actor, report=locked)  # what few may know stands with nothing else
            for each in follow.KEPT_APART:
                each(locked.pk)
        follow.around(locked, category=was if before == "ordinary" else "")
        owe_again(actor=actor, report=locked)
        evidence.set_apart(about=("report", locked.pk), apart=to.kind != "ordinary")
        if before == "ordinary" and not told:
            journal.erase_notes(about=("report", locked.pk), because="recategorised")
        journal.record(
            REPORT_RECATEGORISED,
            actor=actor,
            unit=unit_of(locked) if told else "",
            about=("report", locked.pk),
        )
    return locked


def pass_triage(*, actor: Actor, report: Report) -> Report:
    """After a first look: it is a report. Others see it from now on. Raises ``Refused``, ``Closed``."""
    access.may_handle(actor, report).demand()
    with journal.atomic():
        locked = _open(actor, report)
        if locked.triage:
            locked.triage = ""
            locked.save(update_fields=["triage"])
            alerting.passed(report=locked, by=actor)
            _record(REPORT_PASSED, actor, locked)
    return locked


def set_aside(*, actor: Actor, report: Report, reason: str = "") -> Report:
    """It is no report at all: nobody works on it any more. Can be taken back for a while (``restore``).

    With a reason alone, and others are told: see ``aside.by_others``. Raises ``Refused``, ``NoReason``,
    ``NoteTooLong``, ``Closed`` where whoever reported had withdrawn it.
    """
    access.may_handle(actor, report).demand()
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise NoteTooLong(LONGEST_REASON)
    with journal.atomic():
        hold_trees([report.pk])
        locked = locked_for(actor, report)
        if locked.closing == SPAM:
            return locked
        _demand_open(locked)
        if sum(each.isalpha() for each in reason) < LEAST_LETTERS:
            raise NoReason(LEAST_LETTERS)
        locked.closed_at, locked.closing, locked.closed_by = timezone.now(), SPAM, actor.label
        locked.save(update_fields=["closed_at", "closing", "closed_by"])
        owe_no_more(actor=actor, report=locked)
        leave_tree(actor=actor, report=locked)
        follow.around(locked)
        _record(REPORT_SPAM, actor, locked, note=reason)
    return locked


def read_why_aside(*, actor: Actor, report: Report) -> str:
    """Why it was set aside, for whoever may take that back; ``""`` if the words are erased. Each look is recorded.

    Raises ``Refused``, ``ReportGone``, ``NotSetAside``, ``TooLateToRestore``.
    """
    access.may_handle(actor, report).demand()
    with journal.atomic():
        row = locked_for(actor, report)
        _demand_restorable(row)
        wanted = Filter(verb=REPORT_SPAM.name, object_label="report", object_id=str(row.pk))
        entry = next(iter(find_entries(READING, wanted).entries), None)
        return journal.read_note(actor=actor, entry=entry, may=Allowed()) if entry else ""


def restore(*, actor: Actor, report: Report) -> Report:
    """It is a report after all. Raises ``Refused``, ``NotSetAside``, ``TooLateToRestore``."""
    access.may_handle(actor, report).demand()
    with journal.atomic():
        locked = locked_for(actor, report)
        if locked.closed_at is None:
            return locked
        _demand_restorable(locked)
        locked.closed_at, locked.closing, locked.closed_by, locked.triage = None, "", "", ""
        locked.save(update_fields=["closed_at", "closing", "closed_by", "triage"])
        owe_after_all(actor=actor, report=locked)
        follow.around(locked)
        _record(REPORT_REOPENED, actor, locked)
    return locked


def _category(code: str, subject: str, organisation: UUID | None) -> Category:
    to = CATEGORIES.get(code)
    if to is None:
        raise UnknownCategory
    if to.kind == "elsewhere":
        raise GoesElsewhere
    if to.kind == "complaint":
        about = SUBJECTS.get(subject)
        if about is None:
            raise UnknownSubject
        if not about.readers:
            raise GoesElsewhere
        if organisation is not None and not organisation_exists(organisation):
            raise UnknownOrganisation
    return to


def _may_see(actor: Actor, report: Report) -> Decision:
    return Allowed() if access.report_for(actor, report.pk) else access.may_handle(actor, report)


def _open(actor: Actor, report: Report) -> Report:
    locked = locked_for(actor, report)
    _demand_open(locked)
    return locked


def _demand_restorable(report: Report) -> None:
    if report.closing != SPAM:
        raise NotSetAside
    if not is_restorable(report):
        raise TooLateToRestore(RESTORED_WITHIN.days)


def _demand_open(report: Report) -> None:
    if report.closed_at is not None:
        raise Closed


def _record(verb: Verb, actor: Actor, report: Report, note: str = "") -> None:
    journal.record(verb, actor=actor, unit=unit_of(report), about=("report", report.pk), note=note)

"""Whoever reported takes it back: what they told, sent and left goes at once, not when a time is over."""

from django.utils import timezone

from rukun.evidence import actions as evidence
from rukun.guard import ANYONE
from rukun.journal import actions as journal
from rukun.report import follow
from rukun.report.account import Account, seal_account
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked
from rukun.report.actions.merging import hold_trees, leave_tree
from rukun.report.actions.owing import owe_no_more
from rukun.report.actions.telling import tell_no_more
from rukun.report.models import Contact, Message, Report
from rukun.report.verbs import REPORT_WITHDRAWN

WITHDRAWN = "withdrawn"


def withdraw(*, report: Report) -> Report:
    """Erase words, messages, contact, photos, voice notes, summary and what officers noted, and close the row.

    The caller has seen the receipt code. Done twice it is done once. Raises ``ReportGone``.
    """
    with journal.atomic():
        hold_trees([report.pk])
        row = locked(report)
        if row.closing == WITHDRAWN:
            return row
        cell = row.cell
        Message.objects.filter(report=row).delete()
        Contact.objects.filter(report=row).delete()
        tell_no_more(report=row)
        evidence.erase_about("report", [row.pk])
        journal.erase_notes(about=("report", row.pk), because="withdrawn")
        row.account = seal_account(Account(), row.pk)
        row.anonymous = True
        row.cell = row.happened_at = row.summary_at = None
        row.happened_about, row.summary, row.summary_by = "unknown", "", ""
        row.closed_at, row.closing, row.closed_by = timezone.now(), WITHDRAWN, ANYONE.label
        row.save()
        owe_no_more(actor=ANYONE, report=row, forget=True)
        leave_tree(actor=ANYONE, report=row)
        for each in follow.KEPT_APART:
            each(row.pk)
        follow.around(row, cell=cell)
        journal.record(REPORT_WITHDRAWN, actor=ANYONE, unit=unit_of(row), about=("report", row.pk))
    return row

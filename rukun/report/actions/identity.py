"""How to reach whoever reported: opened with a reason, and never without a line in the journal."""

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.report import access
from rukun.report.account import Reachable, contact_of
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked_for
from rukun.report.errors.handling import NoContact, NoteTooLong, ReasonTooShort
from rukun.report.models import Contact, Report
from rukun.report.verbs import CONTACT_READ

LEAST_LETTERS, LONGEST_REASON = 10, 500


def read_contact(*, actor: Actor, report: Report, reason: str) -> Reachable:
    """The reporter's name and number, to be shown once. The reason goes into the journal with it.

    Raises ``Refused``, ``ReasonTooShort``, ``NoteTooLong``, ``NoContact``, ``ReportGone``,
    ``seal.CannotOpen``.
    """
    access.may_read_contact(actor, report).demand()
    reason = reason.strip()
    if sum(each.isalpha() for each in reason) < LEAST_LETTERS:
        raise ReasonTooShort(LEAST_LETTERS)
    if len(reason) > LONGEST_REASON:
        raise NoteTooLong(LONGEST_REASON)
    with journal.atomic():
        row = locked_for(actor, report, access.may_read_contact)
        sealed = Contact.objects.filter(report=row).first()
        if sealed is None:
            raise NoContact
        contact = contact_of(sealed)
        journal.record(CONTACT_READ, actor=actor, unit=unit_of(row), about=("report", row.pk), note=reason)
    return contact

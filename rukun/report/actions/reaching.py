"""How to reach whoever reported: left later, or taken back, by whoever holds the receipt code."""

from rukun.evidence import actions as evidence
from rukun.guard import ANYONE
from rukun.journal import actions as journal
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.report.account import Reachable, seal_contact
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked
from rukun.report.actions.intake import LONGEST_NAME
from rukun.report.actions.telling import tell_no_more
from rukun.report.errors.dialogue import NoNumber, ReportClosed
from rukun.report.errors.intake import BadPhone, NameTooLong
from rukun.report.models import Contact, Report
from rukun.report.verbs import CONTACT_LEFT, CONTACT_TAKEN_BACK
from rukun.training.algo.texts import flowing


def leave_contact(*, report: Report, phone: str, name: str = "") -> None:
    """Let handlers with a written reason reach whoever reported; in place of what was left before.

    Raises ``ReportError``.
    """
    name = flowing(name)
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    if not phone.strip():
        raise NoNumber
    try:
        contact = Reachable(name, normalise(phone))
    except NotAPhoneNumber as error:
        raise BadPhone(str(error)) from None
    with journal.atomic():
        row = locked(report)
        if row.closed_at is not None:
            raise ReportClosed
        Contact.objects.update_or_create(report=row, defaults={"content": seal_contact(contact, row.pk)})
        row.anonymous = False
        row.save(update_fields=["anonymous"])
        journal.record(CONTACT_LEFT, actor=ANYONE, unit=unit_of(row), about=("report", row.pk))


def take_contact_back(*, report: Report) -> None:
    """Erase name and number, and by which talk it came; the report stays, without a name from now on.

    Done twice it is done once. Its photos lose what they tell of the phone, and its voice notes go. Raises
    ``ReportGone``, ``seal.CannotOpen``.
    """
    with journal.atomic():
        row = locked(report)
        erased, _rows = Contact.objects.filter(report=row).delete()
        spoken = evidence.erase_voices("report", [row.pk])  # a voice is as good as a name
        if not (tell_no_more(report=row) or erased or spoken):
            return
        row.anonymous = True
        row.save(update_fields=["anonymous"])
        evidence.make_bare(about=("report", row.pk))
        journal.record(CONTACT_TAKEN_BACK, actor=ANYONE, unit=unit_of(row), about=("report", row.pk))

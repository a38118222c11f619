"""Reports that come from another system, by its key."""

from dataclasses import dataclass, replace

from rukun.guard import Actor
from rukun.report import limits
from rukun.report.actions.intake import Draft, file_report, unit_meant
from rukun.report.algo.codes import new_code
from rukun.report.categories import COMPLAINTS, PROTECTED
from rukun.report.errors.intake import Taken, TheirsToTell
from rukun.report.models import Report


@dataclass(frozen=True)
class Sent:
    """``code`` is the receipt code where it was made here for a new report, else ``""``: it is said once."""

    report: Report
    new: bool
    code: str


def file_for_system(*, actor: Actor, draft: Draft, source: str) -> Sent:
    """Store what another system sends, into units where the actor may write reports. Ordinary reports alone.

    Without a code one is made. Sent again without it, a report is recognised by its id alone, so that an answer that
    got lost doubles nothing; only with the code does the sender prove it is the same. Raises ``Refused`` and
    ``ReportError``.
    """
    unit = unit_meant(draft)
    if unit:
        actor.may("reports.write", unit).demand()
    if draft.category in (*PROTECTED, *COMPLAINTS):
        raise TheirsToTell
    known = _known(actor, draft)
    if known and not draft.code:
        return known
    triage = "" if known else limits.triage_in(unit)
    if draft.code:
        filed = file_report(actor=actor, draft=draft, source=source, channel="api", triage=triage)
        return Sent(filed.report, filed.new, "")
    code = new_code()
    try:
        filed = file_report(actor=actor, draft=replace(draft, code=code), source=source, channel="api", triage=triage)
    except Taken:
        if known := _known(actor, draft):
            return known  # sent twice at once
        raise
    return Sent(filed.report, new=True, code=code)


def _known(actor: Actor, draft: Draft) -> Sent | None:
    found = Report.objects.filter(pk=draft.id, channel="api", category=draft.category).first()
    if found is None or not actor.may("reports.write", found.unit).allowed:
        return None
    return Sent(found, new=False, code="")

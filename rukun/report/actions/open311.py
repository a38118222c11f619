"""A request that a program sends by its key becomes a report like any other."""

from collections.abc import Sequence
from dataclasses import dataclass

from rukun.evidence.errors import EvidenceError
from rukun.guard import Actor
from rukun.report import limits
from rukun.report.actions.intake import Draft, file_report, unit_meant
from rukun.report.actions.photos import add_photo
from rukun.report.algo.spam import is_no_report
from rukun.report.errors.base import ReportError
from rukun.report.models import Report
from rukun.report.queries.open311 import CHANNEL


@dataclass(frozen=True)
class Requested:
    """``new`` is false where it had been stored before. ``not_taken`` says why of each photo that was not."""

    report: Report
    new: bool
    not_taken: tuple[str, ...]


def file_request(*, actor: Actor, draft: Draft, photos: Sequence[bytes] = ()) -> Requested:
    """Store what a resident told a program, where the actor writes reports; then its photos, whatever becomes of them.

    Beyond what a unit can look at in an hour, and without anything said, it waits for a first look. Limits by address
    do not apply: a whole city's app has one. Raises ``Refused`` and ``ReportError``.
    """
    actor.holds("reports.write").demand()
    unit = unit_meant(draft)
    if unit:
        actor.may("reports.write", unit).demand()
    again = Report.objects.filter(pk=draft.id).exists()
    triage = "" if again else limits.triage_in(unit)
    if not triage and is_no_report(draft.words, links_tell=draft.category == "kabar"):
        triage = "spam"
    filed = file_report(actor=actor, draft=draft, source="resident", channel=CHANNEL, triage=triage)
    not_taken = []
    for each in photos:
        try:
            add_photo(report=filed.report, content=each, actor=actor)
        except (EvidenceError, ReportError) as error:
            not_taken.append(str(error))
    return Requested(filed.report, filed.new, tuple(not_taken))

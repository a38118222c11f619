"""Somebody takes a list of reports along as a file: that stands in the journal before the first row leaves."""

from rukun.guard import Actor, Decision
from rukun.journal import actions as journal
from rukun.report.access.following import can_export
from rukun.report.verbs import REPORTS_EXPORTED


def note_exported(*, actor: Actor, unit: str, kind: str, number: int) -> None:
    """How many, as what, of which unit (``""`` where it was of several). Raises ``Refused``."""
    allowed: Decision = actor.may("reports.handle", unit) if unit else can_export(actor)
    allowed.demand()
    with journal.atomic():
        journal.record(REPORTS_EXPORTED, actor=actor, unit=unit, codes={"number": number, "format": kind})

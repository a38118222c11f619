"""The row of a report, held while something is done with it."""

from collections.abc import Callable

from rukun.guard import Actor, Decision
from rukun.report.access import may_handle
from rukun.report.errors.dialogue import ReportGone
from rukun.report.models import Report


def locked(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction. Raises ``ReportGone``."""
    row = Report.objects.select_for_update().filter(pk=report.pk).first()
    if row is None:
        raise ReportGone
    return row


def locked_for(actor: Actor, report: Report, may: Callable[[Actor, Report], Decision] = may_handle) -> Report:
    """The same for whoever may still: since they looked, it may have gone, or become what few people read.

    Raises ``ReportGone``, ``Refused``.
    """
    row = locked(report)
    may(actor, row).demand()
    return row

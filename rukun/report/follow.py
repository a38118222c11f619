"""What the rooms above want to know of reports. Filled in ``config/wiring.py``."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from rukun.report.categories import ORDINARY
from rukun.report.models import Report

AROUND: list[Callable[[str, int | None], None]] = []
"""Given the unit and the cell of an ordinary report that is not what it was: it came in or passed its first look, was
closed or opened again, set aside, withdrawn, merged, or became of another kind. In that transaction, which holds the
report; of one that came in in the worker, a moment later, where a channel is on."""
KEPT_APART: list[Callable[[UUID], None]] = []
"""Given a report that became what few may know, or was withdrawn: in that transaction, which holds the report."""
OVER: list[Callable[[UUID], datetime | None]] = []
"""Given an ordinary report: when what happened around it was said to be over, for whoever reported; ``None`` if not."""


def around(report: Report, *, category: str = "", cell: int | None = None) -> None:
    """Tell that an ordinary report is not what it was.

    ``category`` and ``cell``: of what is none any more, what it was, so that whoever shows it beside something looks
    again. Of what only few may ever have known nothing is told.
    """
    if (category or report.category) in ORDINARY:
        for each in AROUND:
            each(report.unit, cell or report.cell)

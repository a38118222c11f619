"""A situation that begins with a report: what the report says of kind, place and time already. Never its words."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor
from rukun.incident.kinds import KINDS
from rukun.people.forms.units import as_typed
from rukun.report.queries.joinable import rows_of
from rukun.ui.dates import written_out


def beginning_with(actor: Actor, report: str) -> dict[str, Any]:
    """What a form shows beforehand; nothing where there is no such report, or it is not for this reader."""
    try:
        key = UUID(report)
    except ValueError:
        return {}
    row = rows_of(actor, [key]).get(key)
    if row is None or not row.readable:
        return {}
    kind = next((each.code for each in KINDS.values() if row.category in each.reports), "")
    at = timezone.localtime(row.at)
    earlier = {} if at.date() == timezone.localdate() else {"day": written_out(at.date())}
    return {"report": key, "kind": kind, "unit": as_typed(row.unit), "hour": at.strftime("%H.%M"), **earlier}

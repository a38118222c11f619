"""Whether two reports about one thing can be merged as they stand now: the later one then waits for the earlier."""

from django.utils import timezone

from rukun.commitment.algo.stages import OVERDUE
from rukun.commitment.algo.states import AWAITING, OWNERS_TURN
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.queries import Commitment, open_handoff
from rukun.report.errors import ReportError
from rukun.report.errors.merging import InTheMidst, MoreUrgent, NotOpen, OtherInTheMidst, StillWaits
from rukun.report.models import Report
from rukun.report.queries.rules import URGENT


def fits(one: Report, another: Report) -> bool:
    """Whether these two, each of which counts by itself, could be merged now, whoever wants to."""
    root, row = sorted((one, another), key=lambda each: (each.received_at, each.pk))
    try:
        demand_fit(row, root, root)
    except ReportError:
        return False
    return True


def demand_fit(row: Report, other: Report, root: Report) -> None:
    """Whether ``row`` can wait for ``root``, of which ``other`` is one; ``root`` came first.

    A few queries. Raises ``NotOpen``, ``StillWaits``, ``InTheMidst``, ``OtherInTheMidst``, ``MoreUrgent``.
    """
    if any(each.closed_at is not None for each in (row, other, root)):
        raise NotOpen
    if root.triage and not row.triage:
        raise StillWaits
    owed = row.commitment
    if owed is not None and (owed.state == AWAITING or open_handoff(owed) is not None):
        raise InTheMidst
    counts = root.commitment
    if counts is None:
        return
    asked = open_handoff(counts)
    if counts.state not in OWNERS_TURN or (asked is not None and asked.outside):
        raise OtherInTheMidst  # it would end, or stand still, by a claim that is about something else
    if owed is not None and _is_more_urgent(owed, counts):
        raise MoreUrgent


def _is_more_urgent(owed: Commitment, counts: Commitment) -> bool:
    """Whether one that is late, or has a day alone, would wait for one that has longer: who is late hides it so."""
    late = owed.stage >= OVERDUE or (owed.due_at is not None and owed.due_at <= timezone.now())
    earlier = owed.due_at is not None and (counts.due_at is None or owed.due_at < counts.due_at)
    if late and (earlier or owed.stage > counts.stage):
        return True
    return owed.clock == URGENT and CLOCKS[counts.clock].working

"""How far it is: watched, handled, calming; and opened again after it was closed."""

from datetime import timedelta

from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.actions.holding import changed, demand_seen, held, moment
from rukun.incident.actions.settling import fall
from rukun.incident.errors_levels import NoReason
from rukun.incident.errors_opening import NotClosed, NotThatState, TooLateToReopen, WordsTooLong
from rukun.incident.models import Incident
from rukun.incident.verbs import REOPENED, STATE_CHANGED
from rukun.journal import actions as journal

BY_HAND = (Incident.WATCHED, Incident.HANDLED, Incident.CALMING)
REOPENED_WITHIN = timedelta(days=90)
"""After that its words are erased."""
LEAST_LETTERS, LONGEST_REASON = 10, 300


def set_state(*, actor: Actor, incident: Incident, version: int, state: str) -> Incident:
    """Watched, handled or calming. What is so already stays so.

    Raises ``Refused``, ``NotThatState``, ``IncidentError``, ``ChangedMeanwhile``.
    """
    if state not in BY_HAND:
        raise NotThatState
    with journal.atomic():
        row = held(actor, incident)
        if row.state == state:
            return row
        demand_seen(row, version)
        row.state = state
        changed(row, actor, STATE_CHANGED, at=moment(row), codes={"state": state})
    return row


def reopen(*, actor: Actor, incident: Incident, reason: str) -> Incident:
    """It was closed too early, or closed wrongly: it is handled again. What is open already stays so.

    It has no level until it is judged anew, by as many as ever. The reason stands in the book. Raises ``Refused``,
    ``NoReason``, ``NotClosed``, ``TooLateToReopen``, ``IncidentGone``.
    """
    access.may_judge(actor, incident).demand()
    reason = reason.strip()
    if sum(each.isalpha() for each in reason) < LEAST_LETTERS:
        raise NoReason(LEAST_LETTERS)
    if len(reason) > LONGEST_REASON:
        raise WordsTooLong(LONGEST_REASON, "reason")
    with journal.atomic():
        row = held(actor, incident, access.may_judge, closed=True)
        if row.closed_at is None:
            raise NotClosed
        at = moment(row)
        if at >= row.closed_at + REOPENED_WITHIN:
            raise TooLateToReopen(row.closed_at, REOPENED_WITHIN.days)
        row.closed_at, row.closing, row.closed_by, row.state = None, "", "", Incident.HANDLED
        fall(row, at)
        changed(row, actor, REOPENED, at=at, note=reason)
    return row

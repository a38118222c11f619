"""What others than officers may know of a situation: two sentences by one person, read by a second one first."""

from rukun.guard import Actor
from rukun.incident.access import may_review
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.errors import ChangedMeanwhile
from rukun.incident.errors_closing import NoSummary, OwnSummary
from rukun.incident.errors_opening import WordsTooLong
from rukun.incident.models import Incident
from rukun.incident.queries.changes import changes_since
from rukun.incident.verbs import REVIEWED, SUMMARISED
from rukun.journal import actions as journal
from rukun.training.algo.texts import flowing

LONGEST = 300


def summarise(*, actor: Actor, incident: Incident, version: int, text: str) -> Incident:
    """Put into words what others may know; nobody else sees it until a second person has read it.

    Empty, it takes the summary away at once. Of a closed situation too. Raises ``Refused``, ``IncidentError``,
    ``ChangedMeanwhile``.
    """
    text = flowing(text)
    if len(text) > LONGEST:
        raise WordsTooLong(LONGEST)
    with journal.atomic():
        row = held(actor, incident, version=version, closed=True)
        if row.summary == text:
            return row
        row.summary, row.summary_by = text, actor.label if text else ""
        row.reviewed_at, row.reviewed_by = None, ""
        changed(row, actor, SUMMARISED, at=moment(row), codes={} if text else {"empty": 1})
    return row


def review(*, actor: Actor, incident: Incident, seen: str) -> Incident:
    """A second person has read the summary: partners' members see it from now on. Done twice it is done once.

    ``seen`` is the summary as it stood before their eyes. Raises ``Refused``, ``NoSummary``, ``OwnSummary``,
    ``ChangedMeanwhile`` where it says something else by now.
    """
    with journal.atomic():
        row = held(actor, incident, may_review, closed=True)
        if not row.summary:
            raise NoSummary
        if row.summary_by == actor.label:
            raise OwnSummary
        if row.summary != flowing(seen):
            raise ChangedMeanwhile(changes_since(row, incident.version))
        if row.reviewed_at is not None:
            return row
        at = moment(row)
        row.reviewed_at, row.reviewed_by = at, actor.label
        changed(row, actor, REVIEWED, at=at)
    return row

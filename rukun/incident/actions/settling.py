"""The ladder's rows and what they say: what the clock ended is noted, the situation's row kept equal."""

from datetime import datetime

from rukun.guard.ids import new_id
from rukun.incident.algo import ladder
from rukun.incident.algo.due import due_of, urgency, wake_of
from rukun.incident.algo.ladder import Rung, Standing
from rukun.incident.algo.leading import may_lead, usual_lead
from rukun.incident.models import Closing, FollowUp, Incident, Step
from rukun.incident.queries.changes import BY_ITSELF, READING
from rukun.incident.queries.closing import waiting_closing
from rukun.incident.queries.standing import rungs_of
from rukun.incident.verbs import CLOSING_OVERTAKEN, EXPIRED, FALLEN, STEP_WITHDRAWN
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb

CLOCK = READING
"""Who notes that a level has expired."""


def settled(row: Incident, at: datetime) -> tuple[list[Step], bool]:
    """The steps of a held row, once what the clock has ended is written down, and whether it had ended anything.

    One query, where nothing has.
    """
    steps = list(Step.objects.filter(incident=row).order_by("number"))
    gone, expired = ladder.lapsed(rungs_of(steps), at)
    version = row.version + 1
    for step in steps:
        if step.number in gone:
            decide(step, Step.WITHDRAWN, at, BY_ITSELF)
            if expired is None:
                codes = {"level": step.level, "version": version}
                journal.record(STEP_WITHDRAWN, actor=CLOCK, unit=row.unit, about=("incident", row.pk), codes=codes)
    if expired is not None:
        steps.append(_expired(row, expired, at))
    return steps, bool(gone) or expired is not None


def overtake_closing(row: Incident, at: datetime) -> None:
    """It got worse since somebody proposed to close it: that proposal is over. In the caller's transaction.

    Whoever made it reads that on the page, and may propose again.
    """
    closing = waiting_closing(row)
    if closing is not None:
        end_closing(closing, at, CLOCK.label)
        journal.record(
            CLOSING_OVERTAKEN, actor=CLOCK, unit=row.unit, about=("incident", row.pk),
            codes={"version": row.version + 1},
        )  # fmt: skip


def end_closing(closing: Closing, at: datetime, by: str) -> None:
    """A proposal to close is not agreed to, and nothing is owed that was proposed with it. What was agreed on stays."""
    closing.refused_at, closing.refused_by = at, by
    closing.save(update_fields=["content", "refused_at", "refused_by"])
    FollowUp.objects.filter(incident=closing.incident_id, agreed_at=None).delete()


def fall(row: Incident, at: datetime) -> list[Step]:
    """It is opened again: nothing of what was said of a held row holds or waits, it has to be judged anew.

    Returns its steps.
    """
    steps, _lapsed = settled(row, at)
    now = ladder.standing(rungs_of(steps), at)
    for step in steps:
        if step.state == Step.WAITING:
            decide(step, Step.WITHDRAWN, at, BY_ITSELF)
    if now.level > ladder.NONE:
        steps.append(_expired(row, ladder.expired(rungs_of(steps), now.level, at), at, FALLEN))
    return steps


def _expired(row: Incident, rung: Rung, at: datetime, verb: Verb = EXPIRED) -> Step:
    made = Step(
        id=new_id(), incident=row, number=rung.number, what=rung.what, level=rung.level, before=rung.before,
        state=rung.state, by=CLOCK.label, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    codes = {"level": rung.before, "version": row.version + 1}
    journal.record(verb, actor=CLOCK, unit=row.unit, about=("incident", row.pk), codes=codes)
    return made


def decide(step: Step, state: str, at: datetime, by: str) -> None:
    """What became of a step, and who said so."""
    step.state, step.decided_at, step.decided_by = state, at, by
    step.save(update_fields=["state", "decided_at", "decided_by"])


def put_standing(row: Incident, standing: Standing) -> None:
    """The row says what the steps say. At GN somebody leads who may."""
    row.level, row.verified, row.level_until = standing.level, standing.verified, standing.until
    if not may_lead(row.lead, row.kind, row.level):
        row.lead = usual_lead(row.kind, row.level)


def put_clock(row: Incident, standing: Standing, at: datetime) -> None:
    """What is due next, where it stands on the board, when to look again; nothing of that once it is closed.

    One query.
    """
    row.urgency = urgency(row.level, verified=row.verified)
    if row.closed_at is not None:
        row.due_what, row.due_at, row.wake_at = "", None, None
        return
    closings = list(Closing.objects.filter(incident=row, refused_at=None).values_list("at", "confirmed_at"))
    again = row.state == Incident.HANDLED and any(confirmed for _at, confirmed in closings)
    due = due_of(
        standing,
        at,
        state=row.state,
        opened_at=row.opened_at,
        state_at=row.state_at,
        closing_at=next((proposed for proposed, confirmed in closings if confirmed is None), None),
        again_at=row.state_at if again else None,
    )
    row.due_what, row.due_at, row.wake_at = due.what, due.at, wake_of(standing, at)

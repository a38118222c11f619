"""What is owed after a situation: said to be done by the organisation that owes it, confirmed by another one."""

from rukun.guard import Actor
from rukun.incident.access import may_see
from rukun.incident.access_closing import may_confirm_done, may_do
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.errors_closing import FollowUpGone, FollowUpNotDone
from rukun.incident.models import FollowUp, Incident
from rukun.incident.verbs import FOLLOWUP_CONFIRMED, FOLLOWUP_DONE
from rukun.journal import actions as journal


def done_followup(*, actor: Actor, incident: Incident, followup: FollowUp) -> FollowUp:
    """Say, for the organisation that owes it, that it is done. Said twice it is said once.

    Raises ``Refused``, ``FollowUpGone``, ``IncidentError``.
    """
    with journal.atomic():
        row, owed = _held(actor, incident, followup)
        may_do(actor, row, owed).demand()
        if owed.done_at is None:
            at = moment(row)
            owed.done_at, owed.done_by = at, actor.label
            owed.save(update_fields=["done_at", "done_by"])
            changed(row, actor, FOLLOWUP_DONE, at=at, codes={"kind": owed.kind})
    return owed


def confirm_followup(*, actor: Actor, incident: Incident, followup: FollowUp) -> FollowUp:
    """Say, for another organisation, that it was done indeed. Raises also ``FollowUpNotDone``."""
    with journal.atomic():
        row, owed = _held(actor, incident, followup)
        if owed.done_at is None:
            raise FollowUpNotDone
        may_confirm_done(actor, row, owed).demand()
        if owed.confirmed_at is None:
            at = moment(row)
            owed.confirmed_at, owed.confirmed_by = at, actor.label
            owed.save(update_fields=["confirmed_at", "confirmed_by"])
            changed(row, actor, FOLLOWUP_CONFIRMED, at=at, codes={"kind": owed.kind})
    return owed


def _held(actor: Actor, incident: Incident, followup: FollowUp) -> tuple[Incident, FollowUp]:
    """Both as they are now. What was only proposed with a closing is owed by nobody yet."""
    row = held(actor, incident, may_see, closed=True)
    owed = FollowUp.objects.filter(pk=followup.pk, incident=row).first()
    if owed is None or owed.agreed_at is None:
        raise FollowUpGone
    return row, owed

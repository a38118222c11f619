"""What may follow at once from a complaint about a member."""

from datetime import date
from uuid import UUID

from rukun.guard import Actor, Refused
from rukun.report import access
from rukun.report.errors.handling import Closed, NobodyChosen, NotAboutAMember
from rukun.report.models import Report
from rukun.report.queries.complaints import groups_of
from rukun.training.access.duty import NOT_HERE, standings
from rukun.training.actions.duty import suspend_from_duty
from rukun.training.queries.duty import members_seen


def suspend_member(
    *,
    actor: Actor,
    report: Report,
    person: UUID,
    reason: str,
    until: date | None = None,
    review_by: date | None = None,
) -> UUID:
    """Keep a member from duty because of a complaint that the actor reads; gives the suspension's id.

    What follows (who reviews it, how long it holds) is ``training``'s, which also records it: nothing ties it to the
    complaint, whose words its member never sees. Raises ``Refused``, ``NotAboutAMember``, ``Closed``,
    ``NobodyChosen``, and what ``suspend_from_duty`` raises.
    """
    access.may_handle(actor, report).demand()
    if report.subject != "anggota":
        raise NotAboutAMember
    if report.closed_at is not None:
        raise Closed
    if person not in members_seen(groups_of(actor, report)):
        raise NobodyChosen
    places = standings(actor, person)
    if not places:
        raise Refused(NOT_HERE)
    return suspend_from_duty(
        actor=actor, person=person, unit=places[0].unit, reason=reason, until=until, review_by=review_by
    ).pk

"""Memberships that end though nobody ended them: with their person, with the last position, without an answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people import actions as people
from rukun.people.queries.persons import not_over
from rukun.training.actions.member_steps import SYSTEM, end_membership, locked_row
from rukun.training.actions.members import leave
from rukun.training.models import Membership

ANSWERED_WITHIN = timedelta(days=30)
"""How long an invitation waits for whom it is for, and somebody who asked to join for the board."""


def end_with_last_position(actor: Actor, position: Any) -> None:
    """Whoever loses the last that they held in an organisation is no member there any more.

    For ``people.actions.positions.BEFORE_END``; ``position`` is one of its rows. Whoever leaves has left already when
    their positions end.
    """
    organisation, person = position.organisation_id, position.person_id
    joined = Membership.objects.filter(person=person, organisation=organisation, left_at=None)
    key = joined.exclude(accepted_at=None).values_list("pk", flat=True).first()
    row = locked_row(key) if key else None
    if row is None or row.left_at is not None:
        return
    held = [each for each in not_over([person])[person] if each.organisation_id == organisation]
    if all(each.pk == position.pk for each in held):
        end_membership(actor, row)


def close_for_released() -> int:
    """End the memberships of persons who were released. Returns how many."""
    due = list(Membership.objects.filter(left_at=None, person__released_at__isnull=False))
    for each in due:
        leave(actor=SYSTEM, membership=each)
    return len(due)


def close_unanswered() -> int:
    """End what was not answered for thirty days, by whom it was for or by the board. Returns how many.

    Whom such an invitation made known, and who never came, is released: they agreed to nothing. Whoever holds an office
    in the organisation, as the chair of a new partner, was put there by more than an invitation, and stays.
    """
    due = Membership.objects.filter(_unanswered()).values_list("pk", flat=True)
    return sum(_closed(key) for key in list(due))


def _closed(key: UUID) -> bool:
    """End one of them, unless it was answered meanwhile; whether it was ended."""
    with journal.atomic():
        row = locked_row(key)
        if row is None or not Membership.objects.filter(_unanswered(), pk=key).exists():
            return False
        held = not_over([row.person_id])[row.person_id]
        if any(each.organisation_id == row.organisation_id for each in held):
            return False
        leave(actor=SYSTEM, membership=row)
        unused = row.made_at == row.person.added_at and row.person.last_login is None
        elsewhere = Membership.objects.filter(person=row.person_id, left_at=None).exists()
        if unused and not held and not elsewhere and row.person.released_at is None:
            people.release_person(actor=SYSTEM, person=row.person)
    return True


def _unanswered() -> Q:
    """An invitation without the person's answer, or a request without the board's."""
    since = timezone.now() - ANSWERED_WITHIN
    return Q(left_at=None) & (
        Q(consented_at=None, accepted_at__lte=since) | Q(accepted_at=None, consented_at__lte=since)
    )

"""Erasing what the room has kept long enough, and ending what nobody is there for any more."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from rukun.journal import actions as journal
from rukun.training.actions.member_counts import count_months
from rukun.training.actions.member_endings import close_for_released, close_unanswered
from rukun.training.actions.partners import end_lapsed
from rukun.training.algo.months import months_after
from rukun.training.algo.states import VERIFIED
from rukun.training.models import (
    Applicant,
    Attempt,
    Certificate,
    CodeSigning,
    CourseClass,
    Membership,
    Partnership,
    PartnershipState,
    Reminder,
    Suspension,
)

APPLICANT = timedelta(days=30)
SHORT = timedelta(days=90)
"""Refused applications, memberships after leaving, reminders."""


def forget() -> int:
    """Erase what the tables hold beyond the time that each model's ``retention`` states. Returns how many rows.

    What belongs to a partnership, a membership or a class goes with it. Then end what is over though nobody said so:
    partnerships long without an agreement, memberships of persons who were released, invitations without an answer.
    How many members there were at the end of a month is written down first.
    """
    count_months()
    now = timezone.now()
    a_year, two_years, three_years = (months_after(now, -months) for months in (12, 24, 36))
    over: list[QuerySet[Any]] = [
        Applicant.objects.filter(applied_at__lte=now - APPLICANT),
        Attempt.objects.filter(started_at__lte=months_after(now, -4)),
        Reminder.objects.filter(made_at__lte=now - SHORT),
        Membership.objects.filter(left_at__lte=now - SHORT),
        Certificate.objects.filter(expires_at__lte=a_year),
        Suspension.objects.alias(ended=Least(Coalesce("lifted_at", "until"), "until")).filter(ended__lte=a_year),
        CodeSigning.objects.filter(signed_at__lte=two_years),
        CourseClass.objects.filter(held_on__lt=timezone.localtime(three_years).date()),
        _partnerships(now - SHORT, a_year),
    ]
    erased = 0
    for each in over:
        with journal.atomic():
            erased += each.delete()[0]
    for end in (end_lapsed, close_for_released, close_unanswered):
        end()
    return erased


def _partnerships(refused: datetime, ended: datetime) -> QuerySet[Partnership]:
    """Those that ended before ``ended``; one that was never more than an application, before ``refused``."""
    was_partner = Exists(PartnershipState.objects.filter(partnership=OuterRef("pk"), state=VERIFIED))
    return Partnership.objects.filter(Q(closed_at__lte=ended) | (Q(closed_at__lte=refused) & ~was_partner))

"""What was set aside as no report: until when it can be taken back, and who is to look at it once more."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from rukun.guard import Actor
from rukun.report.categories import ORDINARY
from rukun.report.models import Message, Report

SPAM = "spam"
"""How a report was closed that was set aside."""
RESTORED_WITHIN = timedelta(days=7)
"""For how long a report that was set aside can be taken back, and again after whoever reported objected."""


def restorable() -> Q:
    """Set aside a short while ago, or objected to: unread, or a short while ago."""
    since = timezone.now() - RESTORED_WITHIN
    objections = Message.objects.filter(
        Q(read_at=None) | Q(sent_at__gt=since), report=OuterRef("pk"), from_reporter=True
    )
    return Q(closing=SPAM) & (Q(closed_at__gt=since) | Q(Exists(objections)))


def is_restorable(report: Report) -> bool:
    return report.closing == SPAM and Report.objects.filter(restorable(), pk=report.pk).exists()


def by_others(actor: Actor) -> Q:
    """What few people read, and another of them set aside: nobody is to bury that alone."""
    return restorable() & ~Q(category__in=ORDINARY) & ~Q(closed_by=actor.label)

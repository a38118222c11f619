"""What was set aside as no report: until when it can be taken back, and who is to look at it once more."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from rukun.guard import Actor
from rukun.people.access import inside
from rukun.report.access.following import HANDLE, WATCH
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
    """What somebody else set aside, and the actor is to look at once more: nobody is to bury anything alone."""
    return by_others_of_few(actor) | by_others_of_many(actor)


def by_others_of_few(actor: Actor) -> Q:
    """What few people read, and another of them set aside."""
    return restorable() & ~Q(category__in=ORDINARY) & ~Q(closed_by=actor.label)


def by_others_of_many(actor: Actor, *capabilities: str) -> Q:
    """Ordinary ones, for who handles reports there and for who answers for the unit, or has one of these alone."""
    there = Q(pk__in=[])
    for scope in sorted({scope for each in capabilities or (HANDLE, WATCH) for scope in actor.scopes(each)}):
        there |= inside(scope)
    lately = Q(closing=SPAM, closed_at__gt=timezone.now() - RESTORED_WITHIN)
    return lately & Q(category__in=ORDINARY) & there & ~Q(closed_by=actor.label)

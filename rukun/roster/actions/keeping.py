"""Erasing what this room has kept long enough."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rukun.journal import actions as journal
from rukun.roster.actions.handing_over import forget_handovers
from rukun.roster.actions.holding import hold
from rukun.roster.models import Asking, Duty, Roster, Watcher, WatcherPerson, Wish

AFTER_THE_NIGHT = timedelta(days=400)
"""Rosters, duties and what was asked about them: the year that fairness looks at, and a month."""
AFTER_LEAVING = timedelta(days=400)
WISHES = timedelta(days=30)
DRAFTS = timedelta(days=30)
"""What was never published: drafts that were thrown away, or left lying."""


def forget() -> int:
    """Erase what the tables hold beyond the time that each model's ``retention`` states. Returns how many rows.

    Swaps and calls go with their duty, replies with what was asked, groups' and pairs' rows with their watcher. A
    watcher goes once nobody is behind it any more, and so do their duties.
    """
    today = timezone.localdate()
    erased = forget_handovers()
    over: list[QuerySet[Any]] = [
        Wish.objects.filter(last__lt=today - WISHES),
        Asking.objects.filter(last__lt=today - WISHES),
        Duty.objects.filter(night__lt=today - AFTER_THE_NIGHT),
        Roster.objects.filter(last__lt=today - AFTER_THE_NIGHT),
        Roster.objects.exclude(state=Roster.PUBLISHED).filter(last__lt=today - DRAFTS),
    ]
    for each in over:
        with journal.atomic():
            erased += each.delete()[0]
    return erased + _watchers()


def _watchers() -> int:
    """Those who left long ago, or of whom nobody is left; each watch for itself, since it is locked meanwhile."""
    behind = WatcherPerson.objects.filter(watcher=OuterRef("pk"))
    gone = Watcher.objects.filter(Q(until__lt=timezone.localdate() - AFTER_LEAVING) | ~Exists(behind))
    erased = 0
    for key in list(gone.values_list("watch_id", flat=True).distinct().order_by()):
        with journal.atomic():
            hold(key)
            erased += gone.filter(watch=key).delete()[0]
    return erased

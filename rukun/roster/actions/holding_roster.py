"""Locking a roster: its watch before it, always, so that all changes of one watch come one after the other."""

from uuid import UUID

from rukun.roster.actions.holding import hold
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.models import Roster


def locked_roster(key: UUID) -> Roster | None:
    """The roster and before it its watch; ``None`` if there is none any more. In an open transaction."""
    watch = Roster.objects.filter(pk=key).values_list("watch_id", flat=True).first()
    if watch is None:
        return None
    whole = hold(watch)
    roster = Roster.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if roster is not None:
        roster.watch = whole
    return roster


def own_roster(key: UUID, edition: int | None = None) -> Roster:
    """The same for an action. Raises ``ChangedMeanwhile`` if it is gone, or not as whoever acts has seen it."""
    roster = locked_roster(key)
    if roster is None or (edition is not None and roster.edition != edition):
        raise ChangedMeanwhile
    return roster

"""Rows of one watch are changed by one at a time: whoever changes holds the watch, then looks again."""

from collections.abc import Iterable
from uuid import UUID

from rukun.people.queries import hold_persons
from rukun.roster.errors_living import DutyGone
from rukun.roster.models import Duty, Roster, Watch, Watcher, WatcherPerson


def hold(watch: UUID) -> Watch:
    """The watch, held until the transaction ends."""
    return Watch.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=watch)


def hold_people(watchers: Iterable[Watcher]) -> None:
    """The persons behind these watchers, held after their watch and before anybody looks where else they stand.

    They may take part in other watches, too, which are held by others at the same time.
    """
    behind = WatcherPerson.objects.filter(watcher__in={each.pk for each in watchers})
    hold_persons(set(behind.order_by().values_list("person_id", flat=True)))


def held_duty(duty: Duty) -> Duty:
    """The duty as it is now, its watch held. Raises ``DutyGone`` where it was taken from its watcher."""
    watch = hold(duty.watch_id)
    found = (
        Duty.objects.select_related("watcher", "shift__post", "roster")
        .filter(pk=duty.pk, gone_at=None, roster__state=Roster.PUBLISHED)
        .first()
    )
    if found is None:
        raise DutyGone
    found.watch = watch
    found.watcher.watch = watch
    return found

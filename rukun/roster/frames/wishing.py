"""What somebody wishes for a night."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from rukun.roster.models import Wish

STRICTEST = (Wish.NEVER, Wish.RATHER_NOT, Wish.GLADLY)


def wished(watchers: Iterable[UUID], first: date, last: date) -> dict[UUID, dict[date, str]]:
    """For each watcher, the nights about which they said something, and what. One query.

    A dated wish goes before a weekly one; of several dated ones the strictest holds.
    """
    nights = [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
    weekly = Wish.objects.filter(watcher__in=list(watchers), weekday__isnull=False)
    dated = Wish.objects.filter(watcher__in=list(watchers), first__lte=last, last__gte=first)
    found: dict[UUID, dict[date, str]] = {}
    rows = weekly.union(dated, all=True).values_list("watcher_id", "wish", "weekday", "first", "last")
    by_date: dict[UUID, dict[date, str]] = {}
    for watcher, wish, weekday, begins, ends in rows:
        if weekday is not None:
            mine = found.setdefault(watcher, {})
            mine.update({night: wish for night in nights if night.weekday() == weekday})
        elif begins is not None and ends is not None:
            _hold(by_date.setdefault(watcher, {}), wish, _between(nights, begins, ends))
    for watcher, said in by_date.items():
        found.setdefault(watcher, {}).update(said)
    return found


def _hold(said: dict[date, str], wish: str, nights: Sequence[date]) -> None:
    for night in nights:
        before = said.get(night)
        if before is None or STRICTEST.index(wish) < STRICTEST.index(before):
            said[night] = wish


def _between(nights: Sequence[date], begins: date, ends: date) -> Sequence[date]:
    """Those of consecutive nights that lie from a day to a day."""
    if not nights:
        return nights
    start = max(0, (begins - nights[0]).days)
    return nights[start : max(0, (ends - nights[0]).days + 1)]

"""When watchers can stand, who was asked, who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from rukun.guard import Actor
from rukun.roster.access import own_watchers
from rukun.roster.models import Asking, Reply, Watch, Watcher, Wish
from rukun.roster.nights_in_words import names_of
from rukun.roster.queries.setup import today_in

AHEAD = timedelta(days=400)
"""How far ahead people say when they can stand."""
STRICTEST = (Wish.NEVER, Wish.RATHER_NOT, Wish.GLADLY)
Span = tuple[date, date, str]


@dataclass(frozen=True)
class Wishes:
    """By weekday (Monday is 0), and from a night to a night, in order and without overlap."""

    weekly: dict[int, str]
    dated: tuple[Span, ...]

    def on(self, night: date) -> str:
        """The dated wish about a night, ``""`` without one."""
        return next((wish for first, last, wish in self.dated if first <= night <= last), "")


@dataclass(frozen=True)
class Answered:
    """One watcher, and when they answered the asking, if they did."""

    watcher: Watcher
    name: str
    at: datetime | None


@dataclass(frozen=True)
class Asked:
    """That somebody was asked about their nights, and has not answered."""

    asking: Asking
    watcher: Watcher


def wishes_of(watcher: Watcher, first: date | None = None) -> Wishes:
    """What a watcher said, of dated wishes those not over before ``first``. One query."""
    rows = Wish.objects.filter(watcher=watcher)
    if first is not None:
        rows = rows.filter(Q(weekday__isnull=False) | Q(last__gte=first))
    weekly: dict[int, str] = {}
    dated: list[Span] = []
    for each in rows:
        if each.weekday is not None:
            weekly[each.weekday] = each.wish
        elif each.first is not None and each.last is not None:
            dated.append((each.first, each.last, each.wish))
    return Wishes(dict(sorted(weekly.items())), spans_of(dated))


def spans_of(dated: Sequence[Span]) -> tuple[Span, ...]:
    """The same nights, in order, none twice: of several wishes about one night the strictest holds.

    Its work is by the nights from the first to the last, however many spans there are.
    """
    if not dated:
        return ()
    first, last = min(each[0] for each in dated).toordinal(), max(each[1] for each in dated).toordinal()
    holds: list[str] = [""] * (last - first + 2)
    for wish in reversed(STRICTEST):
        begin_end = [0] * (last - first + 2)
        for begin, end, each in dated:
            if each == wish:
                begin_end[begin.toordinal() - first] += 1
                begin_end[end.toordinal() - first + 1] -= 1
        depth = 0
        for at, step in enumerate(begin_end):
            depth += step
            if depth:
                holds[at] = wish
    found: list[Span] = []
    start = 0
    for at in range(1, len(holds)):
        if holds[at] != holds[start]:
            if holds[start]:
                found.append((date.fromordinal(first + start), date.fromordinal(first + at - 1), holds[start]))
            start = at
    return tuple(found)


def open_askings(watch: Watch) -> QuerySet[Asking]:
    """Of which there are still nights to come, the newest first."""
    return Asking.objects.filter(watch=watch, last__gte=today_in(watch.unit)).order_by("-at", "-pk")


def asked_of(actor: Actor) -> list[Asked]:
    """The askings that the actor has not answered, one a watch: the newest, nearest night first. Two queries."""
    today = timezone.localdate()
    own = {each.watch_id: each for each in own_watchers(actor).filter(Q(until=None) | Q(until__gte=today))}
    if not own:
        return []
    found: dict[UUID, Asked] = {}
    replied = Reply.objects.filter(watcher__in=[each.pk for each in own.values()]).values("asking")
    rows = (
        Asking.objects.filter(watch__in=own, last__gte=today)
        .exclude(pk__in=replied)
        .select_related("watch__organisation")
    )
    for each in rows.order_by("-at", "-pk"):
        found.setdefault(each.watch_id, Asked(each, own[each.watch_id]))
    return sorted(found.values(), key=lambda each: (each.asking.first, str(each.asking.pk)))


def taking_part(watch: Watch, day: date | None = None) -> QuerySet[Watcher]:
    """Whoever takes part in a watch on a day or later (today, if none is said)."""
    return watch.watchers.filter(Q(until=None) | Q(until__gte=day or today_in(watch.unit)))


def answers_to(asking: Asking) -> list[Answered]:
    """Everybody who takes part, those who have not answered first. Four queries."""
    watchers = list(taking_part(asking.watch, asking.first))
    names = names_of(watchers)
    at = dict(Reply.objects.filter(asking=asking).values_list("watcher", "at"))
    rows = [Answered(each, names[each.pk], at.get(each.pk)) for each in watchers]
    return sorted(rows, key=lambda each: (each.at is not None, each.name.casefold(), str(each.watcher.pk)))

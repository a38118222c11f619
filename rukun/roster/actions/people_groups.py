"""Groups with limits of their own, and pairs who asked to stand together or apart."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Max

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import access
from rukun.roster.actions.setup import locked
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_people import (
    LimitMissing,
    NobodyChosen,
    NotInTheWatch,
    PairContradicts,
    PairOfOne,
    PairsTooLarge,
    TogetherOff,
    WeekOff,
)
from rukun.roster.errors_setup import (
    NameMissing,
    NameTaken,
    NameTooLong,
    TooMany,
)
from rukun.roster.models import Group, Pair, Post, Watch, Watcher
from rukun.roster.models.setup import LONGEST_NAME
from rukun.roster.queries.setup import seen_of, today_in
from rukun.roster.queries.setup_people import not_over
from rukun.roster.verbs import WATCHER_CHANGED

MOST_GROUPS, MOST_PAIRS = 20, 200
MOST_TOGETHER = 50


def save_group(
    *,
    actor: Actor,
    watch: Watch,
    name: str,
    watchers: Sequence[Watcher],
    max_week: int | None = None,
    max_together: int | None = None,
    group: Group | None = None,
    seen: str = "",
) -> Group:
    """Set limits for some who take part, or change ``group``: so many nights a week each, so many of them at one post.

    Raises ``Refused``, ``NameMissing``, ``NameTooLong``, ``NameTaken``, ``LimitMissing``, ``WeekOff``, ``TogetherOff``,
    ``NobodyChosen``, ``NotInTheWatch``, ``TooMany``, ``ChangedMeanwhile``.
    """
    access.may_keep(actor, watch).demand()
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    if max_week is None and max_together is None:
        raise LimitMissing
    if max_week is not None and not 1 <= max_week <= 7:
        raise WeekOff
    if max_together is not None and not 1 <= max_together <= MOST_TOGETHER:
        raise TogetherOff(MOST_TOGETHER)
    with journal.atomic():
        row_of_watch = locked(watch.pk)
        others = Group.objects.filter(watch=watch.pk)
        if group is None:
            if others.count() >= MOST_GROUPS:
                raise TooMany(MOST_GROUPS)
            row = Group(watch_id=watch.pk)
        else:
            found = others.filter(pk=group.pk).first()
            if found is None or (seen and seen != seen_of(found)):
                raise ChangedMeanwhile
            row, others = found, others.exclude(pk=group.pk)
        if any(each.casefold() == name.casefold() for each in others.values_list("name", flat=True)):
            raise NameTaken
        members = _of_the_watch(row_of_watch, [each.pk for each in watchers])
        row.name, row.max_week, row.max_together = name, max_week, max_together
        row.save()
        row.watchers.set(members)
        _note(actor, watch, {"did": "group_saved", "group": str(row.pk), "number": len(members)})
    return row


def remove_group(*, actor: Actor, group: Group) -> None:
    """Take a group's limits away; its members stay. Removed twice is once. Raises ``Refused``."""
    watch = group.watch
    access.may_keep(actor, watch).demand()
    with journal.atomic():
        locked(watch.pk)
        key = group.pk
        gone, _what = Group.objects.filter(pk=key).delete()
        if gone:
            _note(actor, watch, {"did": "group_removed", "group": str(key)})


def add_pair(*, actor: Actor, watch: Watch, first: Watcher, second: Watcher, together: bool) -> Pair:
    """Two asked to stand ``together``, or apart; why is not asked. Asked for again it is the same pair.

    Raises ``Refused``, ``PairOfOne``, ``NotInTheWatch``, ``PairContradicts`` (also by way of others), ``PairsTooLarge``
    (more stand together than fit anywhere), ``TooMany``.
    """
    access.may_keep(actor, watch).demand()
    if first.pk == second.pk:
        raise PairOfOne
    with journal.atomic():
        row = locked(watch.pk)
        low, high = sorted(_of_the_watch(row, [first.pk, second.pk]), key=lambda each: str(each.pk))
        there = _still_asked(row)
        known = next((each for each in there if (each.first_id, each.second_id) == (low.pk, high.pk)), None)
        if known is not None and known.together == together:
            return known
        asked = [(each.first_id, each.second_id, each.together) for each in there]
        circles = _circles([*asked, (low.pk, high.pk, together)])
        if any(circles[a] == circles[b] for a, b, tied in [*asked, (low.pk, high.pk, together)] if not tied):
            raise PairContradicts
        if together:
            _check_room(row, sum(each == circles[low.pk] for each in circles.values()))
        if len(there) >= MOST_PAIRS:
            raise TooMany(MOST_PAIRS)
        made = Pair.objects.create(watch=row, first=low, second=high, together=together)
        _note(actor, watch, {"did": "pair_added"})  # the journal stays, what they asked does not: not who, nor which
    return made


def remove_pair(*, actor: Actor, pair: Pair) -> None:
    """They need not stand together, or apart, any more. Removed twice is once. Raises ``Refused``."""
    watch = pair.watch
    access.may_keep(actor, watch).demand()
    with journal.atomic():
        locked(watch.pk)
        gone, _what = Pair.objects.filter(pk=pair.pk).delete()
        if gone:
            _note(actor, watch, {"did": "pair_removed"})


def _of_the_watch(watch: Watch, keys: Sequence[UUID]) -> list[Watcher]:
    wanted = set(keys)
    if not wanted:
        raise NobodyChosen
    found = list(Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch, pk__in=wanted))
    if len(found) != len(wanted):
        raise NotInTheWatch
    return found


def _still_asked(watch: Watch) -> list[Pair]:
    """The pairs of whom both still take part: what whoever left had asked binds nobody."""
    open_ones = Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch)
    return list(Pair.objects.filter(watch=watch, first__in=open_ones, second__in=open_ones))


def _circles(asked: Iterable[tuple[UUID, UUID, bool]]) -> dict[UUID, UUID]:
    """Who must all stand together, by whom they are led: for each of these pairs both, with one of their circle."""
    led: dict[UUID, UUID] = {}
    for first, second, together in asked:
        led.setdefault(first, first)
        led.setdefault(second, second)
        if together and (old := led[second]) != led[first]:
            led |= {each: led[first] for each, leader in led.items() if leader == old}
    return led


def _check_room(watch: Watch, together: int) -> None:
    capacity = Post.objects.filter(watch=watch, closed_at=None).aggregate(most=Max("capacity"))["most"]
    if capacity is not None and together > capacity:
        raise PairsTooLarge(together, capacity)


def _note(actor: Actor, watch: Watch, codes: dict[str, str | int]) -> None:
    journal.record(WATCHER_CHANGED, actor=actor, unit=watch.unit, about=("roster", watch.pk), codes=codes)

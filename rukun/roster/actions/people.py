"""Who takes part in a watch: let in, changed, let go."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.queries.holders import serving
from rukun.roster import access
from rukun.roster.actions.setup import locked
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_people import (
    AlreadyOver,
    AlreadyThere,
    BeginsTooFar,
    ByHousehold,
    ByPerson,
    EndsTooEarly,
    HouseholdTooLarge,
    NobodyChosen,
    NotAMember,
    NotAnOfficer,
    NotGrownUp,
    NotItsPost,
    OfficerLeads,
    StillOnDuty,
    WeekOff,
)
from rukun.roster.errors_setup import (
    NameMissing,
    NameTaken,
    NameTooLong,
    TooMany,
)
from rukun.roster.models import Duty, Post, Roster, Watch, Watcher, WatcherPerson
from rukun.roster.models.setup import LONGEST_NAME
from rukun.roster.queries.setup import seen_of, today_in
from rukun.roster.queries.setup_people import UNIFORMED, active_members, grown_up, name_of, not_over
from rukun.roster.verbs import WATCHER_CHANGED
from rukun.training.queries.members import members_among

MOST_IN_A_HOUSEHOLD = 6
MOST_WATCHERS = 2000
NEWEST = timedelta(days=366)
"""How far from today somebody may begin to take part."""
_KEEP: Any = object()
"""Says that something is left as it is, where ``None`` means that there is none."""

Persons = Sequence[Any]
"""Persons, or their ids."""


def add_watchers(
    *,
    actor: Actor,
    watch: Watch,
    persons: Persons,
    officer: bool = False,
    leader: bool = False,
    max_week: int | None = None,
    posts: Collection[Post] = (),
    since: date | None = None,
) -> list[Watcher]:
    """Let persons take part, each for themselves; ``officer``: beside the others on joint nights.

    Members of the watch's organisation, or, as officers, whoever holds a position with police or army. Whoever takes
    part already is left as they are; one whose last day was set stays on. Gives the watchers in the order given.
    Raises ``Refused``, ``ByHousehold``, ``NobodyChosen``, ``NotAMember``, ``NotAnOfficer``, ``NotGrownUp``,
    ``AlreadyThere`` (in a household), ``OfficerLeads``, ``WeekOff``, ``NotItsPost``, ``BeginsTooFar``, ``TooMany``.
    """
    access.may_keep(actor, watch).demand()
    if watch.households and not officer:
        raise ByHousehold
    keys = _keys(persons)
    if officer and leader:
        raise OfficerLeads
    _check_week(max_week)
    with journal.atomic():
        row = locked(watch.pk)
        since = _since(row, since)
        there = _open_ones(row, keys)
        if alone := next((each for each in there.values() if each.name or each.officer != officer), None):
            raise AlreadyThere(name_of(alone))
        _may_take_part(row, keys, officer=officer)
        stay = {each.pk: each for each in there.values() if each.until is not None}
        Watcher.objects.filter(pk__in=stay).update(until=None)
        for each in there.values():
            each.until = None
        new = [key for key in keys if key not in there]
        _room_for(row, len(new))
        made = [
            Watcher(id=new_id(), watch=row, officer=officer, leader=leader, max_week=max_week, since=since)
            for _key in new
        ]
        Watcher.objects.bulk_create(made)
        WatcherPerson.objects.bulk_create(
            WatcherPerson(watcher=each, person_id=key) for each, key in zip(made, new, strict=True)
        )
        for each in made if posts else ():
            each.posts.set(_posts(row, posts))
        if new or stay:
            codes = {"did": "added", "number": len(new), "stayed": len(stay), "officer": int(officer)}
            _note(actor, row, codes | ({"watcher": str(made[0].pk)} if len(made) == 1 else {}))
        found = there | dict(zip(new, made, strict=True))
    return [found[key] for key in keys]


def add_all_members(*, actor: Actor, watch: Watch, since: date | None = None) -> list[Watcher]:
    """Let every active, grown-up member of the watch's organisation take part who does not yet. Gives the new ones.

    Raises ``Refused``, ``ByHousehold``, ``TooMany``.
    """
    access.may_keep(actor, watch).demand()
    if watch.households:
        raise ByHousehold
    with journal.atomic():
        row = locked(watch.pk)
        new = active_members(row)
        return add_watchers(actor=actor, watch=row, persons=new, since=since) if new else []


def add_household(
    *,
    actor: Actor,
    watch: Watch,
    name: str,
    persons: Persons,
    leader: bool = False,
    max_week: int | None = None,
    posts: Collection[Post] = (),
    since: date | None = None,
) -> Watcher:
    """Let a household take part. ``persons`` are who comes, in this order: the first usually, then the alternates.

    All are members of the siskamling. Raises as ``add_watchers``, and ``ByPerson``, ``HouseholdTooLarge``,
    ``NameMissing``, ``NameTooLong``, ``NameTaken``.
    """
    access.may_keep(actor, watch).demand()
    if not watch.households:
        raise ByPerson
    keys, name = _keys(persons), _a_name(name)
    if len(keys) > MOST_IN_A_HOUSEHOLD:
        raise HouseholdTooLarge(MOST_IN_A_HOUSEHOLD)
    _check_week(max_week)
    with journal.atomic():
        row = locked(watch.pk)
        since = _since(row, since)
        _free_name(row, name)
        for each in _open_ones(row, keys).values():
            raise AlreadyThere(name_of(each))
        _may_take_part(row, keys, officer=False)
        _room_for(row, 1)
        made = Watcher.objects.create(watch=row, name=name, leader=leader, max_week=max_week, since=since)
        _put(made, keys)
        if posts:
            made.posts.set(_posts(row, posts))
        _note(actor, row, {"did": "household_added", "watcher": str(made.pk), "number": len(keys)})
    return made


def change_watcher(
    *,
    actor: Actor,
    watcher: Watcher,
    leader: bool = _KEEP,
    max_week: int | None = _KEEP,
    posts: Collection[Post] = _KEEP,
    name: str = _KEEP,
    persons: Persons = _KEEP,
    seen: str = "",
) -> Watcher:
    """Change how somebody takes part; what is left out stays. ``name`` and ``persons`` are a household's.

    Rosters that are published already stay as they are. ``seen`` is what ``seen_of`` said of the watcher when they
    were shown. Raises as ``add_household``, and ``AlreadyOver``, ``ChangedMeanwhile``.
    """
    access.may_keep(actor, watcher.watch).demand()
    with journal.atomic():
        watch = locked(watcher.watch_id)
        row = _still_there(watch, watcher, seen)
        if leader is not _KEEP:
            if leader and row.officer:
                raise OfficerLeads
            row.leader = leader
        if max_week is not _KEEP:
            _check_week(max_week)
            row.max_week = max_week
        if name is not _KEEP or persons is not _KEEP:
            _change_household(watch, row, name, persons)
        row.save()
        if posts is not _KEEP:
            row.posts.set(_posts(watch, posts))
        _note(actor, watch, {"did": "changed", "watcher": str(row.pk)})
    return row


def set_leaders(*, actor: Actor, watch: Watch, leads: Collection[UUID] = (), leads_not: Collection[UUID] = ()) -> int:
    """Say of these watchers that they can lead, of those that they cannot; all others stay as they are.

    Whoever left meanwhile is passed over. Gives how many changed. Raises ``Refused``.
    """
    access.may_keep(actor, watch).demand()
    with journal.atomic():
        row = locked(watch.pk)
        open_ones = Watcher.objects.filter(not_over(today_in(row.unit)), watch=row, officer=False)
        changed = open_ones.filter(pk__in=leads, leader=False).update(leader=True)
        changed += open_ones.filter(pk__in=leads_not, leader=True).update(leader=False)
        if changed:
            _note(actor, row, {"did": "leaders_set", "number": changed})
    return changed


def end_watcher(
    *, actor: Actor, watcher: Watcher, last_day: date, release: bool = False, seen: str = ""
) -> Watcher | None:
    """Say which night is somebody's last: at the earliest yesterday's, so that they are gone at once. Why is not asked.

    Published duties after it are in the way (``StillOnDuty`` names the nights) until somebody stands in for them, or
    with ``release`` are taken from them: their places are empty then, and the others are told. Whoever was put there by
    mistake and never had a duty is taken away whole: ``None``. Raises ``Refused``, ``EndsTooEarly``, ``AlreadyOver``,
    ``ChangedMeanwhile``, ``StillOnDuty``.
    """
    access.may_keep(actor, watcher.watch).demand()
    with journal.atomic():
        watch = locked(watcher.watch_id)
        row = _still_there(watch, watcher, seen)
        earliest = today_in(watch.unit) - timedelta(days=1)
        if last_day < earliest:
            raise EndsTooEarly(earliest)
        after = Duty.objects.filter(
            watcher=row, roster__state=Roster.PUBLISHED, gone_at=None, night__gt=last_day, ends_at__gt=timezone.now()
        )
        nights = sorted(set(after.order_by().values_list("night", flat=True)))
        if nights and not release:
            raise StillOnDuty(nights)
        codes = {"did": "ended", "watcher": str(row.pk), "last": last_day.isoformat(), "released": len(nights)}
        _note(actor, watch, codes)
        if last_day < row.since and not Duty.objects.filter(watcher=row).exists():
            row.delete()
            return None
        row.until = max(last_day, row.since - timedelta(days=1))
        row.save(update_fields=["until"])
        if nights:
            from rukun.roster.actions.changing import take_out  # noqa: PLC0415  it changes rosters by way of this room

            take_out(actor=actor, watcher=row, after=last_day)
    return row


def _keys(persons: Persons) -> list[UUID]:
    keys = list(dict.fromkeys(each if isinstance(each, UUID) else each.pk for each in persons))
    if not keys:
        raise NobodyChosen
    return keys


def _a_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    return name


def _free_name(watch: Watch, name: str, besides: Watcher | None = None) -> None:
    """Two households of one name would be mistaken for each other on the wall."""
    others = Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch).exclude(name="")
    if any(each.name.casefold() == name.casefold() for each in others if each != besides):
        raise NameTaken


def _check_week(max_week: int | None) -> None:
    if max_week is not None and not 1 <= max_week <= 7:
        raise WeekOff


def _since(watch: Watch, since: date | None) -> date:
    today = today_in(watch.unit)
    if since is None:
        return today
    if not today - NEWEST <= since <= today + NEWEST:
        raise BeginsTooFar(today - NEWEST, today + NEWEST)
    return since


def _open_ones(watch: Watch, persons: Collection[UUID]) -> dict[UUID, Watcher]:
    """As whom these persons take part, now or later. Three queries."""
    found = Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch, persons__person__in=persons)
    wanted = set(persons)
    return {
        row.person_id: each
        for each in found.distinct().prefetch_related("persons__person")
        for row in each.persons.all()
        if row.person_id in wanted
    }


def _may_take_part(watch: Watch, persons: Collection[UUID], *, officer: bool) -> None:
    wanted = set(persons)
    if officer:
        if serving(wanted, UNIFORMED, timezone.now()) != wanted:
            raise NotAnOfficer
    elif members_among(watch.organisation_id, wanted) != wanted:
        raise NotAMember
    if grown_up(wanted) != wanted:
        raise NotGrownUp


def _room_for(watch: Watch, number: int) -> None:
    if Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch).count() + number > MOST_WATCHERS:
        raise TooMany(MOST_WATCHERS)


def _posts(watch: Watch, posts: Iterable[Post]) -> list[Post]:
    keys = {each.pk for each in posts}
    found = list(Post.objects.filter(pk__in=keys, watch=watch, closed_at=None))
    if len(found) != len(keys):
        raise NotItsPost
    return found


def _put(watcher: Watcher, persons: Sequence[UUID]) -> None:
    watcher.persons.all().delete()
    WatcherPerson.objects.bulk_create(
        WatcherPerson(watcher=watcher, person_id=key, order=place) for place, key in enumerate(persons)
    )


def _change_household(watch: Watch, row: Watcher, name: str, persons: Persons) -> None:
    if not watch.households or row.officer:
        raise ByPerson
    if name is not _KEEP:
        row.name = _a_name(name)
        _free_name(watch, row.name, besides=row)
    if persons is _KEEP:
        return
    keys = _keys(persons)
    if len(keys) > MOST_IN_A_HOUSEHOLD:
        raise HouseholdTooLarge(MOST_IN_A_HOUSEHOLD)
    before = set(row.persons.values_list("person_id", flat=True))
    new = [key for key in keys if key not in before]
    for each in _open_ones(watch, new).values():
        raise AlreadyThere(name_of(each))
    _may_take_part(watch, new, officer=False)
    _put(row, keys)


def _still_there(watch: Watch, watcher: Watcher, seen: str) -> Watcher:
    row = Watcher.objects.filter(pk=watcher.pk).first()
    if row is None or (row.until is not None and row.until < today_in(watch.unit)):
        raise AlreadyOver
    if seen and seen != seen_of(row):
        raise ChangedMeanwhile
    return row


def _note(actor: Actor, watch: Watch, codes: dict[str, Any]) -> None:
    journal.record(WATCHER_CHANGED, actor=actor, unit=watch.unit, about=("roster", watch.pk), codes=codes)

"""Somebody's own nights, and the published nights of a watch for those who may see them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.almanac.algo.nights import BIASA
from rukun.almanac.kinds import NIGHTS
from rukun.almanac.queries import nights_of, zone_in
from rukun.guard import Actor
from rukun.people.queries import person_with_id
from rukun.roster.access_living import own_duties
from rukun.roster.frames.demand import demand_of
from rukun.roster.frames.times import NOON
from rukun.roster.models import Duty, Need, Roster, Season, Shift, Watch
from rukun.roster.nights_in_words import hours, names_of
from rukun.roster.queries.setup import in_the_night
from rukun.training.access.members import own_key

BACK = timedelta(days=31)
"""How far back a calendar shows somebody's duties."""
MORNING = timedelta(hours=7)
"""Until this hour it is still the night of the evening before."""


@dataclass(frozen=True)
class OwnDuty:
    """One of the actor's own duties. ``fellows`` are the names of those who stand with them, without their own.

    ``day`` is when it begins by the calendar, ``early``: after midnight, in the night of the evening before.
    """

    duty: Duty
    organisation: str
    post: str
    place: str
    day: date
    hours: str
    early: bool
    fellows: tuple[str, ...]
    now: bool


@dataclass(frozen=True)
class Place:
    """A shift in a night: who stands there, how many are missing. ``mine``: the actor is one of them."""

    shift: Shift
    post: str
    hours: str
    names: tuple[str, ...]
    officers: tuple[str, ...] = ()
    empty: int = 0
    officer_missing: bool = False
    mine: bool = False


@dataclass(frozen=True)
class NightShown:
    """A night of a published roster. ``kinds`` are codes without the ordinary one, ``names`` what is known besides."""

    date: date
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    today: bool
    places: list[Place] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """What is special about it, each thing once."""
        return list(dict.fromkeys([*(str(NIGHTS[each]) for each in self.kinds), *self.names]))


def published() -> QuerySet[Duty]:
    """Duties that hold, with what is shown of them."""
    found = Duty.objects.filter(roster__state=Roster.PUBLISHED, gone_at=None)
    return found.select_related("shift__post", "watcher", "watch__organisation", "roster")


def own_ahead(actor: Actor, limit: int = 100) -> list[OwnDuty]:
    """The actor's duties that are not over, the next first. Five queries."""
    now = timezone.now()
    mine = own_duties(actor).filter(ends_at__gt=now).values("pk")
    duties = list(published().filter(pk__in=mine).order_by("starts_at", "pk")[:limit])
    beside = _beside(duties)
    names = names_of(each.watcher for group in beside.values() for each in group)
    return [
        OwnDuty(
            duty=each,
            organisation=each.watch.organisation.name,
            post=each.shift.post.name,
            place=each.shift.post.place,
            day=(day := timezone.localtime(each.starts_at, zone_in(each.shift.post.unit)).date()),
            hours=hours(each.starts_at, each.ends_at, zone_in(each.shift.post.unit)),
            early=day != each.night,
            fellows=tuple(
                sorted(names[other.watcher_id] for other in beside[_where(each)] if other.watcher_id != each.watcher_id)
            ),
            now=each.starts_at <= now,
        )
        for each in duties
    ]


def _beside(duties: Sequence[Duty]) -> dict[tuple[UUID, date], list[Duty]]:
    """Everybody who stands in the shifts and nights of these duties."""
    found: dict[tuple[UUID, date], list[Duty]] = defaultdict(list)
    if duties:
        wanted = {_where(each) for each in duties}
        rows = Duty.objects.filter(
            roster__state=Roster.PUBLISHED,
            gone_at=None,
            shift__in={shift for shift, _night in wanted},
            night__in={night for _shift, night in wanted},
        ).select_related("watcher")
        for each in rows:
            if _where(each) in wanted:
                found[_where(each)].append(each)
    return found


def _where(duty: Duty) -> tuple[UUID, date]:
    return duty.shift_id, duty.night


# The nights of a watch


def published_span(watch: Watch) -> tuple[date, date] | None:
    """The first and the last night for which a roster of this watch was ever published. One query."""
    found = Roster.objects.filter(watch=watch, state=Roster.PUBLISHED).aggregate(first=Min("first"), last=Max("last"))
    return (found["first"], found["last"]) if found["first"] else None


def newest_edition(watch: Watch, first: date, last: date) -> int:
    """Of the rosters published for these nights; 0 where there is none. One query."""
    rows = Roster.objects.filter(watch=watch, state=Roster.PUBLISHED, first__lte=last, last__gte=first)
    return sum(rows.values_list("edition", flat=True))


def tonight(unit: str) -> date:
    """The night that it is in a unit: until the morning still that of the evening before."""
    return (timezone.localtime(timezone=zone_in(unit)) - MORNING).date()


def nights_shown(watch: Watch, first: date, last: date, own: Collection[UUID] = ()) -> list[NightShown]:
    """The nights from ``first`` to ``last`` for which a roster is published, each with all of its shifts.

    ``own`` are watchers who are the reader. Posts come in their order, shifts as the night goes. About ten queries,
    however many nights.
    """
    covered = _covered(watch, first, last)
    if not covered:
        return []
    duties = list(published().filter(watch=watch, night__in=covered).order_by("starts_at", "pk"))
    shifts = _shifts(watch, duties)
    names = names_of({each.watcher_id: each.watcher for each in duties}.values())
    stands: dict[tuple[UUID, date], list[Duty]] = defaultdict(list)
    for each in duties:
        stands[_where(each)].append(each)
    needs = Need.objects.filter(shift__in=[each.pk for each in shifts if each.closed_at is None])
    wanted = demand_of(needs, list(Season.objects.filter(watch=watch)))
    today = tonight(watch.unit)
    found = []
    for night in nights_of(min(covered), max(covered), watch.unit):
        if night.date not in covered:
            continue
        shown = NightShown(night.date, _special(night.kinds), night.names, night.date == today)
        for shift in shifts:
            people, officer = wanted(shift.pk, night.date, night.kinds)
            here = stands[shift.pk, night.date]
            if here or people or officer:
                shown.places.append(_place(shift, here, names, people, own=own, officer=officer, night=night.date))
        found.append(shown)
    return found


def _covered(watch: Watch, first: date, last: date) -> set[date]:
    rows = Roster.objects.filter(watch=watch, state=Roster.PUBLISHED, first__lte=last, last__gte=first)
    return {
        date.fromordinal(day)
        for begins, ends in rows.values_list("first", "last")
        for day in range(max(begins, first).toordinal(), min(ends, last).toordinal() + 1)
    }


def _shifts(watch: Watch, duties: Sequence[Duty]) -> list[Shift]:
    """The open ones, and closed ones in which somebody stands."""
    rows = Shift.objects.filter(post__watch=watch).select_related("post")
    standing = {each.shift_id for each in duties}
    shown = [each for each in rows if each.pk in standing or (each.closed_at is None and each.post.closed_at is None)]
    return sorted(shown, key=lambda each: (each.post.made_at, str(each.post_id), in_the_night(each)))


def _place(
    shift: Shift,
    here: Sequence[Duty],
    names: dict[UUID, str],
    people: int,
    *,
    own: Collection[UUID],
    officer: bool,
    night: date,
) -> Place:
    usual = [each for each in here if not each.watcher.officer]
    officers = [each for each in here if each.watcher.officer]
    return Place(
        shift=shift,
        post=shift.post.name,
        hours=_hours(shift, here),
        names=tuple(sorted((names[each.watcher_id] for each in usual), key=str.casefold)),
        officers=tuple(sorted((names[each.watcher_id] for each in officers), key=str.casefold)),
        empty=max(0, people - len(usual)) if shift.closed_at is None else 0,
        officer_missing=officer and not officers,
        mine=any(each.watcher_id in own for each in here),
    )


def _hours(shift: Shift, here: Sequence[Duty]) -> str:
    """As those who stand were told them, even if the shift's hours were changed since."""
    begin, end = shift.begins, shift.ends
    if here:
        zone = zone_in(shift.post.unit)
        begin, end = (timezone.localtime(at, zone).time() for at in (here[0].starts_at, here[0].ends_at))
    words = f"{begin:%H.%M}–{end:%H.%M}"
    return _("%s dini hari") % words if begin < NOON else words


def _special(kinds: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in kinds if each != BIASA)


# A calendar


def calendar_duties(person: UUID, now: datetime | None = None) -> list[Duty]:
    """The duties of one person that a calendar shows: from a month ago on. One query; nothing of who is released."""
    if person_with_id(person) is None:
        return []
    begin = (now or timezone.now()) - BACK
    return list(published().filter(watcher__persons__person=person, ends_at__gte=begin).order_by("starts_at", "pk"))


def own_watcher_keys(actor: Actor, watch: Watch) -> set[UUID]:
    """As whom the actor takes part or took part in a watch."""
    key = own_key(actor)
    return set(watch.watchers.filter(persons__person=key).values_list("pk", flat=True)) if key else set()

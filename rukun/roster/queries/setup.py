"""Reading how a watch is set up: its organisation, posts, shifts, needs and seasons; and whether that changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from rukun.almanac.algo.nights import BIASA, KINDS
from rukun.almanac.queries import zone_in
from rukun.guard import Actor
from rukun.people.access import circles_with
from rukun.people.queries.organisations import open_organisations
from rukun.roster import access
from rukun.roster.models import Duty, Group, Need, Post, Roster, Season, Shift, Watch, Watcher
from rukun.training.queries.members import duty_units_of
from rukun.training.ways import WAYS

SEASONS_AHEAD = timedelta(days=400)


def today_in(unit: str) -> date:
    """Today by the clock of a unit."""
    return timezone.now().astimezone(zone_in(unit)).date()


# Which organisations may have a watch


def partner_unit(organisation: UUID) -> str | None:
    """The unit for which an organisation is a partner now that goes on duty; of several the widest. Three queries."""
    return min(duty_units_of([organisation]).get(organisation, ()), key=lambda unit: (len(unit), unit), default=None)


def goes_on_duty(kind: str) -> bool:
    """Whether organisations of a kind go on duty at all."""
    return kind in WAYS and WAYS[kind].duty


def organisations_to_open(actor: Actor) -> list[Any]:
    """The partners for which the actor may open a watch and which have none, by name. Five queries at most."""
    own = Q(pk__in=[key for key, _unit in circles_with(actor, access.KEEP)])
    for scope in actor.scopes(access.KEEP_IN_UNIT):
        inside = Q(unit=scope) | Q(unit__startswith=f"{scope}.") if scope else Q()
        own |= Q(kind=access.BY_RESIDENTS) & inside
    rows = open_organisations().filter(own).exclude(pk__in=Watch.objects.values("organisation")).order_by("name", "pk")
    found = [each for each in rows if goes_on_duty(each.kind)]
    partners = duty_units_of([each.pk for each in found])
    return [each for each in found if each.pk in partners]


def watches_kept_by(actor: Actor) -> list[Watch]:
    """The watches whose rosters the actor makes, by the organisation's name."""
    own = Q(organisation__in=[key for key, _unit in circles_with(actor, access.KEEP)])
    for scope in actor.scopes(access.KEEP_IN_UNIT):
        inside = Q(organisation__unit=scope) | Q(organisation__unit__startswith=f"{scope}.") if scope else Q()
        own |= Q(organisation__kind=access.BY_RESIDENTS) & inside
    return list(Watch.objects.select_related("organisation").filter(own).order_by("organisation__name", "pk"))


# Posts, shifts, needs


def posts_of(watch: Watch) -> list[Post]:
    """The open posts, with their open shifts and these shifts' needs for ``open_shifts``. Three queries."""
    shifts = Shift.objects.filter(closed_at=None).prefetch_related("needs")
    return list(Post.objects.filter(watch=watch, closed_at=None).prefetch_related(Prefetch("shifts", shifts)))


def open_shifts(post: Post) -> list[Shift]:
    """The shifts of a post that ``posts_of`` gave, as the night goes. No query."""
    return sorted(post.shifts.all(), key=in_the_night)


def shifts_of(post: Post) -> list[Shift]:
    """The open shifts of a post as the night goes, with their needs. Two queries."""
    return sorted(post.shifts.filter(closed_at=None).prefetch_related("needs"), key=in_the_night)


def in_the_night(shift: Shift) -> tuple[int, int]:
    """To order shifts: minutes from noon to begin and end."""
    begins = (shift.begins.hour * 60 + shift.begins.minute - 720) % 1440
    return begins, (shift.ends.hour * 60 + shift.ends.minute - 720) % 1440


def seasons_of(watch: Watch, *, over: bool = False) -> list[Season]:
    """The seasons that are not over yet, or, with ``over``, all of them. One query."""
    found = Season.objects.filter(watch=watch)
    return list(found if over else found.filter(last__gte=today_in(watch.unit)))


@dataclass(frozen=True)
class Wanted:
    """How many a shift needs in a kind of night, and whether an officer stands beside them; ``None``: not said."""

    kind: str
    people: int | None = None
    officer: bool = False


def needs_of(shift: Shift, season: UUID | None = None) -> list[Wanted]:
    """What is said of each kind of night, in their order. No query where the shift knows its needs."""
    said = {each.kind: each for each in shift.needs.all() if each.season_id == season}
    return [Wanted(kind, said[kind].people, said[kind].officer) if kind in said else Wanted(kind) for kind in KINDS]


def most_needed(shifts: Iterable[Shift]) -> int:
    """The most that any of these shifts needs."""
    return max((each.people for shift in shifts for each in shift.needs.all()), default=0)


def is_complete(shift: Shift) -> bool:
    """Whether it is said what an ordinary night needs: everything else falls back on that."""
    return any(each.kind == BIASA and each.season_id is None for each in shift.needs.all())


# What lies ahead


def nights_ahead(**where: Any) -> list[date]:
    """The nights of published duties that are not over yet, of a shift, a post or a watcher."""
    found = Duty.objects.filter(roster__state=Roster.PUBLISHED, gone_at=None, ends_at__gt=timezone.now(), **where)
    return sorted(set(found.order_by().values_list("night", flat=True)))


# Whether somebody else changed it meanwhile


def seen_of(thing: Watch | Post | Shift | Season | Watcher | Group) -> str:
    """A short mark of how something stands now: a form carries it along, and an action compares.

    ``Watch`` means its rules.
    """
    stand = _stand_of(thing)
    return sha256(json.dumps(stand, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _stand_of(thing: Watch | Post | Shift | Season | Watcher | Group) -> Any:
    match thing:
        case Watch():
            return thing.rules
        case Post():
            return [thing.name, thing.kind, thing.place, thing.unit, thing.capacity, thing.leader, thing.closed_at]
        case Shift():
            rows = Need.objects.filter(shift=thing.pk).values_list("kind", "season_id", "people", "officer")
            needs = sorted([kind, str(season), people, officer] for kind, season, people, officer in rows)
            return [thing.begins, thing.ends, thing.closed_at, needs]
        case Season():
            return [thing.name, thing.first, thing.last]
        case Watcher():
            persons = [str(each) for each in thing.persons.values_list("person", flat=True)]
            posts = sorted(str(each) for each in thing.posts.values_list("pk", flat=True))
            return [thing.name, thing.leader, thing.max_week, thing.since, thing.until, persons, posts]
        case Group():
            watchers = sorted(str(each) for each in thing.watchers.values_list("pk", flat=True))
            return [thing.name, thing.max_week, thing.max_together, watchers]

"""Watches that are ready to be rostered, for tests: made in bulk, so that thirty-five people cost no second.

>>> one = group(persons=8)                       # doctest: +SKIP
>>> one.watch, one.post, one.shift, one.watchers  # doctest: +SKIP
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from rukun.almanac.algo.nights import BIASA
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.roster.actions.people import add_household, add_watchers
from rukun.roster.actions.setup import open_watch
from rukun.roster.actions.setup_posts import Row, save_post, save_shift
from rukun.roster.models import Duty, Post, Roster, Shift, Watch, Watcher
from rukun.roster.queries.setup import today_in
from rukun.training.actions.certificates import mark
from rukun.training.algo.codes import new_code
from rukun.training.algo.states import ACTIVE
from rukun.training.content import conduct, consent, courses
from rukun.training.models import (
    Agreement,
    Certificate,
    CodeSigning,
    Membership,
    MembershipState,
    Partnership,
    PartnershipState,
)
from rukun.training.tests.factories import KELURAHAN, partner

RW = f"{KELURAHAN}.003"
AROUND = timedelta(days=500)
"""So long ago did everything that duty needs begin, and so long will it hold."""
NAMES = (
    "Agus", "Bambang", "Cahyo", "Dedi", "Eko", "Fajar", "Gunawan", "Hasan", "Iwan", "Joko", "Kurnia", "Lukman",
)  # fmt: skip
_numbers = count(1)


@dataclass(frozen=True)
class Made:
    """A watch with what belongs to it. ``keeper`` is the chair, who makes its rosters and is no watcher.

    ``post`` and ``shift`` are the first ones.
    """

    watch: Watch
    organisation: Organisation
    keeper: Person
    posts: list[Post]
    shifts: list[Shift]
    watchers: list[Watcher]
    people: list[Person] = field(default_factory=list)

    @property
    def post(self) -> Post:
        return self.posts[0]

    @property
    def shift(self) -> Shift:
        return self.shifts[0]

    @property
    def actor(self) -> Actor:
        return actor_of(self.keeper)


def group(
    persons: int = 8,
    *,
    kind: str = "ormas",
    unit: str = "",
    name: str = "",
    posts: int = 1,
    hours: tuple[tuple[int, int], ...] = ((22, 2),),
    need: int = 2,
    capacity: int = 6,
    leaders: int = 3,
    leader: bool = True,
    officer: bool = False,
    since: date | None = None,
    fit: bool = True,
) -> Made:
    """A watch of a partner: ``persons`` who may go on duty for more than a year before and after now.

    ``hours`` are each post's shifts, of which each ``need``s so many every night, with an ``officer`` beside them or
    not; the first ``leaders`` can lead, and posts want one who can unless ``leader`` is False. They take part since 300
    days ago or ``since``. With ``fit=False`` they are members and nothing else.
    """
    made = _watch(kind, unit, name, households=False)
    people = members(made.organisation, persons, fit=fit)
    began = since or _long_ago(made.watch)
    watchers = add_watchers(actor=SYSTEM, watch=made.watch, persons=people, since=began) if people else []
    Watcher.objects.filter(pk__in=[each.pk for each in watchers[:leaders]]).update(leader=True)
    for each in watchers[:leaders]:
        each.leader = True
    places, shifts = _places(made.watch, posts, hours, need, capacity, leader=leader, officer=officer)
    return Made(made.watch, made.organisation, made.keeper, places, shifts, watchers, people)


def families(
    households: int = 6,
    *,
    persons: int = 2,
    unit: str = RW,
    name: str = "",
    posts: int = 1,
    hours: tuple[tuple[int, int], ...] = ((22, 4),),
    need: int = 2,
    capacity: int = 6,
    leaders: int = 3,
    leader: bool = True,
) -> Made:
    """A siskamling by households, of ``persons`` each: the usual one and alternates. Otherwise as ``group``."""
    made = _watch("siskamling", unit, name, households=True)
    people = members(made.organisation, households * persons)
    watchers = [
        add_household(
            actor=SYSTEM,
            watch=made.watch,
            name=f"Keluarga {people[at * persons].name}",
            persons=people[at * persons : (at + 1) * persons],
            leader=at < leaders,
            since=_long_ago(made.watch),
        )
        for at in range(households)
    ]
    places, shifts = _places(made.watch, posts, hours, need, capacity, leader=leader, officer=False)
    return Made(made.watch, made.organisation, made.keeper, places, shifts, watchers, people)


def officer(watch: Watch, title: str = "bhabinkamtibmas", name: str = "Aiptu Made") -> Watcher:
    """An officer of police (or ``babinsa``) who stands beside the others on joint nights."""
    who = person(title, watch.unit if watch.unit.count(".") >= 3 else KELURAHAN, name=name)
    long_ago = timezone.now() - AROUND
    Position.objects.filter(person=who).update(since=long_ago)
    [made] = add_watchers(actor=SYSTEM, watch=watch, persons=[who], officer=True, since=_long_ago(watch))
    return made


def members(organisation: Organisation, number: int, *, fit: bool = True) -> list[Person]:
    """Active members since long ago, with whatever duty needs unless ``fit`` is False, in a few queries."""
    now = timezone.now()
    began, ends = now - AROUND, now + AROUND
    people = [
        Person(
            id=new_id(),
            name=f"{NAMES[at % len(NAMES)]} {_letters(at // len(NAMES))}",
            phone=f"+62814{next(_numbers):08d}",
            unit=organisation.unit,
            password="!",
        )
        for at in range(number)
    ]
    Person.objects.bulk_create(people)
    joined = [
        Membership(
            id=new_id(), person=each, organisation=organisation, made_at=began, accepted_at=began, accepted_by="system",
            consented_at=began, consent_version=consent().version,
        )
        for each in people
    ]  # fmt: skip
    Membership.objects.bulk_create(joined)
    MembershipState.objects.bulk_create(
        MembershipState(membership=each, state=ACTIVE, since=began, by="system") for each in joined
    )
    if fit:
        make_fit(people, began, ends)
    return people


def make_fit(people: list[Person], began: datetime, ends: datetime) -> None:
    """Give them a certificate of each course that duty needs, and their signatures, from then to then."""
    authority = mark()
    Certificate.objects.bulk_create(
        Certificate(
            id=new_id(), code=new_code(authority), person=each, course=course.code, version=course.version,
            issued_at=began, expires_at=ends,
        )
        for each in people for course in courses().values() if course.needed
    )  # fmt: skip
    signed = [began + timedelta(days=days) for days in range(0, (ends - began).days, 300)]
    CodeSigning.objects.bulk_create(
        CodeSigning(person=each, version=conduct().version, signed_at=when) for each in people for when in signed
    )


def published(
    made: Made, first: date | None = None, nights: int = 7, *, per_shift: int = 2, state: str = Roster.PUBLISHED
) -> Roster:
    """A roster from ``first`` (today) on, published without solving: the watchers take turns, ``per_shift`` a shift."""
    first = first or today_in(made.watch.unit)
    now = timezone.now()
    roster = Roster.objects.create(
        watch=made.watch, first=first, last=first + timedelta(days=nights - 1), state=state, made_by="system",
        made_at=now, published_by="system" if state == Roster.PUBLISHED else "",
        published_at=now if state == Roster.PUBLISHED else None,
    )  # fmt: skip
    turn, duties = 0, []
    for at in range(nights):
        for shift in made.shifts:
            for _place in range(per_shift):
                duties.append(duty(roster, shift, made.watchers[turn % len(made.watchers)], first + timedelta(days=at)))
                turn += 1
    Duty.objects.bulk_create(duties)
    return roster


def duty(roster: Roster, shift: Shift, watcher: Watcher, night: date) -> Duty:
    """A duty that is not saved yet."""
    from rukun.roster.frames.times import times_of

    starts, ends = times_of(night, shift)
    return Duty(
        roster=roster, watch_id=roster.watch_id, shift=shift, watcher=watcher, night=night, starts_at=starts,
        ends_at=ends, made_at=timezone.now(),
    )  # fmt: skip


def _watch(kind: str, unit: str, name: str, *, households: bool) -> Made:
    home = unit or (RW if kind == "siskamling" else KELURAHAN)
    organisation = partner(home, name or f"Mitra Ronda {next(_numbers)}", kind)
    now = timezone.now()
    theirs = Partnership.objects.filter(organisation=organisation)
    PartnershipState.objects.filter(partnership__in=theirs).update(since=now - AROUND)
    Agreement.objects.filter(partnership__in=theirs).update(since=now - AROUND, until=now + AROUND)
    keeper = Position.objects.get(organisation=organisation, title="ketua", until=None).person
    watch = open_watch(actor=SYSTEM, organisation=organisation, households=households)
    return Made(watch, organisation, keeper, [], [], [])


def _places(
    watch: Watch,
    posts: int,
    hours: tuple[tuple[int, int], ...],
    need: int,
    capacity: int,
    *,
    leader: bool,
    officer: bool,
) -> tuple[list[Post], list[Shift]]:
    places, shifts = [], []
    for at in range(posts):
        post = save_post(actor=SYSTEM, watch=watch, name=f"Pos {at + 1}", capacity=capacity, leader=leader)
        places.append(post)
        shifts += [
            save_shift(actor=SYSTEM, post=post, begins=time(begins), ends=time(ends), needs=[Row(BIASA, need, officer)])
            for begins, ends in hours
        ]
    return places, shifts


def _long_ago(watch: Watch) -> date:
    return today_in(watch.unit) - timedelta(days=300)


def _letters(number: int) -> str:
    """A family name for each dozen, in letters: A, B, …"""
    return chr(ord("A") + number % 26) * (1 + number // 26)

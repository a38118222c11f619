"""Reading about duty: who is fit when, and who is kept from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from rukun.guard import Actor
from rukun.people.access import inside
from rukun.people.queries import duty_facts
from rukun.training.access.duty import (
    SUSPENDING,
    Circle,
    belonging,
    circles_of,
    may_review,
    reviewer_of,
    reviewing_as,
    too_near,
)
from rukun.training.access.members import own_key
from rukun.training.models import Membership, Suspension
from rukun.training.queries.fitness import DutyStatus, duty_course, span_of
from rukun.training.todo import Todo
from rukun.training.ways import AUTHORITIES, REPORTING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SOON = timedelta(days=1)
REVIEWABLE = timedelta(days=90)
"""How long after its end a suspension can still be reviewed, and still shows to its member."""


@dataclass(frozen=True)
class Fitness:
    """How somebody stands at a moment, or for a whole shift, and a day later."""

    person: UUID
    name: str
    organisations: tuple[str, ...]
    status: DutyStatus
    later: DutyStatus

    @property
    def ends_soon(self) -> bool:
        """Whether they are fit, and a day later no more."""
        return self.status.allowed and not self.later.allowed


def members_seen(circles: Collection[Circle]) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    """``{person: (name, organisations)}`` of who is in these organisations now, by name. One query.

    Not those who were invited and have not agreed: nobody shows them to the authorities before.
    """
    wanted = Q(organisation__in=[each.key for each in circles if not each.parts])
    for each in circles:
        for part in each.parts:
            wanted |= Q(organisation=each.key) & _lives_or_serves_in(part, each.key)
    rows = (
        belonging()
        .filter(wanted, left_at=None, person__released_at=None)
        .distinct()
        .order_by("person__name", "person_id", "organisation__name")
        .values_list("person_id", "person__name", "organisation__name")
    )
    found: dict[UUID, tuple[str, tuple[str, ...]]] = {}
    for key, name, organisation in rows:
        found[key] = (name, (*found.get(key, ("", ()))[1], organisation))
    return found


def fitness_of(
    members: dict[UUID, tuple[str, tuple[str, ...]]], at: datetime, unit: str = "", until: datetime | None = None
) -> list[Fitness]:
    """How each of these stands at a moment, or from then until another one, in their order. Six queries."""
    now, later = duty_course(members, [(at, until), ((until or at) + SOON, None)], unit)
    return [Fitness(key, name, organisations, now[key], later[key]) for key, (name, organisations) in members.items()]


def reports_only(person: UUID) -> bool:
    """Whether all groups that somebody is in, or is to be in, report only: then duty is none of their business."""
    kinds = set(Membership.objects.filter(person=person, left_at=None).values_list("organisation__kind", flat=True))
    return bool(kinds) and kinds <= set(REPORTING)


def seen_among(actor: Actor, persons: Collection[UUID]) -> set[UUID]:
    """Those of these persons whose fitness the actor may see."""
    return set(persons) & set(members_seen(circles_of(actor)))


@dataclass(frozen=True)
class Suspended:
    """A suspension as it stands at a moment. ``by_number``: it was made about somebody else who had this number."""

    row: Suspension
    now: datetime
    by_number: bool = False

    @property
    def in_force(self) -> bool:
        return span_of(self.row).holds(self.now)

    @property
    def end(self) -> datetime | None:
        """When it ends, or did."""
        return span_of(self.row).until

    @property
    def waiting(self) -> bool:
        """Whether it is in force and the second authority has not looked at it."""
        return self.in_force and self.row.reviewed_at is None

    @property
    def overdue(self) -> bool:
        return self.waiting and self.row.review_by is not None and self.row.review_by <= self.now

    @property
    def reviewable(self) -> bool:
        """Whether a review is still possible: until some time after its end."""
        return self.row.reviewed_at is None and (self.end is None or self.now < self.end + REVIEWABLE)

    @property
    def reviewable_until(self) -> datetime | None:
        """Until when one that is over can still be reviewed; ``None`` where it is in force, or no more."""
        return self.end + REVIEWABLE if self.end and self.reviewable and not self.in_force else None

    @property
    def ends_unreviewed(self) -> bool:
        """Whether its end is none that somebody set, but the time after which nobody's silence counts any more."""
        return self.row.reviewed_at is None and self.row.review_by != self.row.until

    @property
    def authority(self) -> "_StrPromise":
        return AUTHORITIES[self.row.authority].words

    @property
    def reviewer(self) -> "_StrPromise":
        return AUTHORITIES[reviewer_of(self.row)].words


def open_suspension(person: UUID, authority: str) -> Suspension | None:
    """The one that an authority made and that holds now."""
    now = timezone.now()
    rows = Suspension.objects.filter(person=person, authority=authority).order_by("made_at")
    return next((each for each in rows if span_of(each).holds(now)), None)


def suspensions_seen(actor: Actor, persons: Collection[UUID]) -> dict[UUID, UUID]:
    """Who of these is suspended now, with the suspension's id, as far as the actor may see it. Three queries."""
    now = timezone.now()
    rows = [each for each in _over(actor).filter(person__in=persons).order_by("-made_at") if span_of(each).holds(now)]
    near = too_near(actor, {each.person_id for each in rows}) if rows else set()
    return {each.person_id: each.pk for each in rows if each.person_id not in near}


def suspended_at(at: datetime) -> QuerySet[Suspension]:
    """The suspensions in force at a moment, whoever asks: to be part of another room's query.

    ``person`` and ``phone_mark`` say whom they keep from duty: a person, and whoever has that number by now.
    """
    lifted = Q(lifted_at=None) | Q(lifted_at__gt=at)
    return Suspension.objects.filter(lifted, made_at__lte=at, until__gt=at)


def unsettled_before(person: UUID, authority: str, now: datetime) -> bool:
    """Whether an authority suspended somebody lately, and the second authority did not agree to it."""
    rows = Suspension.objects.filter(person=person, authority=authority).exclude(upheld=True)
    ends = [span_of(each).until for each in rows]
    return any(end is not None and now < end + REVIEWABLE for end in ends)


def suspensions_of(actor: Actor) -> list[Suspended]:
    """What the authorities see of their area: overdue reviews first, then by when they are due, then what is over.

    Without those of members to whom the actor is too near. Three queries.
    """
    rows = list(_over(actor).select_related("person"))
    near = too_near(actor, {each.person_id for each in rows})
    now = timezone.now()
    found = [Suspended(each, now) for each in rows if each.person_id not in near]
    return sorted(found, key=_urgency)


def own_suspensions(actor: Actor) -> list[Suspended]:
    """The actor's own: those in force and those not long over, the newest first.

    For a template that shows them to their member: who decided is not for them, only in whose name. With those that
    hold for the actor's number: of them no text, for it may have been another person's.
    """
    key = own_key(actor)
    if key is None:
        return []
    now = timezone.now()
    marks = [facts.mark for facts in duty_facts([key]).values()]
    rows = Suspension.objects.filter(Q(person=key) | Q(phone_mark__in=marks)).order_by("-made_at")
    found = [Suspended(each, now, by_number=each.person_id != key) for each in rows]
    return [
        each
        for each in found
        if each.in_force or (not each.by_number and (each.end is None or now < each.end + REVIEWABLE))
    ]


def reviews_waiting(actor: Actor) -> list[Todo]:
    """For the page of the day: whether there is anything for the actor to review."""
    mine = [
        each
        for each in suspensions_of(actor)
        if each.waiting and reviewing_as(actor, each.row) and may_review(actor, each.row).allowed
    ]
    if not mine:
        return []
    late = sum(each.overdue for each in mine)
    words = ngettext(
        "%(number)d penangguhan dari tugas menunggu tinjauan Anda.",
        "%(number)d penangguhan dari tugas menunggu tinjauan Anda.",
        len(mine),
    ) % {"number": len(mine)}
    if late:
        words += " " + ngettext("%d sudah lewat waktunya.", "%d sudah lewat waktunya.", late) % late
    return [Todo(words, reverse("training:suspensions"))]


def _over(actor: Actor) -> QuerySet[Suspension]:
    wanted = Q(pk__in=[])
    for code in SUSPENDING:
        for scope in actor.scopes(AUTHORITIES[code].capability):
            wanted |= inside(scope)
    return Suspension.objects.filter(wanted)


def _urgency(each: Suspended) -> tuple[int, float]:
    far = each.end.timestamp() if each.end else 0
    if each.waiting:
        due = each.row.review_by or each.row.until
        return (0 if each.overdue else 1, due.timestamp())
    return (2, far) if each.in_force else (3, -far)


def _lives_or_serves_in(part: str, organisation: UUID) -> Q:
    """Of one's own unit in a larger partner: by where they live, or by their position in the organisation."""
    below = f"{part}."
    return (
        Q(person__unit=part)
        | Q(person__unit__startswith=below)
        | Q(person__positions__organisation=organisation, person__positions__unit=part)
        | Q(person__positions__organisation=organisation, person__positions__unit__startswith=below)
    )

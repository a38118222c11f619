"""Reading about members."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from rukun.guard import Actor
from rukun.people.access import circles_with, inside, own_circles
from rukun.people.queries.organisations import open_organisations
from rukun.training.access.members import MANAGE, own_key
from rukun.training.algo.fitness import SIGNED_FOR_MONTHS
from rukun.training.algo.growth import BELONGS, GROWTH_MONTHS, members_at, month_ends, month_of
from rukun.training.algo.states import ENDED, SUSPENDED, VERIFIED, standing_at
from rukun.training.content import conduct
from rukun.training.days import end_after
from rukun.training.models import Applicant, CodeSigning, MemberCount, Membership, Partnership
from rukun.training.queries.partners import history_of, spans_of
from rukun.training.ways import WAYS
from rukun.ui.dates import last_day


@dataclass(frozen=True)
class Belonging:
    """A membership as it stands now. ``by_themselves``: the newest state is their own doing."""

    id: UUID
    person: UUID
    name: str
    state: str
    since: datetime
    by_themselves: bool
    accepted: bool
    consented: bool
    organisation: UUID
    organisation_name: str
    unit: str

    @property
    def counts(self) -> bool:
        return self.state in BELONGS


@dataclass(frozen=True)
class Roll:
    """The members of an organisation, by name.

    ``asking`` wait for the board, ``invited`` have not agreed yet. Of who left only the number is told.
    """

    members: list[Belonging]
    asking: list[Belonging]
    invited: list[Belonging]
    left: int
    growth: list[tuple[str, int]]

    @property
    def by_state(self) -> Counter[str]:
        return Counter(each.state for each in self.members)


@dataclass(frozen=True)
class Signed:
    """How somebody stands with the code of conduct: ``""`` never, else when last, and until when that holds."""

    at: datetime | None
    until: datetime | None
    newest: bool

    @property
    def holds(self) -> bool:
        return self.until is not None and timezone.now() < self.until

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, or held."""
        return last_day(self.until) if self.until else None


def takes_members(organisation: UUID) -> bool:
    """Whether an organisation is a verified partner now, or will be once its agreement begins."""
    return standings_of([organisation]).get(organisation) == VERIFIED


def standings_of(organisations: Collection[UUID]) -> dict[UUID, str]:
    """How each of these counts as a partner now: verified if it is one anywhere, else suspended, else ended.

    Absent are those that never were one. Three queries.
    """
    now = timezone.now()
    found: dict[UUID, set[str]] = {}
    for each in Partnership.objects.filter(organisation__in=organisations).prefetch_related("states", "agreements"):
        assert each.organisation_id is not None  # it was asked for
        found.setdefault(each.organisation_id, set()).add(standing_at(history_of(each), spans_of(each), now))
    ranked = {key: [each for each in (VERIFIED, SUSPENDED, ENDED) if each in states] for key, states in found.items()}
    return {key: states[0] for key, states in ranked.items() if states}


def duty_units_of(organisations: Collection[UUID]) -> dict[UUID, list[str]]:
    """The units for which each is a verified partner now of a kind that goes on duty; absent are those of none.

    Three queries.
    """
    now = timezone.now()
    found: dict[UUID, list[str]] = {}
    rows = Partnership.objects.filter(organisation__in=organisations, organisation__closed_at=None)
    for each in rows.prefetch_related("states", "agreements"):
        if WAYS[each.kind].duty and standing_at(history_of(each), spans_of(each), now) == VERIFIED:
            assert each.organisation_id is not None  # it was asked for
            found.setdefault(each.organisation_id, []).append(each.unit)
    return found


def members_among(organisation: UUID, persons: Collection[UUID]) -> set[UUID]:
    """Who of these is a member of an organisation, on leave or not, whoever asks. One query."""
    agreed = Membership.objects.filter(
        organisation=organisation, person__in=persons, left_at=None, accepted_at__isnull=False,
        consented_at__isnull=False, person__released_at=None,
    )  # fmt: skip
    return set(agreed.values_list("person_id", flat=True))


def organisations_seen_by(actor: Actor) -> "QuerySet[Any]":
    """Partners, and groups that were, whose members the actor may see."""
    seen = Q(pk__in=[key for key, _unit in circles_with(actor, MANAGE)])
    for key, unit in own_circles(actor):
        seen |= Q(pk=key, unit=unit)  # a coordinator of a part of it does not see all of it
    for scope in actor.scopes("people.see"):
        seen |= inside(scope)
    known = Partnership.objects.filter(organisation=OuterRef("pk"), agreements__isnull=False)
    return open_organisations().filter(seen, Exists(known))


def roll_of(organisation: UUID) -> Roll:
    """Who belongs to an organisation, who would like to, and how it grew. Three queries, however many they are."""
    found = _with_states(Membership.objects.filter(organisation=organisation, person__released_at=None))
    everybody = list(found.order_by("person__name", "pk"))
    present = [_belonging(each) for each in everybody if each.left_at is None]
    waiting = [each for each in present if not each.counts]
    return Roll(
        members=[each for each in present if each.counts],
        asking=[each for each in waiting if not each.accepted],
        invited=[each for each in waiting if each.accepted],
        left=len(everybody) - len(present),
        growth=_growth(organisation, everybody),
    )


def applicants_of(organisation: UUID) -> list[Applicant]:
    """Who would like to join and has no account, those who asked first before others."""
    return list(Applicant.objects.filter(organisation=organisation).order_by("applied_at", "pk"))


def waiting_for(actor: Actor) -> list[tuple[UUID, str, int]]:
    """Organisations of whose board the actor is, and how many there would like to join: id, name, number."""
    own = {key for key, _unit in circles_with(actor, MANAGE)}
    names = dict(open_organisations().filter(pk__in=own).values_list("pk", "name"))
    asking = Membership.objects.filter(
        organisation__in=own, left_at=None, accepted_at=None, person__released_at=None
    ).values_list("organisation", flat=True)
    counted = Counter([*asking, *Applicant.objects.filter(organisation__in=own).values_list("organisation", flat=True)])
    return [(key, names[key], counted[key]) for key in names if counted[key]]


def memberships_of(person: UUID) -> list[Belonging]:
    """The open memberships of somebody, by organisation. Two queries."""
    found = _with_states(Membership.objects.filter(person=person, left_at=None))
    return [_belonging(each) for each in found.order_by("organisation__name", "pk")]


def membership_now(key: UUID) -> Belonging:
    """One membership as it stands."""
    return _belonging(_with_states(Membership.objects.filter(pk=key)).get())


def signed_by(person: UUID) -> Signed:
    """The newest signing of the code of conduct."""
    newest = CodeSigning.objects.filter(person=person).last()
    if newest is None:
        return Signed(None, None, newest=False)
    return Signed(
        newest.signed_at, end_after(newest.signed_at, SIGNED_FOR_MONTHS), newest=newest.version >= conduct().version
    )


def own_memberships(actor: Actor) -> list[Belonging]:
    """The actor's own open memberships; none for whoever may be somebody else."""
    key = own_key(actor)
    return memberships_of(key) if key else []


def _with_states(found: "QuerySet[Membership]") -> "QuerySet[Membership]":
    return found.select_related("person", "organisation").prefetch_related("states")


def _belonging(membership: Membership) -> Belonging:
    newest = list(membership.states.all())[-1]
    return Belonging(
        id=membership.pk,
        person=membership.person_id,
        name=membership.person.name,
        state=newest.state,
        since=newest.since,
        by_themselves=newest.by == f"person:{membership.person_id}",
        accepted=membership.accepted_at is not None,
        consented=membership.consented_at is not None,
        organisation=membership.organisation_id,
        organisation_name=membership.organisation.name,
        unit=membership.organisation.unit,
    )


def _growth(organisation: UUID, memberships: list[Membership]) -> list[tuple[str, int]]:
    """By month: as it was written when the month was over, else as it can still be counted."""
    counted = dict(MemberCount.objects.filter(organisation=organisation).values_list("month", "active"))
    moments = month_ends(timezone.localtime(), GROWTH_MONTHS)
    histories = [[(state.since, state.state) for state in each.states.all()] for each in memberships]
    return [
        (date_format(moment, "M Y"), number if moment == moments[-1] else counted.get(month_of(moment), number))
        for moment, number in zip(moments, members_at(histories, moments), strict=True)
    ]

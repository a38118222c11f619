"""Who is on duty, for other systems; and one's own nights."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime

from rukun.guard import Actor, ActorRequest, Allowed, Decision, covers, requires, signed_in
from rukun.people.access.own import may_see_own_data
from rukun.people.api import ErrorOut, UnitOrAll, kept_by_nobody
from rukun.roster.access import SEE, watches_seen_by
from rukun.roster.access_living import own_duties
from rukun.roster.queries.on_duty import OnDuty, on_duty

router = Router(tags=["roster"])
router.add_decorator(kept_by_nobody, mode="view")
MOST = 100


class PersonOut(Schema):
    """name is whoever came, before that whoever usually comes; household is empty for a person of their own."""

    name: str
    household: str
    leader: bool
    officer: bool
    checked_in_at: datetime | None


class TurnOut(Schema):
    """A shift at a post that runs at that moment, and whose duty it is there."""

    watch: UUID
    organisation: str
    post: UUID
    name: str
    unit: str
    starts_at: datetime
    ends_at: datetime
    persons: list[PersonOut]


class OnDutyOut(Schema):
    """checked_in counts those who are noted as come. complete: nothing there is hidden from the caller."""

    unit: str
    at: datetime
    complete: bool
    expected: int
    checked_in: int
    turns: list[TurnOut]


class OwnDutyOut(Schema):
    """night is its evening's day, also of a shift after midnight."""

    id: UUID
    organisation: str
    post: str
    unit: str
    night: date
    starts_at: datetime
    ends_at: datetime


class OwnOut(Schema):
    """Those to come and the one that runs, the soonest first; up to 100."""

    duties: list[OwnDutyOut]


def can_see_who_is_on_duty(actor: Actor) -> Decision:
    """Whether there is anywhere that the actor sees who is on duty: officers of an area, members of a watch."""
    anywhere = actor.holds(SEE)
    return Allowed() if anywhere.allowed or (actor.signed_in and watches_seen_by(actor).exists()) else anywhere


@router.get(
    "/on-duty",
    response={200: OnDutyOut, 401: ErrorOut, 403: ErrorOut, 422: ErrorOut},
    summary="Who is on duty at a moment",
)
@requires(can_see_who_is_on_duty)
def on_duty_now(request: ActorRequest, unit: UnitOrAll = "", at: AwareDatetime | None = None) -> OnDutyOut:
    """At the posts of a unit and below it; without at: now. Suspension counts from its very second.

    Needs duty.see over the unit. Whoever keeps or takes part in a watch gets what is of that watch.
    """
    moment = at or timezone.now()
    complete = request.actor.may(SEE, unit).allowed
    found = on_duty(unit, moment)
    if not complete:
        seen = set(watches_seen_by(request.actor).values_list("pk", flat=True))
        scopes = request.actor.scopes(SEE)
        found = [each for each in found if each.watch in seen or any(covers(scope, each.unit) for scope in scopes)]
    return OnDutyOut(
        unit=unit,
        at=moment,
        complete=complete,
        expected=len(found),
        checked_in=sum(each.checked_at is not None for each in found),
        turns=_turns(found),
    )


@router.get("/own", response={200: OwnOut, 401: ErrorOut, 403: ErrorOut}, summary="One's own next nights")
@requires(signed_in, may_see_own_data)
def own(request: ActorRequest) -> OwnOut:
    """For a person signed in; a key is nobody's."""
    rows = (
        own_duties(request.actor)
        .filter(ends_at__gt=timezone.now())
        .select_related("watch__organisation", "shift__post")
        .order_by("starts_at", "pk")
        .distinct()[:MOST]
    )
    return OwnOut(
        duties=[
            OwnDutyOut(
                id=each.pk,
                organisation=each.watch.organisation.name,
                post=each.shift.post.name,
                unit=each.shift.post.unit,
                night=each.night,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
            )
            for each in rows
        ]
    )


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What is wrong with the question, in words."""
    return JsonResponse({"detail": str(error)}, status=error.status)


def _turns(found: list[OnDuty]) -> list[TurnOut]:
    turns: dict[tuple[UUID, datetime], TurnOut] = {}
    for each in found:
        turn = turns.setdefault(
            (each.shift, each.starts_at),
            TurnOut(
                watch=each.watch,
                organisation=each.organisation,
                post=each.post,
                name=each.post_name,
                unit=each.unit,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                persons=[],
            ),
        )
        turn.persons.append(
            PersonOut(
                name=each.expected.name,
                household=each.household,
                leader=each.leader,
                officer=each.officer,
                checked_in_at=each.checked_at,
            )
        )
    return list(turns.values())

"""Situations for other systems: those that the key's owner sees, and what somebody observed there."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions.observing import observe
from rukun.incident.actions.reading import note_read
from rukun.incident.errors import IncidentError
from rukun.incident.kinds import SHORT
from rukun.incident.models import Incident
from rukun.incident.queries.page import observations_of, read, steps_of
from rukun.incident.suspected import refused as numbers_in
from rukun.people.access import inside
from rukun.people.api import ByKey, ErrorOut, Page, UnitOrAll, kept_by_nobody

router = Router(tags=["incidents"])
router.add_decorator(kept_by_nobody, mode="view")
PER_PAGE = 100
ROUNDED = 3
"""Decimals of a degree: about a hundred metres. No system is told the spot, nor its name before two people have read
what others may know of it."""


class IncidentNotThere(IncidentError):
    """Absent, or not for this caller: 404 either way."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Kejadian itu tidak ada, atau tidak dapat Anda lihat. Periksa nomornya."))


class NumbersInIt(IncidentError):
    """A telephone or identity number, or a plate, in words that belong to a place."""

    status = 422

    def __init__(self, words: str) -> None:
        super().__init__(words)


class IncidentOut(Schema):
    """level is "", "PG", "AG" or "GN"; verified says whether a second person of another organisation confirmed it.

    lat and lon are rounded to a hundred metres. due_what: verify, decide, answer, renew, confirm, close, or "".
    """

    id: UUID
    kind: str
    unit: str
    lat: float | None
    lon: float | None
    level: str
    verified: bool
    level_until: datetime | None
    state: str
    lead: str
    happened_at: datetime
    opened_at: datetime
    changed_at: datetime
    due_at: datetime | None
    due_what: str
    closed_at: datetime | None
    closing: str
    version: int


class IncidentsOut(Schema):
    """The most urgent first; up to 100 a page. more: there is a further page."""

    incidents: list[IncidentOut]
    more: bool


class StepOut(Schema):
    """A step of the ladder. what: raised, lowered, renewed, expired. state: waiting, holds, refused, withdrawn."""

    id: UUID
    what: str
    level: str
    before: str
    state: str
    at: datetime
    until: datetime | None
    decided_at: datetime | None


class ObservationOut(Schema):
    """source: seen, told or call. One that was withdrawn says when, and nothing else: nothing rests on it."""

    id: UUID
    source: str
    text: str
    seen_at: datetime
    at: datetime
    withdrawn_at: datetime | None


class WholeOut(IncidentOut):
    """With its steps and what was observed; the summary once a second person has read it. Nobody's name anywhere.

    place, its place by name, is told to a key no sooner than that: until then it is "".
    """

    place: str
    summary: str
    steps: list[StepOut]
    observations: list[ObservationOut]


class ObservationIn(Schema):
    """id is a UUIDv7 of the sender's making: sent again with it, an observation is stored once. Without names."""

    id: UUID
    source: Literal["seen", "told", "call"] = "call"
    text: Annotated[str, Field(max_length=2000)]
    seen_at: AwareDatetime


class ObservedOut(Schema):
    id: UUID


@router.get(
    "",
    response={200: IncidentsOut, 401: ErrorOut, 403: ErrorOut, 422: ErrorOut},
    summary="Situations in a unit and below it",
)
@requires(access.can_see_board)
def incidents(request: ActorRequest, unit: UnitOrAll = "", closed: bool = False, page: Page = 1) -> IncidentsOut:
    """Open ones, or with closed=true those of the last 90 days, the latest first. Needs incidents.see."""
    found = access.incidents_visible_to(request.actor).filter(closed_at__isnull=not closed)
    if unit:
        found = found.filter(inside(unit))
    order = ("-closed_at", "-pk") if closed else ("-urgency", "opened_at", "pk")
    first = (page - 1) * PER_PAGE
    rows = list(found.order_by(*order)[first : first + PER_PAGE + 1])
    return IncidentsOut(
        incidents=[IncidentOut(**_columns(each.at_this_moment())) for each in rows[:PER_PAGE]],
        more=len(rows) > PER_PAGE,
    )


@router.get(
    "/{id}",
    response={200: WholeOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut},
    summary="One situation, with what was observed",
)
@requires(access.can_see_board)
def incident(request: ActorRequest, id: UUID) -> WholeOut:  # noqa: A002  the address says id
    """That it was read stands in the journal."""
    found = _incident(request, id)
    note_read(actor=request.actor, incident=found)
    reviewed = found.reviewed_at is not None
    return WholeOut(
        **_columns(found),
        place=found.place if reviewed or access.person_of(request.actor) else "",
        summary=found.summary if reviewed else "",
        steps=[
            StepOut(
                id=each.pk,
                what=each.what,
                level=SHORT[each.level],
                before=SHORT[each.before],
                state=each.state,
                at=each.at,
                until=each.until,
                decided_at=each.decided_at,
            )
            for each in steps_of(found)
        ],
        observations=[
            ObservationOut(
                id=each.pk,
                source=each.source,
                text="" if each.withdrawn_at else read("Observation", each).get("text", ""),
                seen_at=each.seen_at,
                at=each.at,
                withdrawn_at=each.withdrawn_at,
            )
            for each in observations_of(found)
        ],
    )


@router.post(
    "/{id}/observations",
    auth=ByKey(),
    response={201: ObservedOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 422: ErrorOut},
    summary="Add what was observed",
)
@requires(access.can_see_board, access.can_write_somewhere)
def add_observation(request: ActorRequest, id: UUID, given: ObservationIn) -> Status[ObservedOut]:  # noqa: A002
    """What a radio desk was told: about the place, never about persons; numbers of people are refused (422).

    Needs incidents.write.
    """
    if numbers := numbers_in(given.text):
        raise NumbersInIt(numbers)
    made = observe(
        actor=request.actor,
        incident=_incident(request, id),
        observation_id=given.id,
        source=given.source,
        text=given.text,
        seen_at=given.seen_at,
    )
    return Status(201, ObservedOut(id=made.pk))


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What is wrong with the question, in words."""
    return JsonResponse({"detail": str(error)}, status=error.status)


def _incident(request: ActorRequest, key: UUID) -> Incident:
    found = access.incident_for(request.actor, key)
    if found is None:
        raise IncidentNotThere
    return found


def _columns(row: Incident) -> dict[str, Any]:
    same = (
        "kind", "unit", "verified", "level_until", "state", "lead", "happened_at", "opened_at", "changed_at", "due_at",
        "due_what", "closed_at", "closing", "version",
    )  # fmt: skip
    return {
        "id": row.pk,
        "level": SHORT[row.level],
        "lat": None if row.lat is None else round(row.lat, ROUNDED),
        "lon": None if row.lon is None else round(row.lon, ROUNDED),
        **{name: getattr(row, name) for name in same},
    }

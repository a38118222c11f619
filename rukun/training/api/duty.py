"""Fitness for duty for other systems: a roster asks before it puts somebody on the street."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from rukun.guard import ActorRequest, requires
from rukun.people.api import ByKey, ErrorOut, UnitOrAll, kept_by_nobody
from rukun.training.access.duty import can_see_duty
from rukun.training.algo.fitness import UNKNOWN, Reason
from rukun.training.errors.fitness import EndsBeforeItBegins
from rukun.training.queries.duty import seen_among
from rukun.training.queries.fitness import DutyStatus, TeamStatus, duty_statuses, in_words

router = Router(tags=["training"])
router.add_decorator(kept_by_nobody, mode="view")
MOST = 1000


class DutyIn(Schema):
    """Who is to be on duty, when, and where. Without unit any partnership of theirs will do.

    until is the first moment after the shift: they must be fit from at up to then. Without it: at that one moment.
    """

    persons: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    at: AwareDatetime
    until: AwareDatetime | None = None
    unit: UnitOrAll = ""


class ReasonOut(Schema):
    """about is a course's code or an organisation's name, empty for other reasons."""

    code: str
    about: str
    words: str


class PersonOut(Schema):
    """allowed, or all reasons why not. A person whom the caller may not see is "unknown"."""

    id: UUID
    allowed: bool
    reasons: list[ReasonOut]


class DutyOut(Schema):
    """team_fit: at least two of them are allowed, so that nobody stands alone."""

    persons: list[PersonOut]
    team_fit: bool


@router.post(
    "/duty/check",
    auth=ByKey(),
    response={200: DutyOut, 401: ErrorOut, 403: ErrorOut, 422: ErrorOut},
    summary="Who may go on duty at a moment, or for a shift",
)
@requires(can_see_duty)
def check_duty(request: ActorRequest, asked: DutyIn) -> DutyOut:
    """Needs a key with duty.see over the units in which their organisations are partners. Changes nothing."""
    persons = list(dict.fromkeys(asked.persons))
    seen = seen_among(request.actor, persons)
    if asked.until is not None and asked.until <= asked.at:
        raise EndsBeforeItBegins
    known = duty_statuses([key for key in persons if key in seen], asked.at, asked.unit, asked.until)
    statuses = {key: known.get(key, DutyStatus((Reason(UNKNOWN),))) for key in persons}
    return DutyOut(
        persons=[
            PersonOut(
                id=key,
                allowed=status.allowed,
                reasons=[
                    ReasonOut(code=reason.code, about=reason.about, words=in_words(reason)) for reason in status.reasons
                ],
            )
            for key, status in statuses.items()
        ],
        team_fit=TeamStatus(statuses).fit,
    )

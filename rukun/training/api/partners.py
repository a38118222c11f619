"""The public register of partners for other systems. Nothing of who is in them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from rukun.guard import ActorRequest, public
from rukun.people.api import ErrorOut, UnitOrAll
from rukun.territory import queries as territory
from rukun.territory.errors import NoSuchUnit
from rukun.training.algo.states import ENDED, SUSPENDED, VERIFIED
from rukun.training.errors import TrainingError
from rukun.training.errors.partners import UnknownWay
from rukun.training.queries.partners import register
from rukun.training.ways import WAYS

router = Router(tags=["partners"])

State = Annotated[str, Field(pattern=f"^({VERIFIED}|{SUSPENDED}|{ENDED})?$")]
Page = Annotated[int, Field(ge=1, le=10_000)]
PER_PAGE = 100


class PartnerNotThere(TrainingError):
    """Absent, or never verified: 404 either way."""

    def __init__(self) -> None:
        super().__init__(_("Mitra itu tidak ada dalam daftar. Periksa kodenya."))


class PartnerOut(Schema):
    """kind is a code, words what it is called. state is diverifikasi, ditangguhkan or berakhir.

    It is a partner from since on; until is the first moment at which it is over.
    """

    id: UUID
    name: str
    kind: str
    words: str
    unit: str
    state: str
    since: datetime | None
    until: datetime | None


class PartnersOut(Schema):
    """Up to 100. Pass next as page to go on; null at the end."""

    partners: list[PartnerOut]
    next: int | None


@router.get("", response={200: PartnersOut, 422: ErrorOut}, summary="The register of partners")
@public
def partners(
    request: ActorRequest, unit: UnitOrAll = "", state: State = "", kind: str = "", page: Page = 1
) -> PartnersOut:
    """In a unit and below it. Without state those that have not ended."""
    if kind and kind not in WAYS:
        raise UnknownWay
    if unit and not territory.is_empty() and not territory.exists(unit):
        raise NoSuchUnit(unit)
    start = (page - 1) * PER_PAGE
    found = list(register(unit, state, kind)[start : start + PER_PAGE + 1])
    return PartnersOut(
        partners=[_partner(each) for each in found[:PER_PAGE]], next=page + 1 if len(found) > PER_PAGE else None
    )


@router.get("/{id}", response={200: PartnerOut, 404: ErrorOut}, summary="One partner")
@public
def partner(request: ActorRequest, id: UUID) -> PartnerOut:  # noqa: A002  the address says id
    """Whoever was verified once; one that has ended as long as the register keeps it."""
    found = register().filter(pk=id).first() or register(state=ENDED).filter(pk=id).first()
    if found is None:
        raise PartnerNotThere
    return _partner(found)


def _partner(found: Any) -> PartnerOut:
    return PartnerOut(
        id=found.pk,
        name=found.name,
        kind=found.kind,
        words=str(WAYS[found.kind].words),
        unit=found.unit,
        state=found.standing,
        since=found.begins,
        until=found.ends,
    )

"""People for other systems: the public directory, organisations, who a key is, and ending a position."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.security import HttpBearer

from rukun.guard import Actor, ActorRequest, public, requires, signed_in
from rukun.people import access
from rukun.people.access.own import may_see_own_data
from rukun.people.actions import end_position
from rukun.people.actor import PersonActor
from rukun.people.errors import PeopleError, UnknownKind
from rukun.people.kinds import KINDS
from rukun.people.models import Organisation, Position
from rukun.people.queries.directory import Directory, Seat, directory_of
from rukun.people.queries.organisations import PUBLIC, open_organisations
from rukun.people.signin.keys import KeyActor
from rukun.people.titles import CAPABILITIES, TITLES
from rukun.territory import queries as territory
from rukun.territory.algo.codes import CODE
from rukun.territory.errors import NoSuchUnit


def kept_by_nobody(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a caller who is somebody is told, no cache on the way or in the browser keeps."""

    @wraps(operation)
    def wrapped(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = operation(request, *args, **kwargs)
        if request.actor.signed_in:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return wrapped


router = Router(tags=["people"])
router.add_decorator(kept_by_nobody, mode="view")
Unit = Annotated[str, Field(pattern=f"^{CODE.pattern}$")]
UnitOrAll = Annotated[str, Field(pattern=f"^({CODE.pattern})?$")]
Page = Annotated[int, Field(ge=1, le=10_000)]
PER_PAGE = 100


class NotThere(PeopleError):
    """Absent, or not for this actor to see: 404 either way."""

    def __init__(self) -> None:
        super().__init__(_("Tidak ada, atau tidak dapat Anda lihat. Periksa kodenya."))


class ByKey(HttpBearer):
    """For operations that write. The middleware has looked at the key already."""

    def authenticate(self, request: HttpRequest, token: str) -> KeyActor | None:
        actor = getattr(request, "actor", None)
        return actor if isinstance(actor, KeyActor) else None


class ErrorOut(Schema):
    detail: str


class HolderOut(Schema):
    """name has the rank in front. phone is a work number; phone_of says whose it is where it is an organisation's."""

    name: str
    units: list[str]
    organisation: str
    phone: str
    phone_of: str


class DeskOut(Schema):
    name: str
    unit: str
    phone: str


class OfficeOut(Schema):
    """A public office for a unit. Vacant where nobody holds it now."""

    title: str
    words: str
    unit: str
    vacant: bool
    holders: list[HolderOut]
    desks: list[DeskOut]


class PartOut(Schema):
    code: str
    name: str
    head: OfficeOut | None


class DirectoryOut(Schema):
    """Whom to call for a unit: its offices and those around it, and who heads the units directly below."""

    unit: str
    offices: list[OfficeOut]
    desks: list[DeskOut]
    parts: list[PartOut]


class OrganisationOut(Schema):
    """kind is a code, words what it is called. closed_at is null while it stands."""

    id: UUID
    kind: str
    words: str
    name: str
    unit: str
    work_phone: str
    closed_at: datetime | None


class OrganisationsOut(Schema):
    """Up to 100. Pass next as page to go on; null at the end."""

    organisations: list[OrganisationOut]
    next: int | None


class PositionOut(Schema):
    """until is the first moment at which it is over, null without an end."""

    id: UUID
    title: str
    words: str
    name: str
    rank: str
    unit: str
    work_phone: str
    since: datetime
    until: datetime | None


class PositionsOut(Schema):
    """Up to 100. complete is false where there may be members whom the caller may not see."""

    complete: bool
    positions: list[PositionOut]
    next: int | None


class MeOut(Schema):
    """actor is what the journal writes down. strength is null for a key, else code, invited, word or strong.

    name and positions stay empty for a code alone: the number may have a new holder.
    capabilities are those that open now, by unit; the unit "" is the whole installation.
    """

    actor: str
    name: str
    strength: str | None
    positions: list[PositionOut]
    capabilities: dict[str, list[str]]


class CapabilityOut(Schema):
    """sealed: opens only to a sign-in by passkey or authenticator app."""

    code: str
    words: str
    sealed: bool


class TitleOut(Schema):
    """kinds and levels say where it is held; both empty: anywhere. levels count the parts of a unit's code."""

    code: str
    words: str
    capabilities: list[str]
    kinds: list[str]
    levels: list[int]
    single: bool
    public: bool
    years: int | None
    terms: int | None


class CapabilitiesOut(Schema):
    capabilities: list[CapabilityOut]
    titles: list[TitleOut]


@router.get("/directory/{unit}", response={200: DirectoryOut, 404: ErrorOut}, summary="Whom to call in a unit")
@public
def directory(request: ActorRequest, unit: Unit) -> DirectoryOut:
    """Work numbers alone, as on the page of the same unit."""
    _demand(unit)
    return _directory(directory_of(unit))


@router.get("/organisations", response={200: OrganisationsOut, 404: ErrorOut, 422: ErrorOut}, summary="Organisations")
@public
def organisations(request: ActorRequest, unit: UnitOrAll = "", kind: str = "", page: Page = 1) -> OrganisationsOut:
    """Those that stand, in a unit and below it. Nothing of who is in them."""
    if kind and kind not in KINDS:
        raise UnknownKind(sorted(KINDS))
    _demand(unit)
    found, following = _page(open_organisations(unit, kind), page)
    return OrganisationsOut(organisations=[_organisation(each) for each in found], next=following)


@router.get("/organisations/{id}", response={200: OrganisationOut, 404: ErrorOut}, summary="One organisation")
@public
def organisation(request: ActorRequest, id: UUID) -> OrganisationOut:  # noqa: A002  the address says id
    """A closed one for those alone who may see people there."""
    return _organisation(_organisation_for(request.actor, id))


@router.get(
    "/organisations/{id}/positions", response={200: PositionsOut, 404: ErrorOut}, summary="Who is in an organisation"
)
@public
def positions(request: ActorRequest, id: UUID, page: Page = 1) -> PositionsOut:  # noqa: A002
    """Positions held now: the public ones, and those of units in which the caller may see people."""
    found = _organisation_for(request.actor, id)
    now = timezone.now()
    seen = Q(title__in=PUBLIC)
    if isinstance(request.actor, PersonActor) and may_see_own_data(request.actor).allowed:
        seen |= Q(person=request.actor.person)
    for scope in request.actor.scopes("people.see"):
        seen |= access.inside(scope)
    for key, scope in access.own_circles(request.actor):
        if key == found.pk:
            seen |= access.inside(scope)
    held = (
        Position.objects.filter(seen, organisation=found, since__lte=now, person__released_at=None)
        .exclude(until__lte=now)
        .select_related("person")
        .order_by("unit", "title", "pk")
    )
    shown, following = _page(held, page)
    return PositionsOut(
        complete=access.sees_members(request.actor, found),
        positions=[_position(each) for each in shown],
        next=following,
    )


@router.get("/me", response={200: MeOut, 401: ErrorOut}, summary="Who the caller is, and what that opens now")
@requires(signed_in)
def me(request: ActorRequest) -> MeOut:
    """For a person signed in, and for a key."""
    actor = request.actor
    opened: dict[str, list[str]] = {}
    for code in CAPABILITIES:
        for unit in actor.scopes(code):
            opened.setdefault(unit, []).append(code)
    if isinstance(actor, KeyActor):
        return MeOut(actor=actor.label, name=actor.key.name, strength=None, positions=[], capabilities=opened)
    assert isinstance(actor, PersonActor)
    shown = may_see_own_data(actor).allowed
    return MeOut(
        actor=actor.label,
        name=actor.person.name if shown else "",
        strength=actor.strength.name.lower(),
        positions=[_position(each) for each in actor.positions] if shown else [],
        capabilities=opened,
    )


@router.get("/capabilities", response=CapabilitiesOut, summary="Which title may do what")
@public
def capabilities(request: ActorRequest) -> CapabilitiesOut:
    """The table by which the site itself decides. A title reaches the unit it is held for, and all below it."""
    return CapabilitiesOut(
        capabilities=[
            CapabilityOut(code=each.code, words=str(each.words), sealed=each.sealed) for each in CAPABILITIES.values()
        ],
        titles=[
            TitleOut(
                code=each.code,
                words=str(each.words),
                capabilities=[code for code in CAPABILITIES if code in each.capabilities],
                kinds=list(each.kinds),
                levels=list(each.levels),
                single=each.single,
                public=each.public,
                years=each.years,
                terms=each.terms,
            )
            for each in TITLES.values()
        ],
    )


@router.post(
    "/positions/{id}/end",
    auth=ByKey(),
    response={200: PositionOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 422: ErrorOut},
    summary="End a position now",
)
@requires(access.can_manage_people)
def end(request: ActorRequest, id: UUID) -> PositionOut:  # noqa: A002
    """Needs a key with people.manage over the position's unit. Its rights are gone in that second. Twice is once."""
    found = Position.objects.select_related("person").filter(pk=id).first()
    if found is None or not request.actor.may("people.manage", found.unit).allowed:
        raise NotThere
    end_position(actor=request.actor, position=found)
    found.refresh_from_db(fields=["until"])
    return _position(found)


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What is wrong with the question, in words."""
    return JsonResponse({"detail": str(error)}, status=404 if isinstance(error, NotThere) else 422)


def _demand(unit: str) -> None:
    if unit and not territory.is_empty() and not territory.exists(unit):
        raise NoSuchUnit(unit)


def _organisation_for(actor: Actor, key: UUID) -> Organisation:
    found = access.organisation_for(actor, key)
    if found is None:
        raise NotThere
    return found


def _page(found: Any, page: int) -> tuple[list[Any], int | None]:
    """One page, and the number of the next if there is one."""
    start = (page - 1) * PER_PAGE
    shown = list(found[start : start + PER_PAGE + 1])
    return shown[:PER_PAGE], page + 1 if len(shown) > PER_PAGE else None


def _directory(found: Directory) -> DirectoryOut:
    return DirectoryOut(
        unit=found.unit,
        offices=[_office(seat) for seat in (*found.first, *found.others)],
        desks=[DeskOut.from_orm(desk) for desk in found.desks],
        parts=[
            PartOut(code=part.unit.code, name=part.unit.name, head=_office(part.seat) if part.seat else None)
            for part in found.parts
        ],
    )


def _office(seat: Seat) -> OfficeOut:
    return OfficeOut(
        title=seat.title.code,
        words=str(seat.title.words),
        unit=seat.unit,
        vacant=seat.vacant,
        holders=[HolderOut.from_orm(holder) for holder in seat.holders],
        desks=[DeskOut.from_orm(desk) for desk in seat.desks],
    )


def _organisation(found: Organisation) -> OrganisationOut:
    words = str(KINDS[found.kind].words) if found.kind in KINDS else found.kind
    return OrganisationOut(
        id=found.pk,
        kind=found.kind,
        words=words,
        name=found.name,
        unit=found.unit,
        work_phone=found.work_phone,
        closed_at=found.closed_at,
    )


def _position(found: Position) -> PositionOut:
    return PositionOut(
        id=found.pk,
        title=found.title,
        words=str(TITLES[found.title].words),
        name=found.person.name,
        rank=found.rank,
        unit=found.unit,
        work_phone=found.work_phone,
        since=found.since,
        until=found.until,
    )

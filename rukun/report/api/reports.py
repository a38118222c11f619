"""Reports for other systems: hand one in, and read those that the key's owner may read."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from rukun.guard import ActorRequest, requires
from rukun.people.api import ByKey, ErrorOut, UnitOrAll, kept_by_nobody
from rukun.report.access import can_see_reports, can_write_for_others
from rukun.report.account import account_of
from rukun.report.actions.handling import note_read
from rukun.report.actions.intake import LONGEST_NAME, LONGEST_PLACE, LONGEST_WORDS, Draft
from rukun.report.actions.systems import file_for_system
from rukun.report.errors.base import ReportError
from rukun.report.models import Report
from rukun.report.queries.systems import Owed, ordinary_report, ordinary_reports, owed_about_each

router = Router(tags=["reports"])
router.add_decorator(kept_by_nobody, mode="view")
Code = Annotated[str, Field(max_length=20, pattern=r"^[a-z_]*$")]
State = Literal["received", "coordinated", "working", "awaiting", "reopened", "done", "cannot", "void"]
ROUNDED = 3
"""Decimals of a degree: about a hundred metres, as on the page."""


class ReportNotThere(ReportError):
    """Absent, of a kind that no key opens, or not for this caller: 404 either way."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Laporan itu tidak ada, atau tidak dapat Anda baca. Periksa nomornya."))


class ReportIn(Schema):
    """A report. id is a UUIDv7 of the sender's making: sent again with it, a report is stored once.

    source is who saw it. code is the receipt code (20 digits) if the sender made one; else one is made and told once.
    The place is a unit, a point, or both. happened goes with happened_about now, hour or day. Without phone it is
    anonymous. Violence and complaints (kekerasan, keluhan) are taken from the person alone, at /lapor.
    """

    id: UUID
    source: Literal["resident", "patrol", "officer", "system"]
    category: Code
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""
    unit: UnitOrAll = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    place: Annotated[str, Field(max_length=LONGEST_PLACE)] = ""
    happened: AwareDatetime | None = None
    happened_about: Literal["now", "hour", "day", "unknown"] = "unknown"
    code: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""


class ReceivedOut(Schema):
    """new is false for a report that had been stored before. code is the receipt code that was made here, said once.

    danger: call 110 or 112 first.
    """

    id: UUID
    received: datetime
    new: bool
    unit: str
    danger: bool
    code: str | None


class WrongOut(Schema):
    """field is the part of the question that is wrong, empty if it is none alone."""

    detail: str
    field: str


class OwnerOut(Schema):
    """Who owes an answer: kind organisation or office, and its name in words. Never a person."""

    kind: Literal["organisation", "office"]
    words: str


class LineOut(Schema):
    """A report without words. triage is why it waits for a first look, closing how it ended; empty if it does not.

    happened_about says how exact happened is: now, hour, day or unknown. state, owner, due and confirmed are of what is
    owed about it: due is null while the clock stands, confirmed says who confirmed its end (reporter, office or sample,
    of earlier ones also desk; unconfirmed if nobody did; void if it fell away). Of a report that was merged they are
    those of merged_into.
    """

    id: UUID
    category: str
    unit: str
    source: str
    channel: str
    received: datetime
    happened: datetime | None
    happened_about: str
    anonymous: bool
    danger: bool
    triage: str
    first_read: datetime | None
    closed: datetime | None
    closing: str
    state: str
    owner: OwnerOut | None
    due: datetime | None
    confirmed: str
    merged_into: UUID | None
    priority: int


class ReportOut(LineOut):
    """The point is rounded to about a hundred metres. summary is a handler's words for others."""

    words: str
    place: str
    lat: float | None
    lon: float | None
    summary: str


class ReportsOut(Schema):
    """Up to 100, newest first. Pass older as before to go on; null at the end."""

    reports: list[LineOut]
    older: UUID | None


@router.post(
    "",
    auth=ByKey(),
    response={
        200: ReceivedOut,
        201: ReceivedOut,
        400: ErrorOut,
        401: ErrorOut,
        403: ErrorOut,
        409: WrongOut,
        422: WrongOut,
    },
    summary="Hand in a report",
)
@requires(can_write_for_others)
def hand_in(request: ActorRequest, report: ReportIn) -> Status[ReceivedOut]:
    """Needs a key with reports.write over the place. 201 when it is stored, 200 when it had been stored before."""
    given = report.dict()
    source = given.pop("source")
    draft = Draft(**given, anonymous=not report.phone.strip())
    sent = file_for_system(actor=request.actor, draft=draft, source=source)
    received = ReceivedOut(
        id=sent.report.pk,
        received=sent.report.received_at,
        new=sent.new,
        unit=sent.report.unit,
        danger=sent.report.danger,
        code=sent.code or None,
    )
    return Status(201 if sent.new else 200, received)


@router.get(
    "",
    response={200: ReportsOut, 401: ErrorOut, 403: ErrorOut, 422: ErrorOut},
    summary="Reports, without their words",
)
@requires(can_see_reports)
def reports(
    request: ActorRequest,
    unit: UnitOrAll = "",
    category: Code = "",
    state: State | None = None,
    overdue: bool = False,
    before: UUID | None = None,
) -> ReportsOut:
    """Those that the caller may read, in a unit and below it. Complaints and protected reports are never among them.

    With state or overdue, merged reports are left out: the one that they were merged into stands for them. A key reads:
    it never closes, confirms or hands over anything.
    """
    found, older = ordinary_reports(
        request.actor, unit=unit, category=category, state=state or "", overdue=overdue, before=before
    )
    owed = owed_about_each(found)
    return ReportsOut(reports=[LineOut(**_line(each, owed.get(each.pk))) for each in found], older=older)


@router.get(
    "/{id}",
    response={200: ReportOut, 401: ErrorOut, 403: ErrorOut, 404: WrongOut, 422: ErrorOut},
    summary="One report",
)
@requires(can_see_reports)
def report(request: ActorRequest, id: UUID) -> ReportOut:  # noqa: A002  the address says id
    """That it was read stands in the journal. Who reported, the exact place and the words of its steps are not told.

    A key never closes, confirms or hands over anything.
    """
    found = ordinary_report(request.actor, id)
    if found is None:
        raise ReportNotThere
    note_read(actor=request.actor, report=found)
    account = account_of(found)
    return ReportOut(
        **_line(found, owed_about_each([found]).get(found.pk)),
        words=account.words,
        place=account.place,
        lat=None if account.lat is None else round(account.lat, ROUNDED),
        lon=None if account.lon is None else round(account.lon, ROUNDED),
        summary=found.summary,
    )


def _line(report: Report, owed: Owed | None) -> dict[str, Any]:
    return {
        "id": report.pk,
        "category": report.category,
        "unit": report.unit,
        "source": report.source,
        "channel": report.channel,
        "received": report.received_at,
        "happened": report.happened_at,
        "happened_about": report.happened_about,
        "anonymous": report.anonymous,
        "danger": report.danger,
        "triage": report.triage,
        "first_read": report.first_read_at,
        "closed": report.closed_at,
        "closing": report.closing,
        "state": owed.commitment.state if owed else "",
        "owner": OwnerOut(kind="office" if owed.owner.title else "organisation", words=owed.words) if owed else None,
        "due": owed.commitment.due_at if owed else None,
        "confirmed": owed.commitment.closing if owed else "",
        "merged_into": report.merged_into_id,
        "priority": report.priority,
    }

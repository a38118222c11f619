"""The one way in. Every channel calls ``file_report``; sent again, a report is stored once and answered the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import h3
from django.db import IntegrityError
from django.utils import timezone

from rukun import seal
from rukun.geo.coordinates import NotAPoint, Point, point
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of
from rukun.people.kinds import DISTRICT
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.people.queries.organisations import organisation_exists
from rukun.report.account import Account, Reachable, seal_account, seal_contact
from rukun.report.actions import alerting
from rukun.report.actions.booking import unit_of
from rukun.report.actions.owing import owe
from rukun.report.actions.prioritising import prioritise_one
from rukun.report.algo import codes
from rukun.report.algo.danger import speaks_of_danger_anyhow
from rukun.report.algo.proofs import digest
from rukun.report.categories import CATEGORIES, Category
from rukun.report.complaints import SUBJECTS
from rukun.report.errors.base import ReportError
from rukun.report.errors.intake import (
    BadCode,
    BadId,
    BadPhone,
    BadTime,
    GoesElsewhere,
    InTheFuture,
    NameTooLong,
    NoPhone,
    NoPlace,
    NoWords,
    OutsideTerritory,
    PlaceTooLong,
    Taken,
    TooLongAgo,
    UnknownCategory,
    UnknownOrganisation,
    UnknownSource,
    UnknownSubject,
    WordsTooLong,
)
from rukun.report.models import Contact, Report
from rukun.report.sources import CHANNELS, SOURCES
from rukun.report.verbs import REPORT_RECEIVED
from rukun.territory import queries as territory

LONGEST_WORDS, LONGEST_PLACE, LONGEST_NAME = 4000, 200, 120
CLOCKS_DIFFER = timedelta(minutes=15)
OLDEST = timedelta(days=366)
STILL_GOING_ON = timedelta(hours=3)
RESOLUTION = 9
"""Of H3: cells of about 0.1 km², some 200 m from middle to edge."""
ABOUT = ("now", "hour", "day", "unknown")


@dataclass(frozen=True)
class Draft:
    """A report as it is sent. ``id`` (UUIDv7) and ``code`` (see ``algo.codes``) are made by whoever sends it.

    The place is a unit, a point, or both: a unit that somebody chose is believed before a point. ``happened_about``
    says how exact ``happened`` is: "now", "hour", "day", "unknown". Without ``phone`` the report is anonymous.
    ``subject`` and ``organisation`` belong to complaints.
    """

    id: UUID
    code: str
    category: str
    unit: str = ""
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    happened: datetime | None = None
    happened_about: str = "unknown"
    words: str = ""
    name: str = ""
    phone: str = ""
    anonymous: bool = True
    subject: str = ""
    organisation: UUID | None = None


@dataclass(frozen=True)
class Filed:
    """``new`` is false where the very same report had been stored before."""

    report: Report
    new: bool


def file_report(*, actor: Actor, draft: Draft, source: str, channel: str, triage: str = "") -> Filed:
    """Store a report. ``triage`` ("flood", "spam") puts it before a first look; nothing is ever refused for that.

    The journal tells that one came, see ``booking``. Raises ``ReportError`` where something is missing or cannot be;
    ``Taken`` where id or code belong to another report.
    """
    if source not in SOURCES or channel not in CHANNELS:
        raise UnknownSource
    code = codes.read(draft.code)
    if not code:
        raise BadCode
    if draft.id.version != 7:
        raise BadId
    receipt = seal.mark("receipt", code)
    try:
        category = _category(draft)
        report = _row(draft, category, receipt, code)
        contact = _contact(draft, category)
    except ReportError:
        if known := _known(draft.id, receipt):
            return known  # it was right when it came
        raise
    report.source, report.channel, report.triage = source, channel, triage
    report.anonymous = contact is None
    try:
        with journal.atomic():
            owe(report, report.received_at)
            report.save(force_insert=True)
            prioritise_one(report=report)
            if contact is not None:
                Contact.objects.create(report=report, content=seal_contact(contact, report.pk))
            alerting.received(report=report, by=actor)
            journal.record(
                REPORT_RECEIVED,
                actor=actor,
                unit=unit_of(report),
                about=("report", report.pk),
                codes={"digest": report.digest},
            )
    except IntegrityError:
        if known := _known(draft.id, receipt):
            return known  # sent again
        raise Taken from None
    return Filed(report, new=True)


def unit_meant(draft: Draft) -> str:
    """The unit in which a report will lie, also where it brings a point alone; ``""`` if ``file_report`` refuses it."""
    try:
        return _unit(draft, _point(draft))
    except ReportError:
        return ""


def filed_values(
    report_id: UUID, category: str, unit: str, account: Account, happened: datetime | None
) -> dict[str, object]:
    """What the digest of a proof is over: enough to show that these words were filed."""
    return {
        "id": str(report_id),
        "category": category,
        "unit": unit,
        "words": account.words,
        "place": account.place,
        "lat": account.lat,
        "lon": account.lon,
        "happened": happened.astimezone(UTC).isoformat() if happened else None,
    }


def salt_of(code: str) -> str:
    """The salt of a proof: follows from the code and a key, so that nothing of it is stored."""
    return seal.mark("proof", code)


def _known(key: UUID, receipt: str) -> Filed | None:
    found = Report.objects.filter(pk=key).first()
    if found is None:
        return None
    if found.receipt != receipt:
        raise Taken
    return Filed(found, new=False)


def _category(draft: Draft) -> Category:
    category = CATEGORIES.get(draft.category)
    if category is None:
        raise UnknownCategory
    if category.kind == "elsewhere":
        raise GoesElsewhere
    if category.kind == "complaint":
        subject = SUBJECTS.get(draft.subject)
        if subject is None:
            raise UnknownSubject
        if not subject.readers:
            raise GoesElsewhere
        if draft.organisation is not None and not organisation_exists(draft.organisation):
            raise UnknownOrganisation
    return category


def _row(draft: Draft, category: Category, receipt: str, code: str) -> Report:
    words, place = draft.words.strip(), draft.place.strip()
    if category.needs_words and len(words) < 3:
        raise NoWords
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong(LONGEST_WORDS)
    if len(place) > LONGEST_PLACE:
        raise PlaceTooLong(LONGEST_PLACE)
    happened = _when(draft)
    here = _point(draft)
    unit = _unit(draft, here)
    account = Account(words, place, here.lat if here else None, here.lon if here else None)
    complaint = category.kind == "complaint"
    return Report(
        id=draft.id,
        receipt=receipt,
        category=category.code,
        subject=draft.subject if complaint else "",
        organisation_id=draft.organisation if complaint else None,
        unit=unit,
        area=chain_of(unit),
        cell=h3.str_to_int(h3.latlng_to_cell(here.lat, here.lon, RESOLUTION)) if here else None,
        happened_at=happened,
        happened_about=draft.happened_about,
        received_at=timezone.now().replace(microsecond=0),
        danger=is_dangerous(category, draft.happened_about, happened, words),
        account=seal_account(account, draft.id),
        digest=digest(salt_of(code), filed_values(draft.id, category.code, unit, account, happened)),
    )


def is_dangerous(category: Category, happened_about: str, happened: datetime | None, words: str) -> bool:
    """Whether "Hubungi 110 / 112 dulu" is to be shown before anything else.

    Words of a fight that was over yesterday, or in a proposal, call nobody.
    """
    if category.danger == "always" or (category.danger == "ask" and happened_about == "now"):
        return True
    over = happened is not None and happened < timezone.now() - STILL_GOING_ON
    return category.timed and happened_about != "day" and not over and speaks_of_danger_anyhow(words)


def _when(draft: Draft) -> datetime | None:
    if draft.happened_about not in ABOUT or (draft.happened is not None and timezone.is_naive(draft.happened)):
        raise BadTime
    now = timezone.now()
    if draft.happened_about == "unknown":
        return None
    if draft.happened is None:
        if draft.happened_about != "now":
            raise BadTime
        return now.replace(second=0, microsecond=0)
    if draft.happened > now + CLOCKS_DIFFER:
        raise InTheFuture
    if draft.happened < now - OLDEST:
        raise TooLongAgo
    return min(draft.happened, now).replace(second=0, microsecond=0)


def _point(draft: Draft) -> Point | None:
    if draft.lat is None or draft.lon is None:
        return None
    try:
        return point(draft.lat, draft.lon)
    except NotAPoint:
        raise OutsideTerritory from None


def _unit(draft: Draft, here: Point | None) -> str:
    """Nobody reads the reports of more than a kecamatan: where it is has to be said nearer."""
    if draft.unit:
        if not territory.exists(draft.unit):
            raise OutsideTerritory
        unit = draft.unit
    elif here is None:
        raise NoPlace
    else:
        units = territory.units_at(here)
        if not units:
            raise OutsideTerritory
        unit = units[-1].code
    if unit.count(".") + 1 < DISTRICT:
        raise NoPlace
    return unit


def _contact(draft: Draft, category: Category) -> Reachable | None:
    if draft.anonymous:
        return None
    name = draft.name.strip()
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    if not draft.phone.strip():
        raise NoPhone
    try:
        return Reachable(name, normalise(draft.phone))
    except NotAPhoneNumber as error:
        raise BadPhone(str(error)) from None

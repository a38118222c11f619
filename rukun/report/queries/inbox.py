"""Reading for those who handle reports, and for partners' members, who see outlines alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from rukun.geo.coordinates import Point
from rukun.guard import Actor, covers
from rukun.people.access import inside
from rukun.report import access
from rukun.report.account import Account
from rukun.report.actions.keeping import AT_THE_LATEST
from rukun.report.categories import CATEGORIES, ORDINARY, Category
from rukun.report.models import Message, Report
from rukun.report.queries import aside
from rukun.report.queries.photos import numbers_of
from rukun.territory import pictures
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.drawing import Mark, Picture
from rukun.training.queries.partners import register

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIRST_LOOKS = 10
"""How many that wait for a first look stand above the list."""
WARNED = 30
"""How many days before an open report is erased its handlers are told."""
ROUNDED = 3
"""Decimals of a degree that readers see: about a hundred metres."""

UNREAD, ANSWERED, TRIAGE, READ, SET_ASIDE, WITHDRAWN, EXPIRING = (
    "belum-dibaca",
    "ada-jawaban",
    "periksa-dulu",
    "dibaca",
    "disisihkan",
    "ditarik",
    "segera-terhapus",
)
STATES: "dict[str, _StrPromise]" = {
    UNREAD: _("Belum dibaca petugas"),
    ANSWERED: _("Ada jawaban yang belum dibaca"),
    TRIAGE: _("Menunggu pemeriksaan awal"),
    READ: _("Sudah dibaca petugas"),
    SET_ASIDE: _("Disisihkan: bukan laporan"),
    WITHDRAWN: _("Ditarik oleh pelapornya"),
    EXPIRING: _("Segera terhapus: setahun tidak ditutup"),
}


@dataclass(frozen=True)
class Line:
    """A report in a list: nothing of its words. ``uncovered`` of its photos wait for a handler to cover faces."""

    report: Any
    category: Category
    photos: int
    uncovered: int

    @property
    def age(self) -> str:
        """How long it has been here, empty for less than a minute."""
        received = self.report.received_at
        return timesince(received, depth=1) if timezone.now() - received >= timedelta(minutes=1) else ""

    @property
    def urgent(self) -> bool:
        return bool(self.report.urgent)

    @property
    def answered(self) -> bool:
        return bool(self.report.answered)

    @property
    def by_others(self) -> bool:
        return bool(self.report.by_others)


@dataclass(frozen=True)
class Outline:
    """What a partner's member knows of a report."""

    category: Category
    rw: str
    day: date
    summary: str


def reports_for(actor: Actor, unit: str = "", category: str = "", state: str = "") -> QuerySet[Report]:
    """The reports that the actor may read: those that speak of danger and are unread, then the newest first.

    Each with ``urgent``: such a one, ``answered``: an answer nobody has read, and ``by_others``: read by few, and set
    aside by another of them. Without ``state`` those that are open and need no first look, and those that another set
    aside.
    """
    visible = access.reports_visible_to(actor).defer("account")  # a list needs nothing of what is sealed
    others = ExpressionWrapper(aside.by_others(actor), output_field=BooleanField())
    urgent = ExpressionWrapper(Q(danger=True, first_read_at=None, closed_at=None), output_field=BooleanField())
    found = visible.annotate(answered=Exists(unread_answers()), by_others=others, urgent=urgent)
    found = found.order_by("-urgent", "-received_at", "-pk")
    if unit:
        found = found.filter(inside(unit))
    if category:
        found = found.filter(category=category)
    if state in (SET_ASIDE, WITHDRAWN):
        return found.filter(closing={SET_ASIDE: aside.SPAM, WITHDRAWN: "withdrawn"}[state])
    if state == ANSWERED:
        return found.filter(answered=True).filter(Q(closed_at=None, triage="") | Q(closing=aside.SPAM))
    if not state:
        return found.filter(~held() & Q(closed_at=None) | Q(by_others=True))
    found = found.filter(closed_at=None)
    if state == EXPIRING:
        return found.filter(received_at__lte=expiring_from())
    if state == TRIAGE:
        return found.filter(held())
    found = found.filter(~held())
    return found.filter(first_read_at__isnull=state == UNREAD)


def lines_of(reports: Collection[Report]) -> list[Line]:
    """These reports as rows, from ``reports_for``. One query."""
    photos = numbers_of([each.pk for each in reports])
    return [Line(each, CATEGORIES[each.category], *photos.get(each.pk, (0, 0))) for each in reports]


def handled_by(actor: Actor) -> QuerySet[Report]:
    """The reports that wait for somebody and are the actor's to handle, as ``access.may_handle`` says of each.

    That are the open ones; of those set aside, the ones to which whoever reported objected, unread, and those that few
    people read and another of them set aside.
    """
    ordinary = Q(pk__in=[])
    for scope in actor.scopes("reports.handle"):
        ordinary |= inside(scope)
    waits = Q(closed_at=None) | Q(Exists(unread_answers()), closing=aside.SPAM) | aside.by_others(actor)
    return access.reports_visible_to(actor).filter(waits, ~Q(category__in=ORDINARY) | ordinary)


def held() -> Q:
    """Waits for a first look. What few people read does so only once it was read: until then it is new to them."""
    return ~Q(triage="") & (Q(category__in=ORDINARY) | Q(first_read_at__isnull=False))


def expiring_from() -> datetime:
    """Open reports that came before this are erased within ``WARNED`` days."""
    return timezone.now() - AT_THE_LATEST + timedelta(days=WARNED)


def unread_answers() -> QuerySet[Message]:
    """Answers to the report of the query around it that no handler has read."""
    return Message.objects.filter(report=OuterRef("pk"), from_reporter=True, read_at=None)


# Where it was.


def place_of(report: Report, account: Account, *, exact: bool = False) -> tuple[Picture | None, Point | None]:
    """A map of the report's unit with the point on it, and the point: rounded unless ``exact`` is asked for."""
    here = point_of(account)
    if here is None:
        return pictures.map_of(report.unit), None
    if not exact:
        here = Point(round(here.lat, ROUNDED), round(here.lon, ROUNDED))
    label = _("letak tepat") if exact else _("kira-kira di sini")
    return pictures.map_of(report.unit, marks=[Mark(here.lat, here.lon, "point", str(label))]), here


def point_of(account: Account) -> Point | None:
    return None if account.lat is None or account.lon is None else Point(account.lat, account.lon)


def lies_outside(report: Report, account: Account) -> bool:
    """Whether the point is not in the unit that was chosen, as far as outlines are known."""
    here = point_of(account)
    if here is None:
        return False
    found = territory.units_at(here)
    return not found or not (covers(report.unit, found[-1].code) or covers(found[-1].code, report.unit))


# Of whom somebody complains.


def partner_choices(unit: str) -> list[tuple[str, str]]:
    """The groups that are partners around a unit, also suspended ones: for whoever says of which one a member is."""
    found = {
        str(each.organisation_id): each.name
        for each in register(codes.up_to(unit, codes.KELURAHAN))
        if each.organisation_id and each.organisation.closed_at is None
    }
    return sorted(found.items(), key=lambda each: each[1])


# Outlines.


def outlines_for(actor: Actor) -> QuerySet[Report]:
    """The reports whose outline the actor sees, the newest first, without what is sealed in them."""
    return (
        access.outlined(actor)
        .filter(closed_at=None)
        .only("category", "unit", "received_at", "summary")
        .order_by("-received_at", "-pk")
    )


def outline_of(report: Report) -> Outline:
    return Outline(
        CATEGORIES[report.category], codes.up_to(report.unit, codes.RW), _day(report.received_at), report.summary
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()

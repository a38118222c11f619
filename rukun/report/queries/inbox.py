"""Reading for those who handle reports, and for partners' members, who see outlines alone.

What is chosen stands here; how the list is put together, quickly whatever its length, in ``listing``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.commitment.algo import states
from rukun.commitment.algo.stages import REMINDED as STAGE_REMINDED
from rukun.commitment.owners import Owner
from rukun.commitment.queries import CLAIM, Claim, whose
from rukun.evidence.queries import number_at
from rukun.geo.coordinates import Point
from rukun.guard import Actor, covers
from rukun.people.access import inside
from rukun.people.titles import TITLES
from rukun.report import access
from rukun.report.account import Account
from rukun.report.actions.keeping import AT_THE_LATEST
from rukun.report.algo.priority import HIGH, MIDDLE
from rukun.report.categories import CATEGORIES, ORDINARY, Category
from rukun.report.models import Message, Report
from rukun.report.queries import aside
from rukun.territory import pictures
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.drawing import Mark, Picture
from rukun.training.queries.partners import register

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WARNED = 30
"""How many days before an open report is erased its handlers are told."""
ROUNDED = 3
"""Decimals of a degree that readers see: about a hundred metres."""
SOON = timedelta(days=2)
AT = "commitment__"

UNREAD, ANSWERED, TRIAGE, READ, SET_ASIDE, WITHDRAWN, EXPIRING = (
    "belum-dibaca",
    "ada-jawaban",
    "periksa-dulu",
    "dibaca",
    "disisihkan",
    "ditarik",
    "segera-terhapus",
)
DANGER, OVERDUE, TODAY, DUE_SOON, AWAITING, REOPENED = (
    "tanda-bahaya",
    "terlambat",
    "hari-ini",
    "segera",
    "menunggu-konfirmasi",
    "dibuka-lagi",
)
REMINDED, UNANSWERED, UNCOVERED, EVER_REOPENED = (
    "tenggat-dekat",
    "belum-dijawab",
    "bukti-belum-ditutupi",
    "pernah-dibuka-lagi",
)
MINE, OFFERED, TO_CONFIRM, DRAWN = ("milik-saya", "ditawarkan", "pastikan", "terpilih")
DONE, CANNOT, UNCONFIRMED, MERGED = ("selesai", "tidak-dapat", "tanpa-konfirmasi", "digabung")
STATES: "dict[str, _StrPromise]" = {
    DANGER: _("Tanda bahaya yang belum dibaca"),
    UNREAD: _("Belum dibaca petugas"),
    ANSWERED: _("Ada jawaban yang belum dibaca"),
    TRIAGE: _("Menunggu pemeriksaan awal"),
    READ: _("Sudah dibaca petugas"),
    OVERDUE: _("Terlambat"),
    TODAY: _("Jatuh tempo hari ini"),
    DUE_SOON: _("Jatuh tempo dalam dua hari"),
    REMINDED: _("Tenggat segera lewat, bukan hari ini"),
    UNANSWERED: _("Baru, belum dijawab penanggung jawabnya"),
    AWAITING: _("Menunggu konfirmasi"),
    UNCOVERED: _("Foto bukti menunggu ditutupi"),
    REOPENED: _("Dibuka lagi, belum dibuktikan lagi"),
    EVER_REOPENED: _("Pernah dibuka lagi"),
    EXPIRING: _("Segera terhapus: setahun tidak ditutup"),
    MINE: _("Tanggung jawab instansi saya"),
    OFFERED: _("Ditawarkan kepada kami"),
    TO_CONFIRM: _("Perlu saya pastikan"),
    DRAWN: _("Terpilih untuk diperiksa"),
    DONE: _("Selesai"),
    CANNOT: _("Tidak dapat dikerjakan"),
    UNCONFIRMED: _("Ditutup tanpa konfirmasi"),
    MERGED: _("Digabung dengan laporan lain"),
    SET_ASIDE: _("Disisihkan: bukan laporan"),
    WITHDRAWN: _("Ditarik oleh pelapornya"),
}
"""In the order in which they are offered: what is open, what waits for the reader, what is over."""
FIRST_OF_OWN, FIRST_OF_OVER = MINE, DONE
OVER = (DONE, CANNOT, UNCONFIRMED, SET_ASIDE, WITHDRAWN)
LEVELS: "dict[str, _StrPromise]" = {"tinggi": _("Tinggi"), "sedang": _("Sedang"), "biasa": _("Biasa")}
BY_DUE, BY_ARRIVAL, BY_PRIORITY = "tenggat", "terbaru", "prioritas"
ORDERS: "dict[str, _StrPromise]" = {
    BY_DUE: _("Tenggat terdekat"),
    BY_ARRIVAL: _("Terbaru"),
    BY_PRIORITY: _("Prioritas tertinggi"),
}
BY_CLOSING = "ditutup"
"""How what is over is put, whatever was asked for: the last closed first."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the list. All may stay empty; codes are those of the tables above."""

    unit: str = ""
    category: str = ""
    state: str = ""
    owner: Owner | None = None
    mine: bool = False
    level: str = ""
    order: str = ""

    @property
    def by(self) -> str:
        """The order in which it is really put: by due time only what has one."""
        if self.state in OVER:
            return BY_CLOSING
        if self.state in (ANSWERED, TRIAGE, EXPIRING, MERGED):
            return BY_PRIORITY if self.order == BY_PRIORITY else BY_ARRIVAL
        return self.order or BY_DUE

    @property
    def with_tops(self) -> bool:
        """Whether what cannot wait stands above the rest."""
        return not (self.state or self.owner or self.mine or self.level)


@dataclass(frozen=True)
class Outline:
    """What a partner's member knows of a report."""

    category: Category
    rw: str
    day: date
    summary: str


def reports_for(actor: Actor, **wanted: Any) -> QuerySet[Report]:
    """The reports that the actor may read and that are looked for, the newest first, without what is sealed.

    ``wanted`` are fields of ``Wanted``. Without ``state`` those that are open, need no first look and were not merged
    into another; and those that somebody else set aside lately.
    """
    return chosen(actor, Wanted(**wanted)).defer("account").order_by("-received_at", "-pk")


def chosen(actor: Actor, wanted: Wanted) -> QuerySet[Report]:
    """The reports that the actor may read and that are looked for, in no order."""
    state = wanted.state
    if not state:
        meant = in_hand() | aside.by_others_of_few(actor)
    else:
        meant = in_hand() & OF_OPEN[state](actor) if state in OF_OPEN else OF_ALL[state](actor)
    return narrowed(actor, wanted).filter(meant)


def narrowed(actor: Actor, wanted: Wanted) -> QuerySet[Report]:
    """The same in whatever state."""
    found = access.reports_visible_to(actor)
    if wanted.unit:
        found = found.filter(inside(wanted.unit))
    if wanted.category:
        found = found.filter(category=wanted.category)
    if wanted.owner:
        found = found.filter(whose.owned_by_this(wanted.owner, AT))
    if wanted.mine:
        found = found.filter(whose.owned_by(actor, AT))
    if wanted.level == "tinggi":
        found = found.filter(priority__gte=HIGH)
    elif wanted.level:
        found = found.filter(priority__lt=MIDDLE if wanted.level == "biasa" else HIGH)
        found = found if wanted.level == "biasa" else found.filter(priority__gte=MIDDLE)
    return found


def in_hand() -> Q:
    """Open, looked at first where that was needed, and not merged into another."""
    return Q(closed_at=None, merged_into=None) & ~held()


OF_OPEN: dict[str, Callable[[Actor], Q]] = {
    DANGER: lambda _actor: Q(first_read_at=None, danger=True),
    UNREAD: lambda _actor: Q(first_read_at=None),
    READ: lambda _actor: Q(first_read_at__isnull=False),
    OVERDUE: lambda _actor: Q(commitment__due_at__lt=timezone.now()),
    TODAY: lambda _actor: Q(commitment__due_at__gte=timezone.now(), commitment__due_at__lt=tomorrow()),
    DUE_SOON: lambda _actor: Q(commitment__due_at__gte=timezone.now(), commitment__due_at__lte=timezone.now() + SOON),
    REMINDED: lambda _actor: Q(commitment__stage=STAGE_REMINDED, commitment__due_at__gte=tomorrow()),
    UNANSWERED: lambda actor: new_to_owner() & ~(Q(first_read_at=None) & handled(actor)),
    AWAITING: lambda _actor: Q(commitment__state=states.AWAITING),
    UNCOVERED: lambda _actor: Q(Exists(_uncovered_proofs()), commitment__state=states.AWAITING),
    REOPENED: lambda _actor: Q(commitment__reopened__gt=0, commitment__state__in=states.OWNERS_TURN),
    EVER_REOPENED: lambda _actor: Q(commitment__reopened__gt=0),
    MINE: lambda actor: whose.owned_by(actor, AT),
    OFFERED: lambda actor: whose.offered(actor, AT),
    TO_CONFIRM: lambda actor: whose.confirmable_by(actor, AT),
    DRAWN: lambda actor: whose.confirmable_by(actor, AT) & whose.drawn(AT),
}
"""What these states mean, of what is ``in_hand``."""
OF_ALL: dict[str, Callable[[Actor], Q]] = {
    ANSWERED: lambda _actor: Q(Exists(unread_answers())) & (Q(closed_at=None, triage="") | Q(closing=aside.SPAM)),
    TRIAGE: lambda _actor: Q(closed_at=None) & held(),
    EXPIRING: lambda _actor: Q(closed_at=None, received_at__lte=expiring_from()),
    DONE: lambda _actor: Q(commitment__state=states.DONE, merged_into=None),
    CANNOT: lambda _actor: Q(commitment__state=states.CANNOT, merged_into=None),
    UNCONFIRMED: lambda _actor: Q(commitment__closing="unconfirmed", merged_into=None),
    MERGED: lambda _actor: Q(merged_into__isnull=False),
    SET_ASIDE: lambda _actor: Q(closing=aside.SPAM),
    WITHDRAWN: lambda _actor: Q(closing="withdrawn"),
}
"""What those mean of which there are others than open ones. Of what is merged only the answers stand by themselves."""


def key_of(owner: Owner) -> str:
    """How an owner is named in an address."""
    return str(owner.organisation) if owner.organisation else f"{owner.title}@{owner.unit}"


def owner_with(key: str) -> Owner | None:
    """The owner with that name; ``None`` for what cannot be one. An organisation comes without its seat."""
    title, at, unit = key.partition("@")
    if at:
        return Owner(unit, title=title) if title in TITLES and (not unit or codes.CODE.fullmatch(unit)) else None
    try:
        return Owner("", organisation=UUID(key))
    except ValueError:
        return None


def handled_by(actor: Actor) -> QuerySet[Report]:
    """The reports that wait for somebody and are the actor's to handle, as ``access.may_handle`` says of each.

    That are the open ones; of those set aside, the ones to which whoever reported objected, unread, and those that
    somebody else set aside lately.
    """
    waits = Q(closed_at=None) | Q(Exists(unread_answers()), closing=aside.SPAM) | aside.by_others(actor)
    return access.reports_visible_to(actor).filter(waits, handled(actor))


def handled(actor: Actor) -> Q:
    """Of what the actor reads, that which they handle."""
    ordinary = Q(pk__in=[])
    for scope in actor.scopes("reports.handle"):
        ordinary |= inside(scope)
    return ~Q(category__in=ORDINARY) | ordinary


def held() -> Q:
    """Waits for a first look. What few people read does so only once it was read: until then it is new to them."""
    return ~Q(triage="") & (Q(category__in=ORDINARY) | Q(first_read_at__isnull=False))


def expiring_from() -> datetime:
    """Open reports that came before this are erased within ``WARNED`` days."""
    return timezone.now() - AT_THE_LATEST + timedelta(days=WARNED)


def tomorrow() -> datetime:
    """The moment at which today is over."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def unread_answers() -> QuerySet[Message]:
    """Answers to the report of the query around it that no handler has read."""
    return Message.objects.filter(report=OuterRef("pk"), from_reporter=True, read_at=None)


def new_to_owner() -> Q:
    """Its owner has not said or done anything yet. Who handles it is told first that it is unread, and then this."""
    return Q(commitment__state=states.RECEIVED, commitment__answered_at=None)


def _uncovered_proofs() -> QuerySet[Claim]:
    """What is claimed about the report around it and shown by photos that nobody has cleared of faces and plates."""
    waiting = Claim.objects.filter(commitment=OuterRef("commitment"), verdict="")
    return waiting.alias(number=number_at(CLAIM, OuterRef("pk"), cleared_at=None)).filter(number__gt=0)


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

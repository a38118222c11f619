"""How the channels are: what waits, what failed and why, what could not be read. Numbers alone, in few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.notify.actions.delivering import its_turn
from rukun.notify.actions.errands import ERRANDS
from rukun.notify.channels import CHANNELS, Channel
from rukun.notify.models import Outgoing, Received, Setting
from rukun.notify.own_notices import TRIAL
from rukun.notify.queries.costs import Month, rupiah, this_month
from rukun.notify.reasons import reason

LATE = timedelta(minutes=15)
"""A message that was due so long ago is a sign that nobody carries them."""
SINCE = timedelta(days=7)
OVER = (Outgoing.GIVEN_UP, Outgoing.STALE)


@dataclass
class Health:
    """One channel. Of ``failures`` the reasons are codes of ``adapters.WHY``, within seven days."""

    channel: Channel
    on: bool = False
    price: int = 0
    ceiling: int | None = None
    worked_at: datetime | None = None
    failed_at: datetime | None = None
    why: str = ""
    waiting: int = 0
    due: int = 0
    oldest: datetime | None = None
    """Since when the one that is due for longest is due."""
    failures: dict[str, int] = field(default_factory=dict)
    passed_on: dict[str, int] = field(default_factory=dict)
    """What could not go here and was told on the person's next channel instead: no failure."""
    incoming: int = 0
    incoming_oldest: datetime | None = None
    broken: int = 0
    old: int = 0
    """Of the broken ones those that seemed too old."""
    month: Month = field(default_factory=lambda: Month(""))

    @property
    def fails(self) -> bool:
        """Whether the channel itself did not work the last time it was tried."""
        return self.failed_at is not None and (self.worked_at is None or self.worked_at < self.failed_at)

    @property
    def spent_out(self) -> bool:
        return self.ceiling is not None and self.month.rupiah + self.price > self.ceiling

    @property
    def cost(self) -> str:
        """This month's, and the ceiling where there is one."""
        spent = rupiah(self.month.rupiah)
        if self.ceiling is None:
            return spent
        return _("%(spent)s dari batas %(ceiling)s") % {"spent": spent, "ceiling": rupiah(self.ceiling)}

    @property
    def failures_in_words(self) -> Sequence[tuple[str, int]]:
        return _in_words(self.failures)

    @property
    def passed_on_in_words(self) -> Sequence[tuple[str, int]]:
        return _in_words(self.passed_on)

    def troubles(self, now: datetime) -> Sequence[str]:
        """What somebody has to look after, in words; nothing of a channel that is as it should be."""
        found = []
        if self.on and self.fails:
            found.append(_("Pengiriman terakhir gagal: %s.") % reason(self.why))
        if self.on and self.oldest is not None and now - self.oldest >= LATE:  # what the ceiling holds is not due
            found.append(
                ngettext(
                    "%d pesan sudah waktunya dikirim tetapi masih menunggu. Apakah pekerja latar (rukun worker) "
                    "berjalan?",
                    "%d pesan sudah waktunya dikirim tetapi masih menunggu. Apakah pekerja latar (rukun worker) "
                    "berjalan?",
                    self.due,
                )
                % self.due
            )
        if self.on and self.spent_out:
            found.append(
                _("Batas biaya bulan ini tercapai: hanya percakapan, tanda bahaya, alarm, dan kode masuk yang dikirim.")
            )
        if self.incoming_oldest is not None and now - self.incoming_oldest >= LATE:
            found.append(
                ngettext("%d pesan masuk belum diolah.", "%d pesan masuk belum diolah.", self.incoming) % self.incoming
            )
        if self.old:
            found.append(
                ngettext(
                    "%d pesan masuk tampak lebih tua dari seminggu dan ditahan. Betulkan jam mesin ini bila keliru, "
                    "lalu jalankan: rukun notify baca-ulang.",
                    "%d pesan masuk tampak lebih tua dari seminggu dan ditahan. Betulkan jam mesin ini bila keliru, "
                    "lalu jalankan: rukun notify baca-ulang.",
                    self.old,
                )
                % self.old
            )
        if unread := self.broken - self.old:
            found.append(
                ngettext(
                    "%d pesan masuk gagal dibaca dalam tujuh hari ini.",
                    "%d pesan masuk gagal dibaca dalam tujuh hari ini.",
                    unread,
                )
                % unread
            )
        return found


def health() -> dict[str, Health]:
    """Every channel, in the order of ``CHANNELS``. Five queries."""
    now = timezone.now()
    found = {code: Health(channel) for code, channel in CHANNELS.items()}
    for row in Setting.objects.filter(channel__in=found):
        each = found[row.channel]
        each.on, each.price, each.ceiling = row.on, row.price, row.ceiling
        each.worked_at, each.failed_at, each.why = row.worked_at, row.failed_at, row.why
    is_due = Q(its_turn(), next_at__lte=now)
    due_since = Greatest("next_at", "written_at")  # what is said in a talk is due before it was written
    for waits in (
        Outgoing.objects.filter(next_at__isnull=False)
        .order_by()
        .values("channel")
        .annotate(all=Count("pk"), due=Count("pk", filter=is_due), oldest=Min(due_since, filter=is_due))
    ):
        if each_one := found.get(waits["channel"]):
            each_one.waiting, each_one.due, each_one.oldest = waits["all"], waits["due"], waits["oldest"]
    over = Outgoing.objects.filter(state__in=(*OVER, Outgoing.PASSED_ON), written_at__gt=now - SINCE).order_by()
    for lost in over.values("channel", "why", "state").annotate(number=Count("pk")):
        if each_one := found.get(lost["channel"]):
            numbers = each_one.passed_on if lost["state"] == Outgoing.PASSED_ON else each_one.failures
            numbers[lost["why"]] = numbers.get(lost["why"], 0) + lost["number"]
    new, broken = Q(state=Received.NEW), Q(state=Received.BROKEN)
    for came in (
        Received.objects.filter(new | broken)
        .order_by()
        .values("channel")
        .annotate(
            waiting=Count("pk", filter=new),
            oldest=Min("came_at", filter=new),
            broken=Count("pk", filter=broken),
            old=Count("pk", filter=broken & Q(why=Received.OLD)),
        )
    ):
        if each_one := found.get(came["channel"]):
            each_one.incoming, each_one.incoming_oldest = came["waiting"], came["oldest"]
            each_one.broken, each_one.old = came["broken"], came["old"]
    for code, month in this_month().items():
        if each_one := found.get(code):
            each_one.month = month
    return found


def errands_failed() -> int:
    """How many errands (see ``actions.errands``) could not be done, of those still kept. One query."""
    return Received.objects.filter(channel__in=ERRANDS, state=Received.BROKEN).count()


def failed_in_words(errands: int) -> str:
    return _("%d kode masuk atau pemberitahuan petugas gagal dikerjakan dalam tujuh hari ini.") % errands


def _in_words(numbers: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    return [(reason(why), number) for why, number in sorted(numbers.items(), key=lambda each: -each[1])]


@dataclass(frozen=True)
class Trial:
    """The last message that somebody sent themselves to try a channel."""

    written_at: datetime
    words: str
    kind: str
    """Of a notice: "info" while it is under way, "success" or "error"."""


def last_trial(channel: str, person: UUID) -> Trial | None:
    """``None`` where none was sent, or it was erased since."""
    rows = Outgoing.objects.filter(contact__person=person, contact__channel=channel, notice=TRIAL)
    last = rows.order_by("-written_at").first()
    return _trial(last) if last is not None else None


def last_trials(contacts: Sequence[UUID]) -> dict[UUID, Trial]:
    """The last one of each contact, where there is one. One query."""
    rows = Outgoing.objects.filter(contact__in=contacts, notice=TRIAL).order_by("written_at")
    return {row.contact_id: _trial(row) for row in rows}


def _trial(row: Outgoing) -> Trial:
    if row.state == Outgoing.WAITING and row.why:
        return Trial(row.written_at, _("Belum berhasil, akan dicoba lagi: %s.") % reason(row.why), "warning")
    words, kind = {
        Outgoing.WAITING: (_("Menunggu dikirim. Muat ulang halaman ini sebentar lagi."), "info"),
        Outgoing.SENDING: (_("Sedang dikirim. Muat ulang halaman ini sebentar lagi."), "info"),
        Outgoing.SENT: (_("Diterima oleh penyedia."), "success"),
        Outgoing.DELIVERED: (_("Sampai di perangkat."), "success"),
        Outgoing.READ: (_("Sampai, dan sudah dibaca."), "success"),
        Outgoing.DROPPED: (_("Tidak dikirim: penerima tidak mau menerima pesan."), "error"),
    }.get(row.state, (_("Gagal: %s.") % reason(row.why), "error"))
    return Trial(row.written_at, words, kind)

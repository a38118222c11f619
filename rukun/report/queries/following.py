"""How promises to reporters are kept, for those who answer for a kelurahan or a kecamatan: numbers in sentences.

Nobody is compared with anybody here: see ``commitment.queries.figures`` for why. What is late is listed by when it was
due, one thing after the other, and never summed up by owner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rukun.commitment.actions.confirming import DESK
from rukun.commitment.algo.distributions import CLASSES, Distribution
from rukun.commitment.algo.endings import WAYS
from rukun.commitment.algo.spans import BUCKETS, DAY, HOUR
from rukun.commitment.algo.stages import OVERDUE
from rukun.commitment.owners import words_of
from rukun.commitment.queries import Handoff, owner_of
from rukun.commitment.queries.figures import Figures, Standing, figures, months, standing
from rukun.guard import Actor
from rukun.people.access import inside
from rukun.report import access
from rukun.report.access.following import late_before
from rukun.report.actions.owing import LABEL
from rukun.report.actions.withdrawing import WITHDRAWN
from rukun.report.categories import CATEGORIES, ORDINARY, Category
from rukun.report.models import Report
from rukun.report.queries import aside, inbox
from rukun.territory.algo import codes
from rukun.ui.dates import first_moment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ANSWER_CLASS, CLOSING_CLASS = 2, 5
"""The classes of which the first sentence speaks: two days to an answer, a week to the end."""
WAYS_IN_WORDS: "dict[str, _StrPromise]" = {
    "reporter": gettext_lazy("pelapor"),
    # Of earlier ones alone: by such a code nothing is closed any more.
    "desk": gettext_lazy("pelapor, dengan kode yang dicatat posko"),
    "office": gettext_lazy("petugas atau pengurus lain"),
    "sample": gettext_lazy("pemeriksaan acak atau tambahan"),
    "unconfirmed": gettext_lazy("tidak seorang pun"),
}
"""By whom the end was confirmed."""
UNSAID: "tuple[_StrPromise, ...]" = (
    gettext_lazy("Angka ini tentang laporan, bukan orang. Tidak ada urutan wilayah, RW, instansi, atau petugas."),
    gettext_lazy("Banyak laporan dapat berarti warga percaya; sedikit laporan dapat berarti mereka berhenti melapor."),
    gettext_lazy("Cepat ditutup belum tentu baik: lihat juga berapa yang dibuka lagi, dan berapa tanpa konfirmasi."),
    gettext_lazy("Yang belum dijawab ikut dihitung. Karena itu bulan yang baru selalu tampak lebih lambat."),
    gettext_lazy("Waktu dihitung dengan hari biasa, siang dan malam, juga hari libur; tenggat memakai hari kerja."),
    gettext_lazy(
        "Selama di instansi luar, jam berhenti, kecuali yang 24 jam; lamanya disebut tersendiri dan bukan kelalaian "
        "kelurahan."
    ),
    gettext_lazy("Laporan kembar dihitung sekali. Yang ditarik atau disisihkan disebut terpisah selama tersimpan."),
    gettext_lazy("Laporan kekerasan dan keluhan terhadap petugas tidak ada dalam angka ini."),
)
"""What the numbers do not say, and what is not in them."""


@dataclass(frozen=True)
class Told:
    """The figures of a unit in words.

    ``now`` are lines of words, number, and which state of the list of reports shows them (``None``: none does);
    ``endings`` lines of words, how many were done, and how many cannot be; ``apart`` is what is in none of them.
    """

    unit: str
    first: str
    last: str
    standing: Standing
    figures: Figures
    now: Sequence[tuple[str, int, str | None]]
    answered: str
    closed: str
    answers: Sequence[tuple[str, int]]
    closings: Sequence[tuple[str, int]]
    endings: Sequence[tuple[str, int, int]]
    beside: Sequence[str]
    apart: Sequence[str]

    @property
    def period(self) -> str:
        if self.first == self.last:
            return month_in_words(self.first)
        return _("%(first)s sampai %(last)s") % {
            "first": month_in_words(self.first),
            "last": month_in_words(self.last),
        }


def told(unit: str, first: str, last: str, at: datetime | None = None) -> Told:
    """How it stands now, and what became of what was promised in these months (2026-11). Five queries."""
    at = at or timezone.now()
    now, found = standing(LABEL, unit, at), figures(LABEL, unit, first, last, at)
    return Told(
        unit=unit,
        first=first,
        last=last,
        standing=now,
        figures=found,
        now=[
            (_("Masih terbuka"), now.open, ""),
            (_("di antaranya melewati tenggat"), now.overdue, inbox.OVERDUE),
            (_("di antaranya menunggu konfirmasi"), now.awaiting, inbox.AWAITING),
            (_("di antaranya pernah dibuka lagi"), now.reopened, inbox.EVER_REOPENED),
            (_("di antaranya sedang di instansi luar"), now.outside, None),
        ],
        answered=_answered(found.answer),
        closed=_closed(found.closing),
        answers=_bars(found.answer, _("tidak atau belum dijawab")),
        closings=_bars(found.closing, _("belum, atau tanpa konfirmasi")),
        endings=[
            (str(WAYS_IN_WORDS[way]), found.done[way], found.cannot[way])
            for way in WAYS
            if way != DESK or found.done[way] or found.cannot[way]
        ],
        beside=list(_beside(found)),
        apart=_apart(unit, first, last),
    )


def months_of(unit: str) -> list[str]:
    """The months (2026-11) that can be asked for, the newest first: from the first of which there is anything."""
    this = f"{timezone.localdate():%Y-%m}"
    known = months(LABEL, unit)
    at, found = min(known[0], this) if known else this, []
    while at <= this:
        found.append(at)
        year, month = int(at[:4]), int(at[5:])
        at = f"{year + month // 12:04}-{month % 12 + 1:02}"
    return found[::-1]


def month_in_words(month: str) -> str:
    """``2026-11`` as November 2026."""
    first = date.fromisoformat(f"{month}-01")
    return f"{MONTHS[first.month]} {first.year}"


def span_in_words(place: int) -> str:
    """The upper end of a class of ``spans.BUCKETS``, fit to follow "dalam"."""
    if place >= len(BUCKETS):
        days = BUCKETS[-1] // DAY
        return ngettext("lebih dari %d hari", "lebih dari %d hari", days) % days
    span = BUCKETS[place]
    if span < DAY:
        return ngettext("%d jam", "%d jam", span // HOUR) % (span // HOUR)
    return ngettext("%d hari", "%d hari", span // DAY) % (span // DAY)


# What is late.


@dataclass(frozen=True)
class Late:
    """A late promise. ``days`` are whole ones; ``readable``: the actor may open the report.

    ``due`` is empty where an authority outside has the word.
    """

    report: Report
    category: Category
    rw: str
    owner: str
    due: datetime | None
    days: int
    readable: bool


def late_for(actor: Actor) -> QuerySet[Report]:
    """What is late and was raised to the actor's level, what was due first before the others.

    What was late when it was handed to an authority outside stays, at the end: its clock stands, its lateness does not.
    """
    away = Handoff.objects.filter(commitment=OuterRef("commitment"), ended_at=None).exclude(authority="")
    outside = Q(Exists(away), commitment__due_at=None, commitment__stage__gte=OVERDUE)
    late = late_before(actor).filter(Q(commitment__due_at__lt=timezone.now()) | outside)
    return late.order_by(F("commitment__due_at").asc(nulls_last=True), "pk")


def as_late(actor: Actor, reports: Sequence[Report]) -> list[Late]:
    """These of ``late_for`` as lines. Two queries."""
    now = timezone.now()
    readable = set(
        access.reports_visible_to(actor).filter(pk__in=[each.pk for each in reports]).values_list("pk", flat=True)
    )
    owed = {each.pk: each.commitment for each in reports if each.commitment is not None}
    owners = {key: owner_of(each) for key, each in owed.items()}
    words = words_of(owners.values())
    return [
        Late(
            each,
            CATEGORIES[each.category],
            codes.up_to(each.unit, codes.RW),
            words[owners[each.pk]],
            due := owed[each.pk].due_at,
            (now - due).days if due is not None else 0,
            each.pk in readable,
        )
        for each in reports
        if each.pk in owed
    ]


# Words


def _answered(found: Distribution) -> str:
    if not found.total:
        return _("Dalam masa ini tidak ada laporan yang dihitung.")
    first = _("%(number)d dari %(all)d dijawab dalam %(time)s.") % _numbers(found, ANSWER_CLASS)
    if not found.never:
        return f"{first} {_rest(found)}"
    never = ngettext("%d tidak atau belum dijawab.", "%d tidak atau belum dijawab.", found.never) % found.never
    return f"{first} {_rest(found)} {never}"


def _closed(found: Distribution) -> str:
    if not found.total:
        return _("Dalam masa ini tidak ada laporan yang dihitung.")
    first = _("%(number)d dari %(all)d berakhir dan dikonfirmasi orang lain dalam %(time)s.")
    return f"{first % _numbers(found, CLOSING_CLASS)} {_rest(found)}"


def _numbers(found: Distribution, place: int) -> dict[str, str | int]:
    return {"number": found.within(place), "all": found.total, "time": span_in_words(place)}


def _rest(found: Distribution) -> str:
    half, most = found.median, found.nine_of_ten
    if half is None:
        return _("Sejauh ini belum separuhnya.")
    if most is None:
        return _("Separuhnya dalam %(half)s; sejauh ini belum 9 dari 10.") % {"half": span_in_words(half)}
    return _("Separuhnya dalam %(half)s, 9 dari 10 dalam %(most)s.") % {
        "half": span_in_words(half),
        "most": span_in_words(most),
    }


def _bars(found: Distribution, never: str) -> list[tuple[str, int]]:
    """All classes, also those with nothing in them: a gap in the middle is to be seen."""
    words = [_("sampai %s") % span_in_words(place) for place in range(CLASSES - 1)] + [span_in_words(CLASSES - 1)]
    return [*zip(words, found.counts, strict=True), (never, found.never)] if found.total else []


def _apart(unit: str, first: str, last: str) -> list[str]:
    """What of these months was withdrawn or set aside, as long as these reports are there: nothing is owed for them."""
    begin, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    rows = Report.objects.filter(
        inside(unit),
        category__in=ORDINARY,
        received_at__gte=first_moment(begin),
        received_at__lt=first_moment(date(end.year + end.month // 12, end.month % 12 + 1, 1)),
    )
    found = rows.aggregate(
        aside=Count("pk", filter=Q(closing=aside.SPAM)), withdrawn=Count("pk", filter=Q(closing=WITHDRAWN))
    )
    lines = [
        (found["aside"], ngettext("%d disisihkan sebagai bukan laporan.", "%d disisihkan sebagai bukan laporan.",
                                  found["aside"])),
        (found["withdrawn"], ngettext("%d ditarik oleh pelapornya.", "%d ditarik oleh pelapornya.",
                                      found["withdrawn"])),
    ]  # fmt: skip
    return [words % number for number, words in lines if number]


def _beside(found: Figures) -> Sequence[str]:
    lines = [
        ngettext("%d pernah melewati tenggatnya.", "%d pernah melewati tenggatnya.", found.late) % found.late,
        ngettext(
            "%d pernah dibuka lagi, karena hasilnya ditolak atau dibantah.",
            "%d pernah dibuka lagi, karena hasilnya ditolak atau dibantah.",
            found.reopened,
        )
        % found.reopened,
    ]
    if found.outside:
        lines.append(
            ngettext(
                "%(number)d kali diteruskan ke instansi luar, seluruhnya %(days)d hari.",
                "%(number)d kali diteruskan ke instansi luar, seluruhnya %(days)d hari.",
                found.outside,
            )
            % {"number": found.outside, "days": found.outside_days}
        )
    if found.erased:
        lines.append(
            ngettext(
                "%d terhapus karena masa simpannya habis, sebelum ada yang menutupnya.",
                "%d terhapus karena masa simpannya habis, sebelum ada yang menutupnya.",
                found.erased,
            )
            % found.erased
        )
    return lines

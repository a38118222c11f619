"""What became of what is owed about a report, in words for whoever reported: organisations and offices, no person.

Of the report that theirs was merged into they learn how it stands and what is claimed of it, and nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rukun.commitment import verbs
from rukun.commitment.actions.confirming import CONTESTED_WITHIN, DESK, OFFICE, REPORTER, SAMPLE
from rukun.commitment.actions.desk import ANSWERED_WITHIN
from rukun.commitment.algo.states import AWAITING, CANNOT, DONE, VOID
from rukun.commitment.owners import Owner, words_of
from rukun.commitment.queries import (
    Claim,
    Commitment,
    Handoff,
    Happened,
    history_of,
    may_contest,
    open_handoff,
    owner_of,
)
from rukun.report.actions.owing import owed_about, way_of
from rukun.report.algo import personal
from rukun.report.models import Report
from rukun.report.queries.proof_photos import ProofPhoto, shown_of
from rukun.ui.templatetags.units import unit as unit_in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


_DONE, _CANNOT = _("Dinyatakan selesai oleh %(who)s"), _("Dinyatakan tidak dapat dikerjakan oleh %(who)s")
CLAIMS = (verbs.PROVEN.name, verbs.CANNOT_BE_DONE.name, verbs.OUTSIDE_ANSWERED.name)
ANSWERS = (verbs.CONFIRMED.name, verbs.REJECTED.name)
ENDED_OFFERS = (verbs.DECLINED.name, verbs.OFFER_EXPIRED.name, verbs.OFFER_TAKEN_BACK.name)
TOLD: "dict[tuple[str, str], _StrPromise]" = {
    (verbs.COORDINATED.name, ""): _("Dikoordinasikan"),
    (verbs.STARTED.name, ""): _("Mulai dikerjakan"),
    (verbs.REASSIGNED.name, ""): _("Penanggung jawabnya ditetapkan ulang"),
    (verbs.OWNER_GONE.name, ""): _("Penanggung jawab yang lama tidak ada lagi; beralih ke yang lain"),
    (verbs.TAKEN.name, ""): _("Beralih ke %(to)s"),
    (verbs.HANDED_OUTSIDE.name, ""): _("Diteruskan ke instansi luar: %(to)s"),
    (verbs.OUTSIDE_ACCEPTED.name, ""): _("Diterima oleh %(to)s"),
    (verbs.DECLINED.name, "outside"): _("Menurut %(to)s, ini bukan wewenangnya"),
    (verbs.OFFER_EXPIRED.name, "outside"): _("Tidak dijawab oleh %(to)s sampai batas waktunya"),
    (verbs.OFFER_EXPIRED.name, "accepted"): _("Waktu untuk %(to)s habis; kembali ke penanggung jawabnya"),
    (verbs.OFFER_TAKEN_BACK.name, "outside"): _("Tidak lagi menunggu %(to)s"),
    (verbs.OVERDUE.name, ""): _("Tenggat terlewat"),
    (verbs.RAISED.name, ""): _("Keterlambatannya disampaikan ke %(unit)s"),
    (verbs.PROVEN.name, "done"): _DONE,
    (verbs.CANNOT_BE_DONE.name, "cannot"): _CANNOT,
    (verbs.OUTSIDE_ANSWERED.name, "done"): _DONE,
    (verbs.OUTSIDE_ANSWERED.name, "cannot"): _CANNOT,
    (verbs.GIVEN_BACK.name, ""): _("Buktinya diragukan dan tidak ada yang memastikan: dibuka lagi"),
    (verbs.SAMPLED.name, ""): _("Terpilih untuk diperiksa orang lain"),
    (verbs.CODE_WAS_SEEN.name, ""): _(
        "Dikonfirmasi dengan kode yang pernah diketahui petugas atau sistem lain: diperiksa petugas lain"
    ),
    (verbs.CONFIRMED.name, REPORTER): _("Dikonfirmasi pelapor"),
    (verbs.CONFIRMED.name, OFFICE): _("Dipastikan petugas dari pihak lain"),
    (verbs.REJECTED.name, REPORTER): _("Belum beres menurut pelapor: dibuka lagi"),
    (verbs.REJECTED.name, OFFICE): _("Belum beres menurut petugas dari pihak lain: dibuka lagi"),
    (verbs.CONTESTED.name, ""): _("Belum beres menurut pelapor: dibuka lagi"),
    (verbs.UNCONFIRMED.name, ""): _("Ditutup tanpa konfirmasi"),
    (verbs.UNDONE.name, ""): _("Langkah terakhir dibatalkan"),
    (verbs.JOINED.name, ""): _("Digabung dengan laporan lain tentang hal yang sama"),
    (verbs.PARTED.name, ""): _("Dipisahkan lagi dari laporan lain itu"),
}
"""Steps as whoever reported is told them, by verb and ``_variant``. What is not here only its owner has to know."""


@dataclass(frozen=True)
class Step:
    """``at`` is empty for what has not happened yet."""

    words: str
    at: datetime | None = None


@dataclass(frozen=True)
class Claimed:
    """What its owner says, and shows for it. ``by`` is an organisation, an office or an authority outside.

    ``waits``: it is neither confirmed nor closed, and whoever reported is asked until ``answer_by``; later somebody
    independent may be (``sampled``). ``uncleared`` photos are not shown until a handler has covered faces.
    """

    id: UUID
    done: bool
    minutes: bool
    by: str
    words: str
    at: datetime
    waits: bool
    sampled: bool
    answer_by: datetime
    photos: tuple[ProofPhoto, ...]
    uncleared: int


@dataclass(frozen=True)
class Course:
    """How it stands with what is owed. ``outside`` is the authority that is asked; without ``due_at`` the clock stands.

    ``raised_to`` is who was told last that it is late. ``by_others``: somebody independent looks before it is closed,
    and a yes with this code, which is in ``TAKEN_DOWN``, changes nothing any more. ``contest_until`` is empty where
    nothing can be contested.
    """

    state: str
    closing: str
    owner: str
    due_at: datetime | None
    overdue: bool
    raised_to: str
    outside: str
    local: bool
    steps: tuple[Step, ...]
    claimed: Claimed | None
    by_others: bool
    contest_until: datetime | None


def course_of(report: Report, *, careful: bool = False) -> Course | None:
    """How it stands with what is owed about a report; ``None`` where nothing is. Some ten queries.

    ``careful``: name nothing from which whoever looks over a shoulder would learn what it is about. Raises
    ``seal.CannotOpen``.
    """
    owed = owed_about(report)
    if owed is None or report.commitment is None:
        return None
    teller = _Teller(report.commitment, careful)
    told = teller if owed.pk == report.commitment.pk else _Teller(owed, careful)
    handoff, claimed = open_handoff(owed), told.claimed()
    return Course(
        state=owed.state,
        closing=owed.closing,
        owner=told.owner,
        due_at=owed.due_at,
        overdue=owed.due_at is not None and owed.due_at <= timezone.now(),
        raised_to=unit_in_words(owed.raised_to) if owed.raised_to else "",
        outside=told.name_of(handoff) if handoff and handoff.outside else "",
        local=owed.local,
        steps=tuple(teller.steps()),
        claimed=claimed,
        by_others=claimed is not None and claimed.waits and claimed.sampled and way_of(report) == DESK,
        contest_until=_contest_until(report, owed),
    )


def verdict_of(report: Report, claim: UUID) -> str:
    """What somebody said of a claim about a report: "confirmed", "rejected"; empty while nobody did."""
    found = Claim.objects.filter(pk=claim, commitment=owed_about(report)).values_list("verdict", flat=True)
    return found.first() or ""


class _Teller:
    """Tells what happened to one promise."""

    def __init__(self, owed: Commitment, careful: bool) -> None:
        self.owed, self.careful = owed, careful
        self.history: Sequence[Happened] = history_of(owed)
        self.handoffs = list(Handoff.objects.filter(commitment=owed).order_by("asked_at", "pk"))
        own = owner_of(owed)
        offered = {each.pk: _to(each) for each in self.handoffs if not each.outside}
        names = words_of({own, *offered.values()})
        self.owner = gettext("petugas yang ditunjuk khusus") if careful else names[own]
        self.names = {key: names[owner] for key, owner in offered.items()}

    def name_of(self, handoff: Handoff) -> str:
        """Whom it was handed to."""
        if handoff.outside:
            return gettext("instansi lain") if self.careful else _without_names(handoff.authority, place=True)
        return self.owner if self.careful else self.names[handoff.pk]

    def steps(self) -> Iterator[Step]:
        last = ""
        for each, asked in self._with_whom_was_asked():
            words = self._words(each, asked)
            if words and words != last:
                yield Step(words, each.at)
            last = words or last

    def claimed(self) -> Claimed | None:
        """What is claimed now, or was when it was closed."""
        if self.owed.state not in (AWAITING, DONE, CANNOT):
            return None
        found = Claim.objects.filter(commitment=self.owed).exclude(verdict__in=("rejected", "taken_back"))
        claim = found.order_by("-at", "-pk").first()
        if claim is None:
            return None
        told = ((each, asked) for each, asked in self._with_whom_was_asked() if each.claim == claim.pk)
        step, asked = next(told, (None, None))
        photos, uncleared = shown_of(claim.pk)
        return Claimed(
            id=claim.pk,
            done=claim.outcome == "done",
            minutes=claim.kind == Claim.MINUTES,
            by=self._who(step, asked) if step else self.owner,
            words=_without_names(step.text) if step else "",
            at=claim.at,
            waits=not claim.verdict,
            sampled=claim.sampled_at is not None,
            answer_by=claim.at + ANSWERED_WITHIN,
            photos=photos,
            uncleared=uncleared,
        )

    def _with_whom_was_asked(self) -> Iterator[tuple[Happened, Handoff | None]]:
        """Each step, with the handing over that it belongs to if it belongs to one: the last one begun until then."""
        offers = iter(self.handoffs)
        asked: Handoff | None = None
        for each in self.history:
            if each.verb in (verbs.OFFERED.name, verbs.HANDED_OUTSIDE.name):
                asked = next(offers, None)
            yield each, asked

    def _who(self, step: Happened, asked: Handoff | None) -> str:
        """Whose word it is, never which person's."""
        if step.verb == verbs.OUTSIDE_ANSWERED.name and asked is not None:
            return self.name_of(asked)
        return self.owner if self.careful else step.organisation or self.owner

    def _words(self, step: Happened, asked: Handoff | None) -> str:
        """A step as whoever reported is told it; empty for what only its owner has to know."""
        pattern = TOLD.get((step.verb, _variant(step, asked)))
        if pattern is None:
            return ""
        return str(pattern) % {
            "to": self.name_of(asked) if asked else "",
            "who": self._who(step, asked),
            "unit": unit_in_words(str(step.facts.get("to", ""))),
        }


def _without_names(text: str, *, place: bool = False) -> str:
    """What an officer, or an authority by its link, wrote. Whoever reported is told of nobody by name."""
    return personal.without(text, personal.find_in_place(text) if place else personal.find(text))


def _variant(step: Happened, asked: Handoff | None) -> str:
    if step.verb in CLAIMS:
        return str(step.facts.get("outcome"))
    if step.verb in ANSWERS:
        return OFFICE if step.facts.get("way") in (OFFICE, SAMPLE) else REPORTER
    if step.verb == verbs.OFFER_EXPIRED.name and asked and asked.accepted_at:
        return "accepted"
    if step.verb in ENDED_OFFERS:
        return "outside" if asked and asked.outside else "inside"
    return ""


def _contest_until(report: Report, owed: Commitment) -> datetime | None:
    """Until when whoever reported can say that it is not so; of what they took back they can say nothing any more."""
    if report.closed_at is None or report.closing not in (DONE, CANNOT):
        return None
    # Of one that was closed with a report which is erased by now what is owed fell away: its own day counts.
    closed_at = report.closed_at if owed.state == VOID else owed.closed_at
    if closed_at is None or not may_contest(owed, closed_at):
        return None
    return closed_at + timedelta(days=CONTESTED_WITHIN)


def _to(handoff: Handoff) -> Owner:
    return Owner(handoff.to_unit, handoff.to_organisation_id, handoff.to_title)

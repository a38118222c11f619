"""What anybody may learn of a certificate whose code they hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.training.actions.certificates import mark
from rukun.training.algo.codes import Reading, read
from rukun.training.algo.fitness import CertificateSpan, Needed
from rukun.training.algo.initials import initials
from rukun.training.algo.lacking import counts_until
from rukun.training.content import courses
from rukun.training.models import Certificate
from rukun.ui.dates import first_moment, last_day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Verdict(Enum):
    """What a code turns out to stand for."""

    VALID = "valid"
    RENEW = "renew"  # valid, but of the version before: for a while only
    OUTDATED = "outdated"  # not expired, but of a version that no longer counts
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"  # well formed and ours by its mark, but there is none
    FOREIGN = "foreign"
    GARBLED = "garbled"

    @property
    def known(self) -> bool:
        """Whether there is a certificate to show."""
        return self not in (Verdict.UNKNOWN, Verdict.FOREIGN, Verdict.GARBLED)


WORDS: "dict[Verdict, _StrPromise]" = {
    Verdict.VALID: _("Berlaku"),
    Verdict.RENEW: _("Berlaku, perlu penyegaran"),
    Verdict.OUTDATED: _("Tidak berlaku lagi: materinya sudah diperbarui"),
    Verdict.EXPIRED: _("Habis masa berlakunya"),
    Verdict.REVOKED: _("Dicabut"),
    Verdict.UNKNOWN: _(
        "Sertifikat dengan kode ini tidak ada di sini. Mungkin datanya sudah dihapus, atau kodenya palsu."
    ),
    Verdict.FOREIGN: _(
        "Kode ini terbaca, tetapi sertifikatnya diterbitkan oleh tempat lain. "
        "Pindai QR-nya dengan kamera ponsel: tautan di dalamnya menunjuk ke tempat yang menerbitkan."
    ),
    Verdict.GARBLED: _("Kode itu tidak terbaca. Periksa lagi: enam belas huruf dan angka, seperti %s."),
}
EXAMPLE = "7QF2-K3MD-9XTR-HB44"


@dataclass(frozen=True)
class Verified:
    """The public face of a certificate: never a name, only its initials.

    ``organisation`` is the holder's on the day of issue. ``until`` is the first moment at which it no longer counts.
    All but ``verdict`` and ``code`` are empty unless the verdict is ``known``.
    """

    verdict: Verdict
    code: str = ""
    initials: str = ""
    organisation: str = ""
    course: str = ""
    title: str = ""
    version: int = 0
    issued: datetime | None = None
    until: datetime | None = None
    revoked: datetime | None = None

    @property
    def words(self) -> str:
        """What to say of it: where nothing is known, with what to do next."""
        return str(WORDS[self.verdict]).replace("%s", EXAMPLE)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts, or counted."""
        return last_day(self.until) if self.until else None


def verified(text: str) -> Verified:
    """What a typed or scanned code stands for. One query.

    The certificate of somebody whose access has ended is not shown any more.
    """
    reading, code = read(text, mark())
    if reading is Reading.GARBLED:
        return Verified(Verdict.GARBLED)
    found = Certificate.objects.select_related("person").filter(code=code, person__released_at=None).first()
    if found is None:  # the mark alone decides only here: it changes with the installation's key
        return Verified(Verdict.UNKNOWN if reading is Reading.OURS else Verdict.FOREIGN, code)
    verdict, until = judged(found, timezone.now())
    course = courses().get(found.course)
    return Verified(
        verdict,
        code,
        initials(found.person.name),
        found.organisation,
        found.course,
        course.title if course else found.course,
        found.version,
        found.issued_at,
        until,
        found.revoked_at,
    )


def judged(found: Certificate, now: datetime) -> tuple[Verdict, datetime]:
    """The verdict, and until when it counts or did count."""
    paper = CertificateSpan(found.course, found.version, found.issued_at, found.expires_at, found.revoked_at)
    course = courses().get(found.course)
    newest = Needed(found.course, course.version, first_moment(course.since)) if course else None
    until = counts_until(paper, newest) if newest else min(found.expires_at, found.revoked_at or found.expires_at)
    if found.revoked_at is not None:
        return Verdict.REVOKED, until
    if found.expires_at <= now:
        return Verdict.EXPIRED, until
    if newest is None or found.version >= newest.version:
        return Verdict.VALID, until
    return (Verdict.RENEW if now < until else Verdict.OUTDATED), until

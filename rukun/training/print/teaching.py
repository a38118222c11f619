"""The certificate on paper: with its holder's name, and a QR by which anybody can check it without learning that."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.training.content import courses
from rukun.training.models import Certificate
from rukun.ui import paper, qr
from rukun.ui.dates import in_words, last_day, written_out

SHEET = Path(__file__).resolve().parent / "teaching.typ"


def certificate_pdf(certificate: Certificate, link: str) -> bytes:
    """A certificate on A4, in Indonesian. ``link`` is the whole address of its public page, for the QR."""
    with override("id"):
        return paper.pdf(SHEET, _certificate(certificate, link))


def _certificate(certificate: Certificate, link: str) -> dict[str, Any]:
    course = courses().get(certificate.course)
    issued = timezone.localtime(certificate.issued_at).date()
    return {
        "above": _("Sertifikat pelatihan"),
        "name": certificate.person.name,
        "organisation": certificate.organisation,
        "says": _("telah menguasai kursus"),
        "course": course.title if course else certificate.course,
        "facts": [
            (_("Terbit"), written_out(issued)),
            (_("Berlaku sampai"), written_out(last_day(certificate.expires_at))),
            (_("Versi kursus"), str(certificate.version)),
            (_("Diterbitkan oleh"), settings.INSTALLATION.operator or settings.INSTALLATION.name),
        ],
        "qr": qr.on_paper(link),
        "code": certificate.code,
        "check": _("Periksa: pindai QR ini, atau ketik kodenya di %s")
        % link.partition("//")[2].removesuffix(f"{certificate.code}/"),
        "limits": _(
            "Pemegang sertifikat ini seorang relawan yang pernah dilatih, bukan petugas. "
            "Ia tidak boleh menahan, menggeledah, memaksa, atau meminta uang. "
            "Kejahatan dan perkelahian: telepon 110. Keadaan darurat lain: 112."
        ),
        "foot": _("Dicetak %(day)s dari %(site)s")
        % {"day": in_words(timezone.localdate()), "site": settings.INSTALLATION.name},
    }

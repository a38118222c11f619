"""The poster of an RW: to be read from two metres, and to be pointed a phone at."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.ui import paper, qr

SHEET = Path(__file__).resolve().parent / "poster.typ"


def poster_pdf(*, link: str, address: str, place: str) -> bytes:
    """A4, in Indonesian. The QR holds ``link``; ``address`` is what people type who cannot scan it."""
    with override("id"):
        return paper.pdf(
            SHEET,
            {
                "title": _("Lihat sesuatu? Lapor."),
                "place": place,
                "qr": qr.on_paper(link, error="q"),
                "scan": _("Arahkan kamera ponsel ke kotak ini"),
                "address": _("atau buka %s") % address.partition("//")[2].rstrip("/"),
                "promises": [
                    _("Boleh tanpa nama"),
                    _("Tanpa aplikasi, tanpa akun, gratis"),
                    _("Kekerasan di rumah, seksual, atau pada anak hanya dibaca petugas pelindungan"),
                ],
                "first": _("Sedang terjadi? Telepon dulu:"),
                "numbers": [["110", _("Polisi")], ["112", _("Darurat")], ["129", _("Perempuan dan anak")]],
                "site": settings.INSTALLATION.name,
            },
        )

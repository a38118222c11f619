"""Made-up words and figures for the page of components, long and awkward ones among them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("light", _("Lampu jalan mati")),
    ("noise", _("Keributan larut malam")),
    ("other", _("Hal lain yang membuat warga merasa kurang aman di sekitar sini")),
]
UNITS = [("", _("Pilih RW")), *((f"{n:03}", f"RW {n:02}") for n in range(1, 13))]
KNOWING = [("rt", _("Ketua RT")), ("rw", _("Ketua RW")), ("police", _("Bhabinkamtibmas"))]
ROWS = [
    (_("Jembatan Kali Contoh"), 12, Decimal("4.5")),
    (_("Gang Mawar"), 7, Decimal("12.0")),
    (_("Lapangan di belakang Sekolah Dasar Negeri Contoh Utara Pagi 01"), 3, None),
    (_("Pasar Pagi"), 1, Decimal("0.5")),
]
PLACES = [
    (_("Jembatan Kali Contoh"), 12),
    (_("Gang Mawar"), 7),
    (_("Lapangan di belakang Sekolah Dasar Negeri Contoh Utara Pagi 01"), 3),
    (_("Gang Buntu"), None),
    (_("Pasar Pagi"), 0),
]
MONTHS = [
    (_("Januari"), 14),
    (_("Februari"), 9),
    (_("Maret"), 16),
    (_("April"), None),
    (_("Mei"), 11),
    (_("Juni"), 8),
    (_("Juli"), 4),
]


def everything() -> dict[str, Any]:
    return {
        "headers": [_("Tempat"), _("Laporan"), _("Jam rata-rata")],
        "rows": ROWS,
        "places": PLACES,
        "months": MONTHS,
        "tabs": [(_("Semua"), "?", True), (_("Menunggu"), "?s=2", False), (_("Selesai bulan ini"), "?s=3", False)],
        "states": ["PG", "AG", "GN", "new", "working", "waiting", "done", "off"],
        "levels": ["PG", "AG", "GN"],
        "none": [],
    }

"""The sheet to take to an authority: what was typed, and lines for what was not."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.report.elsewhere import Authority
from rukun.ui import paper
from rukun.ui.dates import written_out

SHEET = Path(__file__).resolve().parent / "elsewhere.typ"


def sheet_pdf(authority: Authority, typed: Mapping[str, Any]) -> bytes:
    """The sheet on A4, in Indonesian. ``typed`` are the values of ``forms.public.SheetForm``."""
    with override("id"):
        parts = [
            (_("Pelapor (nama, alamat, nomor)"), "reporter", 2),
            (_("Terlapor"), "subject", 2),
            (_("Peristiwa"), "event", 7),
            (_("Waktu kejadian, dan kapan diketahui"), "time", 1),
            (_("Tempat"), "place", 1),
            (_("Saksi"), "witnesses", 2),
            (_("Bukti"), "evidence", 2),
        ]
        return paper.pdf(
            SHEET,
            {
                "title": _("Lembar untuk %s") % authority.name,
                "above": _("Bahan laporan, diisi sendiri oleh pelapor"),
                "expects": str(authority.expects),
                "reach": [str(each) for each in authority.reach],
                "parts": [
                    {"label": label, "text": str(typed.get(name) or ""), "lines": lines} for label, name, lines in parts
                ],
                "day": _("Tanggal lembar ini: %s") % written_out(timezone.localdate()),
                "sign": [_("Tempat dan tanggal"), _("Tanda tangan pelapor")],
                "foot": _("Dibuat di %s, yang tidak menyimpan isinya. Darurat: 110 (polisi), 112.")
                % settings.INSTALLATION.name,
            },
        )

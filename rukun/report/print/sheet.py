"""A report on paper, by the questions of SIABIDIBAM: what is known stands there, the rest is filled in by hand.

Nothing tells who reported, not even whether they gave a name: paper lies about.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.report.account import Account
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.models import Report
from rukun.report.queries.dialogue import Said
from rukun.report.sources import SOURCES
from rukun.ui import paper
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

SHEET = Path(__file__).resolve().parent / "sheet.typ"
LINES = {"who": 2, "how": 2, "why": 1, "facts": 4, "opinion": 2}
"""How many empty lines there are to write on: a short report stays on one page, longer notes go on its back."""


def sheet_pdf(report: Report, account: Account, talk: list[Said]) -> bytes:
    """The sheet as PDF, in Indonesian."""
    with override("id"):
        return paper.pdf(SHEET, _sheet(report, account, talk))


def _sheet(report: Report, account: Account, talk: list[Said]) -> dict[str, Any]:
    category, when = CATEGORIES[report.category], _when(report)
    return {
        "above": _("Laporan kejadian (SIABIDIBAM)"),
        "title": str(category.words),
        "about": [
            (_("Nomor"), str(report.pk)),
            (_("Diterima"), _moment(report.received_at)),
            (_("Dilihat oleh"), str(SOURCES[report.source])),
            *([(_("Tentang"), str(SUBJECTS[report.subject].words))] if report.subject else []),
        ],
        "parts": [
            {"title": _("Siapa"), "text": "", "lines": LINES["who"]},
            {"title": _("Apa"), "text": str(category.words), "lines": 0},
            {"title": _("Bilamana"), "text": when, "lines": 0 if when else 1},
            {
                "title": _("Di mana"),
                "text": "; ".join(filter(None, (in_words(report.unit), account.place))),
                "lines": 1,
            },
            {"title": _("Bagaimana"), "text": "", "lines": LINES["how"]},
            {"title": _("Mengapa"), "text": "", "lines": LINES["why"]},
        ],
        "told": {
            "title": _("Menurut pelapor, dengan kata-katanya sendiri"),
            "text": account.words or _("(tanpa keterangan)"),
            "talk": [
                {"who": _("Jawaban") if each.from_reporter else _("Pertanyaan"), "text": each.text} for each in talk
            ],
        },
        "summary": {"title": _("Ringkasan petugas"), "text": report.summary, "lines": 0},
        "facts": {"title": _("Fakta yang sudah diperiksa"), "text": "", "lines": LINES["facts"]},
        "opinion": {
            "title": _("Pendapat dan dugaan (terpisah dari fakta)"), "text": "", "lines": LINES["opinion"],
        },
        "signs": [_("Tempat dan tanggal"), _("Nama dan jabatan"), _("Tanda tangan")],
        "foot": _("Dicetak %(day)s dari %(site)s. Pelapor tidak disebut.")
        % {"day": written_out(timezone.localdate()), "site": settings.INSTALLATION.name},
    }  # fmt: skip


def _when(report: Report) -> str:
    if report.happened_at is None:
        return ""
    if report.happened_about == "day":
        return written_out(timezone.localtime(report.happened_at).date())
    words = _moment(report.happened_at)
    return _("%s, saat dilaporkan") % words if report.happened_about == "now" else words


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l, j F Y, H.i")

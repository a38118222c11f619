"""The figures of a unit on one sheet, for a meeting: with what they do not say."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.report.queries.following import UNSAID, Told, told
from rukun.ui import paper
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

SHEET = Path(__file__).resolve().parent / "following.typ"


def following_pdf(found: Told) -> bytes:
    """One A4 sheet, in Indonesian."""
    with override("id"):
        return paper.pdf(SHEET, _sheet(told(found.unit, found.first, found.last)))


def _sheet(found: Told) -> dict[str, Any]:
    day = written_out(timezone.localdate())
    return {
        "above": _("Tindak lanjut laporan warga"),
        "title": in_words(found.unit),
        "about": [(_("Laporan masuk"), found.period), (_("Keadaan pada"), day)],
        "now": {"title": _("Sekarang"), "rows": [[words, str(number)] for words, number, _state in found.now]},
        "made": _("Dijanjikan dalam masa ini: %d laporan.") % found.figures.made,
        "parts": [
            {"title": _("Jawaban pertama"), "text": found.answered, "bars": _bars(found.answers)},
            {"title": _("Akhir yang dikonfirmasi"), "text": found.closed, "bars": _bars(found.closings)},
        ],
        "endings": {
            "title": _("Bagaimana berakhir"),
            "headers": [_("Dikonfirmasi oleh"), _("Selesai"), _("Tidak dapat")],
            "rows": [[words, str(done), str(cannot)] for words, done, cannot in found.endings],
        },
        "beside": [*found.beside, *found.apart],
        "unsaid": {"title": _("Yang tidak dikatakan angka ini"), "lines": [str(each) for each in UNSAID]},
        "notes": _("Catatan rapat"),
        "foot": _("Dicetak %(day)s dari %(site)s.") % {"day": day, "site": settings.INSTALLATION.name},
    }


def _bars(pairs: Any) -> list[tuple[str, int, float]]:
    """Words, number, and how long the bar is beside the longest."""
    most = max((number for _words, number in pairs), default=0) or 1
    return [(words, number, number / most) for words, number in pairs]

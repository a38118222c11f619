"""An RW's kentongan codes for the wall of the pos. Black on white, in Indonesian, to be read while striking."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.alarm.queries.set_up import Row
from rukun.alarm.words import RHYTHMS
from rukun.ui import paper
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

SHEET = Path(__file__).resolve().parent / "beats.typ"


def table_pdf(unit: str, lines: Sequence[Row]) -> bytes:
    """One A4 page for as many lines as a table may have."""
    with override("id"):
        return paper.pdf(
            SHEET,
            {
                "title": _("Kode kentongan"),
                "unit": in_words(unit),
                "head": [_("Ketukan"), _("Artinya"), _("Yang dilakukan warga")],
                "lines": [
                    {
                        "beats": each.row.beats,
                        "rhythm": str(RHYTHMS.get(each.row.rhythm, "")),
                        "meaning": each.row.meaning,
                        "doing": each.row.what_to_do,
                        "circles": [list(one) for one in each.drawing.circles] if each.drawing else [],
                        "on": each.drawing.on if each.drawing else False,
                        "width": each.drawing.width if each.drawing else 1,
                    }
                    for each in lines
                ],
                "empty": _("Tabel RW ini belum diisi."),
                "rules": [
                    _("Selalu sedikitnya berdua. Tidak aman? Mundur bersama, lalu telepon."),
                    _("Jangan menghadang, mengejar, menangkap, atau menggeledah."),
                    _("Kode ini hanya berlaku di RW ini: kampung lain punya kodenya sendiri."),
                ],
                "first": _("Keadaan darurat: telepon dulu"),
                "numbers": [["110", _("Polisi")], ["112", _("Darurat")]],
                "foot": _("Dicetak %(day)s dari %(site)s. Bila tabelnya berubah, cabut lembar ini.")
                % {"day": written_out(timezone.localdate()), "site": settings.INSTALLATION.name},
            },
        )

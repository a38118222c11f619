"""The handover of a posko's shift on paper: to be signed by both and filed. Black on white, in Indonesian."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.incident.queries.shift import MOST_PRINTED, Shown
from rukun.incident.shift_words import Figures, RowInWords, figures
from rukun.journal.queries import Line
from rukun.ui import paper
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

SHEET = Path(__file__).resolve().parent / "shift.typ"


def shift_pdf(found: Shown, lines: Sequence[Line], *, more: bool = False) -> bytes:
    """A4: ``lines`` are the journal's entries that whoever prints may read; ``more``: there are others."""
    with override("id"):
        return paper.pdf(SHEET, _data(found, lines, more=more))


def _data(found: Shown, lines: Sequence[Line], *, more: bool) -> dict[str, Any]:
    row, said = found.row, figures(found.summary)
    return {
        "title": _("Serah terima giliran posko"),
        "above": settings.INSTALLATION.name,
        "about": [
            [_("Wilayah"), in_words(row.unit)],
            [_("Giliran"), _("%(since)s sampai %(until)s") % {"since": _when(row.since), "until": _when(row.until)}],
        ],
        "foot": _("Dicetak %(when)s. Tidak untuk umum.") % {"when": _when(timezone.now())},
        "figures": [_("Yang terjadi"), said.said],
        "measures": [_("Tindakan"), [[str(words), number] for words, number in said.measures]],
        "open": _open(said),
        "owed": [
            _("Tindak lanjut yang disepakati"),
            [_("Tindak lanjut"), _("Paling lambat")],
            [[words, written_out(until)] for words, until in said.owed],
        ],
        "words": [_("Pesan untuk giliran berikutnya"), found.words or _("Tidak ada pesan khusus.")],
        "signed": [
            [_("Yang menyerahkan"), found.given, _when(row.given_at)],
            [
                _("Yang menerima"),
                found.taken or _("belum diterima"),
                _when(row.taken_at) if row.taken_at is not None else "",
            ],
        ],
        "signature": _("Tanda tangan"),
        "log": {
            "title": _("Buku mutasi giliran"),
            "head": [_("Waktu"), _("Wilayah"), _("Peristiwa"), _("Oleh")],
            "lines": [_line(each) for each in lines],
            "none": _("Tidak ada catatan yang boleh Anda baca dari giliran ini."),
            "more": _("Hanya %d catatan terbaru. Selebihnya ada di buku mutasi.") % MOST_PRINTED if more else "",
        },
        "emergency": _("Keadaan darurat: 110 polisi, 112 gawat darurat."),
    }


def _open(said: Figures) -> dict[str, Any]:
    return {
        "title": _("Masih terbuka"),
        "counts": ", ".join(f"{short or str(words)} {number}" for short, words, number in said.open),
        "head": [_("Tingkat"), _("Kejadian"), _("Keadaan"), _("Tenggat")],
        "rows": [_row(each) for each in said.rows],
        "none": _("Tidak ada kejadian yang terbuka."),
        "more": _("dan %d lagi, lihat papan posko") % said.summary.more if said.summary.more > 0 else "",
    }


def _row(each: RowInWords) -> list[str]:
    due = _hour(each.row.due_at) if each.row.due_at is not None else "–"
    doubt = "" if each.row.verified or each.row.level < 2 else ", " + _("belum diverifikasi")
    return [
        f"{each.level}{doubt}",
        f"{each.kind}, {each.row.place} ({in_words(each.row.unit)})",
        str(each.state),
        _("lewat, %s") % due if each.row.overdue else due,
    ]


def _line(each: Line) -> list[str]:
    return [
        _hour(each.entry.time),
        in_words(each.entry.unit),
        each.text or each.words[:1].upper() + each.words[1:],
        each.actor,
    ]


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s pukul %(time)s") % {"day": written_out(local.date()), "time": f"{local:%H.%M}"}


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m %H.%M}"

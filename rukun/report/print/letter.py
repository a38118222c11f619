"""The letter with which a report is handed to an authority outside. It tells no more than the authority's link does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.territory.algo import codes
from rukun.ui import paper, qr
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

SHEET = Path(__file__).resolve().parent / "letter.typ"


@dataclass(frozen=True)
class Letter:
    """``link`` is there only while it is shown: nobody can bring it back. ``days`` there are in all to answer by it."""

    report: Report
    handoff: UUID
    authority: str
    reason: str
    since: datetime
    until: datetime
    days: int
    link: str = ""

    @property
    def number(self) -> str:
        """A short number, which tells nothing but the day."""
        return f"{str(self.handoff)[-8:].upper()}/{timezone.localtime(self.since):%d.%m.%Y}"


def letters_pdf(letters: Sequence[Letter]) -> bytes:
    """A4, one letter after the other, each on a page of its own; in Indonesian."""
    with override("id"):
        return paper.pdf(SHEET, {"title": _("Surat penerusan"), "letters": [_letter(each) for each in letters]})


def _letter(letter: Letter) -> dict[str, Any]:
    report, site = letter.report, settings.INSTALLATION
    return {
        "site": site.name,
        "from": in_words(codes.up_to(report.unit, codes.KELURAHAN)),
        "about": [
            (_("Nomor"), letter.number),
            (_("Tanggal"), written_out(timezone.localtime(letter.since).date())),
            (_("Perihal"), _("Penerusan laporan warga")),
        ],
        "to": [_("Kepada yang terhormat"), letter.authority],
        "opening": _("Seorang warga melaporkan hal berikut, yang menurut kami termasuk kewenangan instansi Anda."),
        "rows": [
            (_("Jenis"), str(CATEGORIES[report.category].words)),
            (_("Tempat"), in_words(codes.up_to(report.unit, codes.RW))),
            (_("Diterima"), written_out(timezone.localtime(report.received_at).date())),
            (_("Ringkasan"), report.summary),
            (_("Mengapa diteruskan"), letter.reason),
        ],
        "asked": {
            "title": _("Yang kami mohon"),
            "points": [
                _("Sampai %s: beri tahu apakah ini kewenangan instansi Anda.")
                % written_out(timezone.localtime(letter.until).date()),
                _(
                    "Bila ya: beri tahu hasilnya dengan foto, atau mengapa tidak dapat, sampai tanggal itu juga. Bila "
                    "Anda menyatakannya lewat tautan kami, waktu untuk hasilnya paling lama %d hari sejak diteruskan."
                )
                % letter.days,
                _("Bila bukan: tulis alasannya, supaya kami dapat meneruskannya ke instansi yang tepat."),
            ],
        },
        "qr": qr.on_paper(letter.link) if letter.link else "",
        "link": letter.link,
        "scan": _("Jawab lewat ponsel, tanpa akun. Simpan surat ini di kantor Anda: siapa pun yang memegang kode ini "
                  "dapat menjawab atas nama instansi Anda."),
        "reply": _("Jawaban dapat dikirim dengan surat ke %(from)s, dengan menyebut nomor di atas.%(contact)s")
        % {
            "from": in_words(codes.up_to(report.unit, codes.KELURAHAN)),
            "contact": f" {_('Kontak')}: {site.contact}." if site.contact else "",
        },
        "signs": [_("Nama dan jabatan"), _("Tanda tangan dan cap")],
        "foot": _("Dicetak %(day)s dari %(site)s. Pelapor tidak disebut.")
        % {"day": written_out(timezone.localdate()), "site": site.name},
    }  # fmt: skip

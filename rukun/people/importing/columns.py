"""Which column of a list means what, and which columns are never taken."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rukun.people.importing.errors import UnfitFile

HEADINGS = {
    "name": "nama",
    "phone": "telepon",
    "adult": "dewasa",
    "unit": "wilayah",
    "title": "jabatan",
    "organisation": "organisasi",
    "position_unit": "wilayah jabatan",
    "rank": "pangkat",
    "decree": "SK",
    "work_phone": "telepon kantor",
    "since": "mulai",
    "until": "selesai",
}
"""Field and its heading, as the example file has it."""
REQUIRED = ("name", "phone")

_ALSO = {
    "name": "name|nama lengkap|full name",
    "phone": "phone|telp|tlp|hp|no hp|nomor hp|handphone|no telp|no telepon|nomor telepon|wa|no wa|whatsapp|mobile",
    "adult": "adult|sudah dewasa",
    "unit": "unit|area|kode wilayah|rt rw",
    "title": "title|position|office",
    "organisation": "organisation|organization|lembaga|instansi",
    "position_unit": "unit of position|position unit|unit jabatan|kode wilayah jabatan",
    "rank": "rank",
    "decree": "decree|no sk|nomor sk|surat keputusan",
    "work_phone": "work phone|office phone|telp kantor|no telepon kantor|nomor telepon kantor",
    "since": "since|from|start|sejak|tanggal mulai|mulai tanggal|tmt",
    "until": "until|to|end|sampai|tanggal selesai|sampai tanggal|berakhir",
}
_NEVER = (
    {"nik", "ktp", "kependudukan", "agama", "kepercayaan", "suku", "etnis", "etnik", "ras", "partai", "politik"}
    | {"religion", "faith", "ethnicity", "ethnic", "race", "party", "political", "politics"}
)  # fmt: skip
_NEVER_WITHIN = re.compile(r"ktp|agama|identity ?(card|number)|id card|kartu identitas|nomor identitas")
_OURS = {"baris", "alasan"}
"""Headings that the list of rows to mend has besides: uploaded again, they are no surprise."""


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a row, and the headings of columns that nobody asked for."""

    places: dict[str, int]
    ignored: list[str]


def plain(text: str) -> str:
    """A text to compare by: small letters and digits, one blank between words.

    >>> plain(" No. HP_*")
    'no hp'
    """
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


_FIELDS = {plain(heading): field for field, heading in HEADINGS.items()}
_FIELDS |= {word: field for field, words in _ALSO.items() for word in words.split("|")}


def recognised(cells: Sequence[str]) -> set[str]:
    """The fields whose headings stand among these cells."""
    return {_FIELDS[name] for cell in cells if (name := plain(cell)) in _FIELDS}


def is_heading(cells: Sequence[str]) -> bool:
    return recognised(cells).issuperset(REQUIRED)


def find_columns(cells: Sequence[str]) -> Columns:
    """What the columns under these headings are. Raises ``UnfitFile`` for one that is there twice, or must not be."""
    places: dict[str, int] = {}
    ignored = []
    for place, cell in enumerate(cells):
        name = plain(cell)
        field = _FIELDS.get(name)
        if _NEVER & set(name.split()) or _NEVER_WITHIN.search(name):
            raise UnfitFile(
                _(
                    "Kolom “%s” tidak diterima: nomor kartu identitas, agama, suku, dan pilihan politik "
                    "tidak disimpan di sini. Hapus kolom itu dari berkas, lalu unggah lagi."
                )
                % cell[:60]
            )
        if field in places:
            raise UnfitFile(_("Kolom %s ada dua kali. Hapus salah satunya, lalu unggah lagi.") % HEADINGS[field])
        if field is not None:
            places[field] = place
        elif name and name not in _OURS:
            ignored.append(" ".join(cell.split())[:60])
    return Columns(places, ignored)

"""A file as it was sent, CSV or XLSX, into rows of text under known headings. Knows nothing of people yet.

Whatever a file claims to be, no more of it is taken into memory than the limits below allow.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from rukun.people.importing.columns import HEADINGS, REQUIRED, find_columns, is_heading, recognised
from rukun.people.importing.errors import UnfitFile

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 2_000
"""As many as are checked in a few seconds, since whoever else wants to write waits as long."""
MOST_LINES = 20_000
"""Rows with the blank ones between: a cell typed by mistake in the last row that a spreadsheet has makes a million."""
MOST_COLUMNS = 50
LONGEST_CELL = 250
"""Characters. Of a longer one ``LONGEST_CELL + 1`` are kept, so that it can be told from others."""

LARGEST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 500
MOST_TAGS = 1_000_000
"""More than ``MOST_ROWS`` times ``MOST_COLUMNS`` cells need. Each costs memory, however short it is."""
LAST_ROW_OF_EXCEL = 1_048_576
LARGEST_WHOLE = 1e15
"""Below it a number that a spreadsheet holds is exact to the last digit."""

HEADING_WITHIN = 10
"""Rows among which the headings are looked for: a title often stands above them."""
DELIMITERS = (",", ";", "\t")

_APOSTROPHE = re.compile(r"'(?=[=+\-@\t\r])")
"""What a spreadsheet, or ``rukun.ui.csv``, puts in front of a text lest it be a formula. It is no part of the text."""

Cells: TypeAlias = list[str]


@dataclass(frozen=True)
class Row:
    """``number`` is the row's in the file, from 1. ``cells`` are those of known columns, by field, if not empty."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """``ignored`` are the headings of columns that nobody asked for."""

    rows: list[Row]
    ignored: list[str]


def read_sheet(data: bytes) -> Sheet:
    """The rows of a CSV or XLSX file below its headings, blank ones left out. Raises ``UnfitFile``."""
    if len(data) > LARGEST:
        raise too_large()
    rows = list(islice(_with_something(_rows_of(data)), HEADING_WITHIN + MOST_ROWS + 1))
    if not rows:
        raise UnfitFile(_("Berkas itu kosong. Pilih berkas yang berisi daftar orang."))
    at = next((at for at, (_number, cells) in enumerate(rows[:HEADING_WITHIN]) if is_heading(cells)), None)
    if at is None:
        raise UnfitFile(
            _("Judul kolom %s tidak ditemukan di baris-baris pertama. Bandingkan dengan berkas contoh.")
            % ", ".join(HEADINGS[field] for field in REQUIRED)
        )
    columns = find_columns(rows[at][1])
    below = rows[at + 1 :]
    if len(below) > MOST_ROWS:
        raise UnfitFile(
            _("Berkas itu berisi lebih dari %d baris. Bagi menjadi beberapa berkas, lalu unggah satu per satu.")
            % MOST_ROWS
        )
    if not below:
        raise UnfitFile(_("Tidak ada isi di bawah judul kolomnya. Tambahkan orang yang akan didaftarkan."))
    return Sheet([_row(number, cells, columns.places) for number, cells in below], columns.ignored)


def too_large() -> UnfitFile:
    return UnfitFile(
        _(
            "Berkas itu terlalu besar, paling besar %d MB. "
            "Hapus gambar dan lembar lain, atau bagi menjadi beberapa berkas."
        )
        % (LARGEST // 1024**2)
    )


def _with_something(rows: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    """The rows that are not blank, with their numbers."""
    for number, cells in enumerate(rows, 1):
        if number > MOST_LINES:
            raise UnfitFile(
                _("Ada terlalu banyak baris kosong di berkas itu. Salin tabelnya ke berkas baru, lalu unggah lagi.")
            )
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise UnfitFile(_("Berkas itu lebih lebar dari %d kolom. Hapus kolom yang tidak perlu.") % MOST_COLUMNS)
        if any(cell.strip() for cell in cells):
            yield number, cells[:MOST_COLUMNS]


def _row(number: int, cells: Cells, places: dict[str, int]) -> Row:
    known = {
        field: _APOSTROPHE.sub("", cells[place].strip(), 1) for field, place in places.items() if place < len(cells)
    }
    return Row(number, {field: text[: LONGEST_CELL + 1] for field, text in known.items() if text})


def _rows_of(data: bytes) -> Iterator[Cells]:
    if data.startswith(b"PK\x03\x04"):
        return _of_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnfitFile(
            _(
                "Ini berkas Excel lama atau yang dikunci kata sandi. "
                "Simpan sebagai .xlsx tanpa kata sandi, lalu unggah lagi."
            )
        )
    text = _decoded(data)
    return _of_csv(text, max(DELIMITERS, key=lambda each: _headings_seen(text, each)))


# CSV


def _decoded(data: bytes) -> str:
    """By its mark if it has one; else UTF-8, which other text hardly ever is by chance; else what Windows writes."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnfitFile(_("Berkas itu tidak terbaca sebagai tabel. Simpan sebagai .xlsx atau .csv, lalu unggah lagi."))


def _of_csv(text: str, delimiter: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise UnfitFile(
            _("Tanda kutip di sekitar baris %d tidak berpasangan. Betulkan di berkasnya, lalu unggah lagi.")
            % reader.line_num
        ) from None


def _headings_seen(text: str, delimiter: str) -> int:
    """How many known headings a row near the top has when cut at this character."""
    first = io.StringIO(text[:20_000], newline=None)
    rows = csv.reader(first, delimiter=delimiter)
    try:
        return max((len(recognised(cells)) for cells in islice(rows, HEADING_WITHIN)), default=0)
    except csv.Error:
        return 0


# XLSX


def _of_workbook(data: bytes) -> Iterator[Cells]:
    """The first sheet, formulas as formulas and not as what they last came to."""
    from openpyxl import load_workbook  # noqa: PLC0415  slow to load, seldom needed

    _demand_harmless(data)
    unreadable = UnfitFile(
        _("Berkas itu tidak terbaca sebagai .xlsx. Simpan lagi sebagai .xlsx atau .csv, lalu unggah lagi.")
    )
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(
            min_row=1, max_row=LAST_ROW_OF_EXCEL, min_col=1, max_col=MOST_COLUMNS + 1, values_only=True
        )
        for row in rows:
            yield [_in_text(value) for value in row] if any(value is not None for value in row) else []
    except Exception as error:  # whatever a broken file makes of the library
        if isinstance(error, MemoryError | UnfitFile):
            raise
        raise unreadable from None


def _demand_harmless(data: bytes) -> None:
    """Refuse what would unpack to more than it should. The sizes that an archive states bind: no more is unpacked."""
    swollen = UnfitFile(
        _("Isi berkas itu terlalu besar setelah dibuka. Salin tabelnya ke berkas baru, lalu unggah lagi.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > LARGEST_UNPACKED:
                raise swollen
            tags = 0
            for part in parts:
                content = archive.read(part).replace(b"\0", b"")  # UTF-16 is then like ASCII
                tags += content.count(b"<")
                if tags > MOST_TAGS or (b"<!DOCTYPE" in content and part.filename.endswith((".xml", ".rels"))):
                    raise swollen
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise UnfitFile(_("Berkas itu rusak atau dikunci. Simpan lagi sebagai .xlsx, lalu unggah lagi.")) from None


def _in_text(value: Any) -> str:
    """A cell's value as somebody would have typed it; any kind of formula begins with "="."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return str(int(value))
    if type(value).__module__.startswith("openpyxl."):
        return "="
    return "" if value is None else str(value)

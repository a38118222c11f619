"""Files as people send them, and as somebody would send them who means harm."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.people.importing.columns import HEADINGS, find_columns
from rukun.people.importing.errors import UnfitFile
from rukun.people.importing.reading import LARGEST, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, read_sheet
from rukun.ui.csv import csv_response

pytestmark = pytest.mark.pure

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[Any]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The same archive with its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, content in more.items():
            new.writestr(name, content)
    return file.getvalue()


def cells(data: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read_sheet(data).rows]


SITI = {"name": "Siti Nurbayañ", "phone": "0812-3456-7890", "unit": "RW 03, Palmerah"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_whoever_wrote_it(encoding: str, delimiter: str, newline: str) -> None:
    lines = [
        ["Daftar pengurus; RT, RW"],
        ["NAMA *", "No. HP", "Wilayah"],
        ["Siti Nurbayañ", "0812-3456-7890", "RW 03, Palmerah"],
    ]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    sheet = read_sheet(text.encode(encoding))
    assert [(row.number, row.cells) for row in sheet.rows] == [(3, SITI)]


def test_headings_are_matched_leniently_and_unknown_ones_are_told() -> None:
    columns = find_columns(
        ["Nama Lengkap", "WHATSAPP", "sk", "Unit of position", "Hobi", "", "alasan", "Tanggal-Mulai"]
    )
    assert columns.places == {"name": 0, "phone": 1, "decree": 2, "position_unit": 3, "since": 7}
    assert columns.ignored == ["Hobi"]
    assert find_columns(list(HEADINGS.values())).places == {field: at for at, field in enumerate(HEADINGS)}


@pytest.mark.parametrize(
    "heading",
    ["NIK", "No. KTP", "nomorKTP", "Agama", "status_agama", "Suku bangsa", "Etnis", "Partai", "Religion", "ID card"],
)
def test_what_is_never_stored_is_refused_with_its_column(heading: str) -> None:
    with pytest.raises(UnfitFile, match="tidak disimpan") as error:
        read_sheet(f"nama,telepon,{heading}\nSiti,0812,x".encode())
    assert heading in str(error.value)


@pytest.mark.parametrize("heading", ["Teknik", "Komunikasi", "Keterangan", "Rasa", "Departemen"])
def test_words_that_only_look_like_it_are_merely_ignored(heading: str) -> None:
    assert read_sheet(f"nama,telepon,{heading}\nSiti,0812,x".encode()).ignored == [heading]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "kosong"),
        (b" \n ,\n", "kosong"),
        (b"nama,telepon\n\n", "Tidak ada isi"),
        (b"nama,alamat\nSiti,Palmerah", "nama, telepon"),
        (b"nama,telepon,Nama\nSiti,0812,x", "dua kali"),
        (b'nama,telepon\n"Siti,0812\nUjang,0813', "Tanda kutip"),
        (b'nama,telepon\n"Si"ti,0812', "Tanda kutip"),
        (b"nama,telepon\nSiti," + b"9" * 200_000, "Tanda kutip|terlalu"),
        (b"\x00\x01\x02" * 50, "tidak terbaca"),
        (b"nama,telepon\n\x81\x8d,0812", "tidak terbaca"),
        ("nama,telepon\nSiti,0812".encode("utf-16-le"), "tidak terbaca"),
        (b"\xff\xfea", "tidak terbaca"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel lama"),
        (b"PK\x03\x04" + b"\0" * 600, "rusak"),
        (b"nama,telepon" + b",x" * MOST_COLUMNS + b"\nSiti,0812", "kolom"),
        (b"x" * (LARGEST + 1), "terlalu besar"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, word: str) -> None:
    with pytest.raises(UnfitFile, match=word):
        read_sheet(data)


def test_a_million_rows_are_refused_before_they_fill_the_memory() -> None:
    data = b"nama,telepon\n" + b"a,b\n" * 1_000_000
    tracemalloc.start()
    with pytest.raises(UnfitFile, match=str(MOST_ROWS)):
        read_sheet(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40_000_000, "the text and a few rows; as lists they would be 150 MB"


def test_as_many_rows_as_allowed_are_read_with_blank_ones_between() -> None:
    rows = read_sheet(b"nama,telepon\n" + b"a,b\n\n , \n" * MOST_ROWS).rows
    assert len(rows) == MOST_ROWS
    assert (rows[0].number, rows[1].number) == (2, 5)


def test_a_long_cell_is_cut_so_that_it_can_be_told() -> None:
    (row,) = cells(b"nama,telepon\n" + b"a" * 5000 + b",0812")
    assert len(row["name"]) == LONGEST_CELL + 1


def test_a_workbook_gives_what_somebody_would_have_typed() -> None:
    data = workbook(
        [],
        ["Nama", "Telepon", "Dewasa", "Mulai", "Wilayah", "SK"],
        ["Siti", 81234567890, True, date(2025, 3, 3), 31.73, None],
        [],
        ["Ujang", "+62 813 1234 5678", False, "Senin, 3 Maret 2025", "31.73.07", 12.5],
    )
    assert [(row.number, row.cells) for row in read_sheet(data).rows] == [
        (3, {"name": "Siti", "phone": "81234567890", "adult": "ya", "since": "2025-03-03", "unit": "31.73"}),
        (
            5,
            {
                "name": "Ujang",
                "phone": "+62 813 1234 5678",
                "adult": "tidak",
                "since": "Senin, 3 Maret 2025",
                "unit": "31.73.07",
                "decree": "12.5",
            },
        ),
    ]


def test_formulas_in_a_workbook_stay_formulas() -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    data = workbook(["nama", "telepon", "sk"], ["=A1", '=HYPERLINK("http://x","0812")', ArrayFormula("C2", "=1+1")])
    (row,) = cells(data)
    assert all(text.startswith("=") for text in row.values())
    assert len(row) == 3


def test_the_apostrophe_that_keeps_a_text_from_being_a_formula_is_taken_away_again() -> None:
    sent = csv_response("x.csv", ["nama", "telepon", "sk"], [["O'Neil", "+62812", "=1"], ["'tHart", "0812", "'x"]])
    assert cells(sent.content) == [
        {"name": "O'Neil", "phone": "+62812", "decree": "=1"},
        {"name": "'tHart", "phone": "0812", "decree": "'x"},
    ]


# Workbooks that mean harm.


def test_a_workbook_that_swells_is_refused_before_it_is_opened() -> None:
    good = workbook(["nama", "telepon"], ["Siti", "0812"])
    assert cells(repacked(good, lambda name, content: content)) == [{"name": "Siti", "phone": "0812"}]
    with pytest.raises(UnfitFile, match="terlalu besar setelah dibuka"):
        read_sheet(repacked(good, lambda name, content: content, bomb=b"\0" * 40_000_000))
    many = {f"part{number}": b"" for number in range(600)}
    with pytest.raises(UnfitFile, match="terlalu besar setelah dibuka"):
        read_sheet(repacked(good, lambda name, content: content, **many))


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    good = workbook(["nama", "telepon"], ["Siti", "0812"])
    swollen = repacked(good, lambda name, content: content, bomb=b"\0" * 40_000_000)
    size = (40_000_000).to_bytes(4, "little")
    assert size in swollen
    with pytest.raises(UnfitFile, match="rusak"):
        read_sheet(swollen.replace(size, (40_000).to_bytes(4, "little")))


def test_a_sheet_of_countless_tags_or_with_entities_is_refused() -> None:
    good = workbook(["nama", "telepon"], ["Siti", "0812"])

    def crowded(name: str, content: bytes) -> bytes:
        return content.replace(b"</row>", b"<c/>" * 1_100_000 + b"</row>", 1) if name == SHEET else content

    def entities(name: str, content: bytes) -> bytes:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        return content.replace(b"<worksheet", bomb + b"<worksheet", 1) if name == SHEET else content

    for change in (crowded, entities):
        with pytest.raises(UnfitFile, match="terlalu besar setelah dibuka"):
            read_sheet(repacked(good, change))


@pytest.mark.parametrize("row", [b"1048000", b"999999999999"])
def test_a_row_far_away_is_not_waited_for(row: bytes) -> None:
    def far(name: str, content: bytes) -> bytes:
        cell = b'<row r="' + row + b'"><c r="A' + row + b'"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", cell) if name == SHEET else content

    with pytest.raises(UnfitFile, match="baris kosong"):
        read_sheet(repacked(workbook(["nama", "telepon"], ["Siti", "0812"]), far))
    with pytest.raises(UnfitFile, match="baris kosong"):
        read_sheet(b"nama,telepon\nSiti,0812" + b"\n" * 100_000)


def test_a_cell_in_a_column_far_away_is_left_out() -> None:
    def far(name: str, content: bytes) -> bytes:
        return content.replace(b"</row>", b'<c r="ZZZ1"><v>1</v></c></row>', 1) if name == SHEET else content

    good = workbook(["nama", "telepon"], ["Siti", "0812"])
    assert cells(repacked(good, far)) == [{"name": "Siti", "phone": "0812"}]


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "[Content_Types].xml"])
def test_a_broken_workbook_is_refused_in_words(part: str) -> None:
    good = workbook(["nama", "telepon"], ["Siti", "0812"])
    with pytest.raises(UnfitFile, match="tidak terbaca"):
        read_sheet(repacked(good, lambda name, content: b"<broken" if name == part else content))


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: ("nama,telepon\n" + text).encode("utf-8", "replace"))
)
def test_any_bytes_are_a_list_or_refused_in_words(data: bytes) -> None:
    try:
        rows = read_sheet(data).rows
    except UnfitFile as error:
        said = str(error)
        assert said.endswith(".")
    else:
        assert all(row.cells and row.number > 1 for row in rows)

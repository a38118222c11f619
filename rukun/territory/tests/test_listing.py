"""Lists of units as people really save them: every row is taken or its line and fault are named."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rukun.territory.algo import codes, listing
from rukun.territory.algo.findings import LONGEST_NAME
from rukun.territory.algo.listing import ListedUnit, RowError, disagreements, read_list

pytestmark = pytest.mark.pure

HEAD = "kode,nama,zona_waktu,berakhir,pengganti\n"


def read(text: str) -> tuple[list[ListedUnit], list[RowError]]:
    return read_list(text.encode())


def test_a_list_is_read_row_by_row() -> None:
    units, errors = read(
        HEAD + "31.73.07.1001,Palmerah,,,\n\n31.73.07.1001.016 ,  RW  16 ,wita,tidak,\n"
        "31.73.07.1001.017,,,Ya,31.73.07.1001.016\n31.73.07.1001.X7PS,RW Anggrek,Asia/Jayapura,,\n"
    )
    assert errors == []
    assert units == [
        ListedUnit(2, "31.73.07.1001", "Palmerah"),
        ListedUnit(4, "31.73.07.1001.016", "RW 16", "Asia/Makassar"),
        ListedUnit(5, "31.73.07.1001.017", "", "", retired=True, successor="31.73.07.1001.016"),
        ListedUnit(6, "31.73.07.1001.x7ps", "RW Anggrek", "Asia/Jayapura"),
    ]


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        ("3173071001,A", [("code", "3173071001")]),
        ("31.73.7,A", [("code", "31.73.7")]),
        (",A", [("code", "")]),
        ("=1+1,A", [("code", "=1+1")]),
        ("31.73.07.1001.016.003.1,A", [("code", "31.73.07.1001.016.003.1")]),
        ("31.٧٣,A", [("code", "31.٧٣")]),
        (f"{'9' * 99},A", [("code", "9" * 40)]),
        ("31.73,", [("name_empty", "31.73")]),
        ("31.73,  ", [("name_empty", "31.73")]),
        ("31.73", [("name_empty", "31.73")]),
        ("31.73,A\u202eB", [("name_unseen", "31.73")]),
        ("31.73,A\u200bB", [("name_unseen", "31.73")]),
        ('31.73,"A\nB"', [("name_unseen", "31.73")]),
        (f"31.73,{'A' * (LONGEST_NAME + 1)}", [("name_long", str(LONGEST_NAME))]),
        ("31.73,A,WIBB", [("time_zone", "WIBB")]),
        ("31.73,A,Asia/Tokyo", [("time_zone", "Asia/Tokyo")]),
        ("31.73,A,,mungkin", [("retired", "mungkin")]),
        ("31.73,A,,ya,31.73", [("successor", "31.73")]),
        ("31.73,A,,ya,Jakarta", [("successor", "Jakarta")]),
        ("31.73,A,,ya,31.73.07", [("successor_level", "31.73.07")]),
        ("31.73,A,,tidak,31.74", [("successor_of_living", "31.74")]),
        ("31.73,A,,,31.74", [("successor_of_living", "31.74")]),
        ("31.73,A,,ya,31.74,mengapa", [("cells", "6")]),
        (
            "jakarta,,WIBB,mungkin,",
            [("code", "jakarta"), ("retired", "mungkin"), ("name_empty", "jakarta"), ("time_zone", "WIBB")],
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_named(row: str, errors: list[tuple[str, str]]) -> None:
    units, found = read(HEAD + "31.71,Jakarta Pusat\n" + row + "\n31.75,Jakarta Timur\n")
    assert found == [RowError(3, why, detail) for why, detail in errors]
    assert [unit.code for unit in units] == ["31.71", "31.75"], "the rows around it are read"


@pytest.mark.parametrize("text", ["ya", "YA", "yes", "Y", "1", "true", "TRUE"])
def test_yes_is_written_in_many_ways(text: str) -> None:
    assert read(HEAD + f"31.73,A,,{text},")[0][0].retired


@pytest.mark.parametrize("text", ["", "tidak", "Tidak", "no", "N", "0", "FALSE"])
def test_no_is_written_in_many_ways(text: str) -> None:
    assert not read(HEAD + f"31.73,A,,{text},")[0][0].retired


def test_a_code_that_comes_twice_is_refused_at_its_second_line() -> None:
    units, errors = read(HEAD + "31.73.07.1001.x7ps,A\n31.73.07.1001.X7PS,B\n31.73.07.1001.x7ps,C\n")
    assert errors == [RowError(3, "twice", "2"), RowError(4, "twice", "2")]
    assert [unit.name for unit in units] == ["A"]


def test_the_line_is_that_on_which_the_row_begins() -> None:
    """Whoever opens the file in an editor looks there; a cell in quotation marks may run over many lines."""
    text = HEAD + '31.73,"A\nB\nC"\n\n31,"\n"\n31.74,D,WIBB\n'
    assert [(error.line, error.why) for error in read(text)[1]] == [
        (2, "name_unseen"),
        (6, "name_empty"),
        (8, "time_zone"),
    ]
    assert [(each.line, each.why) for each in read_list(text.replace("\n", "\r\n").encode())[1]] == [
        (2, "name_unseen"),
        (6, "name_empty"),
        (8, "time_zone"),
    ]


def test_a_quotation_mark_that_never_ends_is_an_error_where_it_begins() -> None:
    units, errors = read(HEAD + '31.73,A\n31.74,"B\n' + "31.75,C\n" * 50)
    assert [unit.code for unit in units] == ["31.73"]
    assert [(error.line, error.why) for error in errors] == [(3, "name_unseen")]


# As programs save it.

TEXT = "kode,nama\n31.73,Jakarta Barat\n51.71,Kota Denpasar – Bali\n"
EXPECTED = [ListedUnit(2, "31.73", "Jakarta Barat"), ListedUnit(3, "51.71", "Kota Denpasar – Bali")]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip().encode(),
        TEXT.replace("kode,nama", " KODE , Nama ").encode(),
        TEXT.replace("kode,nama", "code,name").encode(),
        TEXT.replace("kode,nama", '"kode","nama"').encode(),
        TEXT.replace("\n", ",,\n").encode(),
        (TEXT + ",\n\n  , \n").encode(),
    ],
)
def test_it_does_not_matter_how_a_program_saves_the_list(data: bytes) -> None:
    assert read_list(data) == (EXPECTED, [])


def test_columns_may_stand_in_any_order_and_names_may_hold_the_delimiter() -> None:
    text = 'nama;berakhir;kode\n"Jakarta; Barat, ""JB""";;31.73\n'
    assert read(text) == ([ListedUnit(2, "31.73", 'Jakarta; Barat, "JB"')], [])


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("before", [0, 1, 2, 30])
def test_another_encoding_is_refused_with_the_line_of_the_first_letter_that_shows_it(mark: bytes, before: int) -> None:
    data = mark + b"kode,nama\n" + b"31.73,A\n" * before + "É,31.73".encode("cp1252") + b"\n31.74,B\n"
    assert read_list(data) == ([], [RowError(before + 2, "encoding")])


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfek\x00o",
        codecs.BOM_UTF16_LE + b"k\x00o",
        b"kode,nama\n31\x00,A",
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5\x55\x30\x23",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    units, errors = read_list(data)
    assert units == []
    assert [error.why for error in errors] == ["encoding"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", RowError(1, "columns")),
        (b"\n\n", RowError(1, "columns")),
        (codecs.BOM_UTF8, RowError(1, "columns")),
        (b"31.73,Jakarta Barat\n", RowError(1, "columns", "31.73, jakarta barat")),
        (b"kode\n31.73\n", RowError(1, "columns", "kode")),
        (b"kode nama\n31.73 A\n", RowError(1, "columns", "kode nama")),
        (b"kode,nama,ketua\n31.73,A,B\n", RowError(1, "column_unknown", "ketua")),
        (b"kode,nama,telepon,ketua\n", RowError(1, "column_unknown", "telepon, ketua")),
        (b"kode,nama\n", RowError(0, "no_rows")),
        (b"kode,nama\n\n , \n", RowError(0, "no_rows")),
        (b"kode,nama\n31.73," + b"A" * 200_000, RowError(2, "csv_broken")),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(data: bytes, error: RowError) -> None:
    assert read_list(data) == ([], [error])


def test_a_file_that_is_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LARGEST", 20)
    assert read_list(TEXT.encode()) == ([], [RowError(0, "file_large")])


def test_a_list_of_a_hundred_thousand_rows_is_read_whole() -> None:
    rows = [f"{31 + i // 10_000}.{i // 100 % 100:02}.{i % 100:02},Nama {i}" for i in range(100_000)]
    units, errors = read("kode,nama\n" + "\n".join(rows))
    assert errors == []
    assert [unit.line for unit in units] == list(range(2, 100_002))
    assert len({unit.code for unit in units}) == 100_000


cells = st.text(alphabet=st.sampled_from('0137.xXya,;\t\n\r" ٣\u202eé'), max_size=12)


@given(
    st.one_of(
        st.binary(), st.text().map(str.encode), st.lists(cells).map(lambda rows: (HEAD + "\n".join(rows)).encode())
    )
)
@example(b"\xff\xfe")
@example(b'kode,nama\n31,"')
@example(b"kode,kode,nama,nama\n31,32,a,b\n")
def test_whatever_the_file_holds_it_is_read_or_its_faults_are_named(data: bytes) -> None:
    units, errors = read_list(data)
    assert units or errors
    assert len({unit.code for unit in units}) == len(units)
    for unit in units:
        assert codes.CODE.fullmatch(unit.code)
        assert unit.name or unit.retired
        assert unit.line > 1
    assert all(error.line >= 0 for error in errors)


# Rows taken together with the units there are.

KNOWN = {"31", "31.73", "31.73.07", "31.73.07.1001", "31.73.07.1001.x7ps", "31.74", "31.75", "31.75.01"}
ENDED = {"31.75", "31.75.01"}


def against(*rows: str) -> list[tuple[int, str, str]]:
    units, errors = read(HEAD + "\n".join(rows))
    assert errors == []
    return [(error.line, error.why, error.detail) for error in disagreements(units, KNOWN - ENDED, KNOWN)]


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (["31.73,Jakarta Barat"], []),
        (["31.73.07.1001.016,RW 16"], []),
        (["31.73.07.1001.016.003,RT 3"], [(2, "parent", "31.73.07.1001.016")]),
        (["31.73.07.1001.016.003,RT 3", "31.73.07.1001.016,RW 16"], []),
        (["32.01,Bogor"], [(2, "parent", "32")]),
        (["32.01,Bogor", "32,Jawa Barat"], []),
        (["31.73.07.1001.x7ps,RW Anggrek"], []),
        (["31.73.07.1001.x9,RW Melati"], [(2, "code_new", "31.73.07.1001.x9")]),
        (["31.73.07.1001.16,RW 16"], [(2, "code_new", "31.73.07.1001.16")]),
        (["31.73.07.1001.x7ps,,,ya,31.73.07.1001.009", "31.73.07.1001.009,RW 09"], []),
        (["31.76,,,ya,"], [(2, "retired_unknown", "31.76")]),
        (["31.75,,,ya,"], []),
        (["31.74,,,ya,31.75"], [(2, "successor_unknown", "31.75")]),
        (["31.74,,,ya,31.99"], [(2, "successor_unknown", "31.99")]),
        (["31.74,,,ya,31.75", "31.75,Jakarta Timur"], []),
        (["31.74,,,ya,31.73"], []),
        (["31.73.07,,,ya,"], [(2, "retired_with_parts", "31.73.07.1001")]),
        (["31.73.07.1001,,,ya,", "31.73.07.1001.x7ps,,,ya,"], []),
        (["31.74,,,ya,", "31.74.01,Baru"], [(2, "retired_with_parts", "31.74.01"), (3, "parent", "31.74")]),
        (["31.75.01,Lagi"], [(2, "parent", "31.75")]),
        (["31.75.01,Lagi", "31.75,Jakarta Timur"], []),
    ],
)
def test_rows_must_agree_with_each_other_and_with_the_units_there_are(
    rows: list[str], errors: list[tuple[int, str, str]]
) -> None:
    assert against(*rows) == errors


paths = st.sampled_from(["31", "31.73", "31.73.07", "31.73.07.1001", "31.74", "32", "32.01", "31.73.07.1001.009"])


@given(
    st.lists(
        st.builds(ListedUnit, st.integers(2, 9), paths, st.just("A"), retired=st.booleans()),
        unique_by=lambda row: row.code,
    )
)
def test_a_list_without_faults_leaves_no_living_unit_under_an_ended_one(rows: list[ListedUnit]) -> None:
    living = {"31", "31.73", "31.73.07", "31.73.07.1001"}
    if disagreements(rows, living, living):
        return
    after = (living | {row.code for row in rows if not row.retired}) - {row.code for row in rows if row.retired}
    assert all(codes.parent_of(code) in after for code in after if codes.parent_of(code))

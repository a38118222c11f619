import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.ui.csv import csv_response, neutral

pytestmark = pytest.mark.pure


def test_a_table_becomes_a_file_that_excel_reads_and_does_not_execute() -> None:
    response = csv_response("daftar.csv", ["nama", "=judul"], [["Siti", "=1+1"], ["Ujang", -3], ['é, "b"', None]])
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="daftar.csv"'
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text))) == [
        ["nama", "'=judul"],
        ["Siti", "'=1+1"],
        ["Ujang", "-3"],
        ['é, "b"', ""],
    ]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+62812", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_execute_gets_an_apostrophe(cell: str) -> None:
    assert neutral(cell) == "'" + cell


@given(st.text())
def test_no_text_stays_a_formula_and_every_other_stays_as_it_is(cell: str) -> None:
    after = neutral(cell)
    assert after[:1] not in tuple("=+-@\t\r")
    assert after in (cell, "'" + cell)

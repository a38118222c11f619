"""Where to go with what is not ours, and paper to take along or to hang up. Nothing of anybody is kept here."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.journal.models import Entry, Note
from rukun.people.tests.factories import person
from rukun.report import limits
from rukun.report.algo.deadlines import left
from rukun.report.complaints import SUBJECTS
from rukun.report.elsewhere import AUTHORITIES
from rukun.report.models import Count, Report
from rukun.report.tests.factories import KELURAHAN, RT, RW, town
from rukun.ui.dates import written_out

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "/lapor/lembaga/"
TYPED = {
    "do": "sheet",
    "reporter": "Ratna Rahasia",
    "subject": "Tim sukses #1",
    "event": 'Uang dibagikan.\n#import "x": *tebal* [kurung',
    "time": "Minggu pagi",
    "place": "Lapangan",
    "witnesses": "",
    "evidence": "Foto amplop",
    "wilayah": RT,
}


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def test_every_authority_that_a_complaint_may_need_has_its_page_and_certain_numbers_only(client: Client) -> None:
    overview = client.get(HERE).content.decode()
    for code in {each for subject in SUBJECTS.values() for each in subject.elsewhere} | {"bawaslu", "sapa129"}:
        assert f"{HERE}{code}/" in overview
        page = client.get(f"{HERE}{code}/").content.decode()
        assert "tel:110" in page
        assert ("Lembar untuk dibawa" in page) == AUTHORITIES[code].sheet
        assert ("Batas waktu" in page) == (code == "bawaslu")
    assert {each.phone for each in AUTHORITIES.values()} == {"", "129", "137"}
    assert client.get(f"{HERE}lainnya/").status_code == 404
    assert client.get(f"/en{HERE}propam/").status_code == 200


@given(st.dates(), st.integers(0, 40))
def test_the_last_day_is_so_many_days_after_it_became_known(known: object, later: int) -> None:
    from datetime import date

    assert isinstance(known, date)
    if known.year > 9990:
        return
    found = left(known, 7, known + timedelta(days=later))
    assert (found.last - known).days == 7
    assert found.days == 7 - later


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (0, "Tinggal 7 hari"),
        (6, "Tinggal 1 hari"),
        (7, "Hari ini hari terakhir"),
        (8, "sudah lewat"),
        (-1, "belum tiba"),
    ],
)
def test_the_days_left_for_bawaslu_are_counted_in_words(client: Client, ago: int, expected: str) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    page = client.post(f"{HERE}bawaslu/", {"do": "days", "known": written_out(day)}).content.decode()
    assert expected in page
    if ago >= 0:
        assert written_out(day + timedelta(days=7)) in page


def test_a_weekday_that_does_not_go_with_its_date_is_said(client: Client) -> None:
    page = client.post(f"{HERE}bawaslu/", {"do": "days", "known": "Senin, 22 November 2026"}).content.decode()
    assert "jatuh pada hari Minggu" in page
    assert "Tanggalnya belum diisi" in client.post(f"{HERE}bawaslu/", {"do": "days"}).content.decode()


def test_the_sheet_holds_what_was_typed_and_nothing_of_it_is_kept() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("ketua_rw", RW, name="Ketua Sekali"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(f"{HERE}bawaslu/", TYPED)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lembar-bawaslu.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    statements = " ".join(each["sql"] for each in asked.captured_queries)
    for typed in ("Ratna", "amplop", "sukses", "Minggu", "sesi"):
        assert typed not in statements
    assert "journal_entry" not in statements, "nor when, to the second"
    assert not Note.objects.exists()
    assert not Report.objects.exists()
    assert [(each.kind, each.unit, each.number) for each in Count.objects.all()] == [
        ("elsewhere:bawaslu", KELURAHAN, 1)
    ]


def test_a_complaint_leaves_no_trace_of_where(client: Client) -> None:
    before = Entry.objects.count()
    assert client.post(f"{HERE}propam/", TYPED).content.startswith(b"%PDF-")
    assert Entry.objects.count() == before
    assert Count.objects.get().unit == ""


def test_an_empty_sheet_is_one_to_write_on_and_mistakes_keep_what_was_typed(client: Client) -> None:
    assert client.post(f"{HERE}ombudsman/", {"do": "sheet"}).content.startswith(b"%PDF-")
    page = client.post(f"{HERE}bawaslu/", {**TYPED, "wilayah": "Xyzxyz", "place": "x" * 999}).content.decode()
    for words in ("tidak dikenal", "Terlalu panjang", "Ratna Rahasia", "Uang dibagikan."):
        assert words in page
    assert client.post(f"{HERE}sapa129/", TYPED).headers["Content-Type"].startswith("text/html"), "people call"


def test_a_script_that_asks_for_many_gets_its_sheets_and_is_not_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.LIMITS, "message", 2)
    cache.clear()
    for _each in range(4):
        assert client.post(f"{HERE}denpom/", {"do": "sheet"}).content.startswith(b"%PDF-")
    assert Count.objects.get().number == 2


def test_there_is_a_poster_for_every_rw_and_for_nothing_else(client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        page = client.get("/lapor/poster/?wilayah=Kelurahan Palmerah").content.decode()
    assert f"/lapor/poster/{RW}.pdf" in page
    answer = client.get(f"/lapor/poster/{RW}.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(answer.content) < 120_000
    assert client.get(f"/en/lapor/poster/{RW}.pdf").content == answer.content
    for wrong in (KELURAHAN, RT, "31.73.07.1001.099", "x"):
        assert client.get(f"/lapor/poster/{wrong}.pdf").status_code == 404
    assert "belum ada RW" in client.get("/lapor/poster/?wilayah=31.73.07").content.decode()
    assert "tidak dikenal" in client.get("/lapor/poster/?wilayah=Xyzxyz").content.decode()
    assert client.get("/lapor/poster/").status_code == 200

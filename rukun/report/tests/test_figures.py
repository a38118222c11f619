"""Public figures: late, rounded down, of ordinary categories, and never of one report."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.counting import count_days, count_handed_elsewhere
from rukun.report.actions.keeping import put_away
from rukun.report.actions.merging import merge, unmerge
from rukun.report.algo.figures import told
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import Count, CountedDay, Report
from rukun.report.queries import figures
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town
from rukun.territory.tests.towns import listed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 20, 2, tzinfo=UTC)  # nine o'clock in Jakarta
COUNTED = datetime(2026, 11, 21, 17, tzinfo=UTC)
"""The first moment at which the 20th has been over for 24 hours: midnight, a day later."""


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def counts() -> dict[tuple[str, str, str], int]:
    return {(each.kind, each.unit, each.month): each.number for each in Count.objects.all()}


def several(number: int, *, at: datetime = MORNING, **what: str) -> list[Report]:
    with time_machine.travel(at, tick=False):
        return [report(**what)[0] for _each in range(number)]


def count_at(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return count_days()


@given(st.integers(0, 10_000))
def test_a_number_is_told_in_fives_and_never_too_high(number: int) -> None:
    shown = told(number)
    assert (shown is None) == (number < 5)
    if shown is not None:
        assert shown % 5 == 0
        assert shown <= number < shown + 5


def test_a_day_is_counted_when_it_has_been_over_for_24_hours_and_only_once() -> None:
    several(3)
    several(2, at=MORNING + timedelta(hours=14, minutes=59))  # one minute before midnight
    several(1, at=MORNING + timedelta(hours=15))
    assert count_at(COUNTED - timedelta(seconds=1)) == 1, "the 19th, as a beginning"
    assert counts() == {}
    assert count_at(COUNTED) == 1
    assert counts() == {("ketertiban", RW, "2026-11"): 5}
    assert count_at(COUNTED + timedelta(hours=5)) == 0
    assert count_at(COUNTED + 12 * DAY) == 12, "after an absence every day that was missed"
    assert counts() == {("ketertiban", RW, "2026-11"): 6}
    assert CountedDay.objects.count() == 14
    assert count_at(COUNTED) == 0, "nor when the clock is set back"


def test_what_is_not_ordinary_withdrawn_set_aside_or_unseen_is_not_counted() -> None:
    for category in CATEGORIES:
        if CATEGORIES[category].kind != "elsewhere":
            several(1, category=category)
    several(1, unit=RT)
    several(1, triage="flood")
    for closing in ("spam", "withdrawn"):
        made = several(1)[0]
        Report.objects.filter(pk=made.pk).update(closing=closing, closed_at=MORNING)
    count_at(COUNTED)
    assert counts() == {(each, RW, "2026-11"): 2 if each == "ketertiban" else 1 for each in ORDINARY}


def test_what_is_erased_later_stays_counted() -> None:
    several(7)
    count_at(COUNTED)
    with time_machine.travel(MORNING + 366 * DAY, tick=False):
        assert put_away() == 7
        count_days()
    assert counts() == {("ketertiban", RW, "2026-11"): 7}


@pytest.mark.once
def test_the_page_tells_each_rw_of_a_kelurahan_and_none_of_it_is_about_one_report(client: Client) -> None:
    assert "Belum ada angka" in client.get("/angka/").content.decode()
    several(11)
    several(4, unit=NEXT_RW)
    several(6, unit=KELURAHAN, category="saran")
    several(9, category="kekerasan")
    several(9, unit=f"{OTHER}.001")
    assert "Belum ada angka" in client.get("/angka/").content.decode(), "never live"
    count_at(COUNTED)
    overall = client.get("/angka/").content.decode()
    assert "November 2026" in overall
    assert ">20<" in overall, "24 of all kelurahan together"
    text = client.get("/angka/?wilayah=Kelurahan Palmerah&bulan=2026-11").content.decode()
    rows = [[*line.numbers] for line in figures.in_kelurahan(KELURAHAN, "2026-11")]
    place = ORDINARY.index("ketertiban")
    assert [row[place] for row in rows] == [None, 10, None]
    assert [row[ORDINARY.index("saran")] for row in rows] == [None, None, 5]
    for words in ("RW 03", "RW 16", "Tanpa RW", "kurang dari 5", "24 jam", "kelipatan 5"):
        assert words in text, words
    assert "Kekerasan dalam rumah" not in text
    for exact in (">11<", ">4<", ">6<", ">9<", ">24<"):
        assert exact not in overall + text
    assert client.get(f"/angka/?wilayah={RW}").content.decode().count("Per RW") == 1, "an RW means its kelurahan"
    assert "pilih satu kelurahan" in client.get("/angka/?wilayah=31.73.07").content.decode()
    assert "tidak dikenal" in client.get("/angka/?wilayah=Xyzxyz&bulan=9").content.decode()


def test_what_several_told_of_one_thing_counts_once() -> None:
    with time_machine.travel(MORNING - DAY, tick=False):
        posko = actor_of(person("petugas_posko", KELURAHAN))
    root, other, below = several(3)
    later = several(1, at=MORNING + DAY)[0]
    several(4)
    with time_machine.travel(MORNING + DAY, tick=False):
        for each, into in ((below, other), (other, root), (later, root)):
            merge(actor=posko, report=each, into=into)
    count_at(COUNTED + DAY)
    assert counts() == {("ketertiban", RW, "2026-11"): 5}
    with time_machine.travel(MORNING + 3 * DAY, tick=False):
        unmerge(actor=posko, report=later)
    assert count_at(COUNTED + 3 * DAY) == 2
    assert counts() == {("ketertiban", RW, "2026-11"): 5}, "a day is counted once"


@pytest.mark.once
def test_the_same_is_there_as_a_table_to_calculate_with(client: Client) -> None:
    several(6)
    several(5, at=MORNING + 40 * DAY)
    count_at(MORNING + 60 * DAY)
    answer = client.get(f"/angka/{KELURAHAN}.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert rows[0][:3] == ["bulan", "kode", "wilayah"]
    place = 3 + ORDINARY.index("ketertiban")
    assert {(row[0], row[1]): row[place] for row in rows[1:] if row[1] == RW} == {
        ("2026-12", RW): "5",
        ("2026-11", RW): "5",
    }
    assert len(rows) == 1 + 2 * 3
    for wrong in ("31.73", RW, "99", "../x"):
        assert client.get(f"/angka/{wrong}.csv").status_code == 404


@pytest.mark.once
def test_sheets_for_authorities_are_told_when_their_month_is_over(client: Client) -> None:
    several(5)
    count_at(COUNTED)
    with time_machine.travel(MORNING, tick=False):
        for _each in range(6):
            count_handed_elsewhere(authority="bawaslu", unit=RT)
        count_handed_elsewhere(authority="propam", unit=RT)
        assert "Bawaslu" not in client.get("/angka/").content.decode()
    assert counts()["elsewhere:bawaslu", KELURAHAN, "2026-11"] == 6
    assert counts()["elsewhere:propam", "", "2026-11"] == 1
    with time_machine.travel(MORNING + 20 * DAY, tick=False):
        text = client.get("/angka/").content.decode()
    assert "Bawaslu" in text
    assert "kurang dari 5" in text


@pytest.mark.once
def test_many_rw_and_long_names_take_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    listed("kode,nama\n" + "".join(f"{OTHER}.{number:03},RW {number}\n" for number in range(2, 60)))
    several(5, unit=f"{OTHER}.059")
    count_at(COUNTED)
    client.get("/angka/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        text = client.get(f"/angka/?wilayah={OTHER}").content.decode()
    assert "RW 59" in text

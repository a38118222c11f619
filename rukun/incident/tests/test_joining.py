"""Reports near a situation are offered to it; a person joins them, and may be wrong."""

from datetime import UTC, datetime, timedelta

import h3
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.guard import Refused, System
from rukun.guard.ids import new_id
from rukun.incident.actions.joining import join_report, part_report
from rukun.incident.actions.levels import EvidenceRef
from rukun.incident.algo.grouping import Around, apart, fits, window
from rukun.incident.errors_joining import ReportElsewhere, ReportNotFound, ReportNotJoinable
from rukun.incident.kinds import KINDS
from rukun.incident.models import Joined, Step
from rukun.incident.queries.joinable import counts_joined, joined_in, offers_for
from rukun.incident.tests.factories import (
    AG,
    BRIDGE,
    NEXT_RW,
    OTHER,
    again,
    at_once,
    beats,
    incident,
    judged,
    officer,
    report_near,
    town,
    two_houses,
)
from rukun.journal.queries import Filter, find_entries
from rukun.notify.tests.factories import turn_on
from rukun.notify.tests.rounds import hear
from rukun.report.actions import handling
from rukun.report.actions.withdrawing import withdraw
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.tests.factories import report

NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
CELL = h3.str_to_int(h3.latlng_to_cell(*BRIDGE, 9))
MINUTE = timedelta(minutes=1)


# What is near


@pytest.mark.pure
@given(
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(sorted(CATEGORIES)),
    st.integers(0, 3),
    st.integers(-2000, 2000),
    st.integers(0, 3000),
)
def test_near_is_a_touching_cell_a_fitting_category_and_minutes_by_kind(
    kind: str, category: str, ring: int, at: int, lasted: int
) -> None:
    found = KINDS[kind]
    there = Around(CELL, "", NIGHT, NIGHT + lasted * MINUTE, found.near, found.reports)
    cell = h3.str_to_int(min(h3.grid_ring(h3.int_to_str(CELL), ring)))
    far = min(abs(at), abs(at - lasted)) * MINUTE
    during = lasted <= 24 * 60 and 0 <= at <= lasted
    expected = category in found.reports and ring <= 1 and (during or far <= found.near)
    moment = NIGHT + at * MINUTE
    assert fits(there, category, cell, "", moment) is expected
    assert apart(there.begun, there.last, moment) == (timedelta() if during else far)
    since, until = window([there])  # type: ignore[misc]
    assert not expected or lasted > 24 * 60 or since <= moment <= until
    assert not fits(there, category, None, "", moment), "nobody said where, not even the RW"


@pytest.mark.django_db
def test_what_is_near_in_place_time_and_kind_is_offered_once_for_the_whole_board_in_one_query() -> None:
    town()
    desk, _police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row, later = incident(desk), incident(desk, kind="kebakaran", point=None, unit=NEXT_RW)
        clock.shift(10 * MINUTE)
        near = [report_near(row), report_near(row, "ketertiban", cells=1), report_near(row, ago=60 * MINUTE)]
        fire, _code = report("bencana", unit=f"{NEXT_RW}")
        far = (
            report_near(row, cells=2),
            report_near(row, "saran"),
            report_near(row, "kekerasan"),
            report_near(row, "keluhan"),
            report_near(row, ago=3 * 60 * MINUTE),
        )
        report("tawuran", unit=row.unit, lat=BRIDGE[0], lon=BRIDGE[1], triage="spam")
        row = again(row)
        with CaptureQueriesContext(connection) as asked:
            offers = offers_for(desk, [row, later])
        assert len(asked) == 1
        assert {each.report for each in offers[row.pk]} == {each.pk for each in near} - {each.pk for each in far}
        assert [each.minutes for each in offers[row.pk]] == [10, 10, 50]
        assert [(each.report, str(each.words)) for each in offers[later.pk]] == [(fire.pk, "Bencana atau kebakaran")]
        assert offers_for(officer("petugas_posko@" + OTHER), [row]) == {row.pk: []}, "they read nothing there"
        join_report(actor=desk, incident=row, report_id=near[0].pk)
        assert near[0].pk not in {each.report for each in offers_for(desk, [again(row)])[row.pk]}


# Joining


@pytest.mark.django_db
def test_a_join_leaves_the_report_alone_and_a_wrong_one_can_be_undone_at_any_time() -> None:
    town()
    desk, _police = two_houses()
    row, other = incident(desk), incident(desk)
    told = report_near(row)
    before, beat = Report.objects.filter(pk=told.pk).values().get(), beats()
    joined = join_report(actor=desk, incident=row, report_id=told.pk)
    assert join_report(actor=desk, incident=row, report_id=told.pk).pk == joined.pk
    assert beats() == beat + 1, "said twice it is said once"
    with pytest.raises(ReportElsewhere):
        join_report(actor=desk, incident=other, report_id=told.pk)
    assert [each.report for each in joined_in(desk, row)] == [told.pk]
    assert counts_joined([row.pk, other.pk]) == {row.pk: 1}
    entries = find_entries(System("test"), Filter(object_label="incident", object_id=str(row.pk))).entries
    assert str(told.pk) not in str([each.codes for each in entries]), "the book is for ever"
    assert part_report(actor=desk, incident=row, report_id=told.pk)
    assert not part_report(actor=desk, incident=row, report_id=told.pk)
    join_report(actor=desk, incident=other, report_id=told.pk)
    assert Report.objects.filter(pk=told.pk).values().get() == before
    assert [bool(each.parted_at) for each in Joined.objects.order_by("at")] == [True, False]


@pytest.mark.django_db
def test_only_ordinary_reports_that_somebody_reads_and_that_count_can_be_joined() -> None:
    town()
    desk, _police = two_houses()
    row = incident(desk)
    violence, complaint, elsewhere = (
        report_near(row, "kekerasan"),
        report_near(row, "keluhan"),
        report("tawuran", OTHER)[0],
    )
    for absent in (violence.pk, complaint.pk, elsewhere.pk, new_id()):
        with pytest.raises(ReportNotFound):
            join_report(actor=desk, incident=row, report_id=absent)
    waits, _code = report("tawuran", unit=row.unit, triage="spam")
    aside = report_near(row)
    handling.set_aside(actor=desk, report=aside, reason="Bukan laporan, hanya percobaan.")
    for each in (waits, aside):
        with pytest.raises(ReportNotJoinable):
            join_report(actor=desk, incident=row, report_id=each.pk)
    with pytest.raises(Refused):
        join_report(actor=officer("camat"), incident=row, report_id=report_near(row).pk)


@pytest.mark.django_db
def test_a_report_that_becomes_protected_or_is_withdrawn_leaves_no_trace_on_the_situation() -> None:
    town()
    officer("petugas_pelindungan", "Dewi")
    desk, _police = two_houses()
    row = incident(desk)
    told, gone = report_near(row), report_near(row)
    for each in (told, gone):
        join_report(actor=desk, incident=row, report_id=each.pk)
    judged(desk, row, AG, evidence=[EvidenceRef("report", told.pk), EvidenceRef("report", gone.pk)])
    beat = beats()
    handling.recategorise(actor=desk, report=told, category="kekerasan")
    withdraw(report=gone)
    assert not Joined.objects.exists()
    assert joined_in(desk, row) == []
    assert str(told.pk) not in str(Step.objects.values_list("evidence", flat=True))
    assert beats() == beat + 2
    assert not find_entries(System("test"), Filter(verb="incident.parted")).entries


@pytest.mark.django_db(transaction=True)
def test_two_who_join_one_report_at_once_join_it_once() -> None:
    town()
    desk, police = two_houses()
    rows = [incident(desk), incident(desk)]
    told = report_near(rows[0])
    outcomes = at_once(
        *(lambda row=row, who=who: join_report(actor=who, incident=row, report_id=told.pk)
          for row, who in zip(rows, (desk, police), strict=True))
    )  # fmt: skip
    assert sorted(outcomes) == ["ReportElsewhere", "done"]
    assert Joined.objects.count() == 1


@pytest.mark.django_db
def test_a_report_that_comes_in_moves_the_board_where_anything_is_open_and_no_other() -> None:
    town()
    desk, _police = two_houses()
    row = incident(desk)
    before = beats()
    report("kekerasan", unit=row.unit)
    report("tawuran", unit=OTHER)
    while hear():
        pass
    assert (beats(), beats(OTHER)) == (before, 0)
    report_near(row)
    assert beats() == before + 1, "no channel is on: there is nothing else to do in a worker"
    turn_on("sms")
    report_near(row)
    assert beats() == before + 1, "whoever sends it does not wait for boards"
    while hear():
        pass
    assert beats() == before + 2
    assert timezone.now() >= again(row).opened_at

"""What comes first is what puts people in danger, and a sentence says why; who reported never counts."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import h3
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.clock.jobs import Job
from rukun.commitment.models import Commitment
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.merging import merge
from rukun.report.actions.prioritising import prioritise, prioritise_one
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo.priority import BY_CATEGORY, Facts, Neighbours, Open, hours_near, level_of, points_of
from rukun.report.categories import KEPT, ORDINARY
from rukun.report.models import Report
from rukun.report.queries.priority import facts_of, neighbours_of, priority_of
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RT, RW, report, town

HERE: dict[str, Any] = {"lat": -6.2, "lon": 106.8}
FACTS = st.builds(
    Facts,
    st.sampled_from(KEPT),
    st.booleans(),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 999),
    st.booleans(),
)


@pytest.mark.pure
@given(FACTS, st.integers(0, 5), st.integers(0, 5), st.integers(0, 9))
def test_more_of_anything_is_never_less_and_nothing_of_the_reporter_counts(
    facts: Facts, neighbours: int, tellers: int, days: int
) -> None:
    more = replace(
        facts,
        danger=True,
        neighbours=facts.neighbours + neighbours,
        tellers=facts.tellers + tellers,
        days=facts.days + days,
        reopened=True,
    )
    assert 0 <= points_of(facts).sum <= points_of(more).sum < 200
    assert {each.name for each in fields(Facts)} == {"category", "danger", "neighbours", "tellers", "days", "reopened"}


@pytest.mark.pure
def test_ten_phones_and_a_long_wait_outweigh_no_danger() -> None:
    assert set(BY_CATEGORY) == set(KEPT)
    crowd = points_of(Facts("ketertiban", neighbours=50, tellers=50, days=300)).sum
    danger = points_of(Facts("tawuran", danger=True)).sum
    assert crowd < danger
    assert (level_of(crowd), level_of(danger)) == ("sedang", "tinggi")
    assert level_of(points_of(Facts("saran")).sum) == "biasa"
    assert level_of(points_of(Facts("kekerasan")).sum) == "tinggi"


OPEN = st.builds(
    lambda category, unit, place, at: Open(
        category,
        f"{KELURAHAN}{unit}",
        None if place is None else h3.str_to_int(h3.latlng_to_cell(-6.2, 106.8 + place / 1000, 9)),
        float(at),
    ),
    st.sampled_from(["tawuran", "keadaan"]),
    st.sampled_from(["", ".016", ".016.003", ".003"]),
    st.none() | st.integers(0, 12),
    st.integers(0, 40 * 3600),
)


def _near(one: Open, other: Open) -> bool:
    if one.category != other.category or abs(one.at - other.at) > hours_near(one.category) * 3600:
        return False
    if one.cell is None or other.cell is None:
        return one.cell == other.cell and one.unit.split(".")[:5] == other.unit.split(".")[:5]
    return bool(h3.grid_distance(h3.int_to_str(one.cell), h3.int_to_str(other.cell)) <= 1)


@pytest.mark.pure
@given(st.lists(OPEN, max_size=25), OPEN)
def test_neighbours_are_those_that_one_by_one_are_near(reports: list[Open], another: Open) -> None:
    near = Neighbours(reports)
    for number, each in enumerate(reports):
        assert near.of(each, among=True) == sum(_near(each, other) for i, other in enumerate(reports) if i != number)
    assert near.of(another, among=False) == sum(_near(another, other) for other in reports)


@pytest.fixture
def _town() -> None:
    town()


@pytest.mark.django_db
@pytest.mark.usefixtures("_town")
def test_the_sentence_says_why_in_everyday_words() -> None:
    posko = actor_of(person("petugas_posko", KELURAHAN))
    with time_machine.travel(timezone.now().replace(hour=3), tick=False) as clock:
        calm = report("saran")[0]
        assert priority_of(calm).sentence == "Biasa: tidak ada tanda yang mendesak."
        lamps = [report("keadaan", **HERE)[0] for _each in range(3)]
        clock.shift(timedelta(days=1))
        lamp = report("keadaan", **HERE)[0]
        assert priority_of(lamp).sentence == "Biasa: 3 laporan lain di dekatnya sejak kemarin."
        merge(actor=posko, report=report("keadaan", **HERE)[0], into=lamp)
        for gone in lamps[1:]:
            withdraw(report=gone)
        Commitment.objects.filter(about_id=lamp.pk).update(reopened=1)
        clock.shift(timedelta(days=2))
        found = priority_of(Report.objects.get(pk=lamp.pk))
        day = timezone.localtime(lamps[0].received_at)
        assert found.level == "sedang"
        assert found.sentence == (
            "Sedang: dibuka lagi karena ternyata belum selesai, 1 laporan lain menceritakan hal yang sama, "
            f"1 laporan lain di dekatnya sejak {day.day} {_month(day.month)}, dan sudah 2 hari terbuka."
        )
        second = report("tawuran", **HERE)[0]
        fight = report("tawuran", **HERE, happened_about="now")[0]
        found = priority_of(fight)
        assert found.level == "tinggi"
        assert found.sentence == (
            "Tinggi: tanda bahaya, menyangkut keselamatan orang, dan 1 laporan lain di dekatnya sejak hari ini."
        )
        Commitment.objects.filter(about_id=second.pk).update(clock="segera")  # as fast as what tells of danger
        merge(actor=posko, report=fight, into=second)
        assert facts_of(Report.objects.get(pk=second.pk)).danger, "one who told of danger is enough"
        hidden, _another = report("kekerasan", **HERE)[0], report("kekerasan", **HERE)
        assert priority_of(hidden).sentence == "Tinggi: menyangkut keselamatan orang."


def _month(number: int) -> str:
    from django.utils.dates import MONTHS
    from django.utils.translation import override

    with override("id"):
        return str(MONTHS[number])


@pytest.mark.django_db
@pytest.mark.usefixtures("_town")
def test_the_hourly_count_agrees_with_each_page_stores_what_changed_and_reads_once() -> None:
    posko = actor_of(person("petugas_posko", KELURAHAN))
    made = []
    for number in range(24):
        with time_machine.travel(timezone.now() - timedelta(hours=7 * number)):
            category = ORDINARY[number % len(ORDINARY)] if number % 5 else "keadaan"
            where = HERE if number % 3 else {}
            made.append(report(category, (RW, RT, NEXT_RW, KELURAHAN)[number % 4], **where)[0])
    report("kekerasan"), report("keluhan")
    report("keadaan", **HERE, triage="flood")
    lamps = [each for each in made if each.category == "keadaan"]
    merge(actor=posko, report=lamps[0], into=lamps[1])
    merge(actor=posko, report=lamps[1], into=lamps[2])
    withdraw(report=lamps[3])
    assert prioritise() > 10
    assert prioritise() == 0, "nothing changed"
    counted = Report.objects.filter(closed_at=None, merged_into=None)
    assert {each.pk: each.priority for each in counted} == {each.pk: points_of(facts_of(each)).sum for each in counted}
    assert any(neighbours_of(each).exists() for each in counted)
    Report.objects.filter(pk=lamps[4].pk).update(priority=0)
    with CaptureQueriesContext(connection) as asked:
        assert prioritise() == 1
    assert len(asked.captured_queries) == 3
    assert not any('"account"' in each["sql"] for each in asked.captured_queries), "what is sealed is not even fetched"
    fresh = Report.objects.get(pk=lamps[4].pk)
    points = fresh.priority
    Report.objects.filter(pk=fresh.pk).update(priority=0)
    fresh.refresh_from_db()
    assert prioritise_one(report=fresh) == fresh.priority == points
    assert Report.objects.get(pk=fresh.pk).priority == points


def test_it_is_a_job_of_every_hour() -> None:
    from rukun.report.tasks import JOBS

    [job] = [each for each in JOBS if each.name == "report.prioritise"]
    assert job == Job("report.prioritise", timedelta(hours=1), prioritise)

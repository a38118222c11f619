"""The map of potential disturbances: areas and places, looked at again; and what is kept no longer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from rukun.guard import Actor, Refused, System
from rukun.guard.ids import new_id
from rukun.incident import kept
from rukun.incident.actions.closing import confirm_closing, propose_closing
from rukun.incident.actions.joining import join_report
from rukun.incident.actions.keeping import put_away
from rukun.incident.actions.measures import record_measure
from rukun.incident.actions.spots import change_spot, end_spot, make_spot, review_spot
from rukun.incident.actions.states import reopen
from rukun.incident.errors_opening import IdTaken, SavedOtherwise
from rukun.incident.errors_spots import SpotChanged, SpotEnded, SpotExists, SpotWrong
from rukun.incident.models import HotSpot, Incident, Joined, Measure, Observation, Step, Trace
from rukun.incident.queries.own_data import OWN_PARTS
from rukun.incident.queries.spots import days_ahead, spot_for, spots_seen
from rukun.incident.tests.factories import (
    AG,
    BRIDGE,
    KELURAHAN,
    NEXT_RW,
    OTHER,
    PG,
    RT,
    RW,
    again,
    at_level,
    beats,
    incident,
    observation,
    officer,
    proposal,
    report_near,
    town,
    two_houses,
)
from rukun.journal.queries import Filter, find_entries
from rukun.people.keeping import KEPT as SAID
from rukun.people.queries.profile import PARTS
from rukun.report.models import Report

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)  # Ramadan, 01.30 on a Saturday in Jakarta
SYSTEM = System("test")


def spot(actor: Actor, **more: Any) -> HotSpot:
    given: dict[str, Any] = {
        "spot_id": new_id(),
        "unit": RW,
        "name": "Jembatan Kali Pasir",
        "friction": "grudge",
        "places": [{"name": "ujung barat", "lat": BRIDGE[0], "lon": BRIDGE[1]}, {"name": "ujung timur"}],
        "sides": [RT, NEXT_RW],
        "calendar": ["weekend", "ramadan"],
        "about": "Saling ejek tiap malam Minggu.",
        "helps": "Lampu, dan futsal bersama.",
    }
    return make_spot(actor=actor, **{**given, **more})


def test_a_potential_becomes_a_standing_entry_with_sides_as_areas_and_stays_when_its_level_ends() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk, kind="keadaan"), PG, desk)
        beat = beats()
        made = spot(desk, incident=row)
        assert spot(desk, incident=row, spot_id=made.pk).pk == made.pk
        assert beats() == beat + 1
        with pytest.raises(SavedOtherwise):
            spot(desk, incident=row, spot_id=made.pk, about="Sudah tenang sejak lampunya menyala.")
        with pytest.raises(SpotExists):
            spot(police, incident=row)
        with pytest.raises(IdTaken):
            spot(police, spot_id=made.pk)
        (shown,) = spots_seen(police)
        assert (shown.about, shown.helps, shown.overdue) == (
            "Saling ejek tiap malam Minggu.",
            "Lampu, dan futsal bersama.",
            False,
        )
        assert shown.sides == ["RT 003 / RW 16, Palmerah", "RW 03, Palmerah"]
        assert b"futsal" not in bytes(HotSpot.objects.get().content)
        ahead = {each.date: each.kinds for each in days_ahead(made)}
        assert ahead[date(2026, 3, 7)] == ("ramadan", "weekend")
        assert "weekend" not in ahead[date(2026, 3, 8)]
        assert spot_for(officer("petugas_posko@" + OTHER), made.pk) is None
        with pytest.raises(SpotChanged):
            review_spot(actor=police, spot=made, version=7)
        changed = change_spot(
            actor=police, spot=made, version=1, name="Jembatan", friction="border", sides=[RW], helps="Lampu."
        )
        assert (changed.version, changed.sides, changed.unit, changed.reviewed_by) == (2, [RW], RW, police.label)
        clock.shift(timedelta(days=95))
        assert spots_seen(desk)[0].overdue
        seen = review_spot(actor=desk, spot=made, version=2)
        assert seen.review_by == timezone.localdate() + timedelta(days=90)
        with pytest.raises(Refused):
            end_spot(actor=officer("camat", "Camat"), spot=made, version=3)
        for _twice in range(2):
            end_spot(actor=desk, spot=made, version=3)
        with pytest.raises(SpotEnded):
            review_spot(actor=desk, spot=made, version=4)
        assert spots_seen(desk) == []
        assert [each.row for each in spots_seen(desk, ended=True)] == [made]


def test_a_hot_spot_that_cannot_be_is_refused_field_by_field() -> None:
    town()
    desk, _police = two_houses()
    today = timezone.localdate()
    for field, wrong in (
        ("name", " "),
        ("friction", "religion"),
        ("calendar", ["kampanye"]),
        ("sides", ["Geng Utara"]),
        ("sides", [RW, RT]),
        ("sides", ["31.73"]),
        ("places", [{"name": "x", "lat": 200, "lon": 1}]),
        ("places", [{"name": "", "lat": None, "lon": None}]),
        ("review_by", today),
        ("review_by", today + timedelta(days=400)),
    ):
        with pytest.raises(SpotWrong) as error:
            spot(desk, **{field: wrong})
        assert error.value.field == field
    with pytest.raises(Refused):
        spot(desk, unit=OTHER)
    assert not HotSpot.objects.exists()


def test_ninety_days_after_closing_one_row_stays_that_leads_to_nothing() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk, police)
        told = report_near(row)
        join_report(actor=desk, incident=row, report_id=told.pk)
        record_measure(actor=desk, incident=row, measure_id=new_id(), kind="call_110", done_at=NIGHT, note="Sudah.")
        made = spot(desk, incident=row)
        other = incident(desk)
        for each in (row, other):
            propose_closing(
                actor=desk, incident=each, version=again(each).version, closing="done", happened="Berkumpul.", harm={},
                done="Diajak pulang.", lessons="Lampu mati.",
            )  # fmt: skip
            confirm_closing(actor=police, incident=each, closing=proposal(each))
        reopen(actor=desk, incident=other, reason="Kelompok dari timur datang lagi.")
        clock.shift(timedelta(days=89, hours=23))
        assert put_away() == 0
        clock.shift(timedelta(hours=2))
        beat = beats()
        assert (put_away(), put_away()) == (1, 0)
        assert beats() == beat, "nothing of it was on any board"
        assert [each.pk for each in Incident.objects.all()] == [other.pk]
        assert not any(model.objects.exists() for model in (Step, Measure, Joined))
        assert Trace.objects.values().get() == {
            "id": Trace.objects.get().pk, "kind": "tawuran", "cell": row.cell, "day": date(2026, 3, 7),
            "shift": "dini_hari", "level": AG, "reports": 1,
        }  # fmt: skip
        assert HotSpot.objects.get().incident_id is None, "what still holds stays"
        assert Report.objects.filter(pk=told.pk).exists()
        put = find_entries(SYSTEM, Filter(verb="incident.put_away")).entries
        assert [(each.unit, each.codes["number"]) for each in put] == [(KELURAHAN, 1)]
        clock.shift(timedelta(days=280))
        put_away()
        assert not HotSpot.objects.filter(pk=made.pk).exists(), "nobody looked at it for a year"


def test_everybody_finds_what_they_wrote_and_the_notice_speaks_of_every_table() -> None:
    town()
    desk, _police = two_houses()
    row = at_level(incident(desk), AG, desk)
    observation(desk, row, "Sekitar tiga puluh orang.")
    spot(desk)
    key = Observation.objects.first().by.removeprefix("person:")  # type: ignore[union-attr]
    parts = {each.name: each for each in OWN_PARTS}
    lines = {name: part.lines(part.rows(key)) for name, part in parts.items()}  # type: ignore[arg-type]
    assert any("tiga puluh orang" in line for line in lines["incident_observations"])
    assert any("Kedua ujung jembatan" in line for line in lines["incident_levels"])
    assert any("futsal" in line for line in lines["incident_hot_spots"])
    assert lines["incident_opened"][0].endswith("jembatan")
    assert set(OWN_PARTS) <= set(PARTS)
    named = {table for each in kept.KEPT for table in each.tables}
    assert set(kept.KEPT) <= set(SAID)
    silent = {"incident.Trace", "incident.Pulse"}
    assert named | silent == {f"incident.{each.__name__}" for each in apps.get_app_config("incident").get_models()}

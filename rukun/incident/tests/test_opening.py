"""Situations are opened, put right, observed, read; clocks and borders in between."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard import ANYONE, Refused, System
from rukun.guard.ids import new_id
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.actions.opening import change_incident, open_incident
from rukun.incident.actions.reading import note_read
from rukun.incident.actions.states import reopen, set_state
from rukun.incident.errors import ChangedMeanwhile, IncidentClosed, IncidentGone
from rukun.incident.errors_levels import NoReason
from rukun.incident.errors_opening import (
    BadPoint,
    BadTime,
    IdTaken,
    InTheFuture,
    LeadNotNow,
    NoPlace,
    NotClosed,
    NotThatState,
    NoWords,
    PlaceTooLong,
    PointElsewhere,
    SavedOtherwise,
    TooLateToReopen,
    TooLongAgo,
    UnknownKind,
    UnknownLead,
    UnknownSource,
    UnknownUnit,
)
from rukun.incident.models import Incident, Observation, Pulse
from rukun.incident.queries.changes import changes_since
from rukun.incident.tests.factories import (
    AG,
    BRIDGE,
    GN,
    KELURAHAN,
    NEXT_RW,
    NONE,
    OTHER,
    RW,
    TEXT,
    again,
    at_level,
    at_once,
    beats,
    counted,
    incident,
    observation,
    officer,
    town,
    two_houses,
)
from rukun.incident.verbs import CLOSED
from rukun.incident.words import opened
from rukun.journal import actions as journal
from rukun.journal.queries import Filter, find_entries
from rukun.territory.tests import towns

NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def verbs(row: Incident) -> list[str]:
    found = find_entries(System("test"), Filter(object_label="incident", object_id=str(row.pk)))
    return [each.verb.removeprefix("incident.") for each in found.entries][::-1]


def test_a_situation_is_opened_once_with_its_first_observation_sealed() -> None:
    town()
    desk = officer()
    key = new_id()
    with time_machine.travel(NIGHT, tick=False):
        for _twice in range(2):
            row = incident(desk, incident_id=key, text=TEXT, happened_at=NIGHT + timedelta(minutes=3))
    row = again(row)
    assert (row.area, row.unit, row.level, row.version) == (KELURAHAN, RW, NONE, 1)
    assert (row.happened_at, row.lead, row.cell is not None) == (NIGHT, "bhabinkamtibmas", True)
    assert (row.due_what, row.due_at, row.urgency) == ("answer", NIGHT + timedelta(minutes=15), 0)
    only = Observation.objects.get(incident=row)
    assert TEXT.encode() not in bytes(only.content)
    assert opened("Observation", only.pk, only.content) == {"text": TEXT}
    assert verbs(row) == ["opened"]
    assert (beats(), counted()[NONE]) == (1, 1)
    with pytest.raises(IdTaken):
        incident(officer("babinsa"), incident_id=key)
    for other in ({"text": "Mereka sudah bubar."}, {"place": "lapangan", "text": TEXT}, {}):
        with pytest.raises(SavedOtherwise):
            incident(desk, incident_id=key, **other)


def test_what_is_missing_or_cannot_be_is_said_beside_its_field() -> None:
    town()
    desk = officer()
    now = timezone.now()
    for field, error, given in (
        ("kind", UnknownKind, {"kind": "pesta"}),
        ("unit", UnknownUnit, {"unit": "31.73.07.1009"}),
        ("unit", UnknownUnit, {"unit": "", "point": None}),
        ("place", NoPlace, {"place": " . "}),
        ("place", PlaceTooLong, {"place": "x" * 81}),
        ("point", BadPoint, {"point": (106.8, -6.2)}),  # exchanged
        ("point", PointElsewhere, {"unit": ""}),  # no outline knows where that is
        ("happened_at", BadTime, {"happened_at": datetime(2026, 3, 6)}),  # noqa: DTZ001  without a zone
        ("happened_at", InTheFuture, {"happened_at": now + timedelta(hours=1)}),
        ("happened_at", TooLongAgo, {"happened_at": now - timedelta(days=400)}),
        ("lead", UnknownLead, {"lead": "ormas"}),
        ("text", NoWords, {"text": "ah"}),
    ):
        with pytest.raises(error) as told:
            incident(desk, **given)
        assert (told.value.field, len(str(told.value)) > 20) == (field, True)
    assert not Incident.objects.exists()


def test_only_in_units_of_ones_own() -> None:
    town()
    head, row = officer("ketua_rw"), incident(officer("babinsa"))
    incident(head)
    for outside in (NEXT_RW, KELURAHAN, OTHER):
        with pytest.raises(Refused):
            incident(head, unit=outside)
    with pytest.raises(Refused):
        move(head, row, unit=NEXT_RW)
    for nobody in (officer("ketua_rt"), officer("camat"), officer(f"petugas_posko@{OTHER}"), ANYONE):
        with pytest.raises(Refused):
            observation(nobody, row)
    assert again(row).version == 1


def move(actor: object, row: Incident, **more: object) -> Incident:
    given = {"kind": row.kind, "unit": row.unit, "place": row.place, "point": BRIDGE, "lead": row.lead}
    return change_incident(actor=actor, incident=row, version=again(row).version, **{**given, **more})  # type: ignore[arg-type]


def test_a_point_lies_in_the_chosen_area_give_or_take_some_hundred_metres(tmp_path: Path) -> None:
    osm = towns.town()
    osm.unit(7, "Slipi", square=towns.square(8, 0, 40, 4), code=OTHER, osm_id=13)
    towns.imported(tmp_path, osm)
    inside, beyond, far = towns.at(3, 1), towns.at(8.5, 2), towns.at(60, 60)
    desk = officer(f"petugas_posko@{towns.KELURAHAN}")
    unit = f"{towns.KELURAHAN}.002"
    row = incident(desk, unit="", point=inside[::-1])
    assert row.unit == unit
    assert incident(desk, unit=unit, point=beyond[::-1]).unit == unit
    assert incident(desk, unit=unit, point=far[::-1]).unit == unit  # where no outline is, the unit is believed
    with pytest.raises(PointElsewhere, match="di Slipi"):
        incident(desk, unit=unit, point=towns.at(30, 2)[::-1])
    with pytest.raises(PointElsewhere):
        incident(desk, unit="", point=far[::-1])


def test_putting_right_moves_its_count_and_who_was_faster_is_told() -> None:
    town()
    police = officer("kapolsek")
    row = incident(police)
    version = row.version
    before = beats()
    with CaptureQueriesContext(connection) as asked:
        row = move(police, row, unit=OTHER, place="  pasar   lama ")
    writes = [each["sql"] for each in asked if each["sql"].startswith(("UPDATE", "INSERT"))]
    pulses = [sql.split("WHERE")[1] for sql in writes if sql.startswith('UPDATE "incident_pulse"')]
    assert [KELURAHAN in pulses[0], OTHER in pulses[-1]] == [True, True], "in the order of their codes"
    last = next(number for number, sql in enumerate(writes) if "incident_pulse" in sql)
    assert all("incident_pulse" in sql or "journal_" in sql for sql in writes[last:]), "and last but for the book"
    assert (row.area, row.place) == (OTHER, "pasar lama")
    assert (counted()[NONE], counted(OTHER)[NONE], beats() > before) == (0, 1, True)
    assert move(police, row).version == row.version  # nothing was changed
    with pytest.raises(ChangedMeanwhile, match="diubah oleh"):
        set_state(actor=police, incident=row, version=version, state="watched")
    assert changes_since(row, row.version) == ""


def test_at_gn_nobody_but_police_leads() -> None:
    town()
    desk, police = two_houses()
    row = at_level(incident(desk, lead="kelurahan"), GN, desk, police)
    assert row.lead == "polsek"
    with pytest.raises(LeadNotNow):
        move(desk, row, lead="kelurahan")
    with pytest.raises(LeadNotNow):
        move(desk, row, lead="damkar")
    fire = at_level(incident(desk, kind="kebakaran"), GN, desk, police)
    assert move(desk, fire, lead="polsek").lead == "polsek"
    assert move(desk, fire, lead="damkar").lead == "damkar"


def test_states_go_by_hand_but_never_to_closed_and_calm_asks_for_an_end() -> None:
    town()
    desk = officer()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = incident(desk)
        row = set_state(actor=desk, incident=row, version=row.version, state="handled")
        assert (row.due_what, row.due_at) == ("", None)
        clock.shift(timedelta(hours=1))
        row = set_state(actor=desk, incident=row, version=row.version, state="calming")
        clock.shift(timedelta(hours=1))
        observation(desk, row, source="call")
        row = again(row)
        assert (row.due_what, row.due_at) == ("close", NIGHT + timedelta(hours=13))
        assert set_state(actor=desk, incident=row, version=0, state="calming").version == row.version
        for state in ("closed", "new", ""):
            with pytest.raises(NotThatState):
                set_state(actor=desk, incident=row, version=row.version, state=state)


def test_an_observation_sent_twice_is_there_once_and_none_is_of_tomorrow() -> None:
    town()
    desk, police = two_houses()
    row, key = incident(desk), new_id()
    first = observation(desk, row, observation_id=key)
    assert observation(desk, row, observation_id=key, text=f" {TEXT}").pk == first.pk
    with pytest.raises(SavedOtherwise, match="dengan kata lain"):
        observation(desk, row, observation_id=key, text="Mereka sudah bubar.")
    with pytest.raises(IdTaken):
        observation(police, row, observation_id=key)
    with pytest.raises(InTheFuture) as told:
        observation(desk, row, seen_at=timezone.now() + timedelta(hours=2))
    assert told.value.field == "seen_at"
    with pytest.raises(UnknownSource):
        observation(desk, row, source="gosip")
    assert (Observation.objects.count(), verbs(row)) == (1, ["opened", "observed"])


def test_what_was_closed_is_opened_again_with_a_reason_while_its_words_are_there() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk, police)
        with pytest.raises(NotClosed):
            reopen(actor=desk, incident=row, reason="Ternyata belum selesai.")
        with journal.atomic():
            one = held(desk, row)
            one.state, one.closed_at, one.closing = Incident.CLOSED, moment(one), "done"
            changed(one, desk, CLOSED)
        row = again(row)
        assert (row.level, row.wake_at, row.due_what, counted()[AG]) == (AG, None, "", 0)
        with pytest.raises(IncidentClosed):
            observation(desk, row)
        with pytest.raises(NoReason):
            reopen(actor=desk, incident=row, reason="salah")
        clock.shift(timedelta(hours=7))
        row = reopen(actor=desk, incident=row, reason="Ternyata belum selesai.")
        assert (row.level, row.state, row.closing, counted()[NONE]) == (NONE, "handled", "", 1)
        with journal.atomic():
            one = held(desk, row)
            one.state, one.closed_at, one.closing = Incident.CLOSED, moment(one), "done"
            changed(one, desk, CLOSED)
        clock.shift(timedelta(days=91))
        with pytest.raises(TooLateToReopen):
            reopen(actor=desk, incident=row, reason="Ternyata belum selesai.")
        assert set(counted().values()) == {0}


def test_each_reader_of_its_words_stands_in_the_book_once() -> None:
    town()
    desk, police = two_houses()
    row = incident(desk, text=TEXT)
    for reader in (desk, police, police):
        note_read(actor=reader, incident=row)
    with pytest.raises(Refused):
        note_read(actor=officer("ketua_rt"), incident=row)
    assert verbs(row) == ["opened", "read", "read"]
    assert again(row).version == 1
    key = row.pk
    Incident.objects.filter(pk=key).delete()
    with pytest.raises(IncidentGone):
        observation(desk, row)


@pytest.mark.django_db(transaction=True)
def test_two_areas_moved_against_each_other_at_once_wait_for_nobody_for_ever() -> None:
    town()
    police = officer("kapolsek")
    here, there = incident(police), incident(police, unit=OTHER)
    key, now = new_id(), timezone.now()

    def same() -> Incident:
        return open_incident(
            actor=police, incident_id=key, kind="banjir", unit=RW, place="pasar", point=None, happened_at=now
        )

    outcomes = at_once(
        lambda: move(police, here, unit=OTHER), lambda: move(police, there, unit=RW), same, same,
    )  # fmt: skip
    assert outcomes == ["done"] * 4
    assert (counted()[NONE], counted(OTHER)[NONE], Incident.objects.count()) == (2, 1, 3)
    assert Pulse.objects.count() == 2

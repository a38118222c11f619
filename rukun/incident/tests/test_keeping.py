"""What is left behind ends by itself: situations nobody closed, what is still owed, counts that drifted."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import F

from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.incident.access import houses_of
from rukun.incident.actions.closing import confirm_closing, propose_closing
from rukun.incident.actions.followups import confirm_followup, done_followup
from rukun.incident.actions.keeping import close_stale, put_away
from rukun.incident.actions.measures import record_measure
from rukun.incident.models import FollowUp, Incident, Measure, Observation, Pulse, Step, Trace
from rukun.incident.queries.closing import followups_of, organisations_for, owed_by
from rukun.incident.tests.factories import (
    AG,
    NONE,
    PG,
    again,
    at_level,
    counted,
    incident,
    judged,
    observation,
    officer,
    proposal,
    town,
    two_houses,
)
from rukun.journal.queries import Filter, find_entries

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
SYSTEM = System("test")


def test_what_everybody_left_is_closed_by_the_clock_which_says_so() -> None:
    town()
    desk, _police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        left, rated = incident(desk), at_level(incident(desk), PG, desk)
        proposed = incident(desk)
        propose_closing(
            actor=desk, incident=proposed, version=again(proposed).version, closing="wrong", happened="Bukan apa-apa.",
            harm={}, done="", lessons="",
        )  # fmt: skip
        clock.shift(timedelta(days=100))
        looked_at = incident(desk)
        judged(desk, rated, PG)
        clock.shift(timedelta(days=80, hours=1))
        assert close_stale() == 2
        row = again(left)
        assert (row.state, row.closing, row.closed_by) == ("closed", "stale", "system:incident")
        assert again(proposed).endings.get().refused_at is not None
        assert {again(each).closed_at for each in (rated, looked_at)} == {None}
        assert (counted(), close_stale()) == ({NONE: 1, PG: 1, 2: 0, 3: 0}, 0)
        entry = find_entries(SYSTEM, Filter(verb="incident.closed")).entries[0]
        assert (entry.actor, entry.codes["closing"]) == ("system:incident", "stale")
        clock.shift(timedelta(days=91))
        assert put_away() == 2
        assert Trace.objects.count() == 0, "nobody said that there was anything"


def test_what_is_still_owed_outlives_the_words_and_ends_once_it_is_confirmed() -> None:
    town()
    officer("lurah", "Lurah")
    desk, police = two_houses()
    army = officer("babinsa")
    with time_machine.travel(NIGHT, tick=False) as clock:
        rows = [at_level(incident(desk), AG, desk, police) for _number in range(2)]
        for row in rows:
            whose = next(key for key, _name in organisations_for(row) if str(key) in houses_of(desk))
            observation(desk, row)
            record_measure(actor=desk, incident=row, measure_id=new_id(), kind="call_110", done_at=NIGHT, note="Sudah.")
            propose_closing(
                actor=desk, incident=row, version=again(row).version, closing="done", happened="Berkumpul.", harm={},
                done="Diajak pulang.", lessons="Lampu mati.",
                followups=[("mediation", whose, NIGHT.date() + timedelta(days=300))],
            )  # fmt: skip
            confirm_closing(actor=police, incident=row, closing=proposal(row))
        clock.shift(timedelta(days=91))
        assert (put_away(), put_away()) == (2, 0)
        assert Trace.objects.count() == 2
        assert not any(model.objects.exists() for model in (Step, Observation, Measure))
        row = again(rows[0])
        assert (row.place, row.opened_by, row.cell, row.endings.exists()) == ("jembatan", "", None, False)
        (shown,) = followups_of(row)
        assert len(owed_by(desk)) == 2
        done_followup(actor=desk, incident=row, followup=shown.row)
        confirm_followup(actor=army, incident=row, followup=shown.row)
        assert put_away() == 0
        assert [each.pk for each in Incident.objects.all()] == [rows[1].pk]
        clock.shift(timedelta(days=310))
        put_away()
        assert not Incident.objects.exists()
        assert not FollowUp.objects.exists()
        assert Trace.objects.count() == 2, "one for each, made once"


def test_a_count_that_drifted_keeps_nobody_from_anything_and_is_put_right() -> None:
    town()
    desk, _police = two_houses()
    row = incident(desk)
    Pulse.objects.update(none=0, gn=F("gn") + 3)
    row = at_level(row, PG, desk)
    assert counted() == {NONE: 0, PG: 1, 2: 0, 3: 3}
    before = Pulse.objects.get().number
    put_away()
    assert counted() == {NONE: 0, PG: 1, 2: 0, 3: 0}
    assert Pulse.objects.get().number == before + 1, "the board asks again"

"""Whatever is said, confirmed, refused and taken back, in any order, by people of several houses, while clocks jump."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rukun.alarm.models import Ring
from rukun.guard import Actor, Refused, System
from rukun.guard.ids import new_id
from rukun.incident.actions.closing import confirm_closing, propose_closing, refuse_closing
from rukun.incident.actions.expiring import expire
from rukun.incident.actions.levels import refuse, verify, withdraw_step
from rukun.incident.actions.observing import withdraw_observation
from rukun.incident.actions.opening import change_incident
from rukun.incident.actions.states import reopen, set_state
from rukun.incident.algo import ladder
from rukun.incident.errors import IncidentError
from rukun.incident.errors_levels import EvidenceExpired
from rukun.incident.models import Incident, Step
from rukun.incident.queries.ringing import messages_for
from rukun.incident.queries.standing import moment, rungs_of
from rukun.incident.tests.factories import (
    AG,
    BRIDGE,
    GN,
    NEXT_RW,
    NONE,
    PG,
    REASON,
    again,
    counted,
    incident,
    judged,
    observation,
    officer,
    proposal,
    town,
)
from rukun.journal.queries import Filter, find_entries

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
HOUSES = {"lurah": "gov", "petugas_posko": "gov", "bhabinkamtibmas": "police", "kapolsek": "police", "babinsa": "army"}
TITLES = [*HOUSES, "ketua_rw"]
WHO, LEVEL = st.integers(0, len(TITLES) - 1), st.sampled_from((NONE, PG, AG, GN))


class Ladder(RuleBasedStateMachine):
    """One situation. Whoever may not is refused, whatever cannot be is told so; what stands there is always right."""

    row: Incident
    people: list[Actor]
    raised = False
    """Whether it got worse since somebody proposed to close it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, Step] = {}
        """What each has said last that is in force by that alone; and what "two" have said."""
        self.undone = transaction.atomic()  # each course of events has a database of its own
        self.undone.__enter__()
        self.clock = time_machine.travel(NIGHT, tick=False)
        self.traveller = self.clock.start()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        town()
        self.people = [officer(title) for title in TITLES]
        self.row = incident(self.people[1])

    def waiting(self) -> Step | None:
        return Step.objects.filter(incident=self.row, state=Step.WAITING).first()

    def nobody_else_is_silenced(self, who: int) -> None:
        """After what one person did: whatever another one said of it, or two, is in force still."""
        row, own = again(self.row), self.people[who].label
        others = [each for by, each in self.words.items() if by != own]
        said = [each.level for each in others if each.until is not None and each.until > moment(row)]
        assert row.level >= max(said, default=NONE)

    @rule(who=WHO, level=LEVEL)
    def judges(self, who: int, level: int) -> None:
        expire()
        before, own = again(self.row), self.people[who].label
        try:
            step = judged(self.people[who], before, level)
        except Refused:
            assert (TITLES[who], before.unit) == ("ketua_rw", NEXT_RW)
        except IncidentError:
            pass
        else:
            self.words.pop(own, None)
            if step.level > step.before and step.state == Step.WAITING:
                self.words[own] = step
            self.raised = self.raised or (step.level > step.before and step.state != Step.WITHDRAWN)
        self.nobody_else_is_silenced(who)
        after = again(self.row)
        if before.verified and before.level >= AG:  # one person's word
            assert after.level >= before.level
            if after.level == before.level:
                assert (after.verified, after.level_until) == (True, before.level_until)

    @rule(who=WHO, yes=st.booleans())
    def decides(self, who: int, yes: bool) -> None:
        step = self.waiting()
        if step is None:
            return
        actor, before = self.people[who], again(self.row)
        own = HOUSES.get(TITLES[who]) == self.house(step.by)
        try:
            if yes:
                verify(actor=actor, incident=self.row, step=step)
            else:
                refuse(actor=actor, incident=self.row, step=step, reason=REASON)
        except Refused:
            assert own or TITLES[who] == "ketua_rw"
            assert again(self.row).version == before.version
        except EvidenceExpired:
            assert yes
        except IncidentError:
            assert step.until is not None  # the clock was faster
        else:
            assert not own
            self.words = {by: each for by, each in self.words.items() if by == "two"}
            if yes:
                self.words["two"] = step
                self.raised = self.raised or step.level > step.before

    @rule(who=WHO)
    def takes_back(self, who: int) -> None:
        if (step := self.waiting()) is not None:
            with suppress(IncidentError, Refused):
                withdraw_step(actor=self.people[who], incident=self.row, step=step)
                assert step.by == self.people[who].label
                self.words.pop(step.by, None)
            self.nobody_else_is_silenced(who)

    @rule(who=WHO, how=st.sampled_from(("wrong", "same")))
    def proposes_to_close(self, who: int, how: str) -> None:
        row = again(self.row)
        with suppress(IncidentError, Refused):
            propose_closing(
                actor=self.people[who], incident=row, version=row.version, closing=how, happened=REASON, harm={},
                done="", lessons="",
            )  # fmt: skip
            self.raised = False
        self.nobody_else_is_silenced(who)

    @rule(who=WHO, yes=st.booleans())
    def ends_it(self, who: int, yes: bool) -> None:
        """By two; and it is opened again at once, to be judged anew."""
        row = again(self.row)
        given: dict[str, Any] = {"actor": self.people[who], "incident": row, "closing": proposal(row)}
        with suppress(IncidentError, Refused):
            if not yes:
                refuse_closing(**given, reason=REASON)
                return
            ended = confirm_closing(**given).closing
            assert not self.raised, "what was proposed before it got worse is over"
            assert ended == "same" or not Step.objects.filter(incident=row, state=Step.HOLDS, level=GN).exists()
            self.words = {}
            reopen(actor=self.people[1], incident=row, reason=REASON)
        self.nobody_else_is_silenced(who)

    @rule(what=st.integers(0, 2))
    def is_rung_for(self, what: int) -> None:
        """With one of the messages on offer, in place of whatever rings. Whom it calls is no matter here."""
        messages = messages_for(again(self.row))
        message = messages[what % len(messages)]
        Ring.objects.all().delete()
        now = timezone.now()
        Ring.objects.create(
            id=new_id(), about_label="incident", about_id=self.row.pk, unit=self.row.unit, area=self.row.area,
            message=message.code, narrow=message.narrow, channel_seconds=120, circle_seconds=300, needed=1, rung_at=now,
            circle_at=now, next_at=now, until=now + timedelta(days=400),
        )  # fmt: skip

    @rule(who=WHO, state=st.sampled_from(("watched", "handled", "calming")), away=st.booleans())
    def is_worked_on(self, who: int, state: str, away: bool) -> None:
        row = again(self.row)
        set_state(actor=self.people[1], incident=row, version=row.version, state=state)
        self.nobody_else_is_silenced(1)
        with suppress(Refused, IncidentError):
            seen = observation(self.people[who], row)
            seen = row.observations.filter(by=seen.by, withdrawn_at=None).first() or seen  # on which they judged, if so
            withdraw_observation(actor=self.people[who], incident=row, observation=seen, reason=REASON)
        unit = NEXT_RW if away else self.row.unit
        before = again(row)
        with suppress(Refused, IncidentError):
            change_incident(
                actor=self.people[who], incident=row, version=before.version, kind="kebakaran", unit=unit,
                place="jembatan lama", point=BRIDGE, lead="kelurahan",
            )  # fmt: skip
        after = again(row)
        if before.level >= AG and after.level >= AG:
            assert (before.kind, before.unit, before.place) == (after.kind, after.unit, after.place)
        self.nobody_else_is_silenced(who)

    @rule(hours=st.one_of(st.floats(-30, 30), st.floats(0, 24 * 95)))
    def the_clock_moves(self, hours: float) -> None:
        self.traveller.shift(timedelta(hours=hours))
        expire()
        row = again(self.row)
        assert row.level_until is None or row.level_until > timezone.now()

    def house(self, label: str) -> str:
        return next(HOUSES.get(TITLES[n], "rw") for n, each in enumerate(self.people) if each.label == label)

    @invariant()
    def nobody_confirmed_their_own_word_or_their_houses(self) -> None:
        for step in Step.objects.filter(incident=self.row):
            if step.state in (Step.HOLDS, Step.REFUSED) and step.decided_by:
                assert step.decided_by != step.by
                assert self.house(step.decided_by) != self.house(step.by)
            elif step.state == Step.HOLDS:
                assert max(step.level, step.before) < AG or step.what == "expired"

    @invariant()
    def the_row_says_what_the_steps_say(self) -> None:
        row = again(self.row)
        steps = list(Step.objects.filter(incident=row))
        assert sum(each.state == Step.WAITING for each in steps) <= 1
        now = ladder.standing(rungs_of(steps), row.changed_at)
        assert (row.level, row.verified, row.level_until) == (now.level, now.verified, now.until)
        assert (row.level == GN) <= (row.lead in ("polsek", "damkar", "bhabinkamtibmas"))
        assert sum(counted().values()) == counted()[row.level] == 1
        moments = [each.at for each in steps]
        assert moments == sorted(moments)
        assert [each.number for each in steps] == list(range(1, len(steps) + 1))

    @invariant()
    def what_rings_could_still_be_rung(self) -> None:
        ringing = Ring.objects.filter(state=Ring.RINGING).values_list("message", flat=True)
        assert set(ringing) <= {each.code for each in messages_for(again(self.row))}

    @invariant()
    def the_book_has_every_version(self) -> None:
        row = again(self.row)
        entries = find_entries(System("test"), Filter(object_label="incident", object_id=str(row.pk))).entries
        versions = [each.codes["version"] for each in entries if each.verb.startswith("incident.")]
        assert versions == sorted(versions, reverse=True)
        assert set(versions) >= set(range(max(1, row.version - 40), row.version + 1))


def test_no_order_of_words_and_hours_breaks_the_ladder() -> None:
    # Each course of events has officers with passwords to make: few of them, and long ones.
    run_state_machine_as_test(
        Ladder,
        settings=settings(
            max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.long
def test_no_order_of_words_and_hours_breaks_the_ladder_at_length() -> None:
    run_state_machine_as_test(
        Ladder,
        settings=settings(
            max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

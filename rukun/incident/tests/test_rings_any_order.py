"""What is said of a situation and what rings for it, in any order: nobody is called to where it is worse, or over.

The ladder has its own such test, and so has the kentongan; here the two are joined.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rukun.alarm.actions.answering import answer
from rukun.alarm.actions.ticking import step
from rukun.alarm.errors import AlarmError
from rukun.alarm.messages import CHECK, FIRE, GATHER, KEEP_AWAY
from rukun.alarm.models import Called, Ring
from rukun.alarm.tests.factories import Night, call_of, chat_of, night
from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.incident.actions.closing import confirm_closing, propose_closing
from rukun.incident.actions.expiring import expire
from rukun.incident.actions.levels import refuse, verify
from rukun.incident.actions.opening import change_incident
from rukun.incident.actions.ringing import end_ring, ring_for
from rukun.incident.actions.states import reopen
from rukun.incident.errors import IncidentError
from rukun.incident.models import Incident, Step
from rukun.incident.queries.ringing import is_the_spot_named, messages_for
from rukun.incident.queries.standing import standing_of
from rukun.incident.tests.factories import AG, BRIDGE, GN, NONE, REASON, again, at_level, incident, judged, proposal
from rukun.notify.models import Outgoing
from rukun.people.actor import actor_of
from rukun.roster.tests.factories import RW

WHO = st.integers(0, 2)
SPOTS = ("jembatan", "jembatan, depan Pos 1")
BEGINS = [(AG, True, SPOTS[0])] * 4 + [(AG, True, SPOTS[1]), (AG, False, SPOTS[0]), (GN, True, SPOTS[0])]
"""Level, whether a second person confirmed it, and where: mostly what people are called together for."""


class Situation(RuleBasedStateMachine):
    """One situation, people on duty, and a worker. What is refused is refused; what happens is safe."""

    one: ClassVar[Night]
    row: Incident

    def __init__(self) -> None:
        super().__init__()
        self.begin = transaction.savepoint()
        self.now = self.one.at
        self.clock = time_machine.travel(self.now, tick=False)
        self.clock.start()
        self.people = [actor_of(each) for each in (self.one.posko, self.one.bhabin, self.one.head)]

    def teardown(self) -> None:
        self.clock.stop()
        transaction.savepoint_rollback(self.begin)

    def move_to(self, at: datetime) -> None:
        self.clock.stop()
        self.now = at
        self.clock = time_machine.travel(self.now, tick=False)
        self.clock.start()

    @property
    def ringing(self) -> Ring | None:
        return Ring.objects.filter(state=Ring.RINGING).first()

    @contextmanager
    def safely(self) -> Iterator[None]:
        """Whoever is called meanwhile is called by right; whatever ends meanwhile promises nothing that is not so."""
        before = dict(Called.objects.values_list("pk", "told"))
        there, was = set(Ring.objects.filter(state=Ring.ENDED).values_list("pk", flat=True)), again(self.row)
        with suppress(AlarmError, IncidentError, Refused):
            yield
        row = again(self.row)
        for call in Called.objects.select_related("ring").filter(told__gt=0):
            if call.told != before.get(call.pk, 0) and call.role != Called.OFFICER:
                standing = standing_of(row)
                assert standing.confirmed, "of one person's word officers alone hear"
                if call.role == Called.DUTY and call.ring.message == GATHER:
                    assert (standing.level, standing.verified) == (AG, True), "called to where it is worse, or over"
        for ring in Ring.objects.filter(state=Ring.ENDED).exclude(pk__in=there):
            lies = ring.ending == "safe" or (ring.ending == "false" and not ring.narrow)
            assert not (lies and was.level >= AG and row.level >= AG), "nobody is told that it is safe while it is not"

    @initialize(begins=st.sampled_from(BEGINS))
    def it_begins(self, begins: tuple[int, bool, str]) -> None:
        level, confirmed, spot = begins
        self.row = incident(self.people[0], unit=RW, place=spot, point=None)
        at_level(self.row, level, self.people[0], self.people[1] if confirmed else None)
        self.somebody_rings(0, 0 if confirmed else 2, knows=False)

    @rule(who=WHO, level=st.sampled_from([GN, GN, AG, NONE]))
    def somebody_judges(self, who: int, level: int) -> None:
        with self.safely():
            judged(self.people[who], again(self.row), level)

    @rule(who=WHO, yes=st.sampled_from([True, True, False]))
    def somebody_decides(self, who: int, yes: bool) -> None:
        waiting = Step.objects.filter(incident=self.row, state=Step.WAITING).first()
        if waiting is not None:
            with self.safely():
                if yes:
                    verify(actor=self.people[who], incident=self.row, step=waiting)
                else:
                    refuse(actor=self.people[who], incident=self.row, step=waiting, reason=REASON)

    @rule(who=WHO, what=st.integers(0, 4), knows=st.booleans())
    def somebody_rings(self, who: int, what: int, knows: bool) -> None:
        """With a message that is on offer, or with any."""
        ring, offered = self.ringing, [each.code for each in messages_for(again(self.row))]
        message = [*offered, GATHER, KEEP_AWAY, FIRE, CHECK][what]
        with self.safely():
            ring_for(
                actor=self.people[who], incident=self.row, ring_id=new_id(), measure_id=new_id(), message=message,
                meeting="Pos 1" if message == GATHER else "", instead=ring.pk if ring is not None and knows else None,
            )  # fmt: skip

    @rule(number=st.integers(0, 3), said=st.sampled_from([Called.COMES, Called.COMES, Called.WITHDREW]))
    def somebody_answers(self, number: int, said: str) -> None:
        ring, who = self.ringing, self.one.on_duty[number]
        if ring is not None and Called.objects.filter(ring=ring, person=who.pk).exists():
            with self.safely():
                answer(actor=actor_of(who), called=call_of(ring, who), answer=said)

    @rule(ending=st.sampled_from(["safe", "false"]))
    def it_is_ended(self, ending: str) -> None:
        ring = self.ringing
        if ring is not None:
            with self.safely():
                end_ring(actor=self.people[0], incident=self.row, ring=ring, ending=ending)

    @rule(who=WHO, spot=st.sampled_from([SPOTS[0], SPOTS[0], SPOTS[1]]), fire=st.sampled_from([False, False, True]))
    def it_is_put_right(self, who: int, spot: str, fire: bool) -> None:
        """Or its point is given, where none was known."""
        row = again(self.row)
        with self.safely():
            change_incident(
                actor=self.people[who], incident=row, version=row.version, kind="kebakaran" if fire else "tawuran",
                unit=RW, place=spot, point=BRIDGE, lead=row.lead,
            )  # fmt: skip

    @rule(again_too=st.sampled_from([True, True, False]), goes_on=st.booleans())
    def it_is_closed(self, again_too: bool, goes_on: bool) -> None:
        row = again(self.row)
        if goes_on:  # a course of events that ends at once asks nothing
            return
        with self.safely():
            propose_closing(
                actor=self.people[0], incident=row, version=row.version, closing="wrong",
                happened="Ternyata hanya rombongan sahur.", harm={}, done="", lessons="", followups=[],
            )  # fmt: skip
            confirm_closing(actor=self.people[1], incident=row, closing=proposal(row))
            assert self.ringing is None
            if again_too:
                reopen(actor=self.people[0], incident=row, reason="Salah pencet, belum selesai")

    @rule(seconds=st.sampled_from([10, 125, 125, 305, 305, 305, 6 * 3600 + 5]), first=st.booleans())
    def time_goes_by(self, seconds: int, first: bool) -> None:
        """The two timed jobs come in either order."""
        self.move_to(self.now + timedelta(seconds=seconds))
        with self.safely():
            for job in (step, expire) if first else (expire, step):
                job()

    @invariant()
    def what_rings_could_still_be_rung_and_gathers_nobody_where_it_happens(self) -> None:
        row = again(self.row)
        for ring in Ring.objects.filter(state=Ring.RINGING):
            assert row.closed_at is None
            assert ring.message in {each.code for each in messages_for(row)}
            assert not ring.meeting or not is_the_spot_named(row, ring.meeting)

    @invariant()
    def whoever_was_told_hears_that_it_is_over_or_what_rings_instead(self) -> None:
        for ring in Ring.objects.filter(state=Ring.ENDED):
            over = Outgoing.objects.filter(about=f"alarm:{ring.pk}", notice__contains="over_")
            heard = set(over.values_list("contact__person", flat=True))
            for call in Called.objects.filter(ring=ring, told__gt=0).exclude(person__in=heard):
                later = Called.objects.filter(person=call.person, told__gt=0, ring__rung_at__gte=ring.ended_at)
                assert later.exclude(pk=call.pk).exists(), ring.ending


@pytest.mark.once
class TestSituation(TestCase):
    """In a transaction for each run, that the next begins with nothing."""

    def test_whatever_is_said_of_it_nobody_is_called_to_where_it_is_worse_or_over(self) -> None:
        self.played(12)

    @pytest.mark.long
    def test_whatever_is_said_of_it_at_length(self) -> None:
        self.played(80)

    def played(self, times: int) -> None:
        with night("telegram", "sms") as Situation.one:
            for who in Situation.one.on_duty:
                chat_of(who)
            given = settings(max_examples=times, stateful_step_count=14, deadline=None)
            run_state_machine_as_test(Situation, settings=given)

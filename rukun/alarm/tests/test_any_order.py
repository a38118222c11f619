"""Whatever happens to rings: nobody unfit is called, nobody twice, nobody after the end, and no answer is lost.

Nobody is sent to a place alone or without an officer who knows, whoever was told hears of the end, and a number that
somebody writes means one thing.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import ClassVar
from unittest.mock import patch
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rukun.alarm.actions import holding, ringing, ticking
from rukun.alarm.actions.answering import answer
from rukun.alarm.actions.calling import words_of
from rukun.alarm.actions.drilling import start_drill
from rukun.alarm.actions.ending import OVER, end, tell_over
from rukun.alarm.actions.ticking import step
from rukun.alarm.errors import AlarmError, AlreadyEnded, SentHome
from rukun.alarm.messages import CHECK, GATHER, KEEP_AWAY, MESSAGES
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.around import ringing_around
from rukun.alarm.queries.circles import circle_of, uniformed
from rukun.alarm.talk import claim
from rukun.alarm.tests.factories import LABEL, SITUATION, Night, chat_of, night, rung, says
from rukun.guard.ids import new_id
from rukun.notify import desk
from rukun.notify.actions.asking import open_waiting
from rukun.notify.actions.errands import ERRANDS
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.factories import come
from rukun.notify.tests.rounds import deliver, hear_all
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.roster.tests.factories import RW
from rukun.training.models import Certificate

OTHER = UUID("01890000-0000-7000-8000-000000000002")
WORDS = {"1": Called.COMES, "2": Called.CANNOT, "0": Called.WITHDREW, "mundur": Called.WITHDREW}


FIRST = patch.object(ringing, "AT_ONCE", 1)
TELLS = patch.dict(ERRANDS, {OVER: tell_over})
SMALL, CLAIMS = patch.object(ticking, "AT_ONCE", 1), patch.object(desk, "CLAIMS", [claim])
"""Portions as small as they can be: one is called with the tap, all others by the worker, one in each transaction."""


class Killed(BaseException):
    """The process is gone: whatever its transaction did is undone."""


class Kentongan(RuleBasedStateMachine):
    """One RW's night, made once. What is expected is kept in plain sets beside it."""

    one: ClassVar[Night]

    def __init__(self) -> None:
        super().__init__()
        self.begin = transaction.savepoint()
        self.now = self.one.at
        self.travel = time_machine.travel(self.now, tick=False)
        self.travel.start()
        self.unfit: set[UUID] = set()
        self.told: dict[UUID, int] = {}
        self.frozen: dict[UUID, int] = {}
        self.order: dict[UUID, int] = {}
        self.left: set[UUID] = set()
        self.answered: dict[UUID, str] = {}
        self.looked_at = self.now
        self.telling: set[tuple[UUID, str]] = set()

    def teardown(self) -> None:
        self.travel.stop()
        transaction.savepoint_rollback(self.begin)

    def move_to(self, at: datetime) -> None:
        self.travel.stop()
        self.now = at
        self.travel = time_machine.travel(self.now, tick=False)
        self.travel.start()

    @property
    def ringing(self) -> Ring | None:
        return Ring.objects.filter(state=Ring.RINGING).first()

    # What may happen

    @initialize(message=st.sampled_from([GATHER, GATHER, KEEP_AWAY]))
    def it_begins(self, message: str) -> None:
        self.somebody_rings(message)
        self.worker_looks()

    @rule(message=st.sampled_from([CHECK, GATHER, GATHER, KEEP_AWAY]), other=st.booleans(), knows=st.booleans())
    def somebody_rings(self, message: str, other: bool = False, knows: bool = True) -> None:
        about = (LABEL, OTHER if other else SITUATION)
        before = Ring.objects.filter(about_id=about[1], state=Ring.RINGING).first()
        instead = before.pk if before is not None and knows else None
        meeting = "" if message == CHECK else "Pos 1"
        with suppress(AlarmError):
            rung(self.one, message, about=about, instead=instead, meeting=meeting)
        self.freeze_ended()

    @rule()
    def a_drill_is_held(self) -> None:
        with suppress(AlarmError):
            start_drill(actor=self.one.actor, ring_id=new_id(), unit=RW, message=GATHER, meeting="Pos 1")
        self.freeze_ended()

    @rule(kapolsek=st.booleans())
    def an_officer_leaves(self, kapolsek: bool) -> None:
        who = self.one.kapolsek if kapolsek else self.one.bhabin
        Position.objects.filter(person=who).update(until=self.now)
        self.left.add(who.pk)
        self.worker_looks()

    @precondition(lambda self: self.ringing is not None)
    @rule(data=st.data(), text=st.sampled_from([*WORDS, "apa ini?"]), by=st.sampled_from(["page", "chat", "sms"]))
    def somebody_answers(self, data: st.DataObject, text: str, by: str) -> None:
        self.move_to(self.now + timedelta(seconds=20))
        rows = Called.objects.filter(ring__state=Ring.RINGING, told__gt=0).select_related("ring").order_by("pk")
        if not rows or (by == "page" and text not in WORDS):
            return
        row = data.draw(st.sampled_from(list(rows)))
        who = Person.objects.get(pk=row.person)
        by = "sms" if by == "chat" and who not in self.one.on_duty else by
        theirs = rows.filter(person=who.pk)
        before = dict(theirs.values_list("pk", "answer"))
        if by == "page":
            with suppress(SentHome):
                answer(actor=actor_of(who), called=row, answer=WORDS[text])
        elif by == "chat":
            says(who, text)
        else:
            come(text, sender=f"phone:{who.phone}", channel="sms")
            hear_all()
        after = dict(theirs.values_list("pk", "answer"))
        new = {key: said for key, said in after.items() if said != before[key]}
        if WORDS.get(text) == Called.WITHDREW and (row.person, by) not in self.telling:
            assert set(after.values()) <= {Called.CANNOT, Called.WITHDREW}, "a no is a no to all that rings"
        else:
            assert len(new) <= 1, "one number means one thing"
        if text not in WORDS:
            self.telling.add((row.person, by))  # perhaps they report something now, and a number belongs to that
        elif by != "chat" and (row.person, by) not in self.telling:
            assert new or before[row.pk] == WORDS[text] or len(before) > 1 or self.sent_home(row), "it was heard"
        self.answered |= new

    def sent_home(self, row: Called) -> bool:
        return Called.objects.get(pk=row.pk).answered_by == "rule"

    @rule(data=st.data())
    def an_answer_comes_after_the_end(self, data: st.DataObject) -> None:
        rows = list(Called.objects.filter(ring__state=Ring.ENDED).select_related("ring").order_by("pk"))
        if rows:
            row = data.draw(st.sampled_from(rows))
            new = next(each for each in (Called.COMES, Called.CANNOT) if each != row.answer)
            with pytest.raises(AlreadyEnded):
                answer(actor=actor_of(Person.objects.get(pk=row.person)), called=row, answer=new)

    @rule(number=st.integers(0, 3), seconds=st.sampled_from([0, 121]))
    def somebody_is_no_longer_fit(self, number: int, seconds: int) -> None:
        who = self.one.on_duty[number]
        Certificate.objects.filter(person=who).delete()
        if who.pk not in self.unfit:
            self.unfit.add(who.pk)
            self.told |= {row.pk: row.told for row in Called.objects.filter(person=who.pk)}
        self.move_to(self.now + timedelta(seconds=seconds))
        self.worker_looks()

    @rule(seconds=st.sampled_from([5, 121, 121, 301, 3600, -30, -1500]))
    def time_goes_by(self, seconds: int) -> None:
        self.move_to(self.now + timedelta(seconds=seconds))
        self.worker_looks()

    @rule(after=st.integers(0, 2), seconds=st.sampled_from([121, 301]))
    def the_worker_is_killed_and_another_goes_on(self, after: int, seconds: int) -> None:
        self.move_to(self.now + timedelta(seconds=seconds))
        calls = iter(range(after + 1))

        def dies(row: Ring) -> None:
            if next(calls, None) is None:
                raise Killed
            real(row)

        real = holding.changed
        with patch.object(ticking, "changed", dies), suppress(Killed):
            step()
        deliver()
        self.worker_looks(at_most=2)  # what had been committed, and one more

    def worker_looks(self, at_most: int = 1) -> None:
        before = {row.pk: (row.circle, row.filled) for row in Ring.objects.filter(state=Ring.RINGING)}
        step()
        self.looked_at = self.now
        for row in Ring.objects.filter(pk__in=before):
            assert row.circle <= before[row.pk][0] + at_most, "one circle each look"
            assert row.filled or row.state == Ring.ENDED
            if row.state == Ring.RINGING and before[row.pk] != (row.circle, True):
                self.nobody_is_forgotten(row)
        self.freeze_ended()

    def nobody_is_forgotten(self, row: Ring) -> None:
        """Of the circle that was filled this very second, nor of those before it but for who is on duty only now."""
        called = set(Called.objects.filter(ring=row).values_list("person", flat=True)) | {self.one.posko.pk}
        called |= self.left  # a clock that is set back seats them again
        for nth in range(row.circle + 1):
            meant, _left_out = circle_of(row.unit, row.narrow, nth, spread=MESSAGES[row.message].spread)
            assert {each.person for each in meant if nth == row.circle or each.role != Called.DUTY} <= called

    @rule()
    def messages_go_out(self) -> None:
        open_waiting()
        deliver()

    @precondition(lambda self: self.ringing is not None)
    @rule(ending=st.sampled_from(["safe", "false"]))
    def it_is_ended(self, ending: str) -> None:
        ring = self.ringing
        assert ring is not None
        end(actor=self.one.actor, ring=ring, ending=ending)
        self.freeze_ended()

    def freeze_ended(self) -> None:
        for key in Ring.objects.exclude(pk__in=self.order).values_list("pk", flat=True):
            self.order[key] = len(self.order)  # their times say nothing once the clock was set back
        hear_all()  # the errands that tell many
        for key in Ring.objects.filter(state=Ring.ENDED).exclude(pk__in=self.frozen).values_list("pk", flat=True):
            self.frozen[key] = self._calls_of(key)

    # What holds always

    @invariant()
    def nobody_unfit_is_called_any_further(self) -> None:
        for row in Called.objects.filter(person__in=self.unfit, role=Called.DUTY):
            assert row.pk in self.told, "somebody unfit was called"
            assert row.told == self.told[row.pk], "somebody unfit was called on a further channel"

    @invariant()
    def nobody_is_called_twice_in_a_ring_and_never_twice_on_a_channel(self) -> None:
        pairs = list(Called.objects.values_list("ring", "person"))
        assert len(pairs) == len(set(pairs))
        for row in Called.objects.filter(told__gt=0):
            channels = list(Outgoing.objects.filter(bundle=row.pk).values_list("channel", flat=True))
            assert len(set(channels)) <= row.told, channels
            if sum(person == row.person for _ring, person in pairs) == 1:  # else a question is put again after another
                assert len(channels) == len(set(channels))

    @invariant()
    def officers_alone_hear_what_nobody_verified_and_duty_is_called_beside_one_and_never_alone(self) -> None:
        for ring in Ring.objects.all():
            told = list(Called.objects.filter(ring=ring, told__gt=0))
            duty = [row for row in told if row.role == Called.DUTY]
            assert not ring.narrow or {row.role for row in told} <= {Called.OFFICER}
            if not MESSAGES[ring.message].gathers:
                assert ring.narrow or "Pos 1" not in words_of(ring, Called.DUTY)
                continue
            assert len(duty) != 1, "two together are reached, or nobody"
            if ring.state == Ring.RINGING and duty:
                officers = uniformed([row.person for row in told if row.role == Called.OFFICER])
                assert any(row.channel for row in told if row.person in officers)
                coming = [row for row in duty if row.answer == Called.COMES]
                early = self.now < ring.rung_at + timedelta(seconds=ring.circle_seconds)
                others = [row for row in duty if not row.answer and (early or row.next_at)]
                if self.looked_at == self.now:
                    assert len(coming) + len(others) != 1, "nobody is left to stand there alone"

    @invariant()
    def whoever_was_told_hears_that_it_is_over_or_what_rings_instead(self) -> None:
        for ring in Ring.objects.filter(state=Ring.ENDED):
            over = Outgoing.objects.filter(about=f"alarm:{ring.pk}", notice__contains="over_")
            heard = set(over.values_list("contact__person", flat=True))
            for row in Called.objects.filter(ring=ring, told__gt=0).exclude(person__in=heard):
                later = [key for key, number in self.order.items() if number > self.order[ring.pk]]
                assert ring.ending == "replaced", ring.ending
                again = Called.objects.filter(person=row.person, ring__in=later, told__gt=0)
                assert again.filter(ring__about_id=ring.about_id).exists()

    @invariant()
    def no_drill_rings_beside_what_is_real(self) -> None:
        assert len(set(ringing_around(RW).values_list("drill", flat=True))) < 2

    @invariant()
    def after_the_end_nobody_is_called(self) -> None:
        for key, number in self.frozen.items():
            assert self._calls_of(key) == number
            assert not Called.objects.filter(ring=key, next_at__isnull=False).exists()
            assert not Question.objects.filter(about=f"alarm:{key}").exists()

    @invariant()
    def answers_are_never_lost(self) -> None:
        there = {row.pk: row for row in Called.objects.filter(pk__in=self.answered)}
        for key, said in self.answered.items():
            assert there[key].answer == said or there[key].answered_by == "rule"

    @invariant()
    def one_question_is_open_for_each_contact(self) -> None:
        opened = list(Question.objects.filter(state=Question.OPEN).values_list("contact", flat=True))
        assert len(opened) == len(set(opened))

    def _calls_of(self, key: UUID) -> int:
        called = [row.pk for row in Called.objects.filter(ring=key)]
        return Outgoing.objects.filter(bundle__in=called).count()


@pytest.mark.once
class TestKentongan(TestCase):
    """In a transaction for each run, that the next begins with nothing."""

    def test_whatever_happens_it_calls_whom_it_may_and_forgets_nobody(self) -> None:
        with night("telegram", "sms") as Kentongan.one, SMALL, FIRST, CLAIMS, TELLS:
            for who in Kentongan.one.on_duty:
                chat_of(who)
            given = settings(max_examples=10, stateful_step_count=14, deadline=None)
            run_state_machine_as_test(Kentongan, settings=given)

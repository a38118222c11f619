"""Whatever is asked, said, taken back or forgotten, in any order: one question open, urgent first, none lost."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rukun.notify.actions import asking
from rukun.notify.actions.asking import ask, end_run_out, open_waiting, take_back
from rukun.notify.desk import Say, Sender
from rukun.notify.models import Contact, Question
from rukun.notify.tests.factories import come, contact, outbox, question, world
from rukun.notify.tests.rounds import hear


def over(sender: Sender, state: Mapping[str, Any]) -> tuple[Say, ...]:
    return (Say(f"{state['what']} lewat"),)


DONE = question("test.done", over=over)
ALARM = question("test.alarm", lasts=timedelta(minutes=30))


class Desk(RuleBasedStateMachine):
    """Whatever is asked, said, taken back or forgotten: one question open, urgent first, each of them ends once."""

    def __init__(self) -> None:
        super().__init__()
        self._open = world(DONE, ALARM)
        self._open.__enter__()
        self.now = timezone.now()
        self.travel = time_machine.travel(self.now, tick=False)
        self.travel.start()
        self.contact = contact(name="telegram:1")
        self.asked: dict[str, bool] = {}
        self.number = 0

    def teardown(self) -> None:
        self.travel.stop()
        self._open.__exit__(None, None, None)
        Contact.objects.all().delete()

    def pass_time(self, **time: float) -> None:
        self.travel.stop()
        self.now += timedelta(**time)
        self.travel = time_machine.travel(self.now, tick=False)
        self.travel.start()

    @rule(urgent=st.booleans())
    def somebody_asks(self, urgent: bool) -> None:
        self.pass_time(seconds=60)
        self.number += 1
        what = f"q{self.number}"
        ask(
            self.contact.pk, "test.alarm" if urgent else "test.done", {"what": what}, about=what, urgent=urgent,
            lasts=timedelta(hours=24),
        )  # fmt: skip
        self.asked[what] = urgent

    @rule(text=st.sampled_from(["ya", "1", "2", "lagi", "batal", "lapor banjir", "👍", "9"]))
    def they_say(self, text: str) -> None:
        self.pass_time(seconds=60)
        come(text, sender="telegram:1")
        while hear():
            pass

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def one_is_taken_back(self, data: st.DataObject) -> None:
        what = data.draw(st.sampled_from(sorted(self.asked)))
        take_back(what)
        self.asked.pop(what)

    @rule(hours=st.sampled_from([1, 5, 25]))
    def time_goes_by(self, hours: int) -> None:
        self.pass_time(hours=hours)
        end_run_out()

    @rule()
    def the_worker_looks(self) -> None:
        open_waiting()

    @invariant()
    def one_is_open_and_the_most_urgent(self) -> None:
        open_waiting()
        rows = list(Question.objects.all())
        opened = [row for row in rows if row.state == Question.OPEN]
        assert len(opened) <= 1
        assert opened or not rows, "somebody waits, and nothing is open"
        if opened and not opened[0].urgent:
            assert not any(row.urgent for row in rows)

    @invariant()
    def none_is_lost(self) -> None:
        """Each question that was asked is still there, or was answered, or ran out after it had been put."""
        there = {asking.read(row)["state"].get("what") for row in Question.objects.all()}
        said = outbox()
        for what, urgent in self.asked.items():
            answered = sum(text in (f"{what}: ya", f"{what}: tidak") for text in said)
            assert answered <= 1, "answered twice"
            if what not in there:
                ran_out = f"{what}?" in said if urgent else f"{what} lewat" in said
                assert answered or ran_out, f"{what} is gone without a word"


@pytest.mark.once
class TestDesk(TestCase):
    """In a transaction for each run, that the next begins with nothing."""

    def test_one_question_at_a_time_whatever_happens(self) -> None:
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(Desk, settings=settings(max_examples=15, stateful_step_count=15, deadline=None))

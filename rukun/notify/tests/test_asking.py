"""One question is open with somebody; others wait, urgent ones go first, and nothing that was asked is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.notify.actions import asking
from rukun.notify.actions.asking import ask, end_run_out, open_waiting, take_back
from rukun.notify.actions.outcomes import mark_of
from rukun.notify.desk import Heard, Say, Sender, Topic, Turn
from rukun.notify.errors import NobodyThere
from rukun.notify.models import Contact, Outgoing, Question
from rukun.notify.tests import fake
from rukun.notify.tests.factories import come, contact, later, outbox, question, world
from rukun.notify.tests.rounds import hear

WHO = "telegram:1"


def over(sender: Sender, state: Mapping[str, Any]) -> tuple[Say, ...]:
    return (Say(f"{state['what']} lewat"),)


def cannot(sender: Sender, state: Mapping[str, Any]) -> tuple[Say, ...]:
    raise ZeroDivisionError


DONE = question("test.done", over=over)
ALARM = question("test.alarm", lasts=timedelta(minutes=30))
MUTE = Topic("test.mute", DONE.hear, cannot)


@pytest.fixture
def carried() -> Iterator[fake.World]:
    with world(DONE, ALARM, MUTE) as made:
        yield made


pytestmark = [pytest.mark.django_db]
usual = pytest.mark.usefixtures("carried")


def put(topic: str = "test.done", what: str = "beres", **more: Any) -> None:
    ask(contact(name=WHO).pk, topic, {"what": what}, **more)


def say(text: str, **more: Any) -> None:
    come(text, sender=WHO, **more)
    while hear():
        pass


def open_now() -> str:
    row = Question.objects.filter(state=Question.OPEN).first()
    return str(asking.read(row)["state"].get("what", "talk")) if row else ""


@usual
def test_a_question_is_put_at_once_and_its_answer_ends_it() -> None:
    put()
    assert outbox() == ["beres?"]
    say("ya")
    assert outbox() == ["beres?", "beres: ya"]
    assert not Question.objects.exists()


@usual
def test_the_number_of_a_choice_is_that_choice_of_the_open_question() -> None:
    put()
    with time_machine.travel(later(minutes=1), tick=True):
        say("2")
    assert outbox()[-1] == "beres: tidak"


@usual
def test_another_question_waits_until_the_first_is_answered_then_is_put_after_the_answer() -> None:
    put(what="pertama")
    put(what="kedua")
    assert outbox() == ["pertama?"]
    say("ya")
    assert outbox() == ["pertama?", "pertama: ya", "kedua?"]
    with time_machine.travel(later(minutes=1), tick=True):
        say("tidak")
    assert outbox()[-1] == "kedua: tidak"


@usual
def test_an_alarm_goes_first_and_what_was_open_is_put_again_afterwards() -> None:
    put(what="beres")
    put("test.alarm", "siap", urgent=True)
    assert (open_now(), outbox()) == ("siap", ["beres?", "siap?"])
    with time_machine.travel(later(minutes=1), tick=True):
        say("1")
    assert outbox() == ["beres?", "siap?", "siap: ya", "beres?"]
    assert open_now() == "beres"


# Where WhatsApp does not let us write

LATER_ON = question("test.later", outside="test.brief", over=over)
WA = "whatsapp:7"


def _wrote(hours: float) -> Contact:
    who = contact("whatsapp", WA)
    who.heard_at = later(hours=-hours)
    who.save()
    return who


def _says(text: str) -> None:
    come(text, sender=WA, channel="whatsapp")
    while hear():
        pass


@pytest.mark.parametrize(
    ("channel", "hours", "told"),
    [("whatsapp", 23, "beres?"), ("whatsapp", 24, "test.brief"), ("telegram", 99, "beres?")],
)
def test_outside_the_window_they_are_told_only_that_there_is_a_question(channel: str, hours: int, told: str) -> None:
    with world(LATER_ON):
        who = contact(channel)
        who.heard_at = later(hours=-hours)
        who.save()
        ask(who.pk, "test.later", {"what": "beres"}, urgent=True)
        assert outbox() == [told]
        assert Outgoing.objects.get().urgent


def test_what_is_said_before_a_question_was_seen_is_heard_as_such_and_chooses_nothing() -> None:
    unseen: list[tuple[bool, str]] = []

    def heard_by(sender: Sender, heard: Heard, state: Mapping[str, Any]) -> Turn:
        unseen.append((heard.unseen, heard.said.choice))
        return LATER_ON.hear(sender, heard, state) if not heard.unseen else Turn(LATER_ON.again(sender, state), state)

    with world(replace(LATER_ON, hear=heard_by)):
        ask(_wrote(30).pk, "test.later", {"what": "beres"})
        with time_machine.travel(later(minutes=1), tick=True):
            _says("1")
        assert outbox() == ["test.brief", "beres?"]
        with time_machine.travel(later(minutes=2), tick=True):
            _says("1")
    assert outbox()[-1] == "beres: ya"
    assert unseen == [(True, ""), (False, "ya")]


def test_an_unseen_question_comes_back_after_what_the_entrance_hears_and_runs_out_without_a_word() -> None:
    with world(LATER_ON):
        who = _wrote(30)
        ask(who.pk, "test.later", {"what": "beres"})
        _says("halo")  # the question's topic leaves it to the entrance
        assert outbox() == ["test.brief", "1 halo"]
        _says("batal")
        assert outbox()[-1] == "beres?"
        _says("ya")
        assert outbox()[-1] == "beres: ya"
        Contact.objects.filter(pk=who.pk).update(heard_at=later(hours=-30))
        ask(who.pk, "test.later", {"what": "lagi"})
        before = outbox()
        with time_machine.travel(later(days=8), tick=True):
            end_run_out()
        assert not Question.objects.exists()
        assert outbox() == before


@usual
def test_of_two_alarms_the_first_is_asked_first() -> None:
    put("test.alarm", "satu", urgent=True)
    put("test.alarm", "dua", urgent=True)
    assert open_now() == "satu"


@usual
def test_an_answer_written_before_an_alarm_was_seen_is_not_an_answer_to_the_alarm() -> None:
    put(what="beres")
    come("1", sender=WHO)
    put("test.alarm", "siap", urgent=True)
    while hear():
        pass
    assert outbox() == ["beres?", "siap?", "beres: ya", "siap?"]
    assert open_now() == "siap"


@usual
def test_by_the_providers_time_too_where_its_clock_can_be_right() -> None:
    put(what="beres")
    put("test.alarm", "siap", urgent=True)
    said_at = timezone.now() - timedelta(seconds=10)
    say("1", said_at=None)
    assert "siap: ya" in outbox(), "without a time it answers what is open"
    put("test.alarm", "lagi", urgent=True)
    item = {"names": [WHO], "kind": "text", "text": "1", "said_at": said_at}
    asking_of = Contact.objects.get()
    from rukun.notify.actions.talking import _answered

    open_one = asking.open_with(asking_of)
    meant = _answered(asking_of, fake.understood(item), open_one, timezone.now())  # type: ignore[arg-type]
    assert isinstance(meant, Question)
    assert asking.read(meant)["state"]["what"] == "beres"
    item["said_at"] = said_at - timedelta(minutes=5)
    assert _answered(asking_of, fake.understood(item), open_one, timezone.now()) is None, "a clock that is off"  # type: ignore[arg-type]


@usual
def test_a_button_answers_the_question_it_belongs_to_whatever_is_open() -> None:
    put(what="beres")
    row = Outgoing.objects.get()
    row.provider = mark_of("telegram", "m1")
    row.save()
    put("test.alarm", "siap", urgent=True)
    with time_machine.travel(later(minutes=1), tick=True):
        say("Ya", kind="choice", choice="ya", answers="m1")
    assert outbox()[2:] == ["beres: ya", "siap?"]
    with time_machine.travel(later(minutes=2), tick=True):
        say("Ya", kind="choice", choice="ya", answers="m1")
    assert "sudah lewat" in outbox()[4]
    assert open_now() == "siap"


@usual
def test_the_second_of_two_quick_taps_does_not_answer_the_next_question() -> None:
    put(what="pertama")
    put(what="kedua")
    come("1", sender=WHO)
    come("1", sender=WHO)
    while hear():
        pass
    assert open_now() == "kedua"
    assert "kedua: ya" not in outbox()


@usual
def test_something_else_said_goes_to_the_entrance_and_the_question_comes_back() -> None:
    put(what="beres")
    say("lapor banjir")
    assert outbox() == ["beres?", "1 lapor banjir"]
    say("batal")
    assert outbox()[-2:] == ["batal", "beres?"]


@usual
def test_asked_the_same_again_it_is_the_same_question() -> None:
    put(what="satu", about="report:1")
    put(what="satu", about="report:1")
    assert (Question.objects.count(), outbox()) == (1, ["satu?"])
    say("ya")
    assert outbox()[-1] == "satu: ya"


@usual
def test_asked_something_else_about_the_same_thing_it_is_put_in_place_of_what_was_asked() -> None:
    put(what="satu", about="report:1")
    put(what="lain", about="report:2")
    put(what="dua", about="report:1")
    assert outbox() == ["satu?", "dua?"], "at the turn of what it stands for"
    assert Question.objects.count() == 2
    with time_machine.travel(later(minutes=1), tick=True):
        say("ya")
    assert outbox()[2:] == ["dua: ya", "lain?"]


@usual
def test_what_was_written_before_the_new_question_was_seen_does_not_answer_it() -> None:
    put(what="satu", about="report:1")
    come("1", sender=WHO)
    put(what="dua", about="report:1")
    while hear():
        pass
    assert outbox() == ["satu?", "dua?", "dua?"]


def test_of_questions_that_each_want_an_answer_the_second_waits_for_the_first() -> None:
    with world(replace(DONE, several=True)):
        put(what="satu", about="report:1")
        put(what="dua", about="report:1")
        put(what="dua", about="report:1")
        assert outbox() == ["satu?"]
        say("ya")
        assert outbox()[1:] == ["satu: ya", "dua?"]
        with time_machine.travel(later(minutes=1), tick=True):
            say("tidak")
        assert outbox()[-1] == "dua: tidak"
        put(what="tiga", about="report:1")
        put(what="empat", about="report:1")
        assert take_back("report:1") == 2


@usual
def test_what_is_taken_back_is_asked_no_more_and_the_next_is_put() -> None:
    put(what="satu", about="report:1")
    put(what="dua", about="report:2")
    assert take_back("report:1") == 1
    assert take_back("") == 0
    assert open_waiting() == 1
    assert outbox() == ["satu?", "dua?"]


@usual
def test_what_runs_out_is_ended_by_the_job_and_the_next_is_put() -> None:
    put(what="satu")
    put(what="dua")
    assert end_run_out() == 0
    with time_machine.travel(later(hours=25), tick=True):
        assert end_run_out() == 1
        assert outbox() == ["satu?", "satu lewat", "dua?"]
        assert end_run_out() == 0, "the second begins to count when it is put"


@usual
@pytest.mark.parametrize("lasts", [timedelta(hours=2), timedelta(days=9)])
def test_a_question_that_waited_for_days_has_all_of_its_time_once_it_is_put(lasts: timedelta) -> None:
    put(what="satu", lasts=timedelta(days=6))
    put(what="dua", lasts=lasts)
    put_at = later(days=6, seconds=1)
    with time_machine.travel(put_at, tick=False):
        end_run_out()
        assert open_now() == "dua"
    for ended, before_its_end in ((0, timedelta(seconds=1)), (1, timedelta(0))):
        with time_machine.travel(put_at + lasts - before_its_end, tick=False):
            assert end_run_out() == ended


@usual
def test_an_answer_that_comes_after_its_question_ran_out_does_not_answer_the_next() -> None:
    put(what="satu")
    put(what="dua")
    with time_machine.travel(later(hours=25), tick=True):
        say("ya")
    assert "satu lewat" in outbox()
    assert "dua: ya" not in outbox()
    assert "1 ya" in outbox()


@usual
def test_a_topic_that_cannot_say_its_question_does_not_hold_up_the_others() -> None:
    put(what="satu")
    put("test.mute")
    put(what="dua")
    say("ya")
    assert outbox() == ["satu?", "satu: ya", "dua?"]
    assert Question.objects.count() == 1


@usual
def test_the_database_itself_refuses_two_open_questions() -> None:
    put()
    row = Question.objects.get()
    row.id = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@usual
def test_nobody_can_be_asked_who_is_not_there_or_about_what_nobody_knows() -> None:
    with pytest.raises(NobodyThere):
        ask(uuid4(), "test.done", {})
    with pytest.raises(LookupError):
        ask(contact().pk, "test.unknown", {})

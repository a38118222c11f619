"""Sending: each at least once, never twice without saying so, alarms first, and what fails is tried elsewhere."""

import threading
from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

import pytest
import time_machine
from django.db import DatabaseError, connections

from rukun.notify import adapters
from rukun.notify.actions import delivering, outcomes
from rukun.notify.actions.delivering import LEASE, STARTS_WITHIN, Post
from rukun.notify.actions.telling import reply, tell
from rukun.notify.adapters import Letter, Outcome, calling
from rukun.notify.desk import Say
from rukun.notify.models import Outgoing
from rukun.notify.tests import fake
from rukun.notify.tests.factories import contact, later, turn_on, world
from rukun.notify.tests.rounds import NAME, TWICE, always, deliver, deliver_until_settled, lease, news, one

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


# That it goes


def test_what_waits_is_sent_once_and_its_words_are_erased(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    assert deliver() == 1
    assert deliver() == 0
    assert carried.texts == ["Kabar untuk Ibu Sari"]
    row = one()
    assert (row.state, row.content, row.next_at) == (Outgoing.SENT, None, None)
    assert row.provider == outcomes.mark_of("telegram", f"m-{row.pk}")


def test_words_are_kept_while_a_receipt_is_awaited_so_that_another_channel_can_say_them(carried: fake.World) -> None:
    turn_on("whatsapp")
    news("whatsapp")
    deliver()
    assert one().content is not None


def test_alarms_go_before_everything_and_talks_before_what_was_told_to_many(carried: fake.World) -> None:
    turn_on("telegram")
    for _ in range(30):
        news()
    reply(contact().pk, [Say("halo")])
    tell("test.brief", {}, contact=contact().pk, urgent=True)
    with patch.object(delivering, "THREADS", 1), patch.object(delivering, "RESERVED", 0):
        deliver(2)
    assert carried.texts == ["Singkat", "halo"]


def test_what_is_said_in_a_talk_arrives_in_its_order_also_when_the_first_is_late(carried: fake.World) -> None:
    turn_on("telegram")
    reply(contact().pk, [Say(f"kalimat {n}") for n in range(5)])
    failed = count()
    carried.answer = lambda letter: Outcome("later", why="down") if next(failed) == 0 else Outcome("sent")
    deliver()
    assert carried.texts == ["kalimat 0"]
    deliver_until_settled()
    assert carried.texts == ["kalimat 0", *(f"kalimat {n}" for n in range(5))]


def test_one_channel_that_hangs_holds_up_no_other(carried: fake.World) -> None:
    turn_on("telegram", "sms")
    let_go = threading.Event()

    def answer(letter: Letter) -> Outcome:
        if "Kabar" in letter.text:
            let_go.wait(20)
        return Outcome("sent")

    carried.answer = answer
    for _ in range(20):
        news("telegram")
    post = Post()
    post.send()
    waiting = len(carried.sent)
    row = news("sms")
    post.send()
    while Outgoing.objects.get(pk=row.pk).state != Outgoing.SENT:
        post.write_down(1.0)
    assert Outgoing.objects.filter(state=Outgoing.SENDING).count() == delivering.THREADS
    urgent = news("telegram", urgent=True)
    post.send()
    assert Outgoing.objects.get(pk=urgent.pk).state == Outgoing.SENDING, "threads are kept for alarms"
    assert waiting <= delivering.THREADS
    let_go.set()
    while post.busy:
        post.write_down(1.0)
    post.close()


# That it never goes twice unmarked


def test_what_a_dead_process_had_leased_is_sent_again_and_says_that_it_may_come_twice(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    assert len(lease()) == 1
    assert deliver() == 0, "its lease is not over"
    with time_machine.travel(later(seconds=LEASE.total_seconds() + 1), tick=True):
        assert deliver() == 1
    assert carried.texts == [TWICE + "Kabar untuk Ibu Sari"]


def test_in_the_receivers_language(carried: fake.World) -> None:
    turn_on("telegram")
    who = contact()
    who.language = "en"
    who.save()
    tell("test.news", NAME, contact=who.pk)
    lease()
    from django.utils import translation

    with time_machine.travel(later(hours=1), tick=True), translation.override("id"):
        deliver()
    assert carried.texts[0].endswith("Kabar untuk Ibu Sari")
    assert carried.sent[0].language == "en"


def test_a_provider_that_takes_our_id_gets_the_very_same_again(carried: fake.World) -> None:
    turn_on("telegram")
    row = news()
    lease()
    with patch.object(fake, "ONCE", True), time_machine.travel(later(hours=1), tick=True):
        deliver()
    assert [(letter.id, letter.text) for letter in carried.sent] == [(row.pk, "Kabar untuk Ibu Sari")]


def test_what_nobody_knows_the_end_of_is_sent_again_marked(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    carried.answer = always("unknown", why="timeout")
    deliver()
    assert one().maybe_twice
    carried.answer = None
    with time_machine.travel(later(hours=1), tick=True):
        deliver()
    assert carried.texts == ["Kabar untuk Ibu Sari", TWICE + "Kabar untuk Ibu Sari"]


def test_what_the_provider_refused_for_now_is_sent_again_unmarked(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    carried.answer = always("later", why="down")
    deliver()
    carried.answer = None
    with time_machine.travel(later(hours=1), tick=True):
        deliver()
    assert carried.texts == ["Kabar untuk Ibu Sari"] * 2


def test_an_adapter_that_raises_may_have_sent(carried: fake.World) -> None:
    turn_on("telegram")
    news()

    def broken(letter: Letter) -> Outcome:
        raise ZeroDivisionError("Gang Mawar")

    carried.answer = broken
    deliver()
    row = one()
    assert (row.state, row.why, row.maybe_twice) == (Outgoing.WAITING, "garbage", True)


def test_approved_words_that_cannot_be_marked_are_not_sent_twice(carried: fake.World) -> None:
    turn_on("whatsapp")
    who = contact("whatsapp", "phone:+6281")
    tell("test.brief", {}, contact=who.pk)
    tell("test.news", NAME, contact=who.pk)
    lease()
    with time_machine.travel(later(minutes=5), tick=True):
        deliver()
    assert [letter.parameters for letter in carried.sent] == [(TWICE + "Ibu Sari",)]
    assert Outgoing.objects.get(notice="test.brief").state == Outgoing.GIVEN_UP


def test_outcomes_that_the_database_did_not_take_are_written_the_next_time(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    post = Post()
    post.send()
    with patch.object(delivering, "settle", side_effect=DatabaseError), pytest.raises(DatabaseError):
        while True:
            post.write_down(1.0)
    assert post.busy
    post.write_down(1.0)
    post.close()
    assert one().state == Outgoing.SENT


def test_whoever_comes_back_after_the_lease_writes_nothing(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    let_go, first = threading.Event(), count()

    def answer(letter: Letter) -> Outcome:
        if next(first):
            return Outcome("sent")
        let_go.wait(20)
        return Outcome("no", why="refused")

    carried.answer = answer
    post = Post()
    post.send()
    with time_machine.travel(later(seconds=LEASE.total_seconds() + 1), tick=True):
        assert deliver() == 1
    let_go.set()
    while post.busy:
        post.write_down(1.0)
    post.close()
    assert one().state == Outgoing.SENT
    assert carried.texts == ["Kabar untuk Ibu Sari", TWICE + "Kabar untuk Ibu Sari"]


def test_a_lease_is_longer_than_the_longest_chain_of_calls() -> None:
    one = sum(adapters.TIMEOUT) + calling.LONGEST
    by_id_and_by_number, words_and_template = 2, 2
    assert LEASE.total_seconds() >= STARTS_WITHIN + by_id_and_by_number * words_and_template * one + 30


def test_a_clock_that_is_set_forward_ends_no_lease_of_our_own(carried: fake.World) -> None:
    turn_on("telegram")
    let_go = threading.Event()

    def answer(letter: Letter) -> Outcome:
        let_go.wait(20)
        return Outcome("sent")

    carried.answer = answer
    news()
    post = Post()
    post.send()
    with time_machine.travel(later(hours=5), tick=True):
        assert post.send() == 0
    let_go.set()
    while post.busy:
        post.write_down(1.0)
    post.close()
    assert len(carried.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(carried: fake.World) -> None:
    turn_on("telegram")
    for _ in range(60):
        news()
    ready = threading.Barrier(2)

    def worker() -> None:
        ready.wait(20)
        while deliver(10):
            pass
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(carried.sent) == len({letter.id for letter in carried.sent}) == 60
    assert not Outgoing.objects.exclude(state=Outgoing.SENT).exists()

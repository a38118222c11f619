"""What fails: tried again later, told on the next channel, or given up and said so."""

from collections.abc import Iterator
from itertools import count

import pytest
import time_machine
from django.utils import timezone

from rukun.notify.actions.delivering import Post
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import Outcome
from rukun.notify.connecting import save_setting
from rukun.notify.models import Contact, Outgoing, Setting, Spent
from rukun.notify.tests import fake
from rukun.notify.tests.factories import SYSTEM, contact, later, turn_on, world
from rukun.notify.tests.rounds import NAME, TWICE, always, deliver, deliver_until_settled, lease, news, one
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


def test_after_eight_tries_it_is_given_up_and_that_can_be_seen(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    carried.answer = always("later", why="refused")
    deliver_until_settled()
    row = one()
    assert (len(carried.sent), row.state, row.why, row.content) == (8, Outgoing.GIVEN_UP, "refused", None)
    assert Spent.objects.get().failures == 1
    assert Setting.objects.get().why == "refused"


def test_what_nobody_needs_any_more_is_not_sent(carried: fake.World) -> None:
    turn_on("telegram")
    tell("test.brief", {}, contact=contact().pk)
    with time_machine.travel(later(minutes=11), tick=True):
        deliver()
    assert (one().state, carried.sent) == (Outgoing.STALE, [])


def test_a_provider_that_asks_to_wait_is_left_alone_and_it_costs_no_try(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    carried.answer = always("later", why="busy", wait=120)
    deliver()
    row = one()
    assert row.tries == 0
    assert row.next_at is not None
    assert row.next_at > later(seconds=110)


def test_a_token_that_is_not_accepted_gives_nothing_up_and_goes_on_when_it_was_mended(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    carried.answer = always("off", why="token")
    for hours in range(20):
        with time_machine.travel(later(hours=hours), tick=True):
            deliver()
    assert (one().state, one().tries) == (Outgoing.WAITING, 0)
    carried.answer = None
    with time_machine.travel(later(hours=20), tick=True):
        turn_on("telegram")
        deliver()
    assert one().state == Outgoing.SENT


def test_the_next_channel_says_what_one_could_not(carried: fake.World) -> None:
    who = person()
    turn_on("whatsapp", "sms")
    tell("test.news", NAME, person=who.pk, about="report:1")
    carried.answer = lambda letter: Outcome("no", why="address") if letter.text.startswith("Kabar") else Outcome("sent")
    deliver()
    deliver()
    assert carried.texts == ["Kabar untuk Ibu Sari", "SMS untuk Ibu Sari"]
    first, second = Outgoing.objects.order_by("pk")
    assert (first.state, second.state) == (Outgoing.PASSED_ON, Outgoing.SENT)
    assert first.bundle == second.bundle
    assert (second.about, second.until) == ("report:1", first.until)


def test_where_nobody_knows_whether_it_arrived_the_next_channel_says_so(carried: fake.World) -> None:
    who = person()
    turn_on("whatsapp", "sms")
    tell("test.news", NAME, person=who.pk)
    carried.answer = always("unknown", why="timeout")
    deliver_until_settled(1)
    carried.sent.clear()
    Outgoing.objects.filter(channel="whatsapp").update(tries=7, next_at=timezone.now())
    deliver()
    carried.answer = None
    deliver()
    assert carried.texts[-1] == TWICE + "SMS untuk Ibu Sari"


def test_an_alarm_does_not_wait_long_for_a_channel_that_fails(carried: fake.World) -> None:
    who = person()
    turn_on("whatsapp", "sms")
    tell("test.news", NAME, person=who.pk, urgent=True)
    carried.answer = lambda letter: Outcome("later", why="down") if letter.text.startswith("Kabar") else Outcome("sent")
    deliver()
    with time_machine.travel(later(seconds=21), tick=True):
        deliver()
        deliver()
    assert carried.texts[-1] == "SMS untuk Ibu Sari"


def test_what_waits_for_a_channel_that_was_switched_off_goes_to_the_next(carried: fake.World) -> None:
    who = person()
    turn_on("whatsapp", "sms")
    tell("test.news", NAME, person=who.pk)
    waits = news("whatsapp")
    save_setting(actor=SYSTEM, channel="whatsapp", on=False)
    deliver()
    deliver()
    assert carried.texts == ["SMS untuk Ibu Sari"]
    waits.refresh_from_db()
    assert (waits.state, waits.why) == (Outgoing.WAITING, "off"), "no other way to them: it waits"
    save_setting(actor=SYSTEM, channel="whatsapp", on=True)
    deliver()
    waits.refresh_from_db()
    assert waits.state == Outgoing.SENT


def test_an_address_that_is_gone_is_told_nothing_more_and_others_of_the_person_take_over(carried: fake.World) -> None:
    who = person()
    turn_on("push", "sms")
    contact("push", "push:1", person=who.pk)
    carried.answer = lambda letter: Outcome("no", why="address", gone=True) if letter.title else Outcome("sent")
    for _ in range(2):
        tell("test.news", NAME, person=who.pk)
    deliver(1)
    deliver()
    deliver()
    assert carried.texts == ["Ada kabar", "SMS untuk Ibu Sari", "SMS untuk Ibu Sari"]
    assert Contact.objects.get(channel="push").stopped_at is not None


def test_one_browser_that_is_gone_does_not_tell_the_person_twice(carried: fake.World) -> None:
    who = person()
    turn_on("push", "sms")
    for name in ("push:1", "push:2"):
        contact("push", name, person=who.pk)
    tell("test.news", NAME, person=who.pk)
    first = count()
    carried.answer = lambda letter: Outcome("no", gone=True, why="address") if not next(first) else Outcome("sent")
    deliver()
    deliver()
    assert carried.texts == ["Ada kabar", "Ada kabar"]


def test_a_notice_that_cannot_be_put_into_words_holds_up_nobody(carried: fake.World) -> None:
    turn_on("telegram")
    tell("test.news", {}, contact=contact().pk)
    news()
    deliver()
    assert [row.why for row in Outgoing.objects.order_by("pk")] == ["broken", ""]
    assert len(carried.sent) == 1


def test_a_message_whose_every_try_ends_the_process_is_given_up(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    Outgoing.objects.update(broken_off=17)
    deliver()
    assert (one().state, carried.sent) == (Outgoing.GIVEN_UP, [])


def test_processes_that_die_use_up_no_tries_of_what_they_had(carried: fake.World) -> None:
    turn_on("telegram")
    news()
    for hours in range(10):
        with time_machine.travel(later(hours=hours), tick=True):
            assert lease(), "a process takes it, and dies"
    carried.answer = always("later", why="down")
    with time_machine.travel(later(hours=10), tick=True):
        deliver()
    assert (one().state, one().tries, one().broken_off) == (Outgoing.WAITING, 1, 10)


def test_an_outage_uses_up_the_tries_of_few(carried: fake.World) -> None:
    turn_on("telegram")
    for _ in range(40):
        news()
    carried.answer = always("later", why="unreachable")
    post = Post()
    for _ in range(10):
        post.send()
        while post.busy:
            post.write_down(1.0)
    post.close()
    assert len(carried.sent) < 15
    assert Outgoing.objects.filter(tries=0).count() > 25

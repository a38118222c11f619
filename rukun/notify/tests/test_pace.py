"""How much may be sent, and how fast: the month's money, the channel's rate, delays and pauses."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rukun.notify import carriers
from rukun.notify.actions.telling import tell
from rukun.notify.algo.waiting import Bucket, Pause, backoff
from rukun.notify.models import Outgoing, Spent
from rukun.notify.tests import fake
from rukun.notify.tests.factories import contact, later, turn_on, world
from rukun.notify.tests.rounds import deliver
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db
NAME = {"name": "Ibu Sari"}
ADAPTERS, READINGS = dict(carriers.ADAPTERS), dict(carriers.READINGS)


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


def news(channel: str = "telegram", **more: Any) -> None:
    tell("test.news", NAME, contact=contact(channel).pk, **more)


# Money and speed


def test_above_the_ceiling_only_alarms_go_out_and_others_take_a_free_channel(carried: fake.World) -> None:
    turn_on("sms", price=300, ceiling=700)
    turn_on("telegram")
    who = person()
    for _ in range(3):
        news("sms")
    deliver()
    deliver()
    assert Spent.objects.get().rupiah == 600
    assert [row.why for row in Outgoing.objects.filter(state=Outgoing.WAITING)] == ["money"]
    news("sms", urgent=True)
    deliver()
    assert Spent.objects.get().rupiah == 900
    contact("telegram", "telegram:9", person=who.pk)
    tell("test.news", NAME, person=who.pk, through=["sms", "telegram"])
    deliver()
    deliver()
    assert carried.texts[-1] == "Kabar untuk Ibu Sari"


def test_a_month_later_there_is_money_again(carried: fake.World) -> None:
    turn_on("sms", price=300, ceiling=300)
    Spent.objects.create(channel="sms", month=f"{timezone.localtime():%Y-%m}", rupiah=300)
    tell("test.news", NAME, contact=contact("sms").pk)
    Outgoing.objects.update(until=later(days=60))
    deliver()
    assert carried.sent == []
    with time_machine.travel(later(days=32), tick=True):
        deliver()
    assert len(carried.sent) == 1


def test_no_faster_than_the_channel_takes(carried: fake.World) -> None:
    turn_on("telegram", rate=3)
    for _ in range(10):
        news()
    deliver()
    assert len(carried.sent) in (3, 4)


def test_the_window_of_whatsapp_is_open_for_a_day_after_somebody_wrote(carried: fake.World) -> None:
    turn_on("whatsapp")
    who = contact("whatsapp", "phone:+6281")
    for heard_at in (None, later(hours=-23), later(hours=-24)):
        who.heard_at = heard_at
        who.save()
        tell("test.news", NAME, contact=who.pk)
        deliver()
    assert [letter.window for letter in carried.sent] == [False, True, False]


# The arithmetic


def test_delays_grow_from_ten_seconds_to_an_hour() -> None:
    for tries, longest in enumerate([10, 30, 90, 270, 810, 2430, 3600, 3600], start=1):
        drawn = {backoff(tries) for _ in range(50)}
        assert max(10, longest / 2) <= min(drawn) <= max(drawn) <= longest
        assert len(drawn) > 1 or tries == 1, "what failed together does not come back together"


def test_a_bucket_gives_its_rate_over_time() -> None:
    now = [0.0]
    bucket = Bucket(10, lambda: now[0])
    assert bucket.take(100) == 10
    assert bucket.take(1) == 0
    now[0] = 0.5
    assert bucket.take(100) == 5
    now[0] = 100.0
    assert bucket.take(100) == 10


def test_a_channel_that_fails_rests_longer_and_longer_and_is_then_tried_with_one() -> None:
    now = [0.0]
    pause = Pause(lambda: now[0], patience=3)
    pause.failed()
    pause.failed()
    assert pause.most(10) == 10
    pause.failed()
    assert pause.most(10) == 0
    now[0] = 5.1
    assert pause.most(10) == 1
    pause.failed()
    now[0] = 14.0
    assert pause.most(10) == 0
    now[0] = 16.0
    pause.worked()
    assert pause.most(10) == 10


def test_every_adapter_that_is_named_is_there_and_says_whether_it_takes_our_id() -> None:
    for ways in ADAPTERS.values():
        for name in ways.values():
            module = import_module(name)
            assert callable(module.send)
            assert isinstance(carriers.takes_key(module), bool)
    for name in READINGS.values():
        assert callable(import_module(name).understood)

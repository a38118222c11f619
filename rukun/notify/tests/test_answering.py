"""What is said back: whatever it costs, for that is how reports come in; danger and receipts however often too."""

from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
import time_machine

from rukun.notify import desk
from rukun.notify.actions import telling
from rukun.notify.actions.telling import MOST_ANSWERS, reply, tell
from rukun.notify.adapters import Outcome
from rukun.notify.algo.gsm7 import septets
from rukun.notify.connecting import REPLY_PRICE, setting_of
from rukun.notify.desk import Heard, Say, Sender, Topic, Turn
from rukun.notify.forms.channels import FORMS
from rukun.notify.models import Contact, Outgoing, Received, Spent
from rukun.notify.notices import REPLY
from rukun.notify.tests import fake
from rukun.notify.tests.factories import come, contact, later, outbox, states, turn_on, world
from rukun.notify.tests.rounds import deliver, hear

pytestmark = pytest.mark.django_db
TWO_SMS = 306


def _says(sender: Sender, heard: Heard, state: Mapping[str, Any]) -> Turn:
    text = heard.said.text
    return Turn((Say(text, vital=text == "bahaya"),))


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world(Topic(desk.ENTRANCE, _says, lambda sender, state: ())) as made:
        yield made


def say(*texts: str, sender: str = "telegram:1", channel: str = "telegram") -> None:
    for text in texts:
        come(text, sender=sender, channel=channel)
    while hear():
        pass


# So much within an hour


def test_after_many_answers_within_an_hour_a_sender_is_told_so_once_and_then_hears_of_danger_alone() -> None:
    with patch.object(telling, "MOST_ANSWERS", 3):
        say("satu", "dua", "tiga", "empat", "batal", "stop", "bahaya")
        assert [text[:14] for text in outbox()] == ["satu", "dua", "Banyak sekali ", "bahaya"]
        assert "110" in outbox()[2]
        assert "belum Anda setujui TIDAK terkirim: lapor di http" in outbox()[2]
        assert septets(outbox()[2]) <= TWO_SMS
        say("halo", sender="telegram:2")
        assert outbox()[-1] == "halo", "others are answered"
        assert set(states()) == {Received.DONE}, "and everything was heard"
        assert Contact.objects.exclude(stopped_at=None).count() == 1
        with time_machine.travel(later(minutes=61), tick=True):
            say("lagi")
            assert outbox()[-1] == "lagi"


def test_so_much_a_day_too_for_no_ceiling_holds_a_talk() -> None:
    with patch.object(telling, "MOST_A_DAY", 3):
        say("satu", "dua", "tiga")
        with time_machine.travel(later(hours=5), tick=True):
            say("empat", "bahaya")
            assert [text[:14] for text in outbox()] == ["satu", "dua", "Banyak sekali ", "bahaya"]
        with time_machine.travel(later(hours=25), tick=True):
            say("lima")
            assert outbox()[-1] == "lima"


def test_two_long_reports_within_an_hour_are_answered_to_the_end() -> None:
    say(*(f"jawaban {number}" for number in range(MOST_ANSWERS - 1)))
    assert len(outbox()) == MOST_ANSWERS - 1
    assert outbox()[-1] == f"jawaban {MOST_ANSWERS - 2}"


# Money


def spend(channel: str = "sms") -> None:
    from rukun.notify.actions.spending import month_now

    Spent.objects.create(channel=channel, month=month_now(), rupiah=1000)


def test_above_the_ceiling_talks_go_on_to_their_end_and_what_else_is_told_waits(carried: fake.World) -> None:
    turn_on("sms", price=300, ceiling=1000)
    spend()
    who = contact("sms", "phone:+6281")
    tell("test.news", {"name": "Ibu Sari"}, contact=who.pk)
    say("halo", "bahaya", "batal", sender="phone:+6281", channel="sms")
    reply(who.pk, [Say("lama tidak dilanjutkan")])
    while deliver():
        pass
    assert carried.texts == ["halo", "bahaya", "batal", "lama tidak dilanjutkan"]
    held = Outgoing.objects.get(notice="test.news")
    assert (held.state, held.why) == (Outgoing.WAITING, "money")
    assert Spent.objects.get().rupiah == 1000 + 4 * 300, "and it is counted"


def test_danger_does_not_wait_behind_what_was_put_off(carried: fake.World) -> None:
    turn_on("sms")
    carried.answer = lambda letter: Outcome("later", why="down") if letter.text == "halo" else Outcome("sent")
    say("halo", sender="phone:+6281", channel="sms")
    deliver()
    say("bahaya", "lagi", sender="phone:+6281", channel="sms")
    deliver()
    assert carried.texts == ["halo", "bahaya"]


def test_where_there_is_money_urgent_and_other_words_of_a_talk_go_in_order(carried: fake.World) -> None:
    turn_on("sms")
    who = contact("sms", "phone:+6281")
    reply(who.pk, [Say("satu"), Say("dua", vital=True), Say("tiga")])
    for _ in range(3):
        deliver()
    assert carried.texts == ["satu", "dua", "tiga"]


def test_replies_on_whatsapp_are_free_and_go_out_above_the_ceiling(carried: fake.World) -> None:
    turn_on("whatsapp", price=300, ceiling=1000)
    spend("whatsapp")
    who = contact("whatsapp", "phone:+6281")
    reply(who.pk, [Say("halo")])
    tell("test.news", {"name": "Ibu Sari"}, contact=who.pk)
    deliver()
    assert carried.texts == ["halo"]
    assert Spent.objects.get().rupiah == 1000
    assert Outgoing.objects.get(notice=REPLY).rupiah == 0


def test_a_reply_costs_what_was_typed_for_it(carried: fake.World) -> None:
    turn_on("whatsapp", price=300, ceiling=1000, reply_price=50)
    who = contact("whatsapp", "phone:+6281")
    reply(who.pk, [Say("halo")])
    tell("test.news", {"name": "Ibu Sari"}, contact=who.pk)
    deliver()
    assert Spent.objects.get().rupiah == 350
    turn_on("sms", price=300, reply_price=None)
    setting = setting_of("sms")
    assert setting is not None
    assert setting.price_of(REPLY) == 300, "elsewhere, and where nothing was typed, as any message"


def test_what_a_reply_costs_on_whatsapp_is_typed_beside_the_other_settings() -> None:
    given = {"on": "", "phone_number_id": "204711000000001", "reply_price": "Rp 50"}
    form = FORMS["whatsapp"](given, saved={}, initial={})
    assert form.is_valid(), form.errors
    assert form.content()[REPLY_PRICE] == 50
    assert "reply_price" not in FORMS["sms"].base_fields


# Order


def test_words_of_a_talk_keep_their_order_where_the_clock_is_set_back(carried: fake.World) -> None:
    turn_on("telegram")
    who = contact("telegram", "telegram:1")
    high = UUID("ffffffff-ffff-7fff-bfff-000000000000")
    with patch.object(telling, "new_id", return_value=high):
        reply(who.pk, [Say("satu"), Say("dua")])
    reply(who.pk, [Say("tiga")])
    assert outbox() == ["satu", "dua", "tiga"]

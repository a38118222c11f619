"""What may have arrived by one channel says so on the next, also where the first gives the same out but once."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
import time_machine
from django.utils import timezone

from rukun.notify.actions.delivering import LEASE, Post
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.connecting import save_setting
from rukun.notify.models import Outgoing
from rukun.notify.tests import fake
from rukun.notify.tests.factories import SYSTEM, contact, later, turn_on, world
from rukun.notify.tests.rounds import deliver
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db
TWICE = "(mungkin terkirim dua kali) "


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made, patch.object(fake, "ONCE", True):
        yield made


def tell_somebody() -> None:
    """By WhatsApp, and by SMS if that fails."""
    turn_on("whatsapp", "sms")
    tell("test.news", {"name": "Ibu Sari"}, person=person().pk)


def answers(carried: fake.World, *results: str) -> None:
    """What WhatsApp says to one try after the other, and to all that follow as to the last."""
    left = list(results)

    def answer(letter: Letter) -> Outcome:
        if not letter.text.removeprefix(TWICE).startswith("Kabar"):
            return Outcome("sent")
        return Outcome(left.pop(0) if len(left) > 1 else left[0], why="timeout")  # type: ignore[arg-type]

    carried.answer = answer


def try_until_told_by_sms(carried: fake.World) -> str:
    for hours in range(12):
        with time_machine.travel(later(hours=hours), tick=True):
            deliver()
            deliver()
    return next(text for text in carried.texts if "SMS" in text)


@pytest.mark.parametrize("last", ["no", "later", "unknown"])
def test_a_try_that_may_have_arrived_is_not_forgotten_however_the_last_one_ends(carried: fake.World, last: str) -> None:
    tell_somebody()
    answers(carried, "unknown", last)
    assert try_until_told_by_sms(carried) == TWICE + "SMS untuk Ibu Sari"
    assert carried.texts[:2] == ["Kabar untuk Ibu Sari"] * 2, "there it comes but once, and needs no mark"


def test_what_surely_did_not_arrive_is_not_marked(carried: fake.World) -> None:
    tell_somebody()
    answers(carried, "later", "no")
    assert try_until_told_by_sms(carried) == "SMS untuk Ibu Sari"


@pytest.mark.parametrize("results", [("no",), ("later", "no")])
def test_a_lease_that_ran_out_counts_as_a_try_that_may_have_arrived(
    carried: fake.World, results: tuple[str, ...]
) -> None:
    tell_somebody()
    post = Post()
    with patch.object(Post, "_hand_over"):
        post.send()
    post.close()
    answers(carried, *results)
    with time_machine.travel(later(seconds=LEASE.total_seconds() + 1), tick=True):
        assert try_until_told_by_sms(carried) == TWICE + "SMS untuk Ibu Sari"


def test_so_does_one_that_waits_for_a_channel_that_was_switched_off(carried: fake.World) -> None:
    tell_somebody()
    answers(carried, "unknown", "unknown")
    deliver()
    save_setting(actor=SYSTEM, channel="whatsapp", on=False)
    assert try_until_told_by_sms(carried) == TWICE + "SMS untuk Ibu Sari"


def test_approved_words_without_a_place_to_say_it_are_not_sent_where_the_clock_of_whatsapp_is_ahead(
    carried: fake.World,
) -> None:
    """Within the window our letter brings its template along, for WhatsApp's clock may say that it is over."""
    turn_on("whatsapp")
    who = contact("whatsapp", "phone:+6281")
    who.heard_at = timezone.now()
    who.save()
    tell("test.brief", {}, contact=who.pk)
    tell("test.news", {"name": "Ibu Sari"}, contact=who.pk)
    Outgoing.objects.update(maybe_twice=True)
    deliver()
    assert sorted((letter.text, letter.template) for letter in carried.sent) == [
        (TWICE + "Kabar untuk Ibu Sari", "kabar"),
        (TWICE + "Singkat", ""),
    ]

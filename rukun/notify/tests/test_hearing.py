"""Messages are worked on in order, each once; what cannot be is tried again, then set aside, and said so."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
import time_machine
from django.db import OperationalError

from rukun.notify import desk
from rukun.notify.actions import contacts, hearing
from rukun.notify.actions.hearing import MOST_TRIES
from rukun.notify.actions.receiving import store
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.algo.incoming import Joined, Part
from rukun.notify.desk import Heard, Say, Sender, Topic, Turn
from rukun.notify.models import Contact, Name, Outgoing, Question, Received
from rukun.notify.tests import fake
from rukun.notify.tests.factories import TALK, come, later, outbox, states, turn_on, world
from rukun.notify.tests.rounds import hear, hear_all, hear_until_settled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


# Order


def test_a_later_message_never_overtakes_an_earlier_one_of_the_same_sender() -> None:
    come("rusak")
    come("kedua")
    come("halo", sender="telegram:2")
    hear_all()
    assert states() == ["new", "new", "done"]
    assert outbox() == ["1 halo"]
    hear_until_settled()
    assert states() == ["broken", "done", "done"]
    assert "1 kedua" in outbox()


def test_a_message_that_cannot_be_heard_is_said_to_its_sender_once() -> None:
    come("halo")
    hear_all()
    come("rusak")
    come("rusak")
    hear_until_settled()
    assert states() == ["done", "broken", "broken"]
    sorry = [text for text in outbox() if "gagal kami baca" in text]
    assert len(sorry) == 2, "an hour passed between them"
    row = Received.objects.filter(state=Received.BROKEN).first()
    assert row is not None
    assert row.why.startswith("builtins.ZeroDivisionError (factories.py:")
    assert "Mawar" not in row.why
    assert row.content is not None, "somebody may still want to look"


def test_many_that_break_within_an_hour_are_said_once() -> None:
    come("halo")
    for _ in range(3):
        come("rusak")
    hear_all()
    Received.objects.filter(state=Received.NEW).update(tries=MOST_TRIES - 1, next_at=later(seconds=-1))
    hear_all()
    assert states() == ["done", "broken", "broken", "broken"]
    assert len([text for text in outbox() if "gagal kami baca" in text]) == 1


def test_what_is_no_message_of_anybody_is_put_aside_without_a_word() -> None:
    store("telegram", [Part("x", "", {"strange": True})])
    hear_all()
    assert states() == ["done"]
    assert outbox() == []


def test_a_reading_that_fails_holds_up_nobody() -> None:
    store("telegram", [Part("x", "", {"crash": True})])
    come("halo")
    hear_all()
    assert states() == ["new", "done"]
    hear_until_settled()
    assert states() == ["broken", "done"]


def test_a_message_whose_every_try_ends_the_process_is_set_aside_at_last() -> None:
    come("halo")
    come("lagi")
    for _ in range(MOST_TRIES):
        assert len(hearing._claimed(10)) == 1  # and then the process is gone
        Received.objects.filter(state=Received.NEW, tries__gt=0).update(next_at=later(seconds=-1))
    hear_all()
    assert states() == ["broken", "done"]


def test_what_somebody_else_claimed_is_left_to_them_until_their_lease_is_over() -> None:
    come("halo")
    (mine,) = hearing._claimed(10)
    assert hearing._claimed(10) == []
    with time_machine.travel(later(minutes=4), tick=True):
        assert hear() == 1
        said = fake.understood({"names": ["telegram:1"], "kind": "text", "text": "halo"})
        hearing._work(mine, said, None)
    assert outbox() == ["1 halo"], "whoever came back too late does nothing"


def test_a_database_that_does_not_answer_costs_no_try() -> None:
    come("halo")
    with patch.object(hearing, "talk", side_effect=OperationalError("database is locked")):
        hear_all()
    row = Received.objects.get()
    assert (row.state, row.tries) == (Received.NEW, 0)
    with time_machine.travel(later(seconds=5), tick=True):
        hear_all()
    assert outbox() == ["1 halo"]


def test_the_answers_and_the_end_of_a_message_are_one_transaction() -> None:
    come("halo")
    with patch.object(hearing, "_end", side_effect=ZeroDivisionError):
        hear_all()
    assert outbox() == []
    assert not Contact.objects.exists()


def test_a_backlog_of_one_sender_keeps_nobody_else_waiting() -> None:
    for _ in range(5):
        come("banyak")
    come("halo", sender="telegram:2")
    assert hear(limit=10) == 2
    assert outbox() == ["1 banyak", "1 halo"]


# Photos


def test_a_photo_is_fetched_before_it_is_heard(carried: fake.World) -> None:
    turn_on("telegram")
    come("", kind="photo", media="abc")
    hear_all()
    assert outbox() == ["1  +3"]


def test_a_photo_that_does_not_come_is_asked_for_again_and_then_heard_without(carried: fake.World) -> None:
    turn_on("telegram")
    asked = []

    def broken(media: str) -> bytes:
        asked.append(media)
        raise NotFetchedError("timeout")

    carried.fetched = broken
    come("lihat", kind="photo", media="abc")
    come("kedua")
    hear_all()
    assert outbox() == [], "the next one waits for it"
    hear_until_settled()
    assert len(asked) == hearing.FETCH_TRIES
    assert outbox() == ["1 lihat", "2 kedua"]


def test_a_photo_that_is_gone_or_too_large_is_heard_without_at_once(carried: fake.World) -> None:
    turn_on("telegram")

    def gone(media: str) -> bytes:
        raise NotFetchedError("address")

    carried.fetched = gone
    come("satu", kind="photo", media="abc")
    hear_all()
    carried.fetched = lambda media: bytes(hearing.LARGEST + 1)
    come("dua", kind="photo", media="abc")
    hear_all()
    assert outbox() == ["1 satu", "2 dua"]


def test_while_photos_are_fetched_others_are_heard(carried: fake.World) -> None:
    turn_on("telegram")
    ear = hearing.Ear()
    let_go = threading.Event()

    def slow(media: str) -> bytes:
        let_go.wait(20)
        return b"1234"

    carried.fetched = slow
    come("", kind="photo", media="abc")
    come("halo", sender="telegram:2")
    ear.hear()
    assert outbox() == ["1 halo"]
    assert ear.busy
    let_go.set()
    assert ear.hear_fetched(20.0) == 1
    ear.close()
    assert outbox() == ["1 halo", "1  +4"]


# Who it is


def test_a_contact_seen_first_by_number_gets_its_id_later_and_stays_one() -> None:
    first = contacts.known("whatsapp", ["phone:+6281234567890"])
    second = contacts.known("whatsapp", ["wa:ID.1", "phone:+6281234567890"])
    third = contacts.known("whatsapp", ["wa:ID.1"])
    assert first.pk == second.pk == third.pk
    assert contacts.address_of(third) == {"wa": "ID.1", "phone": "+6281234567890"}


def test_two_contacts_that_turn_out_to_be_one_are_joined_with_all_that_is_theirs() -> None:
    come("halo", sender="phone:+6281234567890", channel="whatsapp")
    come("halo", sender="wa:ID.1", channel="whatsapp")
    hear_all()
    by_phone, by_id = Contact.objects.order_by("made_at")
    come("siapa", channel="whatsapp", sender="wa:ID.1", names=["wa:ID.1", "phone:+6281234567890"])
    hear_all()
    assert list(Contact.objects.all()) == [by_phone]
    assert contacts.contact_with_id(by_id.pk) == by_phone, "whoever kept the other id finds it"
    assert Outgoing.objects.filter(contact=by_phone).count() == 3
    assert Question.objects.filter(contact=by_phone, state=Question.OPEN).count() == 1
    assert Name.objects.filter(contact=by_phone).count() == 3


def test_rooms_that_keep_the_id_of_a_contact_hear_that_it_is_another_now() -> None:
    stays, goes = (contacts.known("whatsapp", [name]) for name in ("phone:+6281234567890", "wa:ID.1"))
    heard: list[tuple[UUID, UUID]] = []
    with patch.object(desk, "JOINED", [lambda old, new: heard.append((old, new))]):
        contacts.known("whatsapp", ["wa:ID.1"])
        assert heard == []
        contacts.known("whatsapp", ["wa:ID.1", "phone:+6281234567890"])
    assert heard == [(goes.pk, stays.pk)]


def test_a_number_that_has_a_new_owner_leads_to_them_and_not_to_the_contact_before() -> None:
    before = contacts.known("whatsapp", ["wa:ID.1", "phone:+6281234567890"])
    now = contacts.known("whatsapp", ["wa:ID.2", "phone:+6281234567890"])
    assert before.pk != now.pk
    assert contacts.known("whatsapp", ["phone:+6281234567890"]).pk == now.pk
    assert contacts.known("whatsapp", ["wa:ID.1"]).pk == before.pk


def test_whoever_changes_number_and_id_stays_who_they_were() -> None:
    before = contacts.known("whatsapp", ["wa:ID.1", "phone:+6281234567890"])
    with patch.object(
        fake, "understood", lambda content: Joined(("wa:ID.2", "wa:ID.1", "phone:+62899", "phone:+6281234567890"))
    ):
        store("whatsapp", [Part("j", "wa:ID.2", {})])
        hear_all()
    assert contacts.known("whatsapp", ["wa:ID.2"]).pk == before.pk
    assert contacts.known("whatsapp", ["phone:+62899"]).pk == before.pk
    assert contacts.known("whatsapp", ["phone:+6281234567890"]).pk != before.pk, "it may be somebody else's soon"


# Stopping


def test_whoever_says_stop_is_answered_and_told_nothing_more_until_they_say_go_on() -> None:
    come("halo")
    hear_all()
    Outgoing.objects.update(state=Outgoing.SENT, next_at=None)
    come("BERHENTI.")
    hear_all()
    who = Contact.objects.get()
    assert who.stopped_at is not None
    assert not Question.objects.exists()
    assert ["MULAI" in text for text in outbox()] == [True]
    come("mulai")
    hear_all()
    who.refresh_from_db()
    assert who.stopped_at is None


def test_stop_within_a_sentence_is_a_sentence() -> None:
    come("stop kendaraan di gang")
    hear_all()
    assert Contact.objects.get().stopped_at is None


# Topics


def test_the_language_that_somebody_chose_is_kept() -> None:
    from django.utils.translation import get_language

    spoken = []

    def speak(sender: Sender, heard: Heard, state: Mapping[str, Any]) -> Turn:
        spoken.append((sender.language, get_language()))
        return Turn((Say("ok"),), language="en" if heard.said.text == "english" else "")

    with patch.dict(desk.TOPICS, {desk.ENTRANCE: Topic(desk.ENTRANCE, speak, TALK.again)}):
        come("english")
        come("hello")
        hear_all()
    assert spoken == [("id", "id"), ("en", "en")]


def test_topics_that_hand_on_for_ever_break_the_message_alone() -> None:
    def hand_on(sender: Sender, heard: Heard, state: Mapping[str, Any]) -> Turn:
        return Turn((Say("ping"),), then=desk.ENTRANCE)

    with patch.dict(desk.TOPICS, {desk.ENTRANCE: Topic(desk.ENTRANCE, hand_on, TALK.again)}):
        come("halo")
        hear_until_settled()
    assert states() == ["broken"]
    assert "ping" not in outbox()

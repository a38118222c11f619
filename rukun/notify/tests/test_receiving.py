"""What comes in is stored once, whatever happens, and unreadable to whoever has only the database."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from rukun.notify.actions.receiving import store
from rukun.notify.algo.incoming import Part
from rukun.notify.models import Received
from rukun.notify.tests import fake
from rukun.notify.tests.factories import come, outbox, states, world
from rukun.notify.tests.rounds import hear


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


def part(key: str, text: str = "halo", sender: str = "telegram:1") -> Part:
    return Part(key, sender, {"names": [sender], "kind": "text", "text": text})


@pytest.mark.django_db
def test_the_same_message_twice_in_one_webhook_and_again_later_is_stored_once() -> None:
    assert store("telegram", [part("a"), part("a", "lain"), part("b")]) == 2
    assert store("telegram", [part("b"), part("c")]) == 1
    assert store("sms", [part("a")]) == 1, "another channel has ids of its own"
    assert Received.objects.count() == 4
    while hear():
        pass
    assert sorted(outbox()) == ["1 halo", "1 halo", "2 halo", "3 halo"]


@pytest.mark.django_db
def test_what_was_heard_already_is_not_heard_again_when_the_provider_repeats_it() -> None:
    key = come("halo")
    assert hear() == 1
    come("halo", key=key)
    assert hear() == 0
    assert outbox() == ["1 halo"]


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.once
def test_five_hundred_messages_in_one_webhook_are_stored_and_heard_in_their_order() -> None:
    webhook = [part(f"k{n}", f"pesan {n}", f"telegram:{n % 50}") for n in range(500)]
    assert store("telegram", webhook) == 500
    rounds = 0
    while hear():
        rounds += 1
    assert states() == ["done"] * 500
    assert rounds == 10, "one of each sender at a time"
    assert sorted(outbox()) == sorted(f"{n // 50 + 1} pesan {n}" for n in range(500))


@pytest.mark.django_db
def test_nothing_of_a_message_can_be_read_in_the_database() -> None:
    store("whatsapp", [Part("wamid.081234567890", "phone:+6281234567890", {"text": "Gang Mawar"})])
    row = Received.objects.values().get()
    assert row["content"] is not None
    for value in row.values():
        text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
        assert "Mawar" not in text
        assert "81234567890" not in text


@pytest.mark.django_db
def test_words_are_erased_as_soon_as_they_were_heard() -> None:
    come("halo")
    hear()
    row = Received.objects.get()
    assert (row.state, row.content) == (Received.DONE, None)


@pytest.mark.django_db
def test_an_empty_webhook_stores_nothing() -> None:
    assert store("telegram", []) == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_message_in_two_webhooks_at_once_is_stored_once() -> None:
    ready, news = threading.Barrier(4), []

    def webhook() -> None:
        ready.wait(20)
        news.append(store("telegram", [part(f"k{n}") for n in range(20)]))
        connections.close_all()

    threads = [threading.Thread(target=webhook) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(news) == 4
    assert sum(news) == 20
    assert Received.objects.exclude(content=None).count() == 20
    connection.close()

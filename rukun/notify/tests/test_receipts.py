"""What providers say later of messages: it only moves them forward, or on to the next channel."""

from collections.abc import Iterator

import pytest
import time_machine

from rukun.notify.actions.outcomes import take_receipt
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import Outcome
from rukun.notify.algo.incoming import Receipt
from rukun.notify.models import Outgoing, Spent
from rukun.notify.tests import fake
from rukun.notify.tests.factories import contact, later, turn_on, world
from rukun.notify.tests.rounds import deliver
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db
NAME = {"name": "Ibu Sari"}


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


def news(channel: str) -> Outgoing:
    tell("test.news", NAME, contact=contact(channel).pk)
    return Outgoing.objects.latest("pk")


def one() -> Outgoing:
    return Outgoing.objects.get()


def sent_by_whatsapp() -> Outgoing:
    turn_on("whatsapp", "sms")
    who = person()
    tell("test.news", NAME, person=who.pk)
    deliver()
    return one()


def test_receipts_only_move_a_message_forward_and_erase_its_words() -> None:
    row = sent_by_whatsapp()
    for state, expected in (("read", "read"), ("delivered", "read"), ("sent", "read"), ("failed", "read")):
        assert take_receipt("whatsapp", Receipt(f"m-{row.pk}", state))  # type: ignore[arg-type]
        row.refresh_from_db()
        assert row.state == expected
    assert row.content is None
    assert row.read_at is not None
    assert not take_receipt("whatsapp", Receipt("somebody-elses", "read"))


def test_what_failed_after_the_provider_took_it_goes_to_the_next_channel(carried: fake.World) -> None:
    row = sent_by_whatsapp()
    take_receipt("whatsapp", Receipt(f"m-{row.pk}", "failed", why="window"))
    deliver()
    assert carried.texts[-1] == "SMS untuk Ibu Sari", "and unmarked: it surely did not arrive"


def test_a_receipt_with_our_id_keeps_what_nobody_knew_the_end_of_from_being_sent_again(carried: fake.World) -> None:
    turn_on("whatsapp", price=100)
    row = news("whatsapp")
    carried.answer = lambda letter: Outcome("unknown", why="timeout")
    deliver()
    take_receipt("whatsapp", Receipt("wamid", "delivered", letter=str(row.pk)))
    with time_machine.travel(later(hours=1), tick=True):
        assert deliver() == 0
    row.refresh_from_db()
    assert (row.state, row.rupiah) == (Outgoing.DELIVERED, 100)
    assert Spent.objects.get().rupiah == 100


def test_a_receipt_that_comes_before_we_wrote_down_that_it_was_sent_is_kept_for_it() -> None:
    from rukun.notify.actions.receiving import store
    from rukun.notify.algo.incoming import Part
    from rukun.notify.models import Received
    from rukun.notify.tests.rounds import hear

    turn_on("whatsapp")
    row = news("whatsapp")
    store("whatsapp", [Part("r", "", {"message": f"m-{row.pk}", "state": "delivered"})])
    hear()
    assert Received.objects.get().state == Received.NEW
    deliver()
    with time_machine.travel(later(minutes=1), tick=True):
        hear()
    row.refresh_from_db()
    assert row.state == Outgoing.DELIVERED
    store("whatsapp", [Part("s", "", {"message": "strangers", "state": "delivered"})])
    for hours in range(8):
        with time_machine.travel(later(hours=hours), tick=True):
            hear()
    assert set(Received.objects.values_list("state", flat=True)) == {Received.DONE}

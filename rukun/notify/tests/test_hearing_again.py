"""What could not be heard is said to its sender and can be heard again; floods, replays and photos while hearing."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.utils import timezone

from rukun.config.cli import main
from rukun.notify import desk
from rukun.notify.actions import contacts, hearing
from rukun.notify.actions.hearing import hear_again
from rukun.notify.actions.keeping import put_away
from rukun.notify.actions.receiving import store
from rukun.notify.algo.incoming import Part, Said
from rukun.notify.models import Contact, Received
from rukun.notify.queries.health import health
from rukun.notify.tests import fake
from rukun.notify.tests.factories import come, later, outbox, states, turn_on, world
from rukun.notify.tests.rounds import hear_all, hear_until_settled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


def test_whoever_writes_for_the_first_time_is_told_too_that_it_was_not_read() -> None:
    come("rusak")
    hear_until_settled()
    assert states() == ["broken"]
    (sorry,) = outbox()
    assert "gagal kami baca" in sorry


def test_where_not_even_the_sender_can_be_understood_nobody_is_told_and_the_message_is_kept() -> None:
    come("rusak")
    with patch.object(contacts, "known", side_effect=ZeroDivisionError):
        hear_until_settled()
    assert (states(), outbox()) == (["broken"], [])


def test_after_a_fault_was_mended_what_could_not_be_heard_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    come("halo")
    with patch.object(hearing, "talk", side_effect=ZeroDivisionError):
        hear_until_settled()
    assert states() == ["broken"]
    assert main(["notify", "baca-ulang", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"again": 1}
    hear_all()
    assert states() == ["done"]
    assert outbox()[-1] == "1 halo"
    assert hear_again() == 0


def test_of_a_flood_from_one_sender_one_message_is_next_and_others_are_heard_with_it() -> None:
    for _ in range(30):
        come("banyak")
    come("halo", sender="telegram:2")
    come("", sender="", names=[])
    assert hearing._heads(10, timezone.now()) == [
        Received.objects.order_by("pk").values_list("pk", flat=True)[at] for at in (0, 30, 31)
    ]


def test_photos_and_voice_notes_are_fetched_and_only_photos_made_ready(carried: fake.World) -> None:
    turn_on("telegram")
    asked: list[str] = []
    ready: list[bytes] = []
    carried.fetched = lambda media: asked.append(media) or media.encode()  # type: ignore[func-returns-value]
    with patch.object(desk, "BEFORE", [lambda media: ready.append(media) or True]):  # type: ignore[func-returns-value]
        for kind in ("voice", "photo", "other"):
            come("", kind=kind, media=kind)
        hear_all()
    assert asked == ["voice", "photo"]
    assert ready == [b"photo"]


def test_what_takes_long_with_a_photo_is_done_before_the_transaction_and_tried_again_while_that_is_busy() -> None:
    from django.db import connection

    turn_on("telegram")
    outside: list[bool] = []
    answers = iter([False, True])
    depth = len(connection.savepoint_ids)

    def prepare(media: bytes) -> bool:
        outside.append(len(connection.savepoint_ids) == depth)
        return next(answers)

    come("lihat", kind="photo", media="abc")
    with patch.object(desk, "BEFORE", [prepare]):
        hear_all()
        assert (states(), outbox()) == (["new"], [])
        with time_machine.travel(later(minutes=2), tick=True):
            hear_all()
    assert outbox() == ["1 lihat +3"]
    assert outside == [True, True]


def test_a_photo_for_which_there_is_never_time_is_heard_at_last() -> None:
    turn_on("telegram")
    come("lihat", kind="photo", media="abc")
    with patch.object(desk, "BEFORE", [lambda media: False]):
        hear_until_settled()
    assert outbox() == ["1 lihat +3"]


def test_what_somebody_wrote_before_under_another_of_their_names_is_heard_first() -> None:
    names = ["wa:ID.1", "phone:+6281"]
    come("rusak", sender="phone:+6281", channel="whatsapp")
    come("kedua", sender="wa:ID.1", channel="whatsapp", names=names)
    hear_all()
    assert states() == ["new", "new"]
    hear_until_settled()
    assert states() == ["broken", "done"]


def heard_of(said_at: timedelta) -> Contact | None:
    """The contact of somebody whose message on WhatsApp bears that time, before now."""
    come("halo", sender="phone:+6281", channel="whatsapp")
    said = Said(("phone:+6281",), "text", "halo", said_at=timezone.now() - said_at)
    with patch.object(fake, "understood", return_value=said):
        hear_all()
    return Contact.objects.first()


def test_the_24_hours_of_whatsapp_count_from_when_it_was_written_not_from_when_we_were_back() -> None:
    found = heard_of(timedelta(hours=20))
    assert found is not None
    assert found.heard_at is not None
    assert timezone.now() - found.heard_at >= timedelta(hours=20)


def test_a_clock_that_is_ahead_opens_no_longer_window() -> None:
    found = heard_of(timedelta(hours=-5))
    assert found is not None
    assert found.heard_at is not None
    assert found.heard_at <= timezone.now()


def brought(sent_at: datetime) -> int:
    text = {"message": {"timestamp": str(int(sent_at.timestamp()))}}
    return store("whatsapp", [Part(f"wamid.{sent_at}", "phone:+6281", text)])


def test_what_seems_older_than_the_marks_by_which_it_is_known_waits_for_somebody_to_look() -> None:
    written = timezone.now().replace(microsecond=0)
    with time_machine.travel(later(days=7), tick=True):  # our clock is a week ahead, or this was brought before
        turn_on("whatsapp")
        assert (brought(written), brought(written)) == (1, 0)
        hear_all()
        assert (states(), outbox()) == (["broken"], [])
        one = health()["whatsapp"]
        assert (one.broken, one.old) == (1, 1)
        (trouble,) = one.troubles(timezone.now())
        assert "jam mesin" in trouble
        assert "baca-ulang" in trouble
        brought(timezone.now() - timedelta(days=6, hours=20))
        assert states() == ["broken", "new"], "so late providers bring what they could not bring before"
    Received.objects.filter(state=Received.NEW).delete()
    put_away()
    said = Said(("phone:+6281",), "text", "halo", said_at=written)
    with patch.object(fake, "understood", return_value=said):
        assert hear_again() == 1
        hear_all()
    assert (states(), outbox()) == (["done"], ["1 halo"])
    assert Contact.objects.get().heard_at == written

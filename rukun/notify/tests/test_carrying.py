"""The worker's round: what it fetches, hears, asks and sends; and the commands that do a part of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import DatabaseError

from rukun.config.cli import main, running
from rukun.notify.actions import carrying
from rukun.notify.actions.asking import ask, take_back
from rukun.notify.actions.carrying import Carrier, carry_once
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import gammu
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.connecting import save_setting
from rukun.notify.models import Outgoing, Received
from rukun.notify.tests import fake
from rukun.notify.tests.factories import SYSTEM, come, contact, later, question, states, turn_on, world

pytestmark = pytest.mark.django_db
NUMBER = "+6281234567890"


@pytest.fixture
def carried() -> Iterator[fake.World]:
    with world(question()) as made:
        yield made


@pytest.mark.usefixtures("carried")
def test_one_round_hears_what_came_and_the_next_sends_the_answer() -> None:
    turn_on("telegram")
    come("halo")
    assert carry_once()
    while carry_once():
        pass
    assert states() == ["done"]
    assert fake.world.texts == ["1 halo"]
    assert not carry_once(), "nothing is left"


@pytest.mark.usefixtures("carried")
def test_a_question_whose_turn_has_come_is_put_without_anybody_asking() -> None:
    turn_on("telegram")
    who = contact()
    ask(who.pk, "test.done", {"what": "satu"}, about="a:1")
    ask(who.pk, "test.done", {"what": "dua"})
    take_back("a:1")
    while carry_once():
        pass
    assert [text.split("?")[0] for text in fake.world.texts] == ["satu", "dua"]


class Bot:
    """Telegram while it is asked: what it still has, and from where it was asked on."""

    def __init__(self, *updates: dict[str, Any]) -> None:
        self.updates = list(updates)
        self.offsets: list[int] = []
        self.fails = False

    def poll(self, setting: Any, offset: int, seconds: int) -> tuple[list[dict[str, Any]], int]:
        self.offsets.append(offset)
        if self.fails:
            raise NotFetchedError("down")
        left = [each for each in self.updates if each["update_id"] >= offset]
        return left, max([offset, *(each["update_id"] + 1 for each in left)])


def update(number: int, text: str) -> dict[str, Any]:
    chat = {"id": 7, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "chat": chat, "from": {"id": 7}, "text": text}}


def rounds(carrier: Carrier, number: int = 3) -> None:
    for _ in range(number):
        if carrier._polling is not None:
            carrier._polling.exception(20)
        carrier.carry_once()


def test_telegram_is_asked_on_only_after_what_it_gave_was_stored() -> None:
    save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": "1:A", "polling": True})
    bot = Bot(update(5, "halo"), update(6, "lagi"))
    with patch("rukun.notify.adapters.telegram.poll", bot.poll):
        carrier = Carrier()
        carrier._poll()
        carrier._polling.exception(20)  # type: ignore[union-attr]
        with patch.object(carrying, "store", side_effect=DatabaseError), pytest.raises(DatabaseError):
            carrier._poll()
        assert not Received.objects.exists()
        carrier._poll()
        carrier._polling.exception(20)  # type: ignore[union-attr]
        assert carrier._poll() == 2
        carrier._polling.exception(20)  # type: ignore[union-attr]
        carrier.close()
    assert bot.offsets == [0, 0, 7]
    again = Carrier()
    with patch("rukun.notify.adapters.telegram.poll", Bot(update(6, "lagi")).poll):
        again._poll()
        again._polling.exception(20)  # type: ignore[union-attr]
        assert again._poll() == 0, "what a new process gets once more is known"
    again.close()


def test_a_telegram_that_does_not_answer_is_left_alone_for_a_while() -> None:
    save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": "1:A", "polling": True})
    bot = Bot()
    bot.fails = True
    carrier = Carrier()
    with patch("rukun.notify.adapters.telegram.poll", bot.poll):
        rounds(carrier, 6)
    carrier.close()
    assert len(bot.offsets) == 1


def test_nobody_asks_telegram_while_it_brings_messages_itself() -> None:
    save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": "1:A"})
    carrier = Carrier()
    carrier.carry_once()
    assert carrier._polling is None
    carrier.close()


# A modem of one's own


@pytest.fixture
def modem(tmp_path: Path) -> Path:
    for box in ("inbox", "outbox", "sent", "error"):
        (tmp_path / box).mkdir()
    save_setting(actor=SYSTEM, channel="sms", on=True, content={"way": "gammu", "folder": str(tmp_path)})
    return tmp_path


def carry(number: int = 3) -> None:
    for minutes in range(number):
        with time_machine.travel(later(minutes=minutes), tick=True):
            carry_once()


def test_what_the_daemon_sent_is_written_down_and_its_file_removed(modem: Path) -> None:
    who = contact("sms", f"phone:{NUMBER}")
    with world():
        tell("test.news", {"name": "Ibu Sari"}, contact=who.pk)
        with patch.dict(carrying_adapters(), {"gammu": gammu.__name__}):
            carry(1)
            (file,) = (modem / "outbox").iterdir()
            assert "SMS untuk Ibu Sari" in file.read_bytes().decode("utf-16")
            file.rename(modem / "error" / file.name)
            carry(1)
    row = Outgoing.objects.get()
    assert (row.state, row.why) == (Outgoing.GIVEN_UP, "refused")
    assert not list((modem / "error").iterdir())


def carrying_adapters() -> dict[str, str]:
    from rukun.notify import carriers

    return carriers.ADAPTERS["sms"]


def test_what_the_daemon_could_not_hand_over_is_taken_from_its_inbox(modem: Path) -> None:
    file = modem / "inbox" / f"IN20261122_170000_00_{NUMBER}_00.txt"
    file.write_bytes("lapor banjir".encode("utf-16"))
    with patch.object(gammu, "inbox", _inbox):
        carry_once()
    assert Received.objects.count() == 1
    assert not file.exists()


_usual_inbox = gammu.inbox


def _inbox(setting: Any) -> Any:
    return _usual_inbox(setting, older=-1.0)


def test_the_daemons_message_is_stored_by_the_command_it_runs_and_its_file_removed(
    modem: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"IN20261122_170000_00_{NUMBER}_00.txt"
    (modem / "inbox" / name).write_bytes("lapor banjir".encode("utf-16"))
    for key, value in {"SMS_MESSAGES": "1", "SMS_1_NUMBER": NUMBER, "SMS_1_TEXT": "lapor banjir"}.items():
        monkeypatch.setenv(key, value)
    assert main(["notify", "sms-masuk", "--json", name]) == 0
    assert json.loads(capsys.readouterr().out) == {"stored": 1}
    assert main(["notify", "sms-masuk", "--json", name]) == 0
    assert json.loads(capsys.readouterr().out) == {"stored": 0}
    assert not list((modem / "inbox").iterdir())
    row = Received.objects.get()
    assert row.content is not None
    assert b"banjir" not in bytes(row.content)


def test_without_a_message_the_command_says_who_runs_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notify", "sms-masuk"]) == 2
    assert "gammu-smsd" in capsys.readouterr().err


@pytest.mark.usefixtures("carried")
def test_the_console_can_do_a_round_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    turn_on("telegram")
    come("halo")
    assert main(["notify", "antar", "--rounds", "10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["left"] is False
    assert fake.world.texts == ["1 halo"]


# The worker's thread


def test_a_database_that_fails_does_not_end_the_workers_thread() -> None:
    import threading

    stop, rounds_done = threading.Event(), []

    def broken(self: Carrier) -> bool:
        rounds_done.append(1)
        if len(rounds_done) == 3:
            stop.set()
        raise DatabaseError

    with (
        patch.object(Carrier, "carry_once", broken),
        patch.object(running, "TICK_EVERY", 0.01),
        patch("django.db.close_old_connections"),
        patch("django.db.connection.close"),
    ):
        running._carry_until(stop)
    assert len(rounds_done) == 3

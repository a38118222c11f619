"""Asking Telegram on and on: nothing is lost where the bot is another one, or counts from anywhere."""

from typing import Any
from unittest.mock import patch

import pytest

from rukun.notify.actions.carrying import Carrier
from rukun.notify.actions.receiving import store
from rukun.notify.algo.reading import telegram
from rukun.notify.carriers import account_of
from rukun.notify.connecting import save_setting
from rukun.notify.models import Received
from rukun.notify.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


class Telegram:
    """What each bot still has. Asked from a number on, it forgets what came before that, as the real one does."""

    def __init__(self) -> None:
        self.updates: dict[str, list[dict[str, Any]]] = {}

    def brings(self, bot: str, number: int, text: str) -> None:
        chat = {"id": 7, "type": "private"}
        message = {"message_id": number, "chat": chat, "from": {"id": 7}, "text": text}
        self.updates.setdefault(bot, []).append({"update_id": number, "message": message})

    def poll(self, setting: Any, offset: int, seconds: int) -> tuple[list[dict[str, Any]], int]:
        bot = setting["token"].partition(":")[0]
        left = self.updates[bot] = [each for each in self.updates.get(bot, []) if each["update_id"] >= offset]
        return list(left), max([offset, *(each["update_id"] + 1 for each in left)])


def connect(bot: str) -> None:
    save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": f"{bot}:A", "polling": True})


def ask(carrier: Carrier, times: int = 3) -> None:
    for _ in range(times):
        if carrier._polling is not None:
            carrier._polling.exception(20)
        carrier._poll()
    if carrier._polling is not None:
        carrier._polling.exception(20)


def test_another_bot_is_asked_from_its_beginning_and_its_numbers_are_its_own() -> None:
    there, carrier = Telegram(), Carrier()
    with patch("rukun.notify.adapters.telegram.poll", there.poll):
        connect("1")
        there.brings("1", 500, "satu")
        ask(carrier, 2)
        connect("2")
        there.brings("2", 20, "dua")
        there.brings("2", 500, "tiga")
        ask(carrier)
    carrier.close()
    assert Received.objects.count() == 3


def test_after_an_empty_answer_lower_numbers_are_heard_too() -> None:
    there, carrier = Telegram(), Carrier()
    with patch("rukun.notify.adapters.telegram.poll", there.poll):
        connect("1")
        there.brings("1", 500, "satu")
        ask(carrier)
        there.brings("1", 20, "sesudah seminggu")
        ask(carrier)
    carrier.close()
    assert Received.objects.count() == 2


def test_what_a_webhook_and_polling_bring_of_one_bot_is_stored_once() -> None:
    there, carrier = Telegram(), Carrier()
    there.brings("1", 500, "satu")
    (update,) = there.updates["1"]
    store("telegram", telegram.parts(update), account_of("telegram", {"token": "1:A"}))
    with patch("rukun.notify.adapters.telegram.poll", there.poll):
        connect("1")
        ask(carrier)
    carrier.close()
    assert Received.objects.count() == 1

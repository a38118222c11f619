"""Rounds of the worker in tests: all that is there to hear or to send, with its tries however long apart."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import time_machine

from rukun.notify.actions.delivering import Post, deliver
from rukun.notify.actions.hearing import hear
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import contact, later

NAME = {"name": "Ibu Sari"}
TWICE = "(mungkin terkirim dua kali) "


def news(channel: str = "telegram", **more: Any) -> Outgoing:
    tell("test.news", NAME, contact=contact(channel).pk, **more)
    return Outgoing.objects.latest("pk")


def one() -> Outgoing:
    return Outgoing.objects.get()


def always(result: str, **more: Any) -> Callable[[Letter], Outcome]:
    return lambda letter: Outcome(result, **more)  # type: ignore[arg-type]


def lease(number: int = 10) -> list[Outgoing]:
    """Rows leased by a process that then dies."""
    post = Post()
    with patch.object(Post, "_hand_over"):
        post.send(number)
    post.close()
    return list(Outgoing.objects.filter(state=Outgoing.SENDING))


def deliver_until_settled(hours: int = 30) -> None:
    for quarter in range(4 * hours):
        with time_machine.travel(later(minutes=15 * quarter), tick=True):
            deliver()
        if not Outgoing.objects.filter(next_at__isnull=False).exists():
            return


def hear_all() -> None:
    while hear():
        pass


def hear_until_settled() -> None:
    for hours in range(12):
        with time_machine.travel(later(hours=hours), tick=True):
            hear_all()

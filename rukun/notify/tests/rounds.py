"""Rounds of the worker in tests: all that is there to hear or to send, with its tries however long apart."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import time_machine

from rukun.notify.actions.delivering import MOST, Post
from rukun.notify.actions.hearing import Ear
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import contact, later

NAME = {"name": "Ibu Sari"}
TWICE = "(mungkin terkirim dua kali) "


def deliver(limit: int = MOST) -> int:
    """Send what is due now, up to so many messages, and wait for what comes of it. Returns how many were dealt with."""
    post, dealt = Post(), 0
    try:
        while dealt < limit:
            some = post.send(limit - dealt)
            dealt += some
            if not some and not post.busy:
                break
            post.write_down(0.05)
    finally:
        while post.busy:
            post.write_down(1.0)
        post.close()
    return dealt


def hear(limit: int = 50) -> int:
    """Work on what came in, one message of each sender at a time, and wait for their files. Returns how many."""
    ear = Ear()
    try:
        done = ear.hear(limit)
        while ear.busy:
            ear.hear_fetched(1.0)
    finally:
        ear.close()
    return done


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

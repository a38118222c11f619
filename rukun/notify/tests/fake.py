"""An adapter of no provider: it keeps what it was given, and answers as it is told. A reading of no provider, too."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.algo.incoming import Receipt, Said

ONCE = False


@dataclass
class World:
    """``answer`` is asked for each letter; ``fetched`` for each photo."""

    sent: list[Letter] = field(default_factory=list)
    answer: Callable[[Letter], Outcome] | None = None
    fetched: Callable[[str], bytes] | None = None
    under_way: int = 0
    most_under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def texts(self) -> list[str]:
        return [letter.text for letter in self.sent]


world = World()


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    with world.lock:
        world.sent.append(letter)
        world.under_way += 1
        world.most_under_way = max(world.most_under_way, world.under_way)
    try:
        if world.answer is not None:
            return world.answer(letter)
        return Outcome("sent", message=f"m-{letter.id}")
    finally:
        with world.lock:
            world.under_way -= 1


def fetch(setting: Mapping[str, Any], media: str) -> bytes:
    return world.fetched(media) if world.fetched is not None else media.encode()


def address(names: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        kind, _colon, value = name.partition(":")
        found.setdefault(kind, value)
    return found


def understood(content: Mapping[str, Any]) -> Said | Receipt | None:
    if content.get("crash"):
        raise ZeroDivisionError("Bu Sari tinggal di Gang Mawar")
    if "state" in content:
        return Receipt(**content)
    if "names" not in content:
        return None
    return Said(**{**content, "names": tuple(content["names"])})


def stall(seconds: float) -> Callable[[Letter], Outcome]:
    def answer(letter: Letter) -> Outcome:
        time.sleep(seconds)
        return Outcome("sent", message=f"m-{letter.id}")

    return answer

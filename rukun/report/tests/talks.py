"""Talks without a database: messages, and what follows from them. Places are those of ``PLACES``."""

from datetime import datetime, timedelta, timezone
from typing import Any

from rukun.report.algo.talking import turn
from rukun.report.algo.told import Heard, Next, Spot
from rukun.report.talk import RULES
from rukun.report.talk_words import say

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 22, 20, 15, tzinfo=WIB)
RW = Spot("31.73.07.1001.009", "RW 09, Palmerah")
BRIDGE = Spot("31.73.07.1001.016", "Jembatan Kali Pasir, RW 16, Palmerah", -6.17, 106.8, "Jembatan Kali Pasir")
STREET = Spot("31.73.07.1001.003", "Jalan Kali Pasir, RW 03, Palmerah", None, None, "Jalan Kali Pasir")
HOME = Spot("31.73.07.1001", "Kelurahan Palmerah")
PLACES = {"jembatan kali pasir": (BRIDGE,), "kali pasir": (BRIDGE, STREET), "rw 9": (RW,), "palmerah": (HOME,)}
CODE = "12345678901234567890"


def heard(text: str = "", **given: Any) -> Heard:
    """A message; places in it are those of ``PLACES``."""
    spots = next((spots for name, spots in PLACES.items() if name in text.casefold()), ())
    return Heard(**{"now": NOW, "text": text, "spots": spots, "id": "id-1", "code": CODE, **given})


def said(*texts: str, **given: Any) -> Next:
    """What follows from these messages, one after the other."""
    state, found = None, Next(None, ())
    for text in texts:
        found = turn(state, heard(text, **given), RULES)
        state = found.state
    return found


def codes(found: Next) -> list[str]:
    return [each.code for each in found.lines]


def words(found: Next) -> str:
    return "\n".join(say(each).text for each in found.lines)

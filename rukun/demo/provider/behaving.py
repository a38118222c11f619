"""How a provider behaves: well, or badly in one of the ways in which real ones do."""

import random
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from rukun.demo.provider import kept
from rukun.ui.templatetags.ui import Text

GOOD: Final = ""
FAIL, BUSY, TOKEN, REFUSE = "fail", "busy", "token", "refuse"
STALL, GARBAGE, LATE = "stall", "garbage", "late"
REPEAT, REORDER = "repeat", "reorder"
MOODS: dict[str, Text] = {
    GOOD: _("Bekerja baik"),
    FAIL: _("Gagal (500)"),
    BUSY: _("Minta menunggu (429)"),
    TOKEN: _("Menolak token"),
    REFUSE: _("Menolak penerima"),
    STALL: _("Menerima, lalu diam"),
    GARBAGE: _("Menerima, jawabannya kacau"),
    LATE: _("Menerima, lalu ternyata gagal"),
    REPEAT: _("Membawa tiap pesan tiga kali"),
    REORDER: _("Membawa pesan tidak berurutan"),
}
STALLS = 3.0
"""Seconds for which the demo's site, which has few threads, plays dead."""


@dataclass(frozen=True)
class Behaviour:
    """``share`` of messages, 0 to 1, that it treats so."""

    mood: str = GOOD
    share: float = 1.0


def behave(channel: str, mood: str, share: float = 1.0) -> None:
    """From now on. Raises ``ValueError`` for a mood there is not."""
    if mood not in MOODS or not 0 <= share <= 1:
        raise ValueError("no such behaviour")
    kept.know(f"behaviour {channel}", [mood, share])


def behaviour_of(channel: str) -> Behaviour:
    return Behaviour(*kept.known(f"behaviour {channel}", [GOOD, 1.0]))


def mood_now(channel: str) -> str:
    """How the next message is treated."""
    found = behaviour_of(channel)
    return found.mood if found.mood and random.random() < found.share else GOOD  # noqa: S311  chance, not secrecy

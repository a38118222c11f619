"""Playing the night: by the clock, ten times as fast as it was, or one scene at each tap. One at a time in a demo.

The lock and the clock's thread are of this process: a demo is one (``make demo``). Served by several, two of them could
play the same night at once; and a tap that waits for a made-up answer holds its request for as long.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.demo.night.story import SCENES, Night
from rukun.demo.night.talking import NobodyAnsweredError
from rukun.demo.provider import kept

SPEED = 10
"""Minutes of the night in one of ours."""
PLAYED, THEIRS, FAILED = "played", "theirs", "failed"

logger = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
_stop = threading.Event()


@dataclass(frozen=True)
class State:
    """``done``: what became of each scene so far. ``by_clock``: whether the next comes by itself."""

    begun: datetime | None
    done: tuple[str, ...]
    by_clock: bool

    @property
    def over(self) -> bool:
        return len(self.done) >= len(SCENES)


def state() -> State:
    known = kept.known("night", {})
    begun = datetime.fromtimestamp(known["begun"], UTC) if "begun" in known else None
    return State(begun, tuple(known.get("done", ())), bool(known.get("by_clock")) and _running())


def begin() -> None:
    """From the first scene on. What an earlier night left behind stays as it is."""
    _stop.set()
    kept.know("night", {"begun": timezone.now().timestamp(), "done": [], "by_clock": False})


def step() -> str:
    """Play the next scene; what became of it. Nothing where all were played."""
    with _one_at_a_time:
        now = state()
        if now.begun is None or now.over:
            return ""
        what = _played(Night(now.begun), len(now.done))
        kept.know("night", {**kept.known("night", {}), "done": [*now.done, what]})
    return what


def play_by_clock() -> None:
    """Let the rest come by itself, in a thread of this process."""
    if _running() or state().begun is None:
        return
    kept.know("night", {**kept.known("night", {}), "by_clock": True})
    _stop.clear()
    threading.Thread(target=_play, name=THREAD, daemon=True).start()


def halt() -> None:
    """The clock stands; the next scene comes at a tap."""
    _stop.set()
    kept.know("night", {**kept.known("night", {}), "by_clock": False})


def why_failed() -> str:
    return _("Adegan ini tidak sampai selesai: pesan rekaan tidak terjawab, atau keadaannya sudah lain.")


THREAD = "night"


def _running() -> bool:
    return any(each.name == THREAD and each.is_alive() for each in threading.enumerate())


def _play() -> None:
    while not _stop.is_set():
        now = state()
        if now.begun is None or now.over:
            break
        number = len(now.done)
        before = SCENES[number - 1].minute if number else SCENES[0].minute
        if _stop.wait((SCENES[number].minute - before) * 60 / SPEED):
            break
        close_old_connections()
        step()
        close_old_connections()


def _played(night: Night, number: int) -> str:
    try:
        return PLAYED if SCENES[number].play(night) else THEIRS
    except NobodyAnsweredError:
        return FAILED
    except Exception:
        logger.exception("A scene of the night could not be played: %d", number)
        return FAILED

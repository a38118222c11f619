"""States of partnerships and memberships: which may follow which, and which held at a moment.

A history is a list of ``(since, state)``; the state at a moment is the last one that had begun. States are kept under
their Indonesian names, which people write and say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

APPLIED, VERIFIED, SUSPENDED, ENDED = "diajukan", "diverifikasi", "ditangguhkan", "berakhir"
PARTNERSHIP = {
    "": {APPLIED},
    APPLIED: {VERIFIED, ENDED},
    VERIFIED: {SUSPENDED, ENDED},
    SUSPENDED: {VERIFIED, ENDED},
    ENDED: set(),
}
"""What may follow each state of a partnership; an application that is refused or withdrawn ends."""

CANDIDATE, ACTIVE, ON_LEAVE, LEFT = "calon", "aktif", "cuti", "keluar"
MEMBERSHIP = {
    "": {CANDIDATE},
    CANDIDATE: {ACTIVE, LEFT},
    ACTIVE: {ON_LEAVE, LEFT},
    ON_LEAVE: {ACTIVE, LEFT},
    LEFT: set(),
}
"""What may follow each state of a membership. Whoever left and returns begins a new one."""

History = Sequence[tuple[datetime, str]]


@dataclass(frozen=True)
class Span:
    """From ``since`` up to, but not including, ``until``; ``None`` for without end."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def state_at(history: History, at: datetime) -> str:
    """The last state that had begun; ``""`` before the first. ``history`` is in order of time."""
    found = ""
    for since, state in history:
        if since > at:
            break
        found = state
    return found


def standing_at(history: History, agreements: Iterable[Span], at: datetime) -> str:
    """The state of a partnership as it counts: without an agreement that holds, one that was verified is over.

    Before the first agreement begins it is verified, though nobody goes on duty yet (``in_force``).
    """
    state = state_at(history, at)
    spans = list(agreements)
    if state in (VERIFIED, SUSPENDED) and spans and all(each.until is not None and each.until <= at for each in spans):
        return ENDED
    return state


def in_force(history: History, agreements: Iterable[Span], at: datetime) -> bool:
    """Whether its members may go on duty, as far as the partnership is concerned."""
    return state_at(history, at) == VERIFIED and any(each.holds(at) for each in agreements)

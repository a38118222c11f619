"""What happens while nothing happens: a reminder, the due time, and one level after the other that is told.

Each stage is reached when so much of a clock's time is used; so pauses and holidays move all of them alike.
"""

from dataclasses import dataclass

REMINDED, OVERDUE = 1, 2
LEAST = 8 * 3600
"""Seconds between two levels at the least: one working day, or eight hours of plain time."""


@dataclass(frozen=True)
class Ladder:
    """Stages of a promise with this allowance (seconds), of which up to ``levels`` levels are told."""

    allowance: int
    levels: int

    @property
    def last(self) -> int:
        return OVERDUE + self.levels

    def threshold(self, stage: int) -> int:
        """How much time is used when a stage is reached: three quarters, all, and half as much again each level."""
        if stage == REMINDED:
            return self.allowance - self.allowance // 4
        return self.allowance + (stage - OVERDUE) * max(self.allowance // 2, LEAST)

    def reached(self, spent: int, stage: int) -> int:
        """The stage that is reached, never one below ``stage``."""
        while stage < self.last and spent >= self.threshold(stage + 1):
            stage += 1
        return stage

"""What is to be done next about a situation and by when, and where it stands on the board."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rukun.incident.algo.ladder import AG, NONE, RENEW_BEFORE, Standing

VERIFY, DECIDE = timedelta(minutes=10), timedelta(minutes=30)
"""For the second word on what is in force unverified; on what would lower or renew a verified level."""
ANSWER, ANSWER_SOON = timedelta(minutes=15), timedelta(minutes=5)
CONFIRM = timedelta(hours=24)
CLOSE = timedelta(hours=12)
NEW, CALMING = "new", "calming"


@dataclass(frozen=True)
class Due:
    """``what`` is "verify", "decide", "answer", "renew", "judge", "confirm", "close", or "" for nothing.

    ``at`` is by when.
    """

    what: str = ""
    at: datetime | None = None


def due_of(
    standing: Standing,
    at: datetime,
    *,
    state: str,
    opened_at: datetime,
    state_at: datetime,
    closing_at: datetime | None = None,
    again_at: datetime | None = None,
) -> Due:
    """What comes first. ``at`` is the moment that counts as now, ``closing_at`` when a waiting closing was proposed.

    ``again_at``: since when it is handled again after it was closed; it has no level until somebody judges it.
    """
    found: list[tuple[datetime, str]] = []
    waiting = standing.waiting
    if waiting is not None:
        alone = waiting.counts_alone
        found.append((waiting.at + (VERIFY if alone else DECIDE), "verify" if alone else "decide"))
    if state == NEW:
        soon = standing.level >= AG and standing.since is not None
        hurry = standing.since + ANSWER_SOON if soon and standing.since else opened_at + ANSWER
        found.append((min(opened_at + ANSWER, hurry), "answer"))
    if standing.until is not None and at >= standing.until - RENEW_BEFORE[standing.level]:
        found.append((standing.until, "renew"))
    if again_at is not None and standing.level == NONE and (standing.since is None or standing.since <= again_at):
        found.append((again_at + ANSWER, "judge"))
    if closing_at is not None:
        found.append((closing_at + CONFIRM, "confirm"))
    elif state == CALMING:
        found.append((state_at + CLOSE, "close"))
    first = min(found, default=None)
    return Due(first[1], first[0]) if first else Due()


def wake_of(standing: Standing, at: datetime) -> datetime | None:
    """When the timed job is to look next: a level ends, or one below what waits, or asks to be renewed from then on."""
    moments = [each for each in (standing.wakes, standing.base_until) if each]
    if standing.until is not None:
        asks = standing.until - RENEW_BEFORE[standing.level]
        if asks > at:
            moments.append(asks)
    return min(moments, default=None)


def urgency(level: int, *, verified: bool) -> int:
    """The board's order: GN before AG before PG, and what a second person confirmed before what one said.

    >>> [urgency(level, verified=second) for level in (GN, AG) for second in (True, False)], urgency(1, verified=False)
    ([5, 4, 3, 2], 1)
    """
    if level < AG:
        return int(level > NONE)
    return 2 * level - 2 + int(verified)

"""Where the strokes of a beat stand in a drawing, the same on the screen and on paper. Pure."""

from dataclasses import dataclass

from rukun.alarm.algo.beats import Beats

NEAR = {"slow": (3.8, 3.8), "even": (2.8, 2.8), "fast": (2.2, 2.2), "rising": (4.6, 2.2)}
"""From one stroke to the next of its group, at its begin and at its end, in radii of a stroke."""
PAUSE = 3.4
"""More than that between two groups."""


@dataclass(frozen=True)
class Drawing:
    """Circles as (middle, radius) along a line, in radii of a whole stroke; ``on``: three small dots behind them."""

    circles: tuple[tuple[float, float], ...]
    on: bool
    width: float


def strokes(beats: Beats, rhythm: str) -> Drawing:
    """A group's strokes stand close, the faster the closer.

    >>> from rukun.alarm.algo.beats import read
    >>> strokes(read("2-1"), "even").circles
    ((1.0, 1.0), (3.8, 1.0), (10.0, 1.0))
    >>> strokes(read("2 …"), "fast").width
    8.4
    """
    first, last = NEAR[rhythm]
    at, found = 1.0, []
    for number, group in enumerate(beats.groups):
        at += (max(NEAR[rhythm]) + PAUSE) if number else 0
        for stroke in range(group):
            share = (stroke - 1) / (group - 2) if group > 2 else 1
            at += first + (last - first) * share if stroke else 0
            found.append((round(at, 2), 1.0))
    return Drawing(tuple(found), beats.on, round(at + 1 + (4.2 if beats.on else 0), 2))

"""Beats of the kentongan as people write them: "3", "3-3-3", "1 1 1 …". What they mean each RW says for itself.

Numbers are beats that follow closely, a dash or a blank is a pause, and three points at the end mean "again and again".
"""

import re
from dataclasses import dataclass

RHYTHMS = ("slow", "even", "fast", "rising")
"""How they are struck; ``words.RHYTHMS`` has the words."""
MOST_GROUPS, MOST_BEATS = 8, 12
_GROUPS = re.compile(r"[0-9]{1,2}(?:[-\s]+[0-9]{1,2})*")


class NotBeats(ValueError):
    """What was written is no beats."""


@dataclass(frozen=True)
class Beats:
    """``groups`` of strokes, with a pause between two; ``on`` where it goes on until somebody stops."""

    groups: tuple[int, ...]
    on: bool = False

    def __str__(self) -> str:
        return "-".join(str(each) for each in self.groups) + (" …" if self.on else "")


def read(text: str) -> Beats:
    """Raises ``NotBeats``.

    >>> str(read("3 - 3-3")), str(read("1 1 1 ...")), read("2").groups
    ('3-3-3', '1-1-1 …', (2,))
    """
    words = text.strip()
    on = words.endswith(("…", "..."))
    words = words.rstrip("….").strip().rstrip("-").strip()
    if not _GROUPS.fullmatch(words):
        raise NotBeats(text)
    groups = tuple(int(each) for each in re.split(r"[-\s]+", words))
    if len(groups) > MOST_GROUPS or not all(0 < each <= MOST_BEATS for each in groups):
        raise NotBeats(text)
    return Beats(groups, on)


def drawn(beats: Beats, rhythm: str = "even") -> str:
    """The strokes as signs, to be read from paper while striking: close ones stand close.

    >>> drawn(read("3-3")), drawn(read("2 ..."), "slow")
    ('●●● ●●●', '● ● …')
    """
    between = " " if rhythm == "slow" else ""
    pause = "   " if rhythm == "slow" else " "
    line = pause.join(between.join("●" * each) for each in beats.groups)
    return f"{line} …" if beats.on else line

"""How a promise stands when it is counted, as a short code: all that is kept of it says no more than this."""

from dataclasses import dataclass

from rukun.commitment.algo.states import CANNOT, DONE

WAYS = ("reporter", "desk", "office", "sample", "unconfirmed")
"""Who said so at the end: see ``actions.confirming``. By the last of them, nobody did.

"desk" is of earlier ones alone, and of what was counted of them: by such a code nothing is closed any more.
"""
CONFIRMED = WAYS[:-1]
OPEN = "open"
OUTSIDE, OUTSIDE_DAYS = "outside", "outside_days"
BESIDE = (OUTSIDE, OUTSIDE_DAYS)
"""What is counted beside the promises: how often one was handed to an authority outside, and for how many days."""

_SHORT = {"reporter": "rep", "desk": "dsk", "office": "off", "sample": "smp", "unconfirmed": "non"}
_LONG = {short: way for way, short in _SHORT.items()}
_LATE = "l"


@dataclass(frozen=True)
class Ending:
    """``state`` is "done", "cannot" or "open"; ``way`` one of ``WAYS``, empty while open; ``late`` if it ever was.

    >>> Ending("cannot", "office", late=True).code, Ending.read("done.non")
    ('cannot.off.l', Ending(state='done', way='unconfirmed', late=False))
    """

    state: str
    way: str = ""
    late: bool = False

    @property
    def code(self) -> str:
        """At most twelve letters."""
        way = [_SHORT[self.way]] if self.way else []
        return ".".join([self.state, *way, *([_LATE] if self.late else [])])

    @classmethod
    def read(cls, code: str) -> "Ending":
        state, *rest = code.split(".")
        way = next((_LONG[each] for each in rest if each in _LONG), "")
        return cls(state, way, _LATE in rest)

    @classmethod
    def of(cls, state: str, closing: str, *, late: bool) -> "Ending":
        return cls(state, closing, late) if state in (DONE, CANNOT) else cls(OPEN, "", late)

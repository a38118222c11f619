"""How long and how often one may head an RT or RW.

Source: Pergub DKI Jakarta 22/2022: five years, at most two terms in the same office, in a row or not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

YEARS = 5
MOST_TERMS = 2


@dataclass(frozen=True)
class Span:
    """From ``since`` until just before ``until``; without an end while that is open."""

    since: datetime
    until: datetime | None

    def meets(self, other: "Span") -> bool:
        """Whether the two share a moment. One that ends when the other begins does not; an empty one meets none."""
        if self.since == self.until or other.since == other.until:
            return False
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)


def longest_end(since: datetime, years: int = YEARS) -> datetime:
    """The last moment at which a term that begins at ``since`` may end. Of the 29th of February, the 1st of March."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return since.replace(year=since.year + years, month=3, day=1)


TAKEN_BACK = timedelta(days=30)
"""What lasted no longer was a mistake put right: a slip in a date must cost nobody their re-election."""


def served(spans: Iterable[Span]) -> int:
    """How many terms these are."""
    return sum(1 for span in spans if span.until is None or span.until - span.since > TAKEN_BACK)

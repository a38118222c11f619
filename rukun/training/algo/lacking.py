"""How somebody stands with a course that duty needs: whether it counts now, and still on a day to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rukun.training.algo.fitness import GRACE, NO_PAPER, CertificateSpan, Needed, about_course

VALID, ENDS = "valid", "ends"


@dataclass(frozen=True)
class CourseStanding:
    """``VALID``, ``ENDS`` (it counts now, but not any more on the day asked about), or one of ``fitness``'s codes.

    ``until`` is the first moment at which it no longer counts; ``None`` where it does not count now.
    """

    code: str
    until: datetime | None = None


def standing(needed: Needed, papers: Iterable[CertificateSpan], now: datetime, by: datetime) -> CourseStanding:
    """How somebody with these certificates stands at ``now``, and whether they still will at ``by``."""
    had = [each for each in papers if each.course == needed.course and each.issued <= now]
    ends = [end for each in had if now < (end := counts_until(each, needed))]
    if ends:
        until = max(ends)
        return CourseStanding(VALID if by < until else ENDS, until)
    against = about_course(needed, had, now)
    return CourseStanding(against.code if against else NO_PAPER)


def counts_until(paper: CertificateSpan, needed: Needed) -> datetime:
    """The first moment at which a certificate of this course no longer counts for duty.

    It expires, or is revoked, or the time for the refresher runs out after a new version came; one that is older still
    counts no more at all.
    """
    end = min(paper.expires, paper.revoked or paper.expires)
    if paper.version >= needed.version:
        return end
    return min(end, needed.since + GRACE if paper.version == needed.version - 1 else paper.issued)

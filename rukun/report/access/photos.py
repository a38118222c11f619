"""Who sees and covers photos: those of a report, and those that prove that something was done about it."""

from rukun.commitment.access import may_work
from rukun.commitment.queries import CLAIM
from rukun.evidence.queries import Photo
from rukun.guard import Actor, Decision
from rukun.report.access.reports import may_handle, may_see_photo, report_for
from rukun.report.models import Report

REPORT, PROOF = "report", CLAIM
"""What a photo is about, in ``evidence``."""


def may_paint(actor: Actor, report: Report, photo: Photo) -> Decision:
    """Whether the actor sees it at once, and covers faces.

    That is whoever handles the report; of what proves that something was done, also whoever acts for its owner.
    """
    handles = may_handle(actor, report)
    if handles.allowed or photo.about_label != PROOF or report.commitment is None:
        return handles
    return may_work(actor, report.commitment) if report_for(actor, report.pk) else handles


def sees(actor: Actor, report: Report, photo: Photo) -> bool:
    """Whether the actor sees it now: others than those who cover faces once that is done."""
    cleared = photo.cleared_at is not None
    return may_see_photo(actor, report, cleared=cleared) or may_paint(actor, report, photo).allowed

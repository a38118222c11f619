"""Reports that wait for a first look before others see them."""

from rukun.report.models import Report


def wait_for_first_look(*, report: Report) -> None:
    """A great deal comes in with a report: handlers look at it first. Whoever has read it did so already."""
    unread = Report.objects.filter(pk=report.pk, first_read_at=None, closed_at=None, triage="")
    unread.update(triage="flood")

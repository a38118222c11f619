"""What can go wrong with a report, and what to do about it. One module for each topic; one base class."""

from rukun.report.errors.base import ReportError

__all__ = ["ReportError"]

from rukun.report.errors.base import ReportError


class BadDay(ReportError):
    """``why`` says it, and what to write instead."""

    field = "day"

    def __init__(self, why: str) -> None:
        super().__init__(why)

"""Who may see and do what with reports. What ``docs/pelapor.md`` says of who reads what are these functions."""

from rukun.report.access.reports import (
    can_see_outlines,
    can_see_reports,
    can_write_for_others,
    may_ask_ready,
    may_confirm,
    may_hand_over,
    may_handle,
    may_open_original,
    may_read,
    may_read_contact,
    may_see_photo,
    outline_units,
    outlined,
    report_for,
    reports_visible_to,
)

__all__ = [
    "can_see_outlines",
    "can_see_reports",
    "can_write_for_others",
    "may_ask_ready",
    "may_confirm",
    "may_hand_over",
    "may_handle",
    "may_open_original",
    "may_read",
    "may_read_contact",
    "may_see_photo",
    "outline_units",
    "outlined",
    "report_for",
    "reports_visible_to",
]

"""The journal's timed jobs."""

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.journal.actions import erase_due_notes
from rukun.journal.heads import export_heads

JOBS = [
    Job("journal.erase_due_notes", timedelta(hours=1), erase_due_notes),
    Job("journal.export_heads", timedelta(days=1), export_heads),
]

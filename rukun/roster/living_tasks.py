"""Timed jobs of the night itself."""

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.roster.actions.calling import call_next
from rukun.roster.actions.swapping import end_swaps

JOBS = [
    Job("roster.call_next", timedelta(minutes=1), call_next),
    Job("roster.end_swaps", timedelta(minutes=5), end_swaps),
]

"""Timed jobs of making rosters, and of what is kept of them."""

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.roster.actions.keeping import forget
from rukun.roster.actions.running import sweep

JOBS = [
    Job("roster.sweep", timedelta(minutes=1), sweep),
    Job("roster.forget", timedelta(days=1), forget),
]

"""Timed jobs of the kentongan."""

from datetime import timedelta

from rukun.alarm.actions.ticking import put_away, step
from rukun.clock.jobs import Job

JOBS = [
    Job("alarm.step", timedelta(seconds=5), step),
    Job("alarm.put_away", timedelta(days=1), put_away),
]

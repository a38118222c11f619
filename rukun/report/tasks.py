from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.report.actions.counting import count_days
from rukun.report.actions.keeping import put_away, write_over_log

JOBS = [
    Job("report.count_days", timedelta(days=1), count_days),  # first: what is put away can be counted no more
    Job("report.put_away", timedelta(days=1), put_away),
    Job("report.write_over_log", timedelta(minutes=10), write_over_log),  # what any room erased before
]

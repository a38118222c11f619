from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.report.actions.counting import count_days
from rukun.report.actions.keeping import put_away, write_over_log
from rukun.report.actions.owing import take_up
from rukun.report.actions.prioritising import prioritise
from rukun.report.actions.telling import forget_talks

JOBS = [
    Job("report.count_days", timedelta(days=1), count_days),  # first: what is put away can be counted no more
    Job("report.put_away", timedelta(days=1), put_away),
    Job("report.forget_talks", timedelta(days=1), forget_talks),
    Job("report.take_up", timedelta(hours=1), take_up),
    Job("report.prioritise", timedelta(hours=1), prioritise),
    Job("report.write_over_log", timedelta(minutes=10), write_over_log),  # what any room erased before
]

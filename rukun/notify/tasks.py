from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.notify.actions.asking import end_run_out
from rukun.notify.actions.keeping import erase_words, put_away

JOBS = [
    Job("notify.questions", timedelta(minutes=1), end_run_out),
    Job("notify.erase_words", timedelta(minutes=10), erase_words),
    Job("notify.put_away", timedelta(hours=1), put_away),
]

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.training.actions.ending import remind_of_ending
from rukun.training.actions.forgetting import forget

JOBS = [
    Job("training.forget", timedelta(days=1), forget),
    Job("training.remind", timedelta(days=1), remind_of_ending),
]

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.training.actions.forgetting import forget

JOBS = [Job("training.forget", timedelta(days=1), forget)]

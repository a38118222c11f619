from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.roster.telling import remind

JOBS = [Job("roster.remind", timedelta(minutes=5), remind)]

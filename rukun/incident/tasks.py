from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.incident.actions.expiring import expire

JOBS = [Job("incident.expire", timedelta(seconds=30), expire)]

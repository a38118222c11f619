from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.people.actions import erase_released

JOBS = [Job("people.erase_released", timedelta(days=1), erase_released)]

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.people.actions import erase_released
from rukun.people.actions.forgetting import forget_sign_ins

JOBS = [
    Job("people.erase_released", timedelta(days=1), erase_released),
    Job("people.forget_sign_ins", timedelta(hours=1), forget_sign_ins),
]

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.commitment.actions.ticking import mend_owners, tick

JOBS = [
    Job("commitment.tick", timedelta(minutes=1), tick),
    Job("commitment.mend_owners", timedelta(hours=1), mend_owners),
]

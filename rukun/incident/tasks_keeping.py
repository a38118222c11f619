"""The timed job of what is kept no longer."""

from datetime import timedelta

from rukun.clock.jobs import Job
from rukun.incident.actions.keeping import put_away

JOBS = [Job("incident.put_away", timedelta(days=1), put_away)]

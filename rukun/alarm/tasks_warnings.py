from datetime import timedelta

from rukun.alarm.actions.keeping_warnings import put_away
from rukun.clock.jobs import Job

JOBS = [Job("alarm.put_away_warnings", timedelta(days=1), put_away)]

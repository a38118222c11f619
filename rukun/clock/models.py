from datetime import datetime

from django.db import models

from rukun.guard import Retention


class JobRun(models.Model):
    """The last run of one timed job. A row appears with the job's first run."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    finished_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    succeeded_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    retention = Retention("Holds nothing of people: names of jobs and when they ran.")

    def __str__(self) -> str:
        return self.name

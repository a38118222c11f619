from django.db import models

from rukun.guard import Retention


class Day(models.Model):
    """What is decided of a day in a unit and below it, whatever the calendar of the whole country says.

    ``working`` is false for a day off, true for one on which people work although the calendar knows a holiday.
    """

    date = models.DateField()
    unit = models.CharField(max_length=80, blank=True)  # "" for everywhere
    working = models.BooleanField()
    name = models.CharField(max_length=80)
    by = models.CharField(max_length=80)  # an actor's label
    at = models.DateTimeField()

    retention = Retention("Days off and working days, and which office entered them: nothing of a person.")

    class Meta:
        ordering = ["date", "unit"]
        constraints = [models.UniqueConstraint(fields=["date", "unit"], name="almanac_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.unit}"

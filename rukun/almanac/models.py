from django.db import models
from django.db.models import F, Q

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


class Span(models.Model):
    """Something from a day to a day, both included, in a unit and below it: ``kind`` is one of ``kinds.SPANS``.

    A Ramadan says on which days people fast, in place of the reckoned one of that Hijri year, ``hijri``; the narrower
    unit decides.
    """

    unit = models.CharField(max_length=80, blank=True)  # "" for everywhere
    kind = models.CharField(max_length=16)
    first = models.DateField()
    last = models.DateField()
    name = models.CharField(max_length=80, blank=True)  # "" for a Ramadan without further words
    hijri: "models.PositiveSmallIntegerField[int | None, int | None]" = models.PositiveSmallIntegerField(null=True)
    by = models.CharField(max_length=80)  # an actor's label
    at = models.DateTimeField()

    retention = Retention(
        "Ramadan, school holidays, stages of elections, matches and events; the form asks to name no person. Of people "
        "only the label of who entered it."
    )

    class Meta:
        ordering = ["first", "last", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="almanac_span_in_order"),
            models.UniqueConstraint(fields=["unit", "kind", "first", "last", "name"], name="almanac_span_once"),
            models.UniqueConstraint(fields=["unit", "hijri"], name="almanac_ramadan_once"),
        ]
        indexes = [models.Index(fields=["last", "first"], name="almanac_span_when")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.unit}"

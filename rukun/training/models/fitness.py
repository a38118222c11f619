from datetime import datetime

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id


class Suspension(models.Model):
    """Somebody is not to go on duty, from ``made_at`` on, until it ends or is lifted.

    Made by an authority outside the member's own organisation; another authority reviews it. ``unit`` is where it was
    decided; it holds everywhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="suspensions")
    unit = models.CharField(max_length=80, db_index=True)
    reason = models.TextField()
    by = models.CharField(max_length=80)  # an actor's label
    authority = models.CharField(max_length=20)  # a key of ways.AUTHORITIES
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    review_by: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    """When it has to be reviewed at the latest."""
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    """An HMAC of the member's number: whoever comes back under it as somebody new stays suspended."""
    seen_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    """When the member first read of it."""
    answer = models.TextField(blank=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_authority = models.CharField(max_length=20, blank=True)
    reviewed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    upheld: "models.BooleanField[bool | None, bool | None]" = models.BooleanField(null=True, blank=True)
    review_reason = models.TextField(blank=True)
    lifted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=80, blank=True)
    lift_reason = models.TextField(blank=True)

    retention = Retention(
        "Why somebody was suspended from duty, and their answer; erased a year after it ended, or with the person.",
        job="training.forget",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="training_suspension_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return str(self.id)

"""Kentongan: who is called for a situation, by which channel, and what they answered. Knows a label and an id alone."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

KEPT = "90 days after it ended"


class Ring(models.Model):
    """One sounding of the kentongan. Whom it calls stands in ``Called``; words are templates, never somebody's own.

    The room above has asked whether it may ring, and how wide (``narrow``: the posko and officers alone).
    """

    RINGING, ENDED = "ringing", "ended"

    id = models.UUIDField(primary_key=True, editable=False)  # made with the button: tapped twice it rings once
    about_label = models.CharField(max_length=40)
    about_id = models.UUIDField()
    unit = models.CharField(max_length=80)
    area = models.CharField(max_length=80)  # the kelurahan, or the larger unit, in which it lies
    message = models.CharField(max_length=30)  # a key of messages.MESSAGES
    narrow = models.BooleanField()
    drill = models.BooleanField(default=False)  # "LATIHAN" stands in every word of it
    meeting = models.CharField(max_length=80, blank=True)  # where people meet: the name of a post, picked from a list
    state = models.CharField(max_length=8, default=RINGING)
    circle = models.PositiveSmallIntegerField(default=0)  # the last ring of people that is called: algo.circles
    filled = models.BooleanField(default=False)  # whether everybody of that circle was called
    channel_seconds = models.PositiveIntegerField()  # without an answer: the next channel
    circle_seconds = models.PositiveIntegerField()  # without enough answers: the next circle
    needed = models.PositiveSmallIntegerField()  # so many who come, and no further circle is called
    left_out = models.JSONField(default=dict)  # {code: number} of those on duty who were not fit, and so not called
    rung_at = models.DateTimeField()
    rung_by = models.CharField(max_length=80)
    until = models.DateTimeField()  # when it has run out, if nobody ended it before
    circle_at = models.DateTimeField()  # when the last circle was begun
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When the timed job is to look; empty once it has ended."""
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ending = models.CharField(max_length=8, blank=True)  # words.ENDINGS
    calm_told_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When those whom it told to keep away were told that it is calm again."""
    guard_gone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When its officers were told that nobody on duty comes to the meeting point any more."""

    retention = Retention(f"Where and why the kentongan was rung; erased {KEPT}.", job="alarm.put_away")

    class Meta:
        ordering = ["-rung_at", "-pk"]
        indexes = [
            models.Index(fields=["about_label", "about_id", "-rung_at"], name="alarm_ring_about"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="alarm_ring_due"),
            models.Index(fields=["ended_at"], name="alarm_ring_ended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_label", "about_id"], condition=Q(state="ringing"), name="alarm_one_ring_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="ringing", ended_at=None, ending="")
                | (Q(state="ended", ended_at__isnull=False, next_at=None) & ~Q(ending="")),
                name="alarm_ring_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def meeting_for(self, role: str) -> str:
        """The meeting point that a role hears of: officers of none where nobody stands any more."""
        return "" if role == Called.OFFICER and self.guard_gone_at is not None else self.meeting


class Called(models.Model):
    """Somebody who is called, on one of their channels at a time, and what they answered."""

    DUTY, OFFICER, HEAD = "duty", "officer", "head"
    COMES, CANNOT, WITHDREW = "comes", "cannot", "withdrew"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="called")
    person: "models.UUIDField[UUID, UUID]" = models.UUIDField(db_index=True)
    circle = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=7)
    unit = models.CharField(max_length=80)  # of their post or office
    told = models.PositiveSmallIntegerField(default=0)  # on how many of their channels by now
    channel = models.CharField(max_length=10, blank=True)  # the last of them; empty: reached on none
    bundle: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)  # of the message on that one
    told_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When the next channel is tried; empty: they answered, or there is none left."""
    answer = models.CharField(max_length=8, blank=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=10, blank=True)  # a channel, or "page"

    retention = Retention(f"Who was called, and what they answered; erased {KEPT}.", job="alarm.put_away")

    class Meta:
        ordering = ["circle", "role", "pk"]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="alarm_called_due")]
        constraints = [models.UniqueConstraint(fields=["ring", "person"], name="alarm_called_once")]

    def __str__(self) -> str:
        return str(self.id)


class Setting(models.Model):
    """How the kentongan rings in a unit and below it; the nearest one counts, else ``settings.USUAL``."""

    unit = models.CharField(max_length=80, primary_key=True)
    channel_seconds = models.PositiveIntegerField()
    circle_seconds = models.PositiveIntegerField()
    needed = models.PositiveSmallIntegerField()
    lasts_minutes = models.PositiveIntegerField()  # after that an alarm that nobody ended has run out
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    retention = Retention("How long is waited for answers in a unit; nothing of people.")

    def __str__(self) -> str:
        return self.unit


class Beat(models.Model):
    """A line of an RW's table of kentongan codes: each village has its own, so none is built in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.CharField(max_length=80, db_index=True)
    order = models.PositiveSmallIntegerField()
    beats = models.CharField(max_length=40)  # algo.beats: "3", "3-3-3", "1 1 1 …"
    rhythm = models.CharField(max_length=10)  # algo.beats.RHYTHMS
    meaning = models.CharField(max_length=60)
    what_to_do = models.CharField(max_length=140, blank=True)

    retention = Retention("What a beat of the kentongan means in an RW; nothing of people.")

    class Meta:
        ordering = ["unit", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.beats}"


class PublicWarning(models.Model):
    """A public warning of a natural hazard, a fire or an evacuation, also told as CAP 1.2. Never of crime.

    Written by one, published by another of another organisation. An update or its end is a further row that names
    the one before.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form
    identifier = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20)  # algo.cap.kinds
    message = models.CharField(max_length=6)  # "alert", "update", "cancel"
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="after")
    unit = models.CharField(max_length=80)  # in which it was written: its chain in the journal
    areas = models.JSONField(default=list)  # codes of RW, or of larger units
    urgency = models.CharField(max_length=10)
    severity = models.CharField(max_length=10)
    certainty = models.CharField(max_length=10)
    drill = models.BooleanField(default=False)
    detail = models.CharField(max_length=20, blank=True)  # of algo.cap.kinds too: no word of it is typed by anybody
    onset = models.DateTimeField()
    expires = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    houses = models.JSONField(default=list)  # the organisations to which its writer belonged then
    dropped_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When it was given up before anybody published it."""
    published_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)
    xml: "models.BinaryField[bytes | None, bytes | None]" = models.BinaryField(null=True)  # as it was published

    retention = Retention(
        "A public warning of a hazard, and who wrote and published it; erased two years after it ended.",
        job="alarm.put_away_warnings",
    )

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["expires"], name="alarm_warning_expires"),
            models.Index(fields=["-published_at"], name="alarm_warning_published"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, xml=None, published_by="")
                | (
                    Q(published_at__isnull=False, xml__isnull=False, dropped_at=None) & ~Q(published_by=F("written_by"))
                ),
                name="alarm_warning_takes_two",
            ),
            models.UniqueConstraint(
                fields=["before"], condition=Q(dropped_at=None), name="alarm_warning_followed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

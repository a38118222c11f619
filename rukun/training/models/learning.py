from datetime import datetime

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id


class Attempt(models.Model):
    """A quiz drawn for one person. Sent once; what is sent again changes nothing.

    ``drawn`` is a list of ``[question id, [choice index in the order shown, …]]``; ``answers`` maps a question's id to
    the index of the choice in the course's file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="attempts")
    course = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    drawn = models.JSONField()
    started_at = models.DateTimeField()
    answers = models.JSONField(null=True, blank=True)
    sent_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    right = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(default=False)

    retention = Retention(
        "What somebody answered in a quiz; erased four months after it was drawn, or with the person.",
        job="training.forget",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"], condition=Q(sent_at=None), name="training_attempt_one_open_a_course"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class CourseClass(models.Model):
    """A class that a trainer held, with who was there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=80, db_index=True)
    place = models.CharField(max_length=120, blank=True)
    held_on = models.DateField()
    by = models.CharField(max_length=80)  # an actor's label
    made_at = models.DateTimeField()

    retention = Retention("Who held which class when; erased three years later.", job="training.forget")

    def __str__(self) -> str:
        return f"{self.course} {self.held_on}"


class Attendance(models.Model):
    """That somebody was in a class. ``practical``: the trainer saw them do it right."""

    course_class = models.ForeignKey(CourseClass, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="attendances")
    practical = models.BooleanField(default=False)

    retention = Retention("Who was in a class; erased with the class or the person.", job="training.forget")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course_class", "person"], name="training_attendance_once_a_class")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Certificate(models.Model):
    """That somebody mastered a version of a course. ``code`` is what its QR holds, and what anybody can verify.

    ``organisation`` is the name of the holder's organisation on that day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="certificates")
    course = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    organisation = models.CharField(max_length=120, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=80, blank=True)  # an actor's label
    revoked_reason = models.TextField(blank=True)

    retention = Retention(
        "Who mastered which course until when; erased a year after it expired, or with the person.",
        job="training.forget",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="training_certificate_expires_after_it_is_issued"
            )
        ]
        indexes = [models.Index(fields=["person", "course"], name="training_certificate_of")]

    def __str__(self) -> str:
        return str(self.id)


class Reminder(models.Model):
    """That somebody was reminded of what they lack for duty. It shows on their page until they have seen it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="training_reminders")
    before = models.DateField()
    """The day by which it is wanted."""
    by = models.CharField(max_length=80)  # an actor's label
    made_at = models.DateTimeField()
    seen_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = Retention("Who was reminded of what; erased 90 days later, or with the person.", job="training.forget")

    def __str__(self) -> str:
        return str(self.person_id)

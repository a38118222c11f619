from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

WITH_ITS_OBJECT = "erased with what it is about (of a report 90 days after it was closed)"


class Commitment(models.Model):
    """A promise about something in a room above, named by a label and an id: who owes it, its clock, its end.

    There is one for each thing. ``book`` is the unit in whose journal things about it are written, ``""`` for what no
    neighbourhood's book may tell; such a promise is told to no higher level either.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_label = models.CharField(max_length=40)
    about_id = models.UUIDField()
    unit = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=80, blank=True)
    """The kelurahan, or the larger unit, in which it lies: what lists are read by."""
    book = models.CharField(max_length=80, blank=True)
    local = models.BooleanField()
    """Whether somebody of the neighbourhood may confirm, and not only the one to whom it was promised."""
    made_at = models.DateTimeField()

    owner_organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_title = models.CharField(max_length=40, blank=True)
    owner_unit = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField()
    """Since when this owner has it."""

    state = models.CharField(max_length=12)  # one of algo.states
    before_void = models.CharField(max_length=12, blank=True)
    joined: "models.ForeignKey[Commitment | None, Commitment | None]" = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="others"
    )
    """Another promise about the same thing, which counts instead. This one's time is used, but it is not due."""

    clock = models.CharField(max_length=20)  # a key of clocks.CLOCKS
    allowance = models.PositiveIntegerField()  # seconds of that clock's measure
    spent = models.PositiveIntegerField(default=0)
    running_since: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When its time is over; empty while the clock stands, or another promise counts instead."""
    stage = models.PositiveSmallIntegerField(default=0)  # of algo.stages: what was announced
    raised_to = models.CharField(max_length=80, blank=True)  # the unit whose officers were told last
    wake_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When the timed job has something to do about it."""
    last_at = models.DateTimeField()  # of the last thing that happened: nothing happens before it
    version = models.PositiveIntegerField(default=1)

    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When its owner did or asked something for the first time."""
    reopened = models.PositiveSmallIntegerField(default=0)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    closing = models.CharField(
        max_length=12, blank=True
    )  # "reporter", "office", "sample", "unconfirmed", "void"; of earlier ones also "desk"

    as_held = ("", "", False)
    """State, closing and whether joined when the row was locked: so that others are told of changes alone."""

    retention = Retention(f"Who owed what until when, without words; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_label", "about_id"], name="commitment_one_for_each_thing"),
            models.CheckConstraint(
                condition=Q(owner_organisation__isnull=False, owner_title="")
                | (Q(owner_organisation=None) & ~Q(owner_title="")),
                name="commitment_exactly_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closing="") | (Q(closed_at__isnull=False) & ~Q(closing="")),
                name="commitment_closed_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["wake_at"], name="commitment_wake"),
            models.Index(fields=["closed_at", "due_at", "made_at"], name="commitment_open_due"),
            models.Index(fields=["area", "due_at", "made_at"], condition=Q(closed_at=None), name="commitment_area_due"),
            models.Index(fields=["area", "made_at"], name="commitment_area_made"),
            models.Index(
                fields=["area", "-closed_at"], condition=Q(closed_at__isnull=False), name="commitment_area_closed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Step(models.Model):
    """Something that happened to a promise, in order. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)  # the name of one of verbs
    at = models.DateTimeField()
    by = models.CharField(max_length=80)  # an actor's label
    organisation: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    """For which organisation they acted; empty for an office and for the one to whom it was promised."""
    facts = models.JSONField(default=dict)  # codes and ids, never words
    content = models.BinaryField(null=True)  # sealed words: text
    undo: "models.JSONField[dict[str, object] | None, dict[str, object] | None]" = models.JSONField(null=True)
    """What stood in the promise before, for ten minutes' regret; empty where there is no way back."""

    retention = Retention(f"What happened to a promise, words sealed; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_steps_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Claim(models.Model):
    """That something is done, with proof; or that it cannot be done, with the reason. Somebody else confirms it.

    Photos are those of ``evidence`` about ("claim", id). Words are those of its step.
    """

    PHOTO, MINUTES, REASON = "photo", "minutes", "reason"

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="claims")
    step = models.OneToOneField(Step, on_delete=models.CASCADE, null=True, related_name="claim")
    outcome = models.CharField(max_length=8)  # "done", "cannot"
    kind = models.CharField(max_length=8)  # PHOTO, MINUTES, REASON
    by = models.CharField(max_length=80)  # an actor's label, or "handoff:…" of an authority that answered by its link
    at = models.DateTimeField()
    doubtful = models.BooleanField(default=False)
    """Whether a photo of it was used before, or was taken at another time or place."""
    verdict = models.CharField(max_length=12, blank=True)  # "confirmed", "rejected", "unanswered", "taken_back"
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    sampled_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When it was left to be checked by somebody independent: by lots, or as the code that said yes had been seen."""

    retention = Retention(f"Who proved, and who confirmed; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["commitment"], condition=Q(verdict=""), name="commitment_one_claim_waits"),
            models.CheckConstraint(
                condition=~Q(verdict__in=["confirmed", "rejected"]) | ~Q(answered_by=F("by")),
                name="commitment_who_proves_never_confirms",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Handoff(models.Model):
    """A promise offered to another owner; or an answer asked of an authority without account, while the clock stands.

    Such an authority gets a link. Of its secret only a mark is kept. Reason and answer are the words of their steps.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="handoffs")
    step = models.OneToOneField(Step, on_delete=models.CASCADE, null=True, related_name="handoff")
    to_organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_title = models.CharField(max_length=40, blank=True)
    to_unit = models.CharField(max_length=80, blank=True)
    authority = models.CharField(max_length=120, blank=True)  # the name of an office outside, no person's
    secret = models.CharField(max_length=64, blank=True, db_index=True)  # seal.mark("handoff", …)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    accepted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, blank=True)  # "taken", "answered", "declined", "expired", "taken_back"

    retention = Retention(f"To whom a promise was handed, and when; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(ended_at=None), name="commitment_one_handoff_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def outside(self) -> bool:
        return bool(self.authority)


class Tally(models.Model):
    """How many promises of a kelurahan and month ended how, and how long it took: all that stays of them.

    ``answer`` and ``closing_time`` are places in ``algo.spans.BUCKETS``; -1 where it never came to that.
    """

    about_label = models.CharField(max_length=40)
    unit = models.CharField(max_length=80, blank=True)
    month = models.CharField(max_length=7)  # 2026-11, in which it was made
    ending = models.CharField(max_length=12)  # state and how it was closed: see queries.figures
    answer = models.SmallIntegerField()
    closing_time = models.SmallIntegerField()
    reopened = models.BooleanField()
    number = models.PositiveIntegerField(default=0)

    retention = Retention("Holds nothing of people: numbers by kelurahan and month.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_label", "unit", "month", "ending", "answer", "closing_time", "reopened"],
                name="commitment_tally_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.month} {self.ending}"

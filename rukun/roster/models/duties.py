"""Rosters, the duties in them, and what happens to those."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id
from rukun.roster.models.setup import Post, Shift, Watch, Watcher

KEPT = "erased 400 days after the night"


class Roster(models.Model):
    """Nights of a watch from ``first`` to ``last``, proposed and perhaps published.

    A worker that solves has it until ``lease_until``; ``cancel`` asks it to stop. ``progress`` and ``outcome`` are what
    it says of its work (``algo.solving.Progress``, ``algo.solving.Solution`` without the assignment, with watchers'
    ids). ``edition`` grows with every change, so that two who change it at once notice. ``replaces``: it proposes the
    remaining nights of a published roster anew, as that was in ``replaces_edition``.
    """

    DRAFT, WAITING, SOLVING, PROPOSED, PUBLISHED, DISCARDED = (
        "draft", "waiting", "solving", "proposed", "published", "discarded",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="rosters")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10, default=DRAFT)
    edition = models.PositiveIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(default=30)
    cancel = models.BooleanField(default=False)
    lease_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    progress: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    outcome: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    replaces: "models.ForeignKey[Roster | None, Roster | None]" = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="+"
    )
    replaces_edition: "models.PositiveIntegerField[int | None, int | None]" = models.PositiveIntegerField(null=True)
    made_by = models.CharField(max_length=80)  # an actor's label
    made_at = models.DateTimeField()
    published_by = models.CharField(max_length=80, blank=True)
    published_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(
        "A roster, who made it, and on which of its nights each could stand, to share them out fairly over the year; "
        f"{KEPT}, a draft 30 days after its last night.",
        job="roster.forget",
    )

    class Meta:
        ordering = ["first", "made_at"]
        indexes = [models.Index(fields=["watch", "state", "first"], name="roster_roster_watch_idx")]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="roster_roster_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class Duty(models.Model):
    """That a watcher stands in a shift of a night. One that is taken from them stays, with ``gone_at``.

    ``broken`` are rules (``algo.rules``) that were broken knowingly, ``reason`` is why, in the words of whoever did
    it; ``by_hand``: a new solving leaves it. ``checked_at``: they are there, ``absent_at``: they did not come; nobody
    asks why. ``person``: who came.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="duties")
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="+")
    shift = models.ForeignKey(Shift, on_delete=models.RESTRICT, related_name="+")
    watcher = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="duties")
    night = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    broken = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    by_hand = models.BooleanField(default=False)
    gone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    gone_why = models.CharField(max_length=10, blank=True)  # edited, swapped, stood_in, solved, left
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=80, blank=True)  # an actor's label
    absent_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    reminded_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(f"Who stood when, came or did not, never why; {KEPT}.", job="roster.forget")

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["watch", "starts_at"], condition=Q(gone_at=None), name="roster_duty_on_idx"),
            models.Index(fields=["watcher", "night"], name="roster_duty_watcher_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "shift", "night", "watcher"], condition=Q(gone_at=None), name="roster_duty_once"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="roster_duty_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Swap(models.Model):
    """That somebody asked to give a duty away, to one (``to``) or to whoever takes it, perhaps for one of theirs.

    Why is not asked.
    """

    ASKED, ACCEPTED, REFUSED, WITHDRAWN, OVER = "asked", "accepted", "refused", "withdrawn", "over"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="swaps")
    to = models.ForeignKey(Watcher, on_delete=models.CASCADE, null=True, related_name="+")
    for_duty = models.ForeignKey(Duty, on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, default=ASKED)
    by = models.CharField(max_length=80)  # an actor's label
    asked_at = models.DateTimeField()
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(f"Who asked whom to swap a duty, never why; {KEPT}.", job="roster.forget")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(state="asked"), name="roster_swap_one_open_a_duty")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Call(models.Model):
    """That somebody cannot come, and others are asked one after the other to stand in. Why is not asked."""

    OPEN, FOUND, NOBODY, WITHDRAWN = "open", "found", "nobody", "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="calls")
    state = models.CharField(max_length=10, default=OPEN)
    by = models.CharField(max_length=80)  # an actor's label
    opened_at = models.DateTimeField()
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(f"For which duty a stand-in was looked for, never why; {KEPT}.", job="roster.forget")

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(state="open"), name="roster_call_one_open_a_duty")
        ]

    def __str__(self) -> str:
        return str(self.id)


class CallAsk(models.Model):
    """Somebody who was asked to stand in. ``until`` is when the next one is asked; ``answer`` yes, no or late."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="asks")
    watcher = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    answer = models.CharField(max_length=4, blank=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(f"Who was asked to stand in, and whether they did; {KEPT}.", job="roster.forget")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "watcher"], name="roster_call_ask_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Handover(models.Model):
    """What a shift leaves to the next at its post, sealed: it may speak of people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="handovers")
    content = models.BinaryField()  # sealed words
    by = models.CharField(max_length=80)  # an actor's label
    at = models.DateTimeField(db_index=True)

    retention = Retention("What one shift told the next, sealed; erased after 90 days.", job="roster.forget")

    class Meta:
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class Feed(models.Model):
    """The secret address of somebody's own nights as a calendar. Only its hash is kept."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    retention = Retention("That somebody has a calendar address; until they end it, or with the person.")

    def __str__(self) -> str:
        return str(self.pk)

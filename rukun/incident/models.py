"""Kejadian: what goes on at a place and time, how serious it is, who said so and what was done. Never about persons."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rukun.guard import Retention
from rukun.guard.ids import new_id

KEPT = "erased 90 days after the situation was closed, which the clock does after 180 days without news or level"


class Incident(models.Model):
    """A situation. What people say of it is sealed in the rows that belong to it; this row says kind, place and level.

    ``level``, ``verified``, ``level_until`` repeat the ladder's last step (``Step``), so that the board reads one
    table.
    """

    NEW, WATCHED, HANDLED, CALMING, CLOSED = "new", "watched", "handled", "calming", "closed"
    NONE, PG, AG, GN = 0, 1, 2, 3

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form
    kind = models.CharField(max_length=20)  # a key of kinds.KINDS
    unit = models.CharField(max_length=80)
    area = models.CharField(max_length=80)  # the kelurahan, or the larger unit, in which it lies
    place = models.CharField(max_length=80)  # a place's name: "jembatan", "lapangan RW 03"
    lat: "models.FloatField[float | None, float | None]" = models.FloatField(null=True)
    lon: "models.FloatField[float | None, float | None]" = models.FloatField(null=True)
    cell: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)  # H3, resolution 9
    state = models.CharField(max_length=8, default=NEW)
    state_at = models.DateTimeField()
    """Since when it is in this state: what calms is to be closed within hours."""
    level = models.PositiveSmallIntegerField(default=NONE)
    verified = models.BooleanField(default=False)
    level_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    lead = models.CharField(max_length=20)  # a key of leads.LEADS
    happened_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """By when somebody is to do the next thing (verify, answer, renew, close): ``algo.due``. The board's clock."""
    due_what = models.CharField(max_length=12, blank=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    """The board's order: the level in force and whether it waits for a second word, see ``algo.due``."""
    wake_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When the timed job is to look: a level expires."""
    version = models.PositiveIntegerField(default=1)
    """Grows with every change: what somebody saw before is refused with what was done meanwhile."""
    edited_version = models.PositiveIntegerField(default=1)
    """The version of the last change that was more than an addition: whoever saw that one is in nobody's way."""
    changed_at = models.DateTimeField()
    summary = models.CharField(max_length=300, blank=True)  # for others than officers, once a second person read it
    summary_by = models.CharField(max_length=80, blank=True)
    reviewed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    closing = models.CharField(max_length=8, blank=True)  # "done", "wrong" (it was none), "same" (as another)
    closed_by = models.CharField(max_length=80, blank=True)

    as_held = ("", 0, "", False)
    """Kelurahan, level, state and ``verified`` when the row was locked, so that counts follow what moved; state ""
    for a new one."""

    retention = Retention(
        f"Kind, place and times of a situation; {KEPT}; a row without words stays.", job="incident.put_away"
    )

    class Meta:
        ordering = ["-urgency", "due_at", "opened_at", "pk"]
        indexes = [
            models.Index(
                F("area"), F("urgency").desc(), F("opened_at"), F("id"), condition=Q(closed_at=None),
                name="incident_area_open",
            ),
            models.Index(
                F("urgency").desc(), F("opened_at"), F("id"), condition=Q(closed_at=None), name="incident_open"
            ),
            models.Index(fields=["area", "closed_at"], name="incident_area_closed"),
            models.Index(fields=["cell"], condition=Q(closed_at=None), name="incident_cell_open"),
            models.Index(fields=["wake_at"], condition=Q(wake_at__isnull=False), name="incident_wake"),
            models.Index(fields=["closed_at"], name="incident_closed"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closing="")
                | (~Q(state="closed") & Q(closed_at=None, closing="")),
                name="incident_closed_says_how",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None) | ~Q(reviewed_by=F("summary_by")), name="incident_reviewed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def at_this_moment(self) -> Self:
        """The row itself, without a level whose time is over, for whoever reads it.

        The timed job, late or dead, may not have noted that yet. What is closed keeps the level it was closed at.
        """
        if self.closed_at is None and self.level_until is not None and self.level_until <= timezone.now():
            self.level, self.verified, self.level_until, self.urgency = self.NONE, False, None, 0
        return self


class Step(models.Model):
    """A step of the ladder PG/AG/GN, up or down: an entry of its own. What became of it is all that changes later."""

    WAITING, HOLDS, REFUSED, WITHDRAWN = "waiting", "holds", "refused", "withdrawn"

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form; of the job: new
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=8)  # "raised", "lowered", "renewed", "expired"
    level = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9)
    evidence = models.JSONField(default=list)  # [{"what": "report"|"observation", "id": …, "at": ISO}]
    content = models.BinaryField(null=True)  # sealed words: reason, refusal
    by = models.CharField(max_length=80)
    houses = models.JSONField(default=list)  # organisations to which the author belongs: who may not verify it
    replaced = models.BooleanField(default=False)
    """Whether it took the place of another person's word that waited: then its author cannot take it back."""
    at = models.DateTimeField()
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    decided_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    retention = Retention(f"How serious somebody said it is, and why, sealed; {KEPT}.", job="incident.put_away")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="incident_step_numbered"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state="waiting"), name="incident_one_step_waits"
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("by")) | Q(state="withdrawn") | Q(decided_by="system"),
                                   name="incident_step_decided_by_another"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.incident_id} {self.number}"


class Observation(models.Model):
    """What somebody saw or heard there, in their words, sealed. One that was withdrawn stays, but proves nothing."""

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form, also offline
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="observations")
    source = models.CharField(max_length=8)  # "seen", "told", "call"
    content = models.BinaryField()  # sealed words: text; withdrawal: why it was withdrawn
    seen_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    withdrawn_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    retention = Retention(f"What somebody saw, sealed; {KEPT}.", job="incident.put_away")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="incident_withdrawn_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Joined(models.Model):
    """A report that belongs to a situation, as a person decided. Its receipt and its clock stay its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="joined")
    report = models.ForeignKey("report.Report", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    parted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    parted_by = models.CharField(max_length=80, blank=True)
    told_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When whoever reported was told that the situation is over: once."""

    retention = Retention(f"Which reports belong to a situation; {KEPT}.", job="incident.put_away")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(parted_at=None), name="incident_report_in_one")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Measure(models.Model):
    """Something that was done about it: an action of ``measures.MEASURES``, when, and with what words, sealed."""

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=20)
    to = models.CharField(max_length=40, blank=True)  # an authority: measures.AUTHORITIES
    about_label = models.CharField(max_length=40, blank=True)
    about_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)  # "alarm": a ring
    content = models.BinaryField(null=True)  # sealed words: note
    done_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    retention = Retention(f"What was done about a situation, sealed; {KEPT}.", job="incident.put_away")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class Closing(models.Model):
    """What happened, the harm in numbers, what was done and learnt: proposed by one, confirmed by another.

    The newest unanswered one counts. What two agreed on before it was opened again stays beside it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="endings")
    closing = models.CharField(max_length=8)
    content = models.BinaryField()  # sealed words: happened, done, lessons, refusal
    harm = models.JSONField(default=dict)  # {"hurt": 0, "houses": 0, ...}: algo.harm.KINDS; numbers alone
    houses = models.JSONField(default=list)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    refused_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    refused_by = models.CharField(max_length=80, blank=True)
    confirmed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)

    retention = Retention(f"How a situation ended, sealed; {KEPT}.", job="incident.put_away")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(confirmed_by=F("by")), name="incident_closing_by_another"
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(confirmed_at=None, refused_at=None), name="incident_one_closing_waits"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FollowUp(models.Model):
    """What is still owed after it: a mediation, a visit. Done by one, seen by another.

    Until a closing is confirmed it is merely proposed with it, and goes where that is refused or taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="followups")
    kind = models.CharField(max_length=12)  # "mediation", "visit", "other"
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    made_at = models.DateTimeField()
    agreed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When the closing was confirmed with which it was proposed."""
    done_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)
    confirmed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)

    retention = Retention(
        "Which organisation owes what after a situation; erased with it, unconfirmed ones after 400 days.",
        job="incident.put_away",
    )

    class Meta:
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class HotSpot(models.Model):
    """A standing potential disturbance (peta kerawanan): places and areas, never persons or groups of them."""

    id = models.UUIDField(primary_key=True, editable=False)
    incident = models.OneToOneField(Incident, on_delete=models.SET_NULL, null=True, blank=True, related_name="hot_spot")
    """The potential disturbance that it came from."""
    unit = models.CharField(max_length=80)
    area = models.CharField(max_length=80)
    name = models.CharField(max_length=80)  # of the place
    friction = models.CharField(max_length=20)  # frictions.FRICTIONS: source of friction
    places = models.JSONField(default=list)  # [{"name", "lat", "lon"}]
    sides = models.JSONField(default=list)  # codes of units: areas, never people
    calendar = models.JSONField(default=list)  # calendars.KINDS: "ramadan", "match", "holiday", "weekend", "school"
    content = models.BinaryField()  # sealed words: about, what helps
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80)
    review_by = models.DateField()
    version = models.PositiveIntegerField(default=1)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    retention = Retention(
        "A place with a standing potential for friction, sealed; erased 90 days after it was ended, "
        "or a year after its last review.",
        job="incident.put_away",
    )

    class Meta:
        ordering = ["area", "name", "pk"]
        indexes = [models.Index(fields=["area", "ended_at"], name="incident_spot_area")]

    def __str__(self) -> str:
        return str(self.id)


class Handover(models.Model):
    """A posko's shift handed over: what happened since the last one, signed by both."""

    id = models.UUIDField(primary_key=True, editable=False)  # made with the form
    unit = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField()
    numbers = models.JSONField(default=dict)  # opened, closed, raised, rung, still open by level
    content = models.BinaryField()  # sealed words: what the next shift has to know
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80, blank=True)
    taken_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention("What one shift told the next, sealed; 90 days.", job="incident.put_away")

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-given_at"], name="incident_handover_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(taken_by=F("given_by")), name="incident_handover_by_two"),
            models.UniqueConstraint(fields=["unit"], condition=Q(taken_at=None), name="incident_one_handover_waits"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Pulse(models.Model):
    """How often anything on the board of a kelurahan changed, and how much is open there: the board asks this alone.

    Changed in the transaction of every change, under its row's lock, so that the sum over an area only ever grows.
    """

    area = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    none = models.PositiveIntegerField(default=0)  # open ones without a level, with PG, AG, GN
    pg = models.PositiveIntegerField(default=0)
    ag = models.PositiveIntegerField(default=0)
    gn = models.PositiveIntegerField(default=0)

    retention = Retention("Numbers of open situations by kelurahan; nothing of people.")

    def __str__(self) -> str:
        return self.area


class Trace(models.Model):
    """What stays of a situation that was one: nothing that leads to it or to anybody."""

    kind = models.CharField(max_length=20)
    cell: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)
    day = models.DateField()
    shift = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()  # the highest that was verified
    reports = models.PositiveSmallIntegerField(default=0)

    retention = Retention("Nothing of people: kind, cell of some hundred metres, day, shift, level, number of reports.")

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"

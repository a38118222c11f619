from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

KEPT = "erased 90 days after the report was closed, and a year after it came at the latest"


class Report(models.Model):
    """What somebody told. What they said, where exactly and about whom lies sealed in ``account``.

    The row itself says no more than a line on the posko's wall would: category, unit, cell, time.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # made by whoever sends it
    receipt = models.CharField(max_length=64, unique=True)  # seal.mark("receipt", code)
    category = models.CharField(max_length=20)  # a key of categories.CATEGORIES
    subject = models.CharField(max_length=20, blank=True)  # of a complaint: a key of complaints.SUBJECTS
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Of a complaint: the organisation whose member it is about. Nobody who belongs to it reads it."""
    source = models.CharField(max_length=10)  # sources.SOURCES: who saw it
    channel = models.CharField(max_length=10)  # sources.CHANNELS: how it came
    unit = models.CharField(max_length=80)
    area = models.CharField(max_length=80, blank=True)
    """The kelurahan, or the larger unit, in which it lies: what lists are read by."""
    cell: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)  # H3, resolution 9
    happened_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    happened_about = models.CharField(max_length=8)  # "now", "hour", "day", "unknown": how exact that is
    received_at = models.DateTimeField()
    anonymous = models.BooleanField()
    danger = models.BooleanField()  # 110 and 112 were shown first
    account = models.BinaryField()  # sealed words: see queries/account.Account
    digest = models.CharField(max_length=64)  # of what was filed, salted: see algo/proofs
    triage = models.CharField(max_length=10, blank=True)  # why it waits for a first look: "flood", "spam"; "" if not
    first_read_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)  # a handler's words for others, without names
    summary_by = models.CharField(max_length=80, blank=True)
    summary_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    commitment = models.OneToOneField(
        "commitment.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """What is owed about it, to whoever reported."""
    merged_into: "models.ForeignKey[Report | None, Report | None]" = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    """An earlier report of the same thing, as a person decided: what is owed about that one is owed about this one."""
    merged_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    merged_by = models.CharField(max_length=80, blank=True)
    priority = models.PositiveSmallIntegerField(default=0)  # points of algo.priority, counted anew every hour
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    closing = models.CharField(max_length=12, blank=True)
    """"withdrawn", "spam"; else how the promise about it ended: "done", "cannot"."""
    closed_by = models.CharField(max_length=80, blank=True)

    retention = Retention(f"What somebody reported; {KEPT}; one row without words stays.", job="report.put_away")

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-received_at"], name="report_unit_received"),
            models.Index(fields=["closed_at"], name="report_closed"),
            models.Index(fields=["closing", "-closed_at"], name="report_closing"),
            models.Index(
                fields=["area", "-received_at", "-id"], condition=Q(closed_at=None), name="report_area_received"
            ),
            models.Index(
                fields=["area", "-priority", "-received_at", "-id"],
                condition=Q(closed_at=None),
                name="report_area_priority",
            ),
            models.Index(
                fields=["closed_at", "first_read_at", "received_at"],
                condition=Q(closed_at=None, first_read_at=None, danger=True),
                name="report_danger_unread",
            ),
            models.Index(
                fields=["closed_at", "received_at"],
                condition=Q(closed_at=None) & ~Q(triage=""),
                name="report_triage_open",
            ),
            models.Index(fields=["category", "cell", "-received_at"], name="report_near"),
            models.Index(fields=["-received_at"], name="report_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="") | (Q(closed_at__isnull=False) & ~Q(closing="")),
                name="report_closed_says_how",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Contact(models.Model):
    """How to reach whoever reported, sealed. Not there for anonymous reports."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="contact")
    content = models.BinaryField()  # sealed words: name, phone

    retention = Retention(f"Name and number of whoever reported, sealed; {KEPT}.", job="report.put_away")

    def __str__(self) -> str:
        return str(self.report_id)


class Message(models.Model):
    """A question to whoever reported, or their answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # made with the form
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    from_reporter = models.BooleanField()
    by = models.CharField(max_length=80, blank=True)  # an actor's label; empty for the reporter
    content = models.BinaryField()  # sealed words: text
    sent_at = models.DateTimeField()
    read_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(f"Questions and answers, sealed; {KEPT}.", job="report.put_away")

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class Talk(models.Model):
    """By which contact of the room ``notify`` a report came, so that whoever reported can be told and asked there."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="talk")
    contact = models.BinaryField()  # sealed words: contact, an id
    mark = models.CharField(max_length=64, db_index=True)
    """Of the contact: who reported what is not to be read from the tables, even by whoever knows the contact."""
    language = models.CharField(max_length=5, default="id")
    told = models.CharField(max_length=12, blank=True)  # the state that was told last, so that none is told twice
    talked_at = models.DateTimeField()
    """When something was last said about it: what comes soon after may belong to it."""

    retention = Retention(
        "Which contact a report came from: an id, sealed, never a number; erased 14 days after the report was closed, "
        "and when whoever reported wants no more messages or withdraws it.",
        job="report.forget_talks",
    )

    def __str__(self) -> str:
        return str(self.report_id)


class Trace(models.Model):
    """What stays of a report: nothing that leads to it, to its words, or to anybody."""

    category = models.CharField(max_length=20)
    cell: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)
    day = models.DateField()
    shift = models.CharField(max_length=10)  # algo/shifts
    source = models.CharField(max_length=10)
    weight = models.PositiveSmallIntegerField(default=1)

    retention = Retention("Nothing of people: category, cell of some hundred metres, day, shift, source, weight.")

    def __str__(self) -> str:
        return f"{self.category} {self.day}"


class Count(models.Model):
    """How many a month: of public figures (``unit`` an RW), or of what was handed to an authority outside.

    ``kind`` is a category for reports, and ``elsewhere:<authority>`` for what was never kept here.
    """

    kind = models.CharField(max_length=40)
    unit = models.CharField(max_length=80)
    month = models.CharField(max_length=7)  # 2026-11
    number = models.PositiveIntegerField(default=0)

    retention = Retention("Holds nothing of people: a number a month, an RW and a category.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "unit", "month"], name="report_count_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit} {self.month}"


class CountedDay(models.Model):
    """Up to which day the public figures are counted; the last row says."""

    day = models.DateField(primary_key=True)

    retention = Retention("Holds nothing of people: a date.")

    def __str__(self) -> str:
        return str(self.day)


class OwnerRule(models.Model):
    """Who receives reports of a category, in a unit and below it, at certain hours, from one day to another.

    A line that held is never changed, only ended: what it decided must stay to be explained.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.CharField(max_length=80)
    category = models.CharField(max_length=20, blank=True)  # an ordinary one; "" for all of them
    days = models.PositiveSmallIntegerField(default=127)  # bits, Monday the lowest
    from_hour = models.PositiveSmallIntegerField(default=0)
    to_hour = models.PositiveSmallIntegerField(default=24)  # at or below from_hour: over midnight
    to_organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_title = models.CharField(max_length=40, blank=True)
    to_unit = models.CharField(max_length=80, blank=True)
    clock = models.CharField(max_length=20)  # a key of commitment.clocks.CLOCKS
    since = models.DateField()
    until: "models.DateField[date | None, date | None]" = models.DateField(null=True, blank=True)
    """The first day on which it holds no longer."""
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)

    retention = Retention("Which office receives what: nothing of a person.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="report_rule_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(to_organisation__isnull=False, to_title="") | (Q(to_organisation=None) & ~Q(to_title="")),
                name="report_rule_exactly_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SavedView(models.Model):
    """A selection of the list of reports that somebody comes back to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)  # as in the address
    made_at = models.DateTimeField()

    retention = Retention("Which selections somebody kept; erased with the person.", job="people.erase_released")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="report_view_named_once")]

    def __str__(self) -> str:
        return str(self.id)

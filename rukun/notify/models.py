from datetime import datetime, time
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

WEEK = "7 days"
STOPPED = "a browser's a week after it was stopped or its push service no longer knew it"
UNUSED = "180 days after it was last used, unless it belongs to somebody who holds an office or asked to be told"


class Contact(models.Model):
    """An address on one channel, sealed. ``Name`` rows find it; a phone number alone may be absent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=10)  # a code of channels.CHANNELS
    address = models.BinaryField()  # sealed words: what the adapter needs
    person: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True, db_index=True)
    """A person of the room ``people``, where it is known whose it is."""
    language = models.CharField(max_length=5, default="id")
    stopped_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When its owner said that they want no more, or the provider said that it is gone."""
    heard_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When something last came from it: WhatsApp's 24 hours count from here."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(db_index=True)

    retention = Retention(f"An address on a channel, sealed; erased {UNUSED}; {STOPPED}.", job="notify.put_away")

    def __str__(self) -> str:
        return str(self.id)


class Name(models.Model):
    """By what a contact is found: a mark of a provider's id or of a number. One contact may have several."""

    mark = models.CharField(max_length=64, primary_key=True)  # seal.mark("contact", "<channel> <name>")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="names")

    retention = Retention("Marks that find a contact; erased with it.", job="notify.put_away")

    def __str__(self) -> str:
        return self.mark


class Received(models.Model):
    """Something that came in by a channel, stored once before it is worked on."""

    NEW, DONE, BROKEN = "new", "done", "broken"
    OLD = "old"
    """Why one is broken that nothing is wrong with: it seems to come from a time of which no marks are left."""

    id = models.BigAutoField(primary_key=True)  # the order in which it came
    channel = models.CharField(max_length=10)
    mark = models.CharField(max_length=64)  # of the provider's id of it
    sender = models.CharField(max_length=64, blank=True)  # a mark of the sender; "" of a receipt
    content = models.BinaryField(null=True)  # sealed words: the provider's own, until it is erased
    came_at = models.DateTimeField()
    state = models.CharField(max_length=6, default=NEW)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When it is worked on; empty once it is done or broken."""
    why = models.CharField(max_length=120, blank=True)  # class and place of an error, never its words; or OLD

    retention = Retention(f"What came in by a channel, sealed; erased after {WEEK}.", job="notify.put_away")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "mark"], name="notify_received_once")]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(state="new"), name="notify_received_waiting"),
            models.Index(fields=["came_at"], name="notify_received_came"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Question(models.Model):
    """A question that is open with a contact, or waits for its turn; ``desk`` says what happens with answers."""

    OPEN, WAITING = "open", "waiting"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="questions")
    topic = models.CharField(max_length=40)
    state = models.CharField(max_length=7)
    urgent = models.BooleanField(default=False)
    content = models.BinaryField()  # sealed words: the topic's state
    about = models.CharField(max_length=64, blank=True)
    """So that it can be taken back: "report:<id>". One question about one thing of one topic for each contact."""
    asked_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    retention = Retention(
        "A question that waits for an answer, sealed; a day, or as the topic says.", job="notify.put_away"
    )

    class Meta:
        ordering = ["-urgent", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(state="open"), name="notify_one_open_question"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Outgoing(models.Model):
    """One message to one contact on one channel: a row of the outbox.

    ``id`` is also the idempotency key given to providers that take one. ``maybe_twice`` says that a try before may
    have arrived.
    """

    WAITING, SENDING, SENT, DELIVERED, READ = "waiting", "sending", "sent", "delivered", "read"
    GIVEN_UP, STALE, DROPPED = "given_up", "stale", "dropped"
    PASSED_ON = "passed_on"
    """It could not go here, and the person is told on their next channel instead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="outgoing")
    channel = models.CharField(max_length=10)
    notice = models.CharField(max_length=40)  # a name of notices.NOTICES, or REPLY
    bundle = models.UUIDField(default=new_id)
    """The same for what one person is told on several channels, one after the other."""
    language = models.CharField(max_length=5, default="id")
    content = models.BinaryField(null=True)  # sealed words: values, choices
    urgent = models.BooleanField(default=False)
    about = models.CharField(max_length=64, blank=True)  # "report:<id>"
    state = models.CharField(max_length=9, default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    broken_off = models.PositiveSmallIntegerField(default=0)
    """How many processes ended while they had it. That is no try of the message: most of them never began it."""
    written_at = models.DateTimeField()
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When it is tried; of one that is being sent, when that is taken for broken off. Empty once there is nothing to
    do."""
    until = models.DateTimeField()
    sent_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    delivered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    read_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    maybe_twice = models.BooleanField(default=False)
    provider = models.CharField(max_length=64, blank=True)  # a mark of the provider's id of it
    why = models.CharField(max_length=60, blank=True)  # a code of adapters.WHY
    rupiah = models.PositiveIntegerField(default=0)

    retention = Retention(
        f"A message to a contact, sealed: the words go as soon as it arrived or was given up, the row after {WEEK}.",
        job="notify.put_away",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending"], next_at__isnull=False)
                | (~Q(state__in=["waiting", "sending"]) & Q(next_at=None)),
                name="notify_outgoing_waits_or_is_over",
            ),
        ]
        indexes = [
            models.Index(
                F("channel"),
                F("urgent").desc(),
                F("next_at"),
                condition=Q(next_at__isnull=False),
                name="notify_outgoing_due",
            ),
            models.Index(fields=["provider"], condition=~Q(provider=""), name="notify_outgoing_provider"),
            models.Index(fields=["contact", "written_at"], name="notify_outgoing_contact"),
            models.Index(fields=["written_at"], name="notify_outgoing_written"),
            models.Index(fields=["bundle"], name="notify_outgoing_bundle"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Wish(models.Model):
    """How a person wants to be told: their channels in order, and their quiet hours. Alarms know no quiet hours."""

    person = models.UUIDField(primary_key=True)
    order = models.JSONField(default=list)  # codes of channels; those left out are not used, except for alarms
    quiet_from: "models.TimeField[time | None, time | None]" = models.TimeField(null=True)
    quiet_until: "models.TimeField[time | None, time | None]" = models.TimeField(null=True)
    language = models.CharField(max_length=5, default="id")

    retention = Retention("How somebody wants to be told; erased with the person.", job="notify.put_away")

    def __str__(self) -> str:
        return str(self.person)


class Setting(models.Model):
    """How one channel is connected. Tokens lie sealed."""

    channel = models.CharField(max_length=10, primary_key=True)
    on = models.BooleanField(default=False)
    content = models.BinaryField(null=True)  # sealed words: what the adapter needs
    price = models.PositiveIntegerField(default=0)  # rupiah for one message
    ceiling: "models.PositiveIntegerField[int | None, int | None]" = models.PositiveIntegerField(null=True)
    """Rupiah a month; above it only alarms, danger, sign-in codes and talks go out."""
    changed_at = models.DateTimeField()
    worked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    failed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    why = models.CharField(max_length=60, blank=True)

    retention = Retention("How a channel is connected, tokens sealed; nothing of people.")

    def __str__(self) -> str:
        return self.channel


class Spent(models.Model):
    """What a channel cost and carried in a month: numbers alone."""

    channel = models.CharField(max_length=10)
    month = models.CharField(max_length=7)  # 2026-11
    messages = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    rupiah = models.PositiveBigIntegerField(default=0)

    retention = Retention("Numbers of messages and rupiah by channel and month; nothing of people.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "month"], name="notify_spent_one_each")]

    def __str__(self) -> str:
        return f"{self.channel} {self.month}"


class Sink(models.Model):
    """A posko's own sink: an ntfy topic, a Matrix room, a siren's webhook. It gets no values, only what push gets."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.CharField(max_length=80)
    label = models.CharField(max_length=60)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="sink")
    notices = models.JSONField(default=list)  # names of notices it gets
    made_at = models.DateTimeField()

    retention = Retention("Where a posko hears of alarms, the address sealed; nothing of people.")

    def __str__(self) -> str:
        return self.label

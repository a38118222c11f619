from datetime import datetime

from django.db import models

from rukun.guard import Retention

LOG = "log"
"""The object label of what is written into the book by hand."""


class Chain(models.Model):
    """The head of one chain: one row per kelurahan, per higher unit, and for the installation (``""``)."""

    code = models.CharField(max_length=80, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64)

    retention = Retention("Holds nothing of people: the length and the last hash of a chain.")

    def __str__(self) -> str:
        return self.code or "*"


class Entry(models.Model):
    """One line of the buku mutasi. Written once; the database refuses to change or delete it."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveBigIntegerField()
    time = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    unit = models.CharField(max_length=80, db_index=True, blank=True)
    verb = models.CharField(max_length=80, db_index=True)
    object_label = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    codes = models.JSONField(default=dict)
    note_hash = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    retention = Retention("Kept for good. Names nobody: persons appear as ids that mean nothing once they are erased.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="journal_entry_place"),
            # A fork would need two entries that follow the same one.
            models.UniqueConstraint(fields=["chain", "previous"], name="journal_entry_no_fork"),
            # What is written by hand bears an id made with the form: sent twice, it is there once.
            models.UniqueConstraint(
                fields=["object_id"],
                condition=models.Q(object_label=LOG, verb="journal.log_written"),
                name="journal_entry_log_once",
            ),
        ]
        indexes = [models.Index(fields=["object_label", "object_id"], name="journal_entry_object")]

    def __str__(self) -> str:
        return f"{self.chain_id or '*'}#{self.sequence}"


class Note(models.Model):
    """Free words that belong to an entry. They can be erased; the entry and its hash stay."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="note")
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)
    erase_after = models.DateTimeField(db_index=True)
    erased_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(
        "Words typed by people: erased with the object they explain, and after 365 days at the latest.",
        job="journal.erase_due_notes",
    )

    def __str__(self) -> str:
        return str(self.entry_id)

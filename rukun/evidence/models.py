from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

WITH_ITS_OBJECT = "erased with what the photo belongs to (of a report 90 days after it was closed)"


class Photo(models.Model):
    """A photo of something in a room above, named by a label and an id. Its pictures lie in tables of their own.

    What was read on the phone with consent (time and place of capture) is sealed in ``capture``. A photo without it is
    ``bare``: it lost all metadata before it was sealed. One that is ``apart`` is never compared with others.
    """

    FITS, DIFFERS, NONE = "cocok", "tidak_cocok", "tidak_ada"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # made by whoever sends it
    about_label = models.CharField(max_length=40)
    about_id = models.UUIDField()
    apart = models.BooleanField()
    sha256 = models.CharField(max_length=64)
    """A mark (seal.mark) of the hash of what was received: no gallery matches it.

    Of one apart no other row does but of the same file about the same thing.
    """
    phash = models.BinaryField()  # sealed, 8 bytes: how it looks
    capture = models.BinaryField(null=True)  # sealed words: time, lat, lon
    time_fit = models.CharField(max_length=12, default=NONE)
    place_fit = models.CharField(max_length=12, default=NONE)
    repeats: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    """Another photo that looks the same and came earlier, anywhere but apart; it may be gone by now."""
    repeats_month = models.CharField(max_length=7, blank=True)  # 2026-11
    added_at = models.DateTimeField(db_index=True)
    cleared_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    """When a handler had painted over faces and plates, or said that there are none. Before, only handlers see it."""
    cleared_by = models.CharField(max_length=80, blank=True)  # an actor's label

    retention = Retention(f"A photo and how it was judged; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["about_label", "about_id"], name="evidence_photo_about")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def bare(self) -> bool:
        return self.capture is None


class Original(models.Model):
    """A photo as it was received, sealed. Two people open it together, never one."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, primary_key=True, related_name="original")
    content = models.BinaryField()  # sealed

    retention = Retention(f"The photo as received, sealed; {WITH_ITS_OBJECT}.", job="report.put_away")

    def __str__(self) -> str:
        return str(self.photo_id)


class Rendition(models.Model):
    """What people see of a photo: encoded anew, without metadata, faces and plates painted over by hand."""

    LIST, PAGE = "list", "page"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()  # sealed JPEG

    retention = Retention(f"The photo as shown, sealed; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["photo", "kind"], name="evidence_rendition_one_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.photo_id}"


class Voice(models.Model):
    """A voice note about something in a room above. A voice tells whose it is: two people open it together, never one.

    It is kept sealed as received; nobody's words are read out of it, and it is compared with no other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_label = models.CharField(max_length=40)
    about_id = models.UUIDField()
    media_type = models.CharField(max_length=20)  # one of algo.sounds, told by its bytes
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    """A mark (seal.mark) of the hash of what was received, about this thing: no other row has it."""
    content = models.BinaryField()  # sealed
    added_at = models.DateTimeField(db_index=True)

    retention = Retention(f"A voice note, sealed; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["about_label", "about_id"], name="evidence_voice_about")]

    def __str__(self) -> str:
        return str(self.id)


Piece = Photo | Voice
"""What two people open together."""


class Opening(models.Model):
    """That an original or a voice note is opened: one person asks, another agrees, and both may look for a while."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, null=True, related_name="openings")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, related_name="openings")
    asked_by = models.CharField(max_length=80)  # an actor's label
    asked_at = models.DateTimeField()
    reason = models.TextField()
    agreed_by = models.CharField(max_length=80, blank=True)
    agreed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention(f"Who opened an original or a voice note, and why; {WITH_ITS_OBJECT}.", job="report.put_away")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(agreed_by=models.F("asked_by")), name="evidence_opening_takes_two"),
            models.CheckConstraint(
                condition=Q(photo=None, voice__isnull=False) | Q(voice=None, photo__isnull=False),
                name="evidence_opening_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def of(self) -> Piece:
        """What is to be opened."""
        found = self.photo or self.voice
        assert found is not None  # the database sees to it
        return found

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

WITH_THE_PARTNERSHIP = "erased a year after the partnership ended, or 90 days after an application was refused"


class Partnership(models.Model):
    """A group that asked to be a partner in a unit, and what came of it.

    ``organisation`` is there from the moment it is verified, or from the start where the group was registered before.
    The state is the last of ``states``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)  # a key of ways.WAYS
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="partnerships"
    )
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=80, db_index=True)
    legal_number = models.CharField(max_length=80, blank=True)
    purpose = models.TextField(blank=True)
    help_offered = models.JSONField(default=list)  # keys of ways.HELP
    chair_name = models.CharField(max_length=120)
    chair_phone = models.CharField(max_length=20)
    receipt_hash = models.CharField(max_length=64, unique=True)
    applied_by = models.CharField(max_length=80)  # an actor's label
    applied_at = models.DateTimeField()

    retention = Retention(f"Who leads a group and their number; {WITH_THE_PARTNERSHIP}.", job="training.forget")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit"],
                condition=Q(closed_at=None) & ~Q(organisation=None),
                name="training_partnership_one_open_a_unit",
            )
        ]

    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    """When its last state, ``berakhir``, began."""

    def __str__(self) -> str:
        return str(self.id)


class PartnershipState(models.Model):
    """A state that a partnership was put into, by whom and why. Nothing is changed afterwards."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=20)  # of algo.states.PARTNERSHIP
    since = models.DateTimeField()
    by = models.CharField(max_length=80)  # an actor's label
    authority = models.CharField(max_length=20, blank=True)  # in whose name; a key of ways.AUTHORITIES
    reason = models.TextField(blank=True)

    retention = Retention(f"Who decided over a partnership, and why; {WITH_THE_PARTNERSHIP}.", job="training.forget")

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.state} {self.partnership_id}"


class Verification(models.Model):
    """What one authority found. Each has its own say, once."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="verifications")
    authority = models.CharField(max_length=20)  # a key of ways.AUTHORITIES
    approved = models.BooleanField()
    reason = models.TextField()
    by = models.CharField(max_length=80)  # an actor's label
    at = models.DateTimeField()

    retention = Retention(f"Who verified a group, and why; {WITH_THE_PARTNERSHIP}.", job="training.forget")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "authority"], name="training_verification_one_each")
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.partnership_id}"


class Agreement(models.Model):
    """For how long a group is a partner: from ``since`` up to, but not including, ``until``."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="agreements")
    number = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    by = models.CharField(max_length=80)  # an actor's label
    made_at = models.DateTimeField()
    awaiting = models.CharField(max_length=80, blank=True)
    """Which authorities have yet to confirm it, by their codes with blanks between. Until none is left it is void."""

    retention = Retention(f"Who agreed for how long; {WITH_THE_PARTNERSHIP}.", job="training.forget")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="training_agreement_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return str(self.partnership_id)


class Document(models.Model):
    """A paper that a group handed in. In the database, so that one transaction keeps it and one snapshot saves it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    retention = Retention(f"Papers about a group and its board; {WITH_THE_PARTNERSHIP}.", job="training.forget")

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.id)

from datetime import datetime

from django.db import models
from django.db.models import Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

AFTER_LEAVING = "erased 90 days after leaving, or with the person"


class Membership(models.Model):
    """A person in a partner organisation. The state is the last of ``states``.

    It takes two: somebody of the organisation accepts, and the person agrees, in either order.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="memberships")
    made_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=80, blank=True)  # an actor's label
    accepted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    consented_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    consent_version = models.PositiveSmallIntegerField(default=0)
    left_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True, db_index=True
    )

    retention = Retention(
        f"Who belongs to which organisation, and what they agreed to; {AFTER_LEAVING}.", job="training.forget"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(left_at=None),
                name="training_membership_one_open_an_organisation",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class MembershipState(models.Model):
    """A state of a membership and since when. Nothing is changed afterwards."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=20)  # of algo.states.MEMBERSHIP
    since = models.DateTimeField()
    by = models.CharField(max_length=80)  # an actor's label

    retention = Retention(f"Since when somebody is a member, on leave or gone; {AFTER_LEAVING}.", job="training.forget")

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.state} {self.membership_id}"


class MemberCount(models.Model):
    """How many active members an organisation had at the end of a month: what stays when those who left are erased."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="member_counts")
    month = models.DateField()  # its first day
    active = models.PositiveIntegerField()

    retention = Retention("Numbers of members by month: nothing of a person.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="training_member_count_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month}"


class Applicant(models.Model):
    """Somebody who would like to join and is not yet known here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="applicants")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    unit = models.CharField(max_length=80, blank=True)
    applied_at = models.DateTimeField(db_index=True)

    retention = Retention(
        "Name and number of whoever would like to join; erased with the answer, at the latest after 30 days.",
        job="training.forget",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "phone"], name="training_applicant_once_an_organisation")
        ]

    def __str__(self) -> str:
        return str(self.id)


class CodeSigning(models.Model):
    """That somebody signed the code of conduct. It holds for a year."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="code_signings")
    version = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()

    retention = Retention("When somebody signed the code of conduct; erased two years later, or with the person.",
                          job="training.forget")  # fmt: skip

    class Meta:
        ordering = ["signed_at", "pk"]

    def __str__(self) -> str:
        return str(self.person_id)

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

LONGEST_NAME = 120
ONE_IN_A_UNIT = ("kelurahan", "kecamatan", "kota", "rw", "rt")
"""Kinds of organisations of which a unit has one."""


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(phone=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in: name, phone, unit, grown up or not, and nothing else.

    The journal knows the id alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    phone = models.CharField(max_length=20, unique=True)
    unit = models.CharField(max_length=80, blank=True, db_index=True)
    adult = models.BooleanField(default=True)
    added_at = models.DateTimeField(auto_now_add=True)
    released_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True, db_index=True
    )

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    retention = Retention(
        "Name, phone number, unit and whether grown up, while the person takes part; the number is erased when they "
        "are released and the rest 90 days later, at once for whoever never held an office and asks for it.",
        job="people.erase_released",
    )

    def __str__(self) -> str:
        return str(self.id)  # a name would end up in logs

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.released_at is None


class Organisation(models.Model):
    """An office, a society, a school: whatever positions belong to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)  # a key of kinds.KINDS
    name = models.CharField(max_length=LONGEST_NAME)
    unit = models.CharField(max_length=80, blank=True, db_index=True)
    work_phone = models.CharField(max_length=20, blank=True)
    founded_at = models.DateTimeField(auto_now_add=True)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = Retention("An organisation's name and its office number: nothing of a person.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit"],
                condition=Q(kind__in=ONE_IN_A_UNIT, closed_at=None),
                name="people_organisation_one_in_a_unit",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "name"], condition=Q(closed_at=None), name="people_organisation_named_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit}"


class Position(models.Model):
    """A title that a person holds over a territory unit (and all below it) for a time.

    ``until`` is the first moment at which it is over. ``work_phone`` is the number that the directory shows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="positions"
    )
    title = models.CharField(max_length=40)  # a key of titles.TITLES
    unit = models.CharField(max_length=80, blank=True, db_index=True)
    rank = models.CharField(max_length=20, blank=True)  # one of algo.ranks
    decree = models.CharField(max_length=80, blank=True)
    work_phone = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = Retention("Who held which office when; erased with the person.", job="people.erase_released")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="people_position_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.unit}"


class Invitation(models.Model):
    """A link that lets one person in once, to set up their own way to sign in. Only a hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    position = models.ForeignKey(Position, on_delete=models.CASCADE, null=True, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=80)  # an actor's label
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    used = models.BooleanField(default=False)

    retention = Retention("Who was invited by whom; erased 90 days after it expired.", job="people.forget_sign_ins")

    def __str__(self) -> str:
        return str(self.id)


class Recovery(models.Model):
    """A lost phone or changed number: asked for by one who manages people there, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recoveries")
    phone = models.CharField(max_length=20)
    asked_by = models.CharField(max_length=80)  # an actor's label
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, blank=True)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = Retention("A person's new number; erased 90 days after it was asked for.", job="people.forget_sign_ins")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="people_recovery_one_open_a_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SignIn(models.Model):
    """An open session of a person, so that they can see and end it. ``device`` is a word or two, never an address."""

    session_key = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    strength = models.PositiveSmallIntegerField()  # a strength.Strength
    device = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()

    handle = ""
    """Names this session on its owner's page; set where it is listed."""

    retention = Retention("When and with what kind of device somebody signed in; ends with the session.",
                          job="people.forget_sign_ins")  # fmt: skip

    def __str__(self) -> str:
        return str(self.person_id)


class Tries(models.Model):
    """Wrong tries at one number, known or not: ``key`` is an HMAC of it, so that nothing can be read from the table."""

    key = models.CharField(max_length=64, primary_key=True)
    wrong = models.PositiveIntegerField(default=0)
    locked_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(db_index=True)

    retention = Retention("That some number was tried in vain; erased two days after the last try.",
                          job="people.forget_sign_ins")  # fmt: skip

    def __str__(self) -> str:
        return self.key[:8]


class ApiKey(models.Model):
    """A program's way in: some of a person's capabilities in one unit.

    It ends when it expires, when it is revoked, or when the office ends.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=LONGEST_NAME)
    secret_hash = models.CharField(max_length=64, unique=True)
    capabilities = models.JSONField()  # a list of codes
    unit = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    used_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = Retention("Whose key it was; erased 90 days after it expired, or with the person.",
                          job="people.forget_sign_ins")  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class PrivacyNotice(models.Model):
    """A version of the privacy notice.

    The newest is shown; older ones stay, so that anybody can see what was said when.
    """

    text = models.TextField()
    written_by = models.CharField(max_length=80)  # an actor's label
    written_at = models.DateTimeField()

    retention = Retention("What the installation tells people about their data: nothing of a person.")

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from rukun.guard import Retention
from rukun.guard.ids import new_id

LONGEST_NAME = 120


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(phone=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in. What the journal knows of a person is the id alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    phone = models.CharField(max_length=20, unique=True)
    added_at = models.DateTimeField(auto_now_add=True)
    released_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True, db_index=True
    )

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    retention = Retention(
        "Name and phone number while the person takes part; erased 90 days after being released.",
        job="people.erase_released",
    )

    def __str__(self) -> str:
        return str(self.id)  # a name would end up in logs

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.released_at is None


class Position(models.Model):
    """A title that a person holds over a territory unit (and all below it) for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    title = models.CharField(max_length=40)  # a key of titles.TITLES
    unit = models.CharField(max_length=80, blank=True, db_index=True)
    since = models.DateTimeField()
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = Retention("Who held which office when; erased with the person.", job="people.erase_released")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="people_position_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.unit}"

"""A trainer and the classes they hold, for tests."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.training.actions.teaching import record_class
from rukun.training.models import CourseClass
from rukun.training.tests.factories import KELURAHAN

QUIZ, PRACTICAL = "pelaporan", "tindakan-awal"
FOREIGN = "31.73.07.1002"


def trainer(unit: str = KELURAHAN, title: str = "bhabinkamtibmas") -> Person:
    return person(title, unit, name="Aiptu Bambang")


def held(who: Person, attendance: dict[UUID, bool], **more: Any) -> CourseClass:
    given: dict[str, Any] = {
        "course": QUIZ,
        "unit": KELURAHAN,
        "held_on": timezone.localdate(),
        "place": "Balai RW 03",
        "class_id": new_id(),
    }
    return record_class(actor=actor_of(who), attendance=attendance, **(given | more))

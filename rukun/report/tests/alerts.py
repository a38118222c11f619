"""For tests of what officers are told: reports that the worker told of, and who was told."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from rukun.commitment.models import Commitment
from rukun.notify.actions.telling import content_of
from rukun.notify.models import Outgoing
from rukun.notify.notices import NOTICES
from rukun.notify.rendering import words_of
from rukun.notify.tests.rounds import hear
from rukun.people.models import Person
from rukun.report.models import Report
from rukun.report.queries.handoffs import owed_by
from rukun.report.tests.factories import report as filed


def carried() -> None:
    """What was left to the worker is done."""
    while hear():
        pass


def report(*given: Any, **more: Any) -> tuple[Report, str]:
    """A report that came in, of which the worker has told."""
    made = filed(*given, **more)
    carried()
    return made


def whose(row: Outgoing) -> Person:
    assert row.contact.person is not None
    return Person.objects.get(pk=row.contact.person)


def told(notice: str = "") -> dict[str, list[str]]:
    """Who was told, by the kind of notice, since this was asked last."""
    carried()
    found: dict[str, list[str]] = {}
    for row in Outgoing.objects.select_related("contact").order_by("pk"):
        found.setdefault(row.notice, []).append(whose(row).name)
    Outgoing.objects.all().delete()
    return {name: sorted(persons) for name, persons in found.items()}


def read(row: Outgoing) -> str:
    return words_of(NOTICES[row.notice], row.channel, content_of(row)["values"], "id")[1]


def owed(of: Report) -> Commitment:
    found = owed_by(Report.objects.get(pk=of.pk))
    assert found is not None
    return found


def later(**time: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**time))

"""How often the kentongan was rung in a unit, and what came of it, for whoever hands a shift over."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from rukun.alarm.models import Called, Ring
from rukun.people.access import inside


@dataclass(frozen=True)
class Rung:
    """Numbers of a span of time; drills are counted apart, and their answers nowhere.

    ``called`` and the answers count people, each once however often they were called: the last answer is theirs.
    """

    rings: int
    drills: int
    going_on: int  # of the rings: not ended yet
    called: int
    comes: int
    cannot: int
    withdrew: int


def rung_in(unit: str, since: datetime, until: datetime) -> Rung:
    """What was rung in a unit or below it after ``since`` and up to ``until``. Two queries."""
    rings = Ring.objects.filter(inside(unit), rung_at__gt=since, rung_at__lte=until)
    of = rings.order_by().aggregate(
        rings=Count("pk", filter=Q(drill=False)),
        drills=Count("pk", filter=Q(drill=True)),
        going_on=Count("pk", filter=Q(drill=False, state=Ring.RINGING)),
    )
    said: dict[UUID, str] = {}
    calls = Called.objects.filter(ring__in=rings.filter(drill=False)).order_by("ring__rung_at", "pk")
    for person, answer in calls.values_list("person", "answer").iterator():
        said[person] = answer or said.get(person, "")
    answers = Counter(said.values())
    return Rung(
        **of,
        called=len(said),
        comes=answers[Called.COMES],
        cannot=answers[Called.CANNOT],
        withdrew=answers[Called.WITHDREW],
    )

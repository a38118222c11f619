"""Boards for tests: many situations at once, as rows, beside the actions that tests of those use."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
from django.db.models import Count
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.incident.actions.pulse import BY_LEVEL
from rukun.incident.algo.due import urgency
from rukun.incident.kinds import KINDS
from rukun.incident.models import Incident, Pulse, Step
from rukun.journal.algo.chain import chain_of

BATCH = 2_000
HERE = (-6.2065, 106.7970)


def situation(unit: str, level: int = Incident.NONE, **given: Any) -> Incident:
    """One as a row, and its number in the pulse."""
    made = next(_made([unit], 1, random.Random(1)))
    for name, value in {"level": level, "verified": level == Incident.PG, "closed_at": None, **given}.items():
        setattr(made, name, value)
    made.state, made.closing = (Incident.CLOSED, "done") if made.closed_at else (given.get("state", Incident.NEW), "")
    made.urgency = urgency(made.level, verified=made.verified)
    made.area = chain_of(made.unit)
    made.happened_at = made.changed_at = made.state_at = made.opened_at
    made.save(force_insert=True)
    if made.level >= Incident.AG and not made.verified:
        Step.objects.create(
            id=new_id(), incident=made, number=1, what="raised", level=made.level, before=Incident.NONE,
            state=Step.WAITING, by="person:somebody", at=made.opened_at,
        )  # fmt: skip
    count()
    return made


def fill(units: list[str], number: int, *, closed: bool = False, seed: int = 1) -> None:
    """Very many, spread over some kilometres, of all kinds and levels; most are not very serious."""
    made = _made(units, number, random.Random(seed), closed=closed)
    while batch := [each for each, _at in zip(made, range(BATCH), strict=False)]:
        Incident.objects.bulk_create(batch)
    if not closed:
        count()


def count() -> None:
    """The pulse as it would be had all of these been opened by the action."""
    found: dict[str, dict[str, int]] = {}
    rows = Incident.objects.filter(closed_at=None).order_by().values_list("area", "level").annotate(Count("pk"))
    for area, level, number in rows:
        found.setdefault(area, {})[BY_LEVEL[level]] = number
    for area, numbers in found.items():
        row, _new = Pulse.objects.get_or_create(area=area)
        for name in BY_LEVEL.values():
            setattr(row, name, numbers.get(name, 0))
        row.number += 1
        row.save()


def _made(units: list[str], number: int, chance: random.Random, *, closed: bool = False) -> Iterator[Incident]:
    now = timezone.now()
    kinds = list(KINDS)
    for place in range(number):
        level = chance.choices((0, 1, 2, 3), (50, 40, 8, 2))[0]
        verified = level == Incident.PG or (level > Incident.PG and chance.random() < 0.6)
        unit = units[place % len(units)]
        lat, lon = HERE[0] + chance.gauss(0, 0.012), HERE[1] + chance.gauss(0, 0.012)
        opened = now - timedelta(minutes=chance.randrange(1, 60 * 24 * (80 if closed else 2)))
        due = now + timedelta(minutes=chance.randrange(-30, 90)) if chance.random() < 0.4 else None
        yield Incident(
            id=new_id(), kind=chance.choice(kinds), unit=unit, area=chain_of(unit),
            place=chance.choice(("jembatan Kali Pasir", "lapangan RW 03", "Gang Mawar", "pasar pagi", "depan SDN 01")),
            lat=round(lat, 6), lon=round(lon, 6), cell=h3.latlng_to_cell(lat, lon, 9),
            state=Incident.CLOSED if closed else chance.choice(("new", "watched", "handled", "calming")),
            level=level, verified=verified, urgency=urgency(level, verified=verified), lead="kelurahan",
            happened_at=opened, opened_at=opened, state_at=opened, opened_by="system:bench", changed_at=opened,
            due_at=None if closed else due, due_what="" if closed or not due else chance.choice(("answer", "close")),
            closed_at=opened + timedelta(hours=3) if closed else None, closing="done" if closed else "",
        )  # fmt: skip

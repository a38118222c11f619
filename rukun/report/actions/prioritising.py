"""Which reports come first is counted anew every hour, because it changes with age and with what lies around."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from rukun.report.algo.priority import Facts, Neighbours, Open, points_of
from rukun.report.categories import ORDINARY
from rukun.report.models import Report
from rukun.report.queries.priority import days_since, facts_of

AT_ONCE = 500
FIELDS = ("pk", "category", "unit", "cell", "received_at", "triage", "danger", "priority", "commitment__reopened")


def prioritise() -> int:
    """Count the points of all open reports and store those that changed. Returns how many did.

    Reads what is open once, without anything sealed; takes time that grows with its number alone.
    """
    now = timezone.now()
    rows = list(Report.objects.filter(closed_at=None, merged_into=None).values_list(*FIELDS))
    opened = {row[0]: Open(row[1], row[2], row[3], row[4].timestamp()) for row in rows}
    near = Neighbours(opened[row[0]] for row in rows if row[1] in ORDINARY and not row[5])
    tellers = _tellers()
    changed: dict[int, list[UUID]] = defaultdict(list)
    for key, category, _unit, _cell, received, triage, danger, priority, reopened in rows:
        ordinary = category in ORDINARY
        number, told_of_danger = tellers.get(key, (0, False))
        facts = Facts(
            category=category,
            danger=danger or told_of_danger,
            neighbours=near.of(opened[key], among=not triage) if ordinary else 0,
            tellers=number,
            days=days_since(received, now),
            reopened=bool(reopened),
        )
        points = points_of(facts).sum
        if points != priority:
            changed[points].append(key)
    for points, keys in changed.items():
        for chosen in _chunks(keys):
            Report.objects.filter(pk__in=chosen).update(priority=points)
    return sum(len(keys) for keys in changed.values())


def prioritise_one(*, report: Report) -> int:
    """The same for one report, when it comes or is merged. Returns its points."""
    points = points_of(facts_of(report)).sum
    if points != report.priority:
        Report.objects.filter(pk=report.pk).update(priority=points)
        report.priority = points
    return points


def _tellers() -> dict[UUID, tuple[int, bool]]:
    """How many were merged into each report, directly or not, and whether one of them tells of danger."""
    merged = Report.objects.exclude(merged_into=None).values_list("pk", "merged_into", "danger")
    rows = {key: (into, danger) for key, into, danger in merged if into is not None}
    found: dict[UUID, tuple[int, bool]] = {}
    for into, danger in rows.values():
        root = into
        while root in rows:
            root = rows[root][0]
        number, known = found.get(root, (0, False))
        found[root] = number + 1, known or danger
    return found


def _chunks(keys: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]

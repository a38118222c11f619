"""Counting what the public is told: days that are well over, of ordinary categories, an RW and a month at a time."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from rukun.journal import actions as journal
from rukun.report.actions.keeping import COUNTED_FOR_NOTHING
from rukun.report.categories import ORDINARY
from rukun.report.elsewhere import AUTHORITIES
from rukun.report.models import Count, CountedDay, Report
from rukun.territory.algo import codes
from rukun.ui.dates import first_moment, moment_after

DELAY = timedelta(hours=24)
"""How long a day must be over before it is counted."""


def count_days() -> int:
    """Count the days that ended 24 hours ago or earlier and are not counted yet. Returns how many days.

    A report counts on the day on which it came. One that was withdrawn or set aside by then does not count, nor one
    that still waits for a first look, nor one that was merged into another: what two people told of is one thing. A day
    is counted once: what happens to its reports afterwards changes nothing.
    """
    last = timezone.localtime(timezone.now() - DELAY).date() - timedelta(days=1)
    day = _first(last)
    counted = 0
    while day <= last:
        with journal.atomic():
            CountedDay.objects.create(day=day)  # a second count of one day fails here
            _count(day)
        day, counted = day + timedelta(days=1), counted + 1
    return counted


def count_handed_elsewhere(*, authority: str, unit: str = "") -> None:
    """That somebody took what an authority outside needs with them. Nothing else of it is kept, nor is it journaled.

    ``unit`` is cut down to its kelurahan; where it is about officers, not even that is kept. Raises ``KeyError`` for an
    authority that is not in ``elsewhere.AUTHORITIES``.
    """
    where = ".".join(unit.split(".")[:4]) if AUTHORITIES[authority].counts_by_kelurahan else ""
    with journal.atomic():
        _add(f"elsewhere:{authority}", where, timezone.localdate(), 1)


def _first(last: date) -> date:
    """The first day that is not counted; where none ever was, that of the first report."""
    counted = CountedDay.objects.order_by("-day").values_list("day", flat=True).first()
    if counted is not None:
        return counted + timedelta(days=1)
    came = Report.objects.order_by("received_at").values_list("received_at", flat=True).first()
    return min(timezone.localtime(came).date(), last) if came else last


def _count(day: date) -> None:
    came = Report.objects.filter(
        received_at__gte=first_moment(day),
        received_at__lt=moment_after(day),
        category__in=ORDINARY,
        triage="",
        merged_into=None,
    ).exclude(closing__in=COUNTED_FOR_NOTHING)
    found: Counter[tuple[str, str]] = Counter()
    for category, unit in came.values_list("category", "unit"):
        found[category, codes.up_to(unit, codes.RW)] += 1
    for (category, unit), number in sorted(found.items()):
        _add(category, unit, day, number)


def _add(kind: str, unit: str, day: date, number: int) -> None:
    row, _new = Count.objects.get_or_create(kind=kind, unit=unit, month=f"{day:%Y-%m}")
    Count.objects.filter(pk=row.pk).update(number=F("number") + number)

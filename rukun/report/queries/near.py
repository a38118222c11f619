"""What else is open around a report, on the map and in words."""

from dataclasses import dataclass
from datetime import timedelta

import h3
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.geo.coordinates import Point
from rukun.guard import Actor
from rukun.people.access import inside
from rukun.report.account import Account
from rukun.report.categories import CATEGORIES, ORDINARY, Category
from rukun.report.models import Report
from rukun.report.queries.inbox import place_of
from rukun.territory import pictures
from rukun.territory.drawing import Mark, Picture

DAYS, MOST = timedelta(days=30), 9


@dataclass(frozen=True)
class Near:
    """Another report, by its number on the map. ``lat`` and ``lon`` are the middle of its cell, never its own place."""

    number: int
    report: Report
    category: Category
    lat: float
    lon: float


def near(actor: Actor, report: Report) -> list[Near]:
    """Other open ordinary reports that count, of the last month in its cell or the next, the newest first.

    Those that the actor reads; of what is not ordinary there is nothing beside anything. One query.
    """
    if report.cell is None or report.category not in ORDINARY:
        return []
    cells = [h3.str_to_int(each) for each in h3.grid_disk(h3.int_to_str(report.cell), 1)]
    read = Q(pk__in=[])  # as ``access.reports_visible_to`` says of these, without its questions about the rest
    for scope in {*actor.scopes("reports.see"), *actor.scopes("reports.handle")}:
        read |= inside(scope)
    found = (
        Report.objects.filter(read, cell__in=cells, category__in=ORDINARY, closed_at=None, merged_into=None, triage="")
        .filter(received_at__gt=timezone.now() - DAYS)
        .exclude(pk=report.pk)
        .defer("account")
        .order_by("-received_at", "-pk")[:MOST]
    )
    return [
        Near(number, each, CATEGORIES[each.category], *h3.cell_to_latlng(h3.int_to_str(each.cell)))
        for number, each in enumerate(found, 1)
        if each.cell is not None
    ]


def map_with(
    report: Report, account: Account, around: list[Near], *, exact: bool = False
) -> tuple[Picture | None, Point | None]:
    """The map of a report's unit with its point and those around it; and the point: rounded unless ``exact``."""
    picture, here = place_of(report, account, exact=exact)
    if picture is None or not around:
        return picture, here
    marks = [Mark(here.lat, here.lon, "point", _("letak tepat") if exact else _("kira-kira di sini"))] if here else []
    cells: dict[tuple[float, float], list[Near]] = {}
    for each in around:
        cells.setdefault((each.lat, each.lon), []).append(each)
    marks += [
        Mark(*middle, "point", ", ".join(str(each.number) for each in there), _address(there))
        for middle, there in cells.items()
    ]
    return pictures.map_of(report.unit, marks=marks), here


def _address(there: list[Near]) -> str:
    """A tap on the map leads to the one that is meant, if it can only be one."""
    return reverse("report:report", args=[there[0].report.pk]) if len(there) == 1 else "#sekitar"

"""Public figures: read from counts that were made a day late, never from reports."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from rukun.report.algo.figures import told
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import Count, CountedDay
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.ui.templatetags.units import unit as unit_in_words


@dataclass(frozen=True)
class Line:
    """A unit in one month; ``numbers`` stand in the order of ``ORDINARY``, ``None`` for fewer than five."""

    unit: str
    month: str
    numbers: tuple[int | None, ...]


def counted_until() -> date | None:
    """The last day that is in the figures."""
    return CountedDay.objects.order_by("-day").values_list("day", flat=True).first()


def months() -> list[str]:
    """The months (``2026-11``) of which there are figures, the newest first."""
    return sorted(_reports().values_list("month", flat=True).order_by().distinct(), reverse=True)


def in_kelurahan(kelurahan: str, month: str) -> list[Line]:
    """Every RW of a kelurahan in a month, those of which nothing is told among them; last what lies in no RW."""
    found = _numbers(_inside(kelurahan), month)
    here = [each.code for each in territory.parts_of(kelurahan) if each.level == codes.RW]
    units = sorted({*here, *(unit for unit in found if unit != kelurahan)})
    return [_line(unit, month, found.get(unit, {})) for unit in (*units, kelurahan)]


def altogether(unit: str, month: str) -> Line:
    """All that lies in a unit, ``""`` the installation, in a month."""
    summed: Counter[str] = Counter()
    for numbers in _numbers(_inside(unit), month).values():
        summed.update(numbers)
    return _line(unit, month, summed)


def every_line(kelurahan: str) -> list[Line]:
    """What ``in_kelurahan`` tells, of every month there is."""
    return [line for month in months() for line in in_kelurahan(kelurahan, month)]


def handed_elsewhere(before: str) -> list[tuple[str, str, int | None]]:
    """How often a sheet for an authority outside was taken: month, authority, number; months before ``before`` only."""
    rows = Count.objects.filter(kind__startswith="elsewhere:", month__lt=before).values("kind", "month")
    summed = rows.annotate(all=Sum("number")).order_by("-month", "kind")
    return [(each["month"], each["kind"].partition(":")[2], told(each["all"])) for each in summed]


def in_words(number: int | None) -> str:
    return _("kurang dari 5") if number is None else str(number)


def headers() -> list[str]:
    return [str(CATEGORIES[each].words) for each in ORDINARY]


def place_in_words(unit: str) -> str:
    """An RW by its number; the kelurahan itself stands for what lies in none of its RW."""
    if not unit or codes.level_of(unit) < codes.RW:
        return _("Tanpa RW")
    return unit_in_words(unit).partition(",")[0]


def _inside(unit: str) -> Q:
    return Q(unit=unit) | Q(unit__startswith=f"{unit}.") if unit else Q()


def _numbers(within: Q, month: str) -> dict[str, dict[str, int]]:
    """By unit and category."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for unit, kind, number in _reports().filter(within, month=month).values_list("unit", "kind", "number"):
        found[unit][kind] = number
    return found


def _line(unit: str, month: str, numbers: Mapping[str, int]) -> Line:
    return Line(unit, month, tuple(told(numbers.get(each, 0)) for each in ORDINARY))


def _reports() -> QuerySet[Count]:
    return Count.objects.filter(kind__in=ORDINARY)

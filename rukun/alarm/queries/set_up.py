"""How the kentongan is set up: waiting times, and the table of codes of each RW."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from rukun.alarm.algo.beats import NotBeats, read
from rukun.alarm.algo.strokes import Drawing, strokes
from rukun.alarm.models import Beat, Setting
from rukun.alarm.settings import Times, setting_of
from rukun.territory import queries as territory
from rukun.territory.algo import codes

MOST = 200
"""RW that a page offers to choose from."""


@dataclass(frozen=True)
class Row:
    """A line of a table; ``drawing`` is ``None`` where its beats cannot be read any more."""

    row: Beat
    drawing: Drawing | None


@dataclass(frozen=True)
class Table:
    """An RW, and how many lines its table has."""

    unit: str
    lines: int


def times_of(unit: str) -> tuple[Times, Setting | None]:
    """What counts in a unit, and its own row where it has one. Two queries."""
    return setting_of(unit), Setting.objects.filter(pk=unit).first()


def lines_of(unit: str) -> list[Row]:
    """An RW's table in order."""
    return [Row(each, _drawn(each)) for each in Beat.objects.filter(unit=unit)]


def line_with(key: UUID) -> Beat | None:
    return Beat.objects.filter(pk=key).first()


def tables_in(units: Sequence[str]) -> list[Table]:
    """Each RW in these units with how long its table is; an RW's own unit alone. One query and the territory."""
    found: list[str] = []
    for unit in units:
        found += [unit] if codes.level_of(unit) == codes.RW else _rws(unit)
    known = dict(Beat.objects.filter(unit__in=found).order_by().values_list("unit").annotate(Count("pk")))
    return [Table(each, known.get(each, 0)) for each in dict.fromkeys(found)]


def tables_written() -> list[Table]:
    """Each RW whose table has lines, in the order of their codes. One query."""
    known = Beat.objects.order_by("unit").values_list("unit").annotate(Count("pk"))
    return [Table(*each) for each in known[:MOST]]


def _rws(unit: str) -> list[str]:
    """The RW of a kelurahan; what is larger has too many to list."""
    if codes.level_of(unit) != codes.KELURAHAN:
        return []
    return sorted(each.code for each in territory.parts_of(unit) if codes.level_of(each.code) == codes.RW)


def _drawn(row: Beat) -> Drawing | None:
    try:
        return strokes(read(row.beats), row.rhythm)
    except (NotBeats, KeyError):
        return None

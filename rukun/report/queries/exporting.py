"""Reports as rows of a file: what they are and how far they are, and nothing that anybody said or that names somebody.

A file lies about, is sent on, and is opened years later. So it holds no words, no summary, no contact, no officer's
name, no minute, no point; and never what only few may read. A report has the middle of its cell, of its RW where it has
none, else no place.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import h3
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.commitment.owners import Owner, words_of
from rukun.commitment.queries import Commitment, owner_of
from rukun.report.algo.shifts import UNKNOWN, shift_of
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import Report
from rukun.report.queries.following import WAYS_IN_WORDS
from rukun.report.queries.merging import number_of, roots_of
from rukun.report.queries.promise import STATES
from rukun.report.sources import CHANNELS, SOURCES
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AT_ONCE = 500
"""Rows that are in memory at a time. Each lot is a query of its own, so that a slow reader holds up nobody."""
DECIMALS = 5
SHIFTS: "dict[str, _StrPromise | str]" = {
    "dini_hari": gettext_lazy("dini hari"),
    "pagi": gettext_lazy("pagi"),
    "siang": gettext_lazy("siang"),
    "malam": gettext_lazy("malam"),
    UNKNOWN: "",
}
CLOSINGS: "dict[str, _StrPromise]" = {
    "withdrawn": gettext_lazy("ditarik pelapor"),
    "spam": gettext_lazy("disisihkan, bukan laporan"),
}
COLUMNS: "dict[str, _StrPromise]" = {
    "kode": gettext_lazy("Nomor"),
    "jenis": gettext_lazy("Jenis"),
    "kode_wilayah": gettext_lazy("Kode wilayah"),
    "wilayah": gettext_lazy("Wilayah"),
    "diterima": gettext_lazy("Hari diterima"),
    "hari": gettext_lazy("Hari kejadian"),
    "bagian_hari": gettext_lazy("Bagian hari"),
    "sumber": gettext_lazy("Dilihat oleh"),
    "saluran": gettext_lazy("Datang lewat"),
    "keadaan": gettext_lazy("Keadaan"),
    "penanggung_jawab": gettext_lazy("Penanggung jawab"),
    "tenggat": gettext_lazy("Tenggat"),
    "ditutup": gettext_lazy("Hari ditutup"),
    "dikonfirmasi": gettext_lazy("Dikonfirmasi oleh"),
    "dibuka_lagi": gettext_lazy("Berapa kali dibuka lagi"),
    "digabung": gettext_lazy("Digabung dengan laporan lain"),
    "prioritas": gettext_lazy("Prioritas"),
}
"""The columns, in their order; the keys are the names of properties in GeoJSON."""
Cell = str | int | date | None
OWED = ("owner_organisation", "owner_title", "owner_unit", "state", "closing", "due_at", "reopened")
FIELDS = (
    "category", "unit", "cell", "received_at", "happened_at", "happened_about", "source", "channel", "closing",
    "closed_at", "merged_into", "priority",
    *(f"commitment__{each}" for each in OWED),
)  # fmt: skip
"""What is read at all: nothing that is sealed or written by somebody comes near a file."""


@dataclass(frozen=True)
class Line:
    """A report as ``cells`` in the order of ``COLUMNS``, and the place (longitude, latitude) that stands for it."""

    cells: tuple[Cell, ...]
    point: tuple[float, float] | None


def keys_of(reports: QuerySet[Report]) -> list[UUID]:
    """The reports that go into a file, the newest first. One query."""
    return list(reports.order_by("-received_at", "-pk").values_list("pk", flat=True))


def lines(keys: Sequence[UUID]) -> Iterator[Line]:
    """Those with these ids, in their order. What is gone meanwhile, or none that many may read any more, is left out.

    A few queries for every ``AT_ONCE``, and memory for no more.
    """
    told = Report.objects.select_related("commitment").only(*FIELDS).order_by()
    words = _Words()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        # By their ids alone: with more conditions SQLite goes through all reports of a category for each lot.
        found = {each.pk: each for each in told.filter(pk__in=some) if each.category in ORDINARY}
        yield from _lines([found[key] for key in some if key in found], words)


def geojson(found: Iterable[Line], about: str) -> Iterator[str]:
    """A FeatureCollection of RFC 7946, one feature a line. ``about`` is a member beside, which readers may ignore."""
    yield f'{{"type": "FeatureCollection", "description": {_json(about)}, "features": ['
    before = "\n"
    for line in found:
        place = {"type": "Point", "coordinates": line.point} if line.point else None
        feature = {
            "type": "Feature",
            "geometry": place,
            "properties": dict(zip(COLUMNS, line.cells, strict=True)),
        }
        yield before + _json(feature)
        before = ",\n"
    yield "\n]}\n"


def about_file(until: datetime, narrowed: Sequence[str]) -> str:
    """The line that says of what it is: until when, and by which filter, in words."""
    day = f"{timezone.localtime(until):%Y-%m-%d %H.%M}"
    chosen = "; ".join(narrowed) or _("semua yang terbuka")
    return _("Laporan warga yang diterima sampai %(day)s. Saringan: %(filter)s.") % {"day": day, "filter": chosen}


class _Words:
    """The words of codes, each looked up once for a whole file."""

    def __init__(self) -> None:
        self.categories = {code: str(each.words) for code, each in CATEGORIES.items()}
        self.sources, self.channels, self.shifts, self.closings, self.ways = (
            {code: str(words) for code, words in table.items()}
            for table in (SOURCES, CHANNELS, SHIFTS, CLOSINGS, WAYS_IN_WORDS)
        )
        self.states = {code: str(words) for code, (_badge, words) in STATES.items()}
        self.merged = {True: _("ya"), False: _("tidak")}
        self.units: dict[str, str] = {}

    def unit(self, code: str) -> str:
        if code not in self.units:
            self.units[code] = in_words(code)
        return self.units[code]


def _lines(reports: Sequence[Report], words: _Words) -> list[Line]:
    owed = {key: root.commitment for key, root in roots_of(reports).items()}
    owners = words_of({owner_of(each) for each in owed.values() if each is not None})
    with territory.one_look():
        return [Line(_cells(each, owed[each.pk], owners, words), _point(each)) for each in reports]


def _cells(report: Report, owed: Commitment | None, owners: Mapping[Owner, str], words: _Words) -> tuple[Cell, ...]:
    happened = timezone.localtime(report.happened_at) if report.happened_at else None
    shift = shift_of(happened.hour) if happened and report.happened_about in ("now", "hour") else UNKNOWN
    fell_away = report.closing in CLOSINGS
    rw = codes.up_to(report.unit, codes.RW)
    return (
        number_of(report),
        words.categories[report.category],
        rw,
        words.unit(rw),
        _day(report.received_at),
        happened.date() if happened else None,
        words.shifts[shift],
        words.sources[report.source],
        words.channels[report.channel],
        words.closings[report.closing] if fell_away else words.states[owed.state] if owed else "",
        owners[owner_of(owed)] if owed else "",
        _day(owed.due_at if owed and not fell_away else None),
        _day(report.closed_at),
        words.ways.get(owed.closing, "") if owed and report.closing and not fell_away else "",
        owed.reopened if owed else 0,
        words.merged[report.merged_into_id is not None],
        report.priority,
    )


def _point(report: Report) -> tuple[float, float] | None:
    if report.cell is not None:
        lat, lon = h3.cell_to_latlng(h3.int_to_str(report.cell))
    else:
        unit = territory.territory().gazetteer.units.get(codes.up_to(report.unit, codes.RW))
        if unit is None or unit.level < codes.RW or unit.lat is None or unit.lon is None:
            return None
        lat, lon = unit.lat, unit.lon
    return round(lon, DECIMALS), round(lat, DECIMALS)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _json(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False, default=str)

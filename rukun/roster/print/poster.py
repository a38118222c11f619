"""The roster as it hangs in the pos: nights down, shifts across, names in between. Black on white, in Indonesian."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.almanac.algo import nights as almanac
from rukun.people.phones import national
from rukun.people.queries.organisations import holders_of
from rukun.roster.models import Shift, Watch
from rukun.roster.queries.own import NightShown, Place
from rukun.ui import paper
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

SHEET = Path(__file__).resolve().parent / "poster.typ"
SIZES = ("a4", "a3")
MOST_COLUMNS = 6
"""Shifts beside each other; more are divided into several tables."""
LONGEST = (60, 40, 32, 26, 21, 18)
"""Letters of a name that fit into one line of a column, by how many columns there are."""
WIDE_FROM = 3
"""Shifts from which on the paper lies."""
MARKS = {
    almanac.AKHIR_PEKAN: "square",
    almanac.SAHUR: "circle",
    almanac.MALAM_LIBUR: "diamond",
    almanac.PEMILU: "triangle",
    almanac.ACARA: "ring",
}
"""The shape of each kind of night: it can be told apart without colour."""
WORDS = {
    almanac.AKHIR_PEKAN: "Akhir pekan",
    almanac.SAHUR: "Sahur",
    almanac.MALAM_LIBUR: "Malam libur",
    almanac.PEMILU: "Tahap pemilu",
    almanac.ACARA: "Acara",
}
"""What stands beside it. Paper is Indonesian whatever language the screen has."""


@dataclass(frozen=True)
class Poster:
    """What is printed: a month (or another span) of a watch, as it was in an edition."""

    watch: Watch
    first: date
    last: date
    edition: int
    nights: Sequence[NightShown]


def poster_pdf(poster: Poster, size: str = "a4") -> bytes:
    """On A4 as many pages as it takes, each with the head of its table; on A3 one, in letters as large as fit."""
    with override("id"):
        return paper.pdf(SHEET, _sheet(poster, size))


def contact_of(watch: Watch) -> str:
    """A coordinator or chair with a work number, with it; a private number is never printed. A query or two."""
    for title in ("koordinator", "ketua"):
        for each in holders_of(watch.organisation, title):
            if each.work_phone:
                return f"{each.person.name}, {national(each.work_phone)}"
    return national(watch.organisation.work_phone) if watch.organisation.work_phone else ""


def _sheet(poster: Poster, size: str) -> dict[str, Any]:
    shifts = _shifts(poster.nights)
    tables = [shifts[at : at + MOST_COLUMNS] for at in range(0, len(shifts), MOST_COLUMNS)]
    kinds = [kind for kind in MARKS if any(kind in each.kinds for each in poster.nights)]
    contact = contact_of(poster.watch)
    now = timezone.localtime()
    return {
        "title": _("Jadwal ronda %s") % poster.watch.organisation.name,
        "about": f"{_month(poster)} · {in_words(poster.watch.unit)}",
        "size": size if size in SIZES else SIZES[0],
        "wide": max(map(len, tables), default=0) >= WIDE_FROM,
        "night": _("Malam"),
        "night_about": _("dari sore hari itu sampai pagi berikutnya"),
        "tables": [
            {
                "longest": LONGEST[len(columns) - 1],
                "columns": [[each.post, each.hours] for each in columns],
                "rows": [_row(night, [each.shift for each in columns]) for night in poster.nights],
            }
            for columns in tables
        ],
        "legend": [[MARKS[kind], WORDS[kind]] for kind in kinds],
        "empty": _("Belum ada jadwal yang terbit untuk bulan ini."),
        "lines": [
            _("Darurat: 110 polisi, 112 gawat darurat. Ronda tidak menangkap dan tidak mengejar: amati, telepon."),
            *([_("Penyusun jadwal: %s.") % contact] if contact else []),
            _("Berhalangan? Kabari secepatnya, atau buka giliran Anda di ponsel: pengganti dicarikan."),
        ],
        "foot": _("Edisi %(edition)d, dicetak %(day)s pukul %(time)s dari %(site)s. Hanya untuk peserta ronda.")
        % {
            "edition": poster.edition,
            "day": written_out(now.date()),
            "time": f"{now:%H.%M}",
            "site": settings.INSTALLATION.name,
        },
    }  # fmt: skip


def _month(poster: Poster) -> str:
    return date_format(poster.first, "F Y")


def _shifts(nights: Sequence[NightShown]) -> list[Place]:
    """Each shift that occurs, in the order of the page: all of a post beside each other."""
    found: dict[Any, Place] = {}
    for night in nights:
        for place in night.places:
            found.setdefault(place.shift.pk, place)
    return sorted(
        found.values(), key=lambda each: (each.shift.post.made_at, str(each.shift.post_id), _begins(each.shift))
    )


def _begins(shift: Shift) -> int:
    return (shift.begins.hour * 60 + shift.begins.minute - 720) % 1440


def _row(night: NightShown, shifts: Sequence[Shift]) -> dict[str, Any]:
    places = {each.shift.pk: each for each in night.places}
    return {
        "weekday": date_format(night.date, "l"),
        "day": date_format(night.date, "j M"),
        "marks": [MARKS[kind] for kind in night.kinds],
        "words": ", ".join(_words(night)),
        "weekend": almanac.AKHIR_PEKAN in night.kinds,
        "cells": [_cell(places.get(shift.pk)) for shift in shifts],
    }


def _words(night: NightShown) -> list[str]:
    """What the row says of a night besides its weekday, each thing once."""
    said = [WORDS[kind] for kind in night.kinds if kind != almanac.AKHIR_PEKAN]
    return list(dict.fromkeys([*said, *night.names]))


def _cell(place: Place | None) -> dict[str, Any] | None:
    """Nobody is needed there: nothing. Who is missing is a line to write on."""
    if place is None:
        return None
    officers = [_("%s (petugas)") % each for each in place.officers]
    lines = place.empty + (1 if place.officer_missing else 0)
    return {"names": [*place.names, *officers], "lines": lines}

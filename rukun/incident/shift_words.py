"""A shift's numbers in words: the same on the screen and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Union

from django.utils.translation import gettext as _

from rukun.incident.closings import FOLLOWUPS
from rukun.incident.kinds import KINDS, LEVELS, SHORT
from rukun.incident.kinds import STATES as STATE_WORDS
from rukun.incident.measures import MEASURES
from rukun.incident.queries.shift import OpenRow, OwedRow, Summary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]


@dataclass(frozen=True)
class RowInWords:
    """An open situation as people read it."""

    row: OpenRow
    kind: Text
    level: Text  # "AG, ambang gangguan"
    short: str
    state: Text


@dataclass(frozen=True)
class Figures:
    """A summary as people read it: ``said`` are pairs of what, and how often."""

    summary: Summary
    said: list[tuple[str, str]]
    measures: list[tuple[Text, int]]
    open: list[tuple[str, Text, int]]
    rows: list[RowInWords]
    owed: list[tuple[str, date]]

    @property
    def told(self) -> list[tuple[str, str]]:
        """What happened at all: on a phone nobody reads fifteen noughts. Paper has them."""
        return [(what, number) for what, number in self.said if number != "0"]


def figures(summary: Summary) -> Figures:
    """Put a summary into words, in the reader's language."""
    n = summary.numbers
    return Figures(
        summary,
        [
            (_("Kejadian dibuka"), str(_n(n, "opened"))),
            (_("Kejadian ditutup"), str(_n(n, "closed"))),
            (_("Tingkat dinaikkan"), _raised(summary)),
            (_("Tingkat diturunkan"), str(_n(n, "lowered"))),
            (_("Tingkat diperpanjang"), str(_n(n, "renewed"))),
            (_("Tingkat habis masa berlakunya"), str(_n(n, "expired"))),
            (_("Dipastikan orang kedua"), str(_n(n, "verified"))),
            (_("Tidak dibenarkan orang kedua"), str(_n(n, "refused"))),
            (_("Pengamatan dicatat"), str(_n(n, "observed"))),
            (_("Laporan digabungkan"), str(_n(n, "joined"))),
            (_("Kentongan dibunyikan"), _rung(n)),
            (_("Latihan kentongan"), str(_n(n, "drills"))),
            (_("Kejadian yang masih terbuka"), str(sum(summary.open))),
            (_("Menunggu dipastikan"), str(max(_n(n, "waiting"), _n(n, "unverified")))),
            (_("Lewat tenggat"), str(_n(n, "overdue"))),
        ],
        [(_measure(code), number) for code, number in sorted(summary.measures.items())],
        [(SHORT[level], LEVELS[level], summary.open[level]) for level in (3, 2, 1, 0)],
        [
            RowInWords(
                each,
                KINDS[each.kind].words if each.kind in KINDS else each.kind,
                f"{SHORT[each.level]}, {LEVELS[each.level]}" if each.level else LEVELS[each.level],
                SHORT[each.level],
                STATE_WORDS.get(each.state, each.state),
            )
            for each in summary.rows
        ],
        [(_owed(each), each.until) for each in summary.owed],
    )


def _owed(row: OwedRow) -> str:
    words = f"{FOLLOWUPS.get(row.kind, row.kind)}, {row.organisation} ({row.place})"
    return ", ".join([words, _("sudah dilakukan, menunggu dipastikan pihak lain")]) if row.done else words


def _n(numbers: Mapping[str, int], name: str) -> int:
    return int(numbers.get(name, 0))


def _raised(summary: Summary) -> str:
    each = ", ".join(f"{SHORT[level]} {number}" for level, number in sorted(summary.raised.items(), reverse=True))
    number = sum(summary.raised.values())
    return f"{number} ({each})" if each else str(number)


def _rung(n: Mapping[str, int]) -> str:
    if not _n(n, "rings"):
        return "0"
    return _("%(rings)d; dipanggil %(called)d orang: %(comes)d siap, %(cannot)d tidak bisa, %(withdrew)d mundur") % {
        name: _n(n, name) for name in ("rings", "called", "comes", "cannot", "withdrew")
    }


def _measure(code: str) -> Text:
    found = MEASURES.get(code)
    return found.words if found is not None else code

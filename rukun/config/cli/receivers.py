"""``rukun report who``: who would receive a report of a category in a unit at a moment, and until when."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from rukun.config.cli.outcome import OK, USAGE, Commands, Failure, command, report, start_django, using_installation
from rukun.config.words import _

if TYPE_CHECKING:
    from rukun.report.queries.rule_table import Line, Trial


def add_to(commands: Commands) -> None:
    """Beside the other commands about reports."""
    words = _("siapa yang akan menerima laporan, dan tenggatnya")
    parser = command(commands, "who", words, run, reports=True)
    parser.add_argument("category", metavar="CATEGORY", help=_("jenis laporan, misalnya tawuran"))
    parser.add_argument("unit", metavar="UNIT", help=_("kode wilayah, misalnya 31.73.07.1001.016"))
    parser.add_argument(
        "--at", default="", help=_("waktunya di wilayah itu, misalnya 2026-11-22T22:00; kosong: sekarang")
    )


def run(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.report.categories import ORDINARY, PROTECTED
    from rukun.report.queries.rule_table import try_out
    from rukun.territory import queries as territory

    known = (*ORDINARY, *PROTECTED)
    if args.category not in known:
        raise Failure(_("Jenis laporan tidak dikenal."), _("Yang ada: %s.") % ", ".join(known), USAGE)
    with using_installation():
        if not territory.exists(args.unit):
            what = _("Kode wilayah tidak dikenal. Contoh: 31.73.07.1001.016 untuk RW 16.")
            raise Failure(what, _("Cari kodenya dengan `rukun territory search`."), USAGE)
        found = try_out(System("console"), args.category, args.unit, _moment(args.at, args.unit))
    owner = found.assignment.owner
    data = {
        "at": found.at.isoformat(),
        "owner": {"organisation": owner.organisation, "title": owner.title, "unit": owner.unit, "words": found.owner},
        "clock": found.assignment.clock,
        "due": found.due.isoformat(),
        "why": found.assignment.why,
        "rule": found.assignment.rule,
    }
    lines = [
        found.owner,
        _("Tenggat: %(clock)s, %(due)s.") % {"clock": found.clock, "due": f"{found.due:%Y-%m-%d %H:%M}"},
        found.because,
        *(f"· {each.what}, {each.row.unit} → {each.owner}: {each.why}" for each in _lines_of(found)),
    ]
    report(args, data, lines)
    return OK


def _lines_of(found: "Trial") -> "list[Line]":
    return [*([found.decided] if found.decided else []), *found.others]


def _moment(text: str, unit: str) -> datetime:
    """On the clocks of the unit, unless it says otherwise."""
    from django.utils import timezone

    from rukun.report.queries.rules import local

    now = local(timezone.now(), unit)
    try:
        found = datetime.fromisoformat(text) if text else now
    except ValueError:
        raise Failure(_("Waktu itu tidak terbaca."), _("Tulis seperti 2026-11-22T22:00."), USAGE) from None
    return found if timezone.is_aware(found) else found.replace(tzinfo=now.tzinfo)

"""``rukun duty``: who may go on duty at a moment."""

import argparse
from datetime import datetime

from rukun.config.cli.outcome import OK, USAGE, Commands, Failure, command, report, start_django, using_installation
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    parser = command(commands, "duty", _("siapa yang layak bertugas, dan mengapa yang lain tidak"), run, reports=True)
    parser.add_argument("--unit", default="", help=_("kode wilayah tempat bertugas; kosong: di mana saja"))
    parser.add_argument("--at", default="", help=_("waktunya, misalnya 2026-11-22T22:00; kosong: sekarang"))
    parser.add_argument("--until", default="", help=_("sampai kapan, misalnya 2026-11-23T04:00; kosong: saat itu saja"))
    parser.add_argument("--names", action="store_true", help=_("menyebut nama, tidak hanya ID"))


def run(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.training.access.duty import circles_of
    from rukun.training.queries.duty import fitness_of, members_seen

    at = _moment(args.at)
    until = _moment(args.until) if args.until else None
    if until is not None and until <= at:
        raise Failure(_("Waktu selesainya tidak sesudah waktu mulai."), _("Periksa --at dan --until."), USAGE)
    with using_installation():
        if args.unit:
            _demand(args.unit)
        rows = fitness_of(members_seen(circles_of(System("console"))), at, args.unit, until)
    data = [
        {
            "person": str(each.person),
            **({"name": each.name} if args.names else {}),
            "allowed": each.status.allowed,
            "allowed_a_day_later": each.later.allowed,
            "reasons": [{"code": reason.code, "about": reason.about} for reason in each.status.reasons],
        }
        for each in rows
    ]
    fit = [each for each in rows if each.status.allowed]
    lines = [f"{each.person}  {each.name}" if args.names else str(each.person) for each in fit]
    lines.append(_("Layak bertugas: %(fit)d dari %(all)d anggota.") % {"fit": len(fit), "all": len(rows)})
    asked = {"at": at.isoformat(), "until": until.isoformat() if until else None, "unit": args.unit}
    report(args, {**asked, "members": data}, lines)
    return OK


def _moment(text: str) -> datetime:
    """Where the installation stands, unless it says otherwise."""
    from django.utils import timezone

    if not text:
        return timezone.localtime()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Failure(_("Waktu itu tidak terbaca."), _("Tulis seperti 2026-11-22T22:00."), USAGE) from None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _demand(unit: str) -> None:
    from rukun.territory import queries as territory

    if not territory.exists(unit):
        what = _("Kode wilayah tidak dikenal. Contoh: 31.73.07.1001.016 untuk RW 16.")
        raise Failure(what, _("Cari kodenya dengan `rukun territory search`."), USAGE)

"""``rukun journal verify`` and ``rukun journal heads``."""

import argparse
import re
from pathlib import Path

from rukun.config.cli.outcome import FOUND, OK, USAGE, Commands, Failure, command, report, start_django
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("journal", help=_("buku mutasi: memeriksa rantai, mengeluarkan kepalanya"))
    sub = parser.add_subparsers(metavar="…", required=True)
    verify = command(
        sub, "verify", _("memeriksa apakah ada catatan yang diubah, dihapus, atau disisipkan"), run_verify, reports=True
    )
    verify.add_argument("--heads", type=Path, help=_("berkas kepala rantai; bila kosong: heads/heads.jsonl"))
    verify.add_argument(
        "--public-key", default="", help=_("kunci publik (64 digit heksadesimal) bila kunci sendiri tidak ada")
    )
    heads = command(
        sub,
        "heads",
        _("menampilkan kepala rantai yang ditandatangani, untuk dicetak atau dikirim"),
        run_heads,
        reports=True,
    )
    heads.add_argument("--export", action="store_true", help=_("menambahkannya juga ke heads/heads.jsonl sekarang"))


def run_verify(args: argparse.Namespace) -> int:
    start_django()
    from rukun.journal.errors import HeadsUnreadable
    from rukun.journal.verify import problems_in_words, verify_journal

    if args.public_key and not re.fullmatch("[0-9a-fA-F]{64}", args.public_key):
        raise Failure(
            _("--public-key bukan kunci publik."), _("Salin 64 digit heksadesimal dari `rukun journal heads`."), USAGE
        )
    try:
        found = verify_journal(heads=args.heads, key=args.public_key)
    except OSError as error:
        raise Failure(
            _("Berkas kepala rantai tidak terbaca: %s.") % error.strerror, _("Periksa nama berkas pada --heads.")
        ) from None
    except HeadsUnreadable as error:
        raise Failure(str(error)) from None
    summary = _(
        "%(entries)d catatan dalam %(chains)d rantai, %(notes)d keterangan "
        "(%(erased)d dihapus sesuai masa simpan), %(heads)d kepala bertanda tangan."
    ) % {name: getattr(found, name) for name in ("entries", "chains", "notes", "erased", "heads")}
    verdict = _("Buku mutasi utuh.") if found.sound else _("Buku mutasi tidak utuh:")
    report(args, found.as_json(), [summary, verdict, *(f"✗ {line}" for line in problems_in_words(found.problems))])
    return OK if found.sound else FOUND


def run_heads(args: argparse.Namespace) -> int:
    start_django()
    from django.utils import timezone

    from rukun.journal import heads
    from rukun.journal.actions import iso

    if args.export:
        heads.export_heads()
    current = heads.current_heads()
    now = timezone.now()
    lines = [
        _("Kepala rantai buku mutasi, %s") % timezone.localtime(now).isoformat(timespec="minutes"),
        _("Kunci publik: %s") % heads.public_key(),
        *(f"{code or '*':<24} {length:>8}  {head}" for code, (length, head) in current.items()),
        heads.sign(current, iso(now)),
    ]
    document = {"public_key": heads.public_key(), "signed": heads.sign(current, iso(now))}
    report(args, document, lines)
    return OK

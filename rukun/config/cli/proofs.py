"""``rukun report verify-proof``: whether a proof of filing is genuine; also where there is no installation."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from rukun.config.cli import receivers
from rukun.config.cli.outcome import FOUND, OK, USAGE, Commands, Failure, command, report, start_django
from rukun.config.words import _

if TYPE_CHECKING:
    from rukun.report.algo.proofs import Head


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "report", help=_("laporan warga: memeriksa bukti penerimaan, mencoba siapa penerimanya")
    )
    sub = parser.add_subparsers(metavar="…", required=True)
    verify = command(
        sub, "verify-proof", _("memeriksa bukti penerimaan laporan, juga tanpa instalasi"), run_verify, reports=True
    )
    receivers.add_to(sub)
    verify.add_argument("file", type=Path, metavar="FILE", help=_("berkas bukti"))
    verify.add_argument(
        "--key",
        action="append",
        default=[],
        help=_("kunci publik bukti (64 digit heksadesimal, dari /kunci/); boleh diulang; kosong: kunci instalasi ini"),
    )
    verify.add_argument("--heads", type=Path, help=_("berkas kepala rantai yang Anda simpan"))
    verify.add_argument(
        "--heads-key", default="", help=_("kunci publik buku mutasi (dari /kunci/); kosong: kunci instalasi ini")
    )


def run_verify(args: argparse.Namespace) -> int:
    for each in filter(None, [*args.key, args.heads_key]):
        if not re.fullmatch("[0-9a-fA-F]{64}", each):
            raise Failure(_("%s bukan kunci publik.") % each, _("Salin 64 digit heksadesimal dari /kunci/."), USAGE)
    if not args.key or (args.heads and not args.heads_key):
        start_django()  # for its own keys; raises NotInstalled
    from rukun.report.algo import proofs
    from rukun.report.verdicts import in_words, verdict_in_words

    text = args.file.read_text(encoding="utf-8", errors="replace")
    heads = _heads(args) if args.heads else None
    if args.key:
        verdict = proofs.examine(text, [proofs.Key(each.lower()) for each in args.key], heads)
    else:
        from rukun.report.queries.proofs import verify

        verdict = verify(text, heads=heads)
    marks = {True: "✓", False: "✗", None: "·"}
    lines = [
        verdict_in_words(verdict, _),
        *(f"{marks[each.good]} {in_words(each, _)}" for each in verdict.findings),
    ]
    data = {
        "genuine": verdict.genuine,
        "findings": [{"code": each.code, "good": each.good, "words": in_words(each, _)} for each in verdict.findings],
        "filed": verdict.document.get("filed"),
        "received": verdict.document.get("received"),
    }
    report(args, data, lines)
    return OK if verdict.genuine else FOUND


def _heads(args: argparse.Namespace) -> "list[Head]":
    from rukun.report.algo import proofs

    key = args.heads_key.lower()
    if not key:
        from rukun.report.queries.proofs import journal_key

        key = journal_key()
    found = proofs.heads_of(args.heads.read_text(encoding="utf-8", errors="replace"), key)
    if not found:
        raise Failure(
            _("Berkas kepala rantai tidak memuat satu baris pun yang sah."),
            _("Periksa nama berkas pada --heads, dan kuncinya."),
        )
    return found

"""``rukun backup`` and ``rukun restore``."""

import argparse
from pathlib import Path

from rukun.config.cli.outcome import FOUND, OK, Commands, Failure, command, report, start_django, using_installation
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    backup = command(
        commands, "backup", _("mencadangkan basis data dan berkas; kunci di arsip tersendiri"), run_backup, reports=True
    )
    backup.add_argument("--to", type=Path, default=None, help=_("folder tujuan (bawaan: RUKUN_DATA/backups)"))
    restore = command(
        commands, "restore", _("memulihkan cadangan; situs dan proses latar harus berhenti"), run_restore, reports=True
    )
    restore.add_argument("archive", type=Path, help=_("berkas rukun-….tar.gz"))
    restore.add_argument("--keys", type=Path, help=_("arsip kunci rukun-….keys.tar, untuk mesin yang baru"))
    restore.add_argument("--database-url", default="", help=_("basis data tujuan bila bukan yang sekarang"))
    restore.add_argument("--replace", action="store_true", help=_("mengganti data yang ada; yang lama disisihkan"))


def run_backup(args: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from rukun.config.saving import backup

    with using_installation():
        made = backup.make(args.to or settings.INSTALLATION.data / "backups")
    report(
        args,
        {"archive": str(made.archive), "keys": str(made.keys), "bytes": made.archive.stat().st_size},
        [
            _("Cadangan: %s") % made.archive,
            _("Kunci:    %s") % made.keys,
            _("Simpan keduanya di tempat yang berbeda: siapa yang memegang keduanya dapat membaca semuanya."),
        ],
    )
    return OK


def run_restore(args: argparse.Namespace) -> int:
    from rukun.config.saving import restore

    if not args.archive.is_file():
        raise Failure(_("%s tidak ada.") % args.archive, _("Periksa nama berkas cadangan."))
    done = restore.restore(args.archive, keys=args.keys, database_url=args.database_url, replace=args.replace)
    lost = {chain: count for chain, count in done.lost.items() if count}
    lines = [_("Dipulihkan dari cadangan %s.") % done.made_at]
    if done.aside:
        lines.append(_("Data yang lama disisihkan di %s.") % done.aside)
    lines.append(
        _("Buku mutasi utuh.") if done.sound else _("Buku mutasi tidak utuh; jalankan `rukun journal verify`.")
    )
    lines += [
        _("[%(chain)s] %(count)d catatan terakhir ditulis setelah cadangan ini dan hilang.")
        % {"chain": chain or _("instalasi"), "count": count}
        for chain, count in lost.items()
    ]
    report(args, {"made_at": done.made_at, "sound": done.sound, "lost": lost, "aside": str(done.aside or "")}, lines)
    return OK if done.sound else FOUND

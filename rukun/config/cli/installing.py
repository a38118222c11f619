"""``rukun init``, ``check``, ``migrate`` and the way to Django's own commands."""

import argparse
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import available_timezones

from rukun.config import installation as site
from rukun.config.cli.outcome import (
    FOUND,
    OK,
    USAGE,
    Commands,
    Failure,
    command,
    report,
    start_django,
    using_installation,
)
from rukun.config.installation import Installation, NotInstalled
from rukun.config.words import _

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


def add_to(commands: Commands) -> None:
    init = command(commands, "init", _("menyiapkan instalasi baru: kunci, domain, zona waktu, basis data"), run_init)
    init.add_argument("--domain", action="append", required=True, help=_("nama host situs; boleh diulang"))
    init.add_argument("--name", default="", help=_("nama yang dilihat warga, misalnya Posko Palmerah"))
    init.add_argument("--operator", default="", help=_("siapa yang menjalankannya, misalnya Kelurahan Palmerah"))
    init.add_argument("--contact", default="", help=_("cara menghubunginya: telepon atau alamat"))
    init.add_argument("--timezone", default="WIB", help=_("WIB, WITA, WIT, atau nama seperti Asia/Jakarta"))
    init.add_argument("--database-url", default="", help=_("postgres://… ; tanpa ini dipakai SQLite"))
    init.add_argument("--source", default="", help=_("alamat kode sumber versi ini (AGPL memintanya)"))
    init.add_argument("--no-https", action="store_true", help=_("hanya untuk jaringan setempat tanpa HTTPS"))
    command(
        commands, "check", _("memeriksa instalasi: setiap temuan beserta cara mengatasinya"), run_check, reports=True
    )
    command(commands, "migrate", _("menyesuaikan basis data dengan versi program ini"), run_migrate)
    django = command(commands, "django", _("perintah Django, untuk pengembang"), run_django)
    django.add_argument("arguments", nargs=argparse.REMAINDER)


def run_init(args: argparse.Namespace) -> int:
    data = site.data_folder()
    if (data / "rukun.toml").exists():
        raise Failure(
            _("Sudah ada instalasi di %s.") % data,
            _("Ubah rukun.toml di sana, atau pilih folder lain dengan RUKUN_DATA."),
        )
    for host in args.domain:
        if "/" in host or ":" in host or "*" in host or not host.strip("."):
            raise Failure(
                _("%s bukan nama host.") % host, _("Tulis nama saja, tanpa https:// dan tanpa port: rukun.example.id.")
            )
    zone = ZONES.get(args.timezone.upper(), args.timezone)
    if zone not in available_timezones():
        raise Failure(
            _("Zona waktu %s tidak dikenal.") % zone,
            _('Pakai "Asia/Jakarta" (WIB), "Asia/Makassar" (WITA), atau "Asia/Jayapura" (WIT).'),
            USAGE,
        )
    site.create(
        Installation(
            data=data,
            demo=False,
            name=args.name or args.domain[0],
            operator=args.operator,
            contact=args.contact,
            source=args.source,
            hosts=tuple(args.domain),
            https=not args.no_https,
            time_zone=zone,
        ),
        database_url=args.database_url,
    )
    try:
        site.load(data)
        migrate(verbosity=0)
        _begin_journal()
    except BaseException:
        (data / "rukun.toml").unlink(missing_ok=True)  # so that init can be run again; keys are kept
        raise
    print(_("Instalasi siap di %s.") % data)
    print(_("Simpan salinan folder keys/ di tempat lain: tanpa itu cadangan tidak dapat dipakai penuh."))
    print(_("Lanjutkan: `rukun territory import`, `rukun setup`, `rukun serve` dan `rukun worker`, `rukun check`."))
    return OK


def _begin_journal() -> None:
    from rukun.config.verbs import INSTALLATION_MADE
    from rukun.guard import System
    from rukun.journal import actions as journal

    with journal.atomic():
        journal.record(INSTALLATION_MADE, actor=System("console"), unit="")


def run_check(args: argparse.Namespace) -> int:
    try:
        start_django()
    except NotInstalled as error:
        found = [{"level": "error", "id": "config.E000", "what": error.what, "remedy": error.remedy}]
        report(args, {"ok": False, "findings": found, "jobs": []}, [f"✗ {error.what}", f"  → {error.remedy}"])
        return FOUND
    from django.core import checks
    from django.db import DatabaseError

    messages = [
        each
        for each in checks.run_checks(include_deployment_checks=True, databases=["default"])
        if not each.is_silenced()
    ]
    messages.sort(key=lambda each: -each.level)
    failed = any(each.level >= checks.ERROR for each in messages)
    from rukun.clock.jobs import statuses

    try:
        jobs = statuses()
    except DatabaseError:
        jobs = []
    findings = [
        {
            "level": "error" if each.level >= checks.ERROR else "warning",
            "id": str(each.id),
            "what": str(each.msg),
            "remedy": str(each.hint or ""),
        }
        for each in messages
    ]
    lines = [
        line
        for each in findings
        for line in (
            f"{'✗' if each['level'] == 'error' else '!'} {each['what']} [{each['id']}]",
            *([f"  → {each['remedy']}"] if each["remedy"] else []),
        )
    ]
    lines = lines or [_("Semua baik.")]
    lines += ["", _("Tugas berkala, dan kapan terakhir berhasil:")]
    lines += [f"  {each.name:<28} {_moment(each.succeeded_at)}  {each.error}".rstrip() for each in jobs]
    report(args, {"ok": not failed, "findings": findings, "jobs": [asdict(each) for each in jobs]}, lines)
    return FOUND if failed else OK


def _moment(time: datetime | None) -> str:
    from django.utils import timezone

    return timezone.localtime(time).isoformat(" ", "minutes") if time else _("belum pernah")


def run_migrate(args: argparse.Namespace) -> int:
    start_django()
    with using_installation():
        migrate()
    return OK


def migrate(verbosity: int = 1) -> None:
    """Bring the database to this version. Raises ``Failure`` where it cannot be reached."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        _make_lock_keys()
        site.add_push_key(settings.INSTALLATION)
        call_command("migrate", interactive=False, verbosity=verbosity)
        if connection.vendor == "sqlite":
            # Set once, here: it stays in the file, and two processes racing this pragma lock each other out.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
    except OperationalError as error:
        raise Failure(
            _("Basis data tidak dapat dipakai: %s") % str(error).strip().splitlines()[0],
            _("Periksa DATABASE_URL atau keys/database.url, apakah PostgreSQL berjalan, dan ruang di disk."),
        ) from None


def _make_lock_keys() -> None:
    """The keys of what residents hand in, for an installation that is older than they.

    Once there are reports a key that is missing was lost: another one opens nothing. Raises ``Failure``.
    """
    from django.conf import settings
    from django.db import connection

    installation = settings.INSTALLATION
    missing = site.missing_lock_keys(installation)
    if not missing:
        return
    if "report_report" in connection.introspection.table_names():
        raise Failure(
            _("Kunci %s tidak ada. Tanpa itu laporan yang tersimpan tidak dapat dibuka.")
            % ", ".join(f"keys/{name}" for name in missing),
            _("Pulihkan berkas itu dari arsip kunci cadangan Anda; jangan membuat yang baru."),
        )
    fresh = site.fresh_lock_keys()
    for name in missing:
        site.write_key(installation.keys / name, fresh[name])


def run_django(args: argparse.Namespace) -> int:
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line([f"{Path(sys.argv[0]).name} django", *args.arguments])
    return OK

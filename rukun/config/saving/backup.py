"""Making a backup while the site runs."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import rukun
from rukun.config.cli.outcome import Failure
from rukun.config.saving import engines
from rukun.config.verbs import BACKED_UP
from rukun.config.words import _
from rukun.guard import System
from rukun.journal import actions as journal

FORMAT = "rukun.backup.1"
FOLDERS = ("files", "heads")


@dataclass(frozen=True)
class Made:
    archive: Path
    keys: Path


def make(folder: Path) -> Made:
    """Write ``rukun-<time>.tar.gz`` and ``rukun-<time>.keys.tar`` into ``folder``.

    The archive appears whole or not at all. Raises ``Failure``, for a full disk among others.
    """
    site = settings.INSTALLATION
    now = timezone.now()
    name = f"rukun-{now:%Y%m%dT%H%M%SZ}"
    made = Made(folder / f"{name}.tar.gz", folder / f"{name}.keys.tar")
    with _room_in(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as scratch_name:
        scratch = Path(scratch_name)
        # The database first: a file that it names is either there already or was erased since, by retention.
        engines.dump(scratch / "database")
        sums = {"database": _sum(scratch / "database")}
        with tarfile.open(scratch / "archive", "w:gz", compresslevel=6) as archive:
            archive.add(scratch / "database", "database")
            for path in _files(site.data):
                inside = str(path.relative_to(site.data))
                try:
                    copy = Path(shutil.copy(path, scratch / "copy"))
                except FileNotFoundError:
                    continue
                sums[inside] = _sum(copy)
                archive.add(copy, inside)
            manifest = {
                "format": FORMAT,
                "name": name,
                "version": rukun.__version__,
                "made_at": now.isoformat(timespec="seconds"),
                "engine": connection.vendor,
                "migrations": sorted(
                    f"{app}.{label}" for app, label in MigrationRecorder(connection).applied_migrations()
                ),
                "sums": sums,
            }
            (scratch / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
            archive.add(scratch / "manifest.json", "manifest.json")
        os.close(os.open(scratch / "keys", os.O_CREAT | os.O_WRONLY, 0o600))
        with tarfile.open(scratch / "keys", "w") as keys:
            for path in sorted(site.keys.iterdir()):
                keys.add(path, f"keys/{path.name}")
        (scratch / "archive").chmod(0o600)
        shutil.move(scratch / "keys", made.keys)
        shutil.move(scratch / "archive", made.archive)
    with journal.atomic():
        journal.record(BACKED_UP, actor=System("backup"), unit="", about=("backup", name))
    return made


@contextmanager
def _room_in(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise Failure(
            _("Cadangan tidak dapat ditulis ke %(folder)s: %(why)s.") % {"folder": folder, "why": error.strerror},
            _("Pilih folder lain dengan --to, atau kosongkan ruang; tidak ada yang berubah."),
        ) from None


def _files(data: Path) -> Iterator[Path]:
    yield data / "rukun.toml"
    for folder in FOLDERS:
        yield from sorted(path for path in (data / folder).rglob("*") if path.is_file())


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

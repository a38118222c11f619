"""Making a backup while the site runs."""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import rukun
from rukun.config.cli.outcome import Failure
from rukun.config.saving import FORMAT, engines
from rukun.config.verbs import BACKED_UP
from rukun.config.words import _
from rukun.guard import System
from rukun.journal import actions as journal


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
        # Heads before the database, so that none speaks of an entry that the snapshot lacks; files after it: one
        # that the database names is then there, or was erased since, by retention.
        sums: dict[str, str] = {}
        with tarfile.open(scratch / "archive", "w:gz", compresslevel=6) as archive:
            for path in (site.data / "rukun.toml", *_files(site.data / "heads")):
                _pack(archive, path, str(path.relative_to(site.data)), scratch, sums)
            engines.dump(scratch / "database")
            _pack(archive, scratch / "database", "database", scratch, sums)
            for path in _files(site.data / "files"):
                _pack(archive, path, str(path.relative_to(site.data)), scratch, sums)
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
    except (OSError, sqlite3.OperationalError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Failure(
            _("Cadangan tidak dapat ditulis ke %(folder)s: %(why)s.") % {"folder": folder, "why": why},
            _("Pilih folder lain dengan --to, atau kosongkan ruang; tidak ada yang berubah."),
        ) from None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _pack(archive: tarfile.TarFile, path: Path, name: str, scratch: Path, sums: dict[str, str]) -> None:
    """Put a file as it is at this moment into the archive; one that is gone meanwhile is left out."""
    with suppress(FileNotFoundError):
        copy = Path(shutil.copy(path, scratch / "copy"))
        sums[name] = _sum(copy)
        archive.add(copy, name)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

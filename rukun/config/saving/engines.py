"""A database as one file, and back, by each database's own means."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections

from rukun.config.cli.outcome import Failure
from rukun.config.words import _


def dump(target: Path) -> None:
    """Write a consistent snapshot of the database to ``target`` while others go on writing."""
    if connection.vendor == "sqlite":
        source = f"file:{_sqlite_file()}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)  # all pages in one step: one snapshot, whoever writes meanwhile
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no write-ahead log beside it
    else:
        _postgres("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def load(source: Path) -> None:
    """Put a snapshot in the place of the database. PostgreSQL: all or nothing, by one transaction.

    SQLite: the old file must have been moved aside.
    """
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(source)) as offered:
                sound = offered.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            raise Failure(_("Basis data di dalam cadangan rusak."), _("Pakai cadangan lain; tidak ada yang berubah."))
        connections.close_all()
        shutil.move(source, _sqlite_file())
        with closing(sqlite3.connect(_sqlite_file())) as restored:
            restored.execute("PRAGMA journal_mode=WAL")
    else:
        flags = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
        _postgres("pg_restore", [*flags, f"--dbname={_settings()['NAME']}", str(source)], names_database=False)


def set_aside(folder: Path, *, worth_keeping: bool) -> Path:
    """Keep the present database in ``folder``; returns what ``put_back`` needs.

    SQLite's files are moved in any case: a write-ahead log left behind would be applied to the new database.
    """
    if connection.vendor != "sqlite":
        if worth_keeping:
            dump(folder / "database")
        return folder
    connections.close_all()
    for path in _sqlite_files():
        if path.exists():
            shutil.move(path, folder / path.name)
    return folder


def put_back(folder: Path) -> None:
    """Undo ``set_aside``, whatever has taken the database's place since."""
    if connection.vendor != "sqlite":
        if (folder / "database").exists():
            load(folder / "database")
            (folder / "database").unlink()
        return
    connections.close_all()
    for path in _sqlite_files():
        path.unlink(missing_ok=True)
        if (folder / path.name).exists():
            shutil.move(folder / path.name, path)


def _sqlite_files() -> list[Path]:
    return [Path(f"{_sqlite_file()}{suffix}") for suffix in ("", "-wal", "-shm")]


def _sqlite_file() -> Path:
    return Path(str(_settings()["NAME"]))


def _settings() -> dict[str, Any]:
    values: dict[str, Any] = connection.settings_dict
    return values


def _postgres(program: str, arguments: Sequence[str], *, names_database: bool = True) -> None:
    settings = _settings()
    given = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
    }  # never on the command line
    environment = {name: str(settings[key]) for name, key in given.items() if settings.get(key)}
    options = settings.get("OPTIONS", {})
    environment |= {f"PG{key.upper()}": str(options[key]) for key in ("sslmode", "sslrootcert") if key in options}
    database = [str(settings["NAME"])] if names_database else []
    done = subprocess.run(  # noqa: S603
        [_program(program), *arguments, *database],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Failure(
            _("%(program)s gagal: %(why)s")
            % {"program": program, "why": (done.stderr.strip().splitlines() or ["?"])[0]},
            _("Versi postgresql-client harus sama atau lebih baru daripada servernya; periksa juga ruang di disk."),
        )


def _program(name: str) -> str:
    found = shutil.which(name)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if found or versions:
        return str(versions[-1]) if versions else str(found)
    raise Failure(_("Program %s tidak ada di mesin ini.") % name, _("Pasang paket postgresql-client."))

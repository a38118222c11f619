"""A database as one file, and back, by each database's own means."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from django.db import connection, connections

from rukun.config.cli.outcome import Failure
from rukun.config.words import _


def dump(target: Path) -> None:
    """Write a consistent snapshot of the database to ``target`` while others go on writing."""
    if connection.vendor == "sqlite":
        source = f"{_sqlite_file().resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)  # all pages in one step: one snapshot, whoever writes meanwhile
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no write-ahead log beside it
    else:
        flags = ["--format=custom", "--no-owner", "--no-privileges"]
        _postgres("pg_dump", [*flags, f"--file={target}", f"--dbname={_settings()['NAME']}"])


def replace(source: Path, aside: Path, undo: ExitStack, *, worth_keeping: bool) -> None:
    """Put the snapshot ``source`` in the place of the database, whose present state is kept in the folder ``aside``.

    What undoes each step is pushed onto ``undo`` before the step is taken.
    """
    if connection.vendor == "sqlite":
        _refuse_damaged(source)
        connections.close_all()
        # All three files: a write-ahead log left behind would be applied to the new database.
        for path in _sqlite_files():
            if path.exists():
                undo.callback(_take_back, aside / path.name, path)
                shutil.move(path, aside / path.name)
        undo.callback(_forget, *_sqlite_files())
        shutil.move(source, _sqlite_file())
        with closing(sqlite3.connect(_sqlite_file())) as restored:
            restored.execute("PRAGMA journal_mode=WAL")
    else:
        if worth_keeping:
            dump(aside / "database")
        _load_postgres(source)
        if worth_keeping:
            undo.callback(_load_postgres, aside / "database")


EMPTY_POSTGRES = """
DO $$ DECLARE statement text; BEGIN
    FOR statement IN SELECT format('DROP TABLE IF EXISTS %I CASCADE', tablename) FROM pg_tables
        WHERE schemaname = 'public'
    LOOP EXECUTE statement; END LOOP;
    FOR statement IN SELECT 'DROP FUNCTION IF EXISTS ' || p.oid::regprocedure || ' CASCADE' FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE statement; END LOOP;
END $$;
"""
"""Clears what a newer version may have added: pg_restore's own --clean drops only what the archive knows."""


def _load_postgres(source: Path) -> None:
    """The whole database from ``source``, in one transaction: all or nothing."""
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        clearing, statements = Path(folder, "clear.sql"), Path(folder, "load.sql")
        clearing.write_text(EMPTY_POSTGRES, encoding="ascii")
        _postgres("pg_restore", ["--no-owner", "--no-privileges", f"--file={statements}", str(source)])
        connections.close_all()
        flags = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _postgres("psql", [*flags, f"--file={clearing}", f"--file={statements}", f"--dbname={_settings()['NAME']}"])


def _refuse_damaged(source: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as offered:
            sound = offered.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise Failure(_("Basis data di dalam cadangan rusak."), _("Pakai cadangan lain; tidak ada yang berubah."))


def _take_back(kept: Path, path: Path) -> None:
    if kept.exists():
        shutil.move(kept, path)


def _forget(*paths: Path) -> None:
    connections.close_all()
    for path in paths:
        path.unlink(missing_ok=True)


def _sqlite_files() -> list[Path]:
    return [Path(f"{_sqlite_file()}{suffix}") for suffix in ("", "-wal", "-shm")]


def _sqlite_file() -> Path:
    return Path(str(_settings()["NAME"]))


def _settings() -> dict[str, Any]:
    values: dict[str, Any] = connection.settings_dict
    return values


def _postgres(program: str, arguments: Sequence[str]) -> None:
    settings = _settings()
    # By the environment: what stands on a command line every user of the machine can read.
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {name: str(settings[key]) for name, key in given.items() if settings.get(key)}
    options = settings.get("OPTIONS", {})
    environment |= {f"PG{key.upper()}": str(options[key]) for key in ("sslmode", "sslrootcert") if key in options}
    done = subprocess.run(  # noqa: S603  PostgreSQL's own programs, no shell
        [_program(program), *arguments],
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

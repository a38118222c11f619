"""A private PostgreSQL server for one test run: found or installed, started in a temporary folder, always removed."""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import apt

OLDEST = 14  # what Django 5.2 speaks to
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
FOLDER = "rukun-pg-"
# A crash of this machine may cost the data: it is made for one run.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
}


class NoPostgresError(Exception):
    """No PostgreSQL server on this machine, or it does not start."""


@dataclass(frozen=True)
class Cluster:
    url: str
    binaries: Path


def find() -> Path | None:
    """The folder of the newest ``pg_ctl``, ``initdb`` and ``postgres`` on this machine, or None."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += [path for place in PLACES for path in Path("/").glob(place.lstrip("/"))]
    usable = [(version(path), path) for path in folders if version(path) >= OLDEST]
    return max(usable)[1] if usable else None


def version(binaries: Path) -> int:
    """The server's major version; 0 where something is missing."""
    if not all((binaries / name).exists() for name in ("pg_ctl", "initdb", "postgres")):
        return 0
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", answer)
    return int(number.group()) if number else 0


def get() -> Path:
    """Find the server's programs, or install them. Raises ``NoPostgresError``."""
    if found := find():
        return found
    if apt.usable():
        print("No PostgreSQL found: installing it with apt-get …", flush=True)
        with no_cluster_of_the_machine():
            apt.install("postgresql")
        if found := find():
            return found
    raise NoPostgresError(
        "No PostgreSQL server. Install it (Debian: sudo apt install postgresql; macOS: brew install postgresql)."
    )


@contextmanager
def no_cluster_of_the_machine() -> Iterator[None]:
    """Debian's package makes and starts a server for the whole machine; we only want the programs."""
    wish = Path("/etc/postgresql-common/createcluster.d/rukun-tests.conf")
    wish.parent.mkdir(parents=True, exist_ok=True)
    wish.write_text("create_main_cluster = false\n", encoding="ascii")
    try:
        yield
    finally:
        wish.unlink(missing_ok=True)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server with one database, ``rukun``, and a password only this run knows."""
    sweep()
    binaries = get()
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    try:
        url = start(binaries, folder)
        yield Cluster(url, binaries)
    finally:
        stop(folder, binaries)


def start(binaries: Path, folder: Path) -> str:
    """Make and start a server in ``folder``; its address."""
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password, encoding="ascii")
    for path in (folder, folder / "password"):
        os.chown(path, owner().pw_uid, owner().pw_gid)
    run(
        [
            *(binaries / "initdb", "-D", folder / "data", "-U", "rukun", "--encoding=UTF8", "--locale=C", "--no-sync"),
            *("--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
        ]
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = {**OPTIONS, "port": str(port), "unix_socket_directories": str(folder)}
    with (folder / "data" / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in options.items())
    # Without -l the server would hold our output open for ever.
    try:
        run([binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "60", "start"])
    except NoPostgresError as error:
        log = (folder / "log").read_text(encoding="utf-8") if (folder / "log").exists() else ""
        raise NoPostgresError(f"{error}\n{log}") from None
    return f"postgres://rukun:{password}@127.0.0.1:{port}/postgres"


def stop(folder: Path, binaries: Path) -> None:
    with suppress(NoPostgresError):  # it may never have started
        run([binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"])
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Stop and remove servers of earlier runs that were killed before they could do it themselves."""
    binaries = find()
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        pid = folder.name.removeprefix(FOLDER).partition("-")[0]
        mine = folder.lstat().st_uid in {os.geteuid(), owner().pw_uid}
        if binaries and mine and pid.isdecimal() and not alive(int(pid)):
            print(f"Removing what a killed test run left behind: {folder}", flush=True)
            stop(folder, binaries)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def owner() -> pwd.struct_passwd:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "_postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgresError("PostgreSQL does not run as root, and there is no user postgres or nobody.")


def run(command: list[str | Path]) -> None:
    """Run one of the server's programs as its owner. Raises ``NoPostgresError`` with what it said."""
    as_owner: dict[str, Any] = {}
    if os.geteuid() == 0:
        as_owner = {"user": owner().pw_uid, "group": owner().pw_gid, "extra_groups": []}
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **as_owner
    )
    if done.returncode != 0:
        raise NoPostgresError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")

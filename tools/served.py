"""A demo site of its own for browser tests and screenshots: the real server, a fresh folder, no way to the network.

``served()`` starts this module as a process that watches over the site. It ends when its input ends, and so also when
whoever asked for the site was killed: no server and no folder stays behind. By hand: ``python -m tools.served``.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK_ONLY = ROOT / "tools" / "loopback_only"
START = 120  # seconds until a site must answer; the demo's content is made before
END = 30  # seconds that its processes have to end by themselves


@dataclass(frozen=True)
class Served:
    url: str
    data: Path


class SiteError(Exception):
    """The site did not start; the message holds the end of its log."""


@contextmanager
def served(database_server: str = "") -> Iterator[Served]:
    """A running site, on SQLite or in a database of its own on the PostgreSQL server at ``database_server``."""
    command = [sys.executable, "-m", "tools.served", *filter(None, [database_server])]
    # A session of its own: Ctrl-C is for us, and we close its input.
    watcher = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert watcher.stdin
    assert watcher.stdout
    try:
        answer = watcher.stdout.readline()
        if not answer:
            raise SiteError("The site did not start; what it said is above.")
        site = json.loads(answer)
        yield Served(url=site["url"], data=Path(site["data"]))
    finally:
        watcher.stdin.close()
        watcher.wait(timeout=END + 30)
        watcher.stdout.close()


@contextmanager
def own_database(server: str, like: str = "") -> Iterator[str]:
    """The address of a new database on a PostgreSQL server, empty or a copy of another, dropped at the end."""
    import psycopg  # noqa: PLC0415  SQLite needs none

    name = f"served_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like or 'template1'}".encode())
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def running(data: Path, database_url: str) -> Iterator[str]:
    """Fill a demo installation in ``data`` and serve it; its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    environment = {**kept, "RUKUN_DATA": str(data), "PORT": str(port), "PYTHONPATH": f"{LOOPBACK_ONLY}"}
    if database_url:
        environment["DATABASE_URL"] = database_url
    log = data.with_name("log")
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "rukun.config.cli", "demo"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(url, server, log)
        yield url
    finally:
        stop(server)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    last_words = log.read_text(encoding="utf-8", errors="replace")[-4000:]
    raise SiteError(f"The site did not answer on {url}. Its last words:\n{last_words}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and the processes it started."""
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=END)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def main(database_server: str = "") -> int:
    try:
        with ExitStack() as stack:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rukun-served-"))) / "data"
            database = stack.enter_context(own_database(database_server)) if database_server else ""
            announce(stack.enter_context(running(data, database)), data)
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def announce(url: str, data: Path) -> None:
    """Say where the site is, and come back when nobody listens any more."""
    print(json.dumps({"url": url, "data": str(data)}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A running site with a small town and nobody in it; reports are sent to it as phones do: for contracts and crashes."""

import http.client
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from rukun.config.tests.installed import RUKUN, Installed, installed
from rukun.guard.ids import new_id
from rukun.report.algo.codes import new_code
from rukun.territory.tests.towns import KELURAHAN
from rukun.territory.tests.towns import town as drawn_town

RW = f"{KELURAHAN}.001"
PROXY = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return ", ".join(value for each, value in self.headers if each.lower() == name)


@dataclass
class Running:
    """A site whose processes can be killed and started again."""

    site: Installed
    port: int
    log: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, *, worker: bool = False) -> None:
        commands = [["serve", "--port", str(self.port)], *([["worker", "--every", "0.2"]] if worker else [])]
        with self.log.open("ab") as output:
            self.processes = [
                subprocess.Popen(
                    [*RUKUN, *command],
                    env=self.site.env,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                for command in commands
            ]
        end = time.monotonic() + 60
        while time.monotonic() < end and all(each.poll() is None for each in self.processes):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text(errors="replace")[-3000:])

    def kill(self) -> None:
        """End all of it at once, without a word."""
        for each in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
            each.wait()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the database, on either."""
        if url := self.site.env.get("DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return list(connection.execute(sql.encode()))
        with closing(sqlite3.connect(self.site.data / "rukun.sqlite3", timeout=20)) as connection:
            return list(connection.execute(sql))

    def everything(self) -> bytes:
        """Each byte that the site wrote anywhere but its keys: database, logs, files, heads."""
        folder = [
            path.read_bytes()
            for path in self.site.data.rglob("*")
            if path.is_file() and not {"keys", "static"} & {*path.relative_to(self.site.data).parts}
        ]
        if url := self.site.env.get("DATABASE_URL"):
            folder.append(subprocess.run(["pg_dump", "--inserts", url], capture_output=True, check=True).stdout)
        return b"\n".join([*folder, self.log.read_bytes()])


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """A site with RW 001 to 004. It believes what is said to it of where a request comes from."""
    with installed(folder / "data") as site, ExitStack() as stack:
        site.run("territory", "import", str(drawn_town().write(folder / "kota.osm")))
        with (site.data / "rukun.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'proxies = ["{PROXY}"]\n')
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        made = Running(site, port, folder / "log")
        stack.callback(made.kill)
        made.start()
        yield made


class Phone:
    """Somebody's connection: it keeps alive, and sends what it is told to, cookies too."""

    def __init__(self, port: int, **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def close(self) -> None:
        self.connection.close()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, **fields: object) -> Answer:
        return self._ask(
            "POST", path, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def send_file(self, path: str, content: bytes, name: str = "file", **fields: object) -> Answer:
        line = secrets.token_hex(8)
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        head = (
            f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = "".join([*parts, head]).encode() + content + f"\r\n--{line}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={line}"})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        try:
            self.connection.request(method, path, body, {**self.headers, **headers})
            answer = self.connection.getresponse()
        except (BrokenPipeError, http.client.RemoteDisconnected):
            # An answer given before the body was read ends the connection, as HTTP allows.
            self.connection.close()
            self.connection.request(method, path, body, {**self.headers, **headers})
            answer = self.connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())


def typed(**more: object) -> dict[str, object]:
    """A report as the app sends it."""
    return {
        "id": new_id(),
        "code": new_code(),
        "category": "ketertiban",
        "unit": RW,
        "happened_about": "unknown",
        "words": f"Ada yang berisik di gang, {secrets.token_hex(6)}.",
        "anonymous": "1",
        **more,
    }

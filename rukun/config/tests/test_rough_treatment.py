"""The running site under rough treatment: killed while it accepts, and sent whatever comes to mind."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest

from rukun.config.tests.installed import RUKUN, Installed, empty

pytestmark = pytest.mark.long
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Visitor:
    """A browser of the simplest kind: keeps cookies, finds the token in a form."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.cookies: dict[str, str] = {}

    def close(self) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= FORM if body is not None else {}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (BrokenPipeError, http.client.RemoteDisconnected):
            # An answer given before the body was read ends the connection, as HTTP allows.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode("utf-8", "replace")

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", path)[1])
        assert token
        return self.ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **fields}))


@contextmanager
def demo(site: Installed) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {**site.env, "PORT": str(port)}
    with subprocess.Popen([*RUKUN, "demo"], env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if "Ctrl-C" in line:
                    break
            yield process, port
        finally:
            process.kill()
    end = time.monotonic() + 15
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    pytest.fail("the server outlived the demo")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installed]:
    with empty(tmp_path / "data") as each:
        yield each


def test_what_the_site_acknowledged_is_there_after_it_was_killed(site: Installed) -> None:
    acknowledged = 0
    lock = threading.Lock()

    def keep_writing(port: int) -> None:
        nonlocal acknowledged
        with closing(Visitor(port)) as visitor:
            visitor.send("/demo/", person="petugas_posko")
            while True:
                try:
                    words = {"unit": "99.01.01.1001", "text": "kata", "log_id": str(uuid4())}
                    status, _ = visitor.send("/buku-mutasi/tulis/", **words)
                except (OSError, http.client.HTTPException):
                    return
                assert status == 302
                with lock:
                    acknowledged += 1

    before = 0
    for turn in range(4):
        with demo(site) as (process, port):
            before = before or site.json("journal", "verify")["entries"]
            writers = [threading.Thread(target=keep_writing, args=(port,)) for _ in range(3)]
            for writer in writers:
                writer.start()
            time.sleep(1 + turn * 0.37)
            children = subprocess.run(
                ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
            ).stdout.split()
            for child in children:
                os.kill(int(child), signal.SIGKILL)
            process.kill()
            for writer in writers:
                writer.join(40)
                assert not writer.is_alive()
        report = site.json("journal", "verify")
        assert report["sound"]
        assert report["entries"] - before >= acknowledged > turn


def test_whatever_is_sent_is_answered_and_never_with_a_crash(site: Installed) -> None:
    chooser = random.Random(3)
    strange = [
        "",
        "\0",
        "\ud7ff",
        "é" * 300,
        "'; --",
        "<script>",
        "%s%s",
        "../" * 9,
        "9" * 400,
        "-1",
        "1e999",
        "9999-12-31",
        "0001-01-01",
        "\u202ex",
        "𐍈",
    ]
    paths = ["/", "/masuk/", "/hari-ini/", "/buku-mutasi/", "/buku-mutasi/tulis/", "/demo/", "/komponen/", "/readyz"]
    paths += ["/api/v1/journal/entries", "/api/v1/installation", "/en/buku-mutasi/", "/buku-mutasi/-/1/", "/keluar/"]
    names = ["unit", "verb", "actor", "since", "until", "before", "after", "next", "page", "text", "phone", "password"]
    names += ["log_id", "object_label", "object_id"]
    with demo(site) as (_process, port):
        for role in (None, "warga", "lurah", "administrator"):
            with closing(Visitor(port)) as visitor:
                if role:
                    assert visitor.send("/demo/", person=role)[0] == 302
                for _ in range(250):
                    entry = f"/buku-mutasi/{quote(chooser.choice(strange))}/{chooser.choice(strange[8:10])}/"
                    path = chooser.choice([*paths, entry])
                    fields = {chooser.choice(names): chooser.choice(strange) for _ in range(chooser.randrange(4))}
                    if chooser.random() < 0.3:
                        token = visitor.cookies.get("csrftoken", "")
                        status, text = visitor.ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}))
                    else:
                        status, text = visitor.ask("GET", f"{path}?{urlencode(fields)}")
                    assert status < 500, (path, fields)
                    assert "Traceback" not in text
    assert site.json("journal", "verify")["sound"]


def test_a_server_asked_to_end_while_it_still_starts_ends(site: Installed) -> None:
    """Its worker may be between birth and listening to signals; the request must not get lost there."""
    site.run("init", "--domain", "rukun.localhost")
    chooser = random.Random(4)
    for _ in range(10):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        with site.start("rukun.config.cli", "serve", "--port", port) as server:
            assert server.stdout
            server.stdout.readline()
            time.sleep(chooser.uniform(0, 0.4))
            server.terminate()
            server.wait(15)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(port))), "nobody listens any more"

"""A whole installation of its own for a test: real commands, real processes, either database."""

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.served import own_database

RUKUN = [sys.executable, "-m", "rukun.config.cli"]
OF_THE_TESTS = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
"""What the tests set for themselves, the last of them as soon as one has opened a browser."""


@dataclass(frozen=True)
class Installed:
    """``run`` calls a command; ``start`` leaves it running. The network beyond loopback is closed to both."""

    data: Path
    env: dict[str, str]

    def run(self, *arguments: str, given: str = "", expect: int | None = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [*RUKUN, *arguments], env=self.env, input=given, capture_output=True, text=True, check=False, timeout=180
        )
        assert expect is None or done.returncode == expect, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str, expect: int | None = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)

    @contextmanager
    def start(self, *module: str) -> Iterator["subprocess.Popen[str]"]:
        """A Python module as a process of its own, its output on a pipe; killed at the end if it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()

    def finish(self, *modules: tuple[str, ...]) -> list[int]:
        """Start all of them at once, wait, and give their exit codes. Their output must be short."""
        with ExitStack() as stack:
            processes = [stack.enter_context(self.start(*module)) for module in modules]
            return [process.wait(120) for process in processes]


@contextmanager
def empty(folder: Path, like: str = "") -> Iterator[Installed]:
    """A folder without an installation, and with PostgreSQL an empty database (or one like another) to go with it."""
    env = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    with ExitStack() as stack:
        if os.environ.get("RUKUN_TEST_DB") == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(own_database(os.environ["DATABASE_URL"], like))
        yield Installed(folder, {**env, "RUKUN_DATA": str(folder), "RUKUN_LANG": "id"})


@contextmanager
def installed(folder: Path) -> Iterator[Installed]:
    """An installation as ``rukun init`` leaves it."""
    first = _first()
    with empty(folder, like=first.env.get("DATABASE_URL", "").rpartition("/")[2]) as site:
        shutil.copytree(first.data, folder)
        yield site


@functools.cache
def _first() -> Installed:
    """What ``rukun init`` made, once in this process: the others are copies, database and all."""
    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rukun-installed-")))
    site = stack.enter_context(empty(folder / "data"))
    site.run("init", "--domain", "rukun.localhost", "--name", "Posko Uji", "--no-https")
    return site

"""Children that never outlive their parent, not even one that was killed.

The parent holds the writing end of a pipe; each child reads from it and ends itself when the pipe breaks.
Works wherever there are pipes, unlike asking the kernel of one system for a signal.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

VARIABLE = "RUKUN_LIFELINE"
SERVED = "RUKUN_SERVED"
"""Set by `rukun serve` for the process it starts; another WSGI server looks after its own."""
PATIENCE = 10.0
"""Seconds that a child has to end by itself."""


class Lifeline:
    """Starts processes and ends them all."""

    def __init__(self, read_end: int) -> None:
        self._read_end = read_end
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        """Start a child in a session of its own: Ctrl-C reaches the parent alone, which then ends its children."""
        child = subprocess.Popen(  # noqa: S603  our own program
            command,
            env={**os.environ, VARIABLE: str(self._read_end)},
            pass_fds=[self._read_end],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._children.append(child)
        return child

    def end(self) -> None:
        """Ask every child to end, wait, and kill what is left, with whatever it started itself."""
        for child in self._children:
            with suppress(ProcessLookupError):
                child.terminate()
        for child in self._children:
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()


@contextmanager
def lifeline() -> Iterator[Lifeline]:
    read_end, write_end = os.pipe()
    try:
        yield Lifeline(read_end)
    finally:
        os.close(write_end)
        os.close(read_end)


def die_with_parent() -> None:
    """In a child: end when the parent is gone. Without a lifeline, nothing."""
    read_end = os.environ.pop(VARIABLE, "")
    if not read_end:
        return

    def hold_on() -> None:
        os.read(int(read_end), 1)  # returns only when the other end is closed
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=hold_on, daemon=True, name="lifeline").start()


def die_when_orphaned() -> None:
    """In a process whose parent cannot hand it a lifeline: look every second whether the parent is still the same.

    The web server's own worker is one: killed alone, the server would leave it behind with the port.
    """
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)  # at once: nobody is left to hear about it, and an open transaction rolls back

    threading.Thread(target=look, daemon=True, name="orphan").start()

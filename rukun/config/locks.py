"""Who uses an installation: many may run it, but while its data are replaced nobody does."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rukun.config.installation import Installation


class InUse(Exception):
    """Somebody is running this installation."""


class HalfRestored(Exception):
    """A restore was killed half-way: the data are neither the old nor the new ones. Names the folder kept aside."""


@contextmanager
def in_use(installation: Installation) -> Iterator[None]:
    """Held by the site and the worker as long as they run. The system lets go when the process ends.

    Raises ``HalfRestored``, and ``InUse`` while a restore is going on.
    """
    with (installation.data / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        if aside := half_restored(installation):
            raise HalfRestored(aside)
        yield


@contextmanager
def to_itself(installation: Installation) -> Iterator[None]:
    """Held while data are replaced. Raises ``InUse`` at once where site or worker run on this machine."""
    with (installation.data / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield


def half_restored(installation: Installation) -> str:
    """Where a restore that was cut off put the old data; ``""`` if all is whole."""
    mark = _mark(installation)
    return mark.read_text(encoding="utf-8") if mark.exists() else ""


def mark_half_restored(installation: Installation, aside: Path) -> None:
    """Say that from now on the data are in pieces, and where the old ones are."""
    with _mark(installation).open("w", encoding="utf-8") as file:
        file.write(str(aside))
        file.flush()
        os.fsync(file.fileno())


def mark_whole(installation: Installation) -> None:
    """The data are whole again: the old ones or the new ones."""
    _mark(installation).unlink(missing_ok=True)


def _mark(installation: Installation) -> Path:
    return installation.data / "restore-unfinished"

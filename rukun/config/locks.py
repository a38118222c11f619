"""Who uses an installation: many may run it, but while its data are replaced nobody does."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from rukun.config.installation import Installation


class InUse(Exception):
    """Somebody is running this installation."""


@contextmanager
def in_use(installation: Installation) -> Iterator[None]:
    """Held by the site and the worker as long as they run. The system lets go when the process ends."""
    with (installation.data / "run.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
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

"""One runner at a time across processes, by a lock that the system releases when its holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

ADVISORY_KEY = 0x52554B554E  # "RUKUN"; PostgreSQL's advisory locks are per database


@contextmanager
def only_runner() -> Iterator[bool]:
    """Whether this process may run the jobs now. It never waits.

    PostgreSQL may serve several machines, so the lock is the database's. SQLite lives on one machine,
    where a file lock does: a lock inside the database would be one long write transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_KEY])
            mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine and connection.connection is not None:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_KEY])
        return
    with (settings.INSTALLATION.data / "tick.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True

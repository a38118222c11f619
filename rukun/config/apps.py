from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "rukun.config"
    label = "config"

    def ready(self) -> None:
        from rukun.config import checks, wiring  # noqa: F401, PLC0415  registering is what these do at import

        post_migrate.connect(set_wal, sender=self)


def set_wal(*, using: str, **_kwargs: Any) -> None:
    """SQLite's write-ahead log, set once when the database is made: the setting stays in the file.

    Not at every connection: two processes racing this pragma lock each other out despite the timeout.
    """
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")

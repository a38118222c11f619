from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Journal(AppConfig):
    name = "rukun.journal"
    label = "journal"

    def ready(self) -> None:
        from rukun.journal import checks, triggers  # noqa: F401, PLC0415  checks registers at import

        # SQLite drops a table's triggers when a migration alters it, so they are put back after each migrate.
        post_migrate.connect(triggers.after_migrate, sender=self)

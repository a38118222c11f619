from django.apps import AppConfig


class Config(AppConfig):
    name = "rukun.config"
    label = "config"

    def ready(self) -> None:
        from rukun.config import checks, wiring  # noqa: F401, PLC0415  registering is what these do at import

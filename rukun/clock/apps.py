from django.apps import AppConfig


class Clock(AppConfig):
    name = "rukun.clock"
    label = "clock"

    def ready(self) -> None:
        from rukun.clock import checks  # noqa: F401, PLC0415  registers at import

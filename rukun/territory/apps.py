from django.apps import AppConfig


class Territory(AppConfig):
    name = "rukun.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class Notify(AppConfig):
    name = "rukun.notify"
    label = "notify"

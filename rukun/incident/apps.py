from django.apps import AppConfig


class Incident(AppConfig):
    name = "rukun.incident"
    label = "incident"

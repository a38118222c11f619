from django.apps import AppConfig


class Evidence(AppConfig):
    name = "rukun.evidence"
    label = "evidence"

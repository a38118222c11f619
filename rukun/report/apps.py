from django.apps import AppConfig


class Report(AppConfig):
    name = "rukun.report"
    label = "report"

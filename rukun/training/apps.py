from django.apps import AppConfig


class Training(AppConfig):
    name = "rukun.training"
    label = "training"

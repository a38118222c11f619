from django.apps import AppConfig


class Api(AppConfig):
    name = "rukun.api"
    label = "api"

from django.apps import AppConfig


class Home(AppConfig):
    name = "rukun.home"
    label = "home"

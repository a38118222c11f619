from django.apps import AppConfig


class People(AppConfig):
    name = "rukun.people"
    label = "people"

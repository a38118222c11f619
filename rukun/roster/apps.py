from django.apps import AppConfig


class Roster(AppConfig):
    name = "rukun.roster"
    label = "roster"

from django.apps import AppConfig


class Alarm(AppConfig):
    name = "rukun.alarm"
    label = "alarm"

from django.apps import AppConfig


class Almanac(AppConfig):
    name = "rukun.almanac"
    label = "almanac"

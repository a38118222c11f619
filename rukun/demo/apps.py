from django.apps import AppConfig


class Demo(AppConfig):
    name = "rukun.demo"
    label = "demo"

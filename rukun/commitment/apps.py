from django.apps import AppConfig


class Commitment(AppConfig):
    name = "rukun.commitment"
    label = "commitment"

"""The room's entry in the list of installed apps."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rukun.ui"
    label = "ui"

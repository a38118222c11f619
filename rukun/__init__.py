"""Rukun: how a neighbourhood keeps itself safe. The rooms and their order: docs/architecture.md."""

__version__ = "0.1.0"

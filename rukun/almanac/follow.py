"""What rooms above do when the calendar has changed, in the same transaction: filled in ``config/wiring.py``."""

from collections.abc import Callable

CHANGED: list[Callable[[], None]] = []

"""Where rooms above are asked: a measure whose room is not installed is not offered. ``config/wiring.py`` fills it."""

from collections.abc import Callable
from uuid import UUID

OFFERS: dict[str, Callable[[UUID, str], str]] = {}
"""By room ("patrol", "cordon", "forum"): given a situation and its unit, the address of the page where it is asked
for. What is done there, that room records on the situation through ``actions.measures.record_measure``."""

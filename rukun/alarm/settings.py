"""How long the kentongan waits in a unit: what was said for it or for the nearest unit around it, else ``USUAL``."""

from dataclasses import dataclass

from rukun.alarm.models import Setting
from rukun.territory.algo import codes


@dataclass(frozen=True)
class Times:
    """Seconds until the next channel and the next circle, how many who come are enough, minutes until it runs out.

    ``unit`` is where that was said; ``""`` for the usual.
    """

    channel_seconds: int
    circle_seconds: int
    needed: int
    lasts_minutes: int
    unit: str = ""


USUAL = Times(channel_seconds=120, circle_seconds=300, needed=4, lasts_minutes=120)
BOUNDS = {"channel_seconds": (30, 900), "circle_seconds": (60, 3600), "needed": (2, 50), "lasts_minutes": (15, 720)}
"""The least and the most that may be said. At least two come: nobody goes alone."""


def setting_of(unit: str) -> Times:
    """What counts in a unit. One query."""
    rows = Setting.objects.filter(unit__in=codes.chain_of(unit)).order_by("-unit")
    found = max(rows, key=lambda row: len(row.unit), default=None)
    if found is None:
        return USUAL
    return Times(found.channel_seconds, found.circle_seconds, found.needed, found.lasts_minutes, found.unit)

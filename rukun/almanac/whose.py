"""Whose calendar somebody is shown who has not said for where: filled in ``config/wiring.py``."""

from collections.abc import Callable

from rukun.guard import Actor

OWN: list[Callable[[Actor], str]] = []
"""Each takes an actor and gives the code of the unit that is their own, ``""`` if it knows none."""


def own_unit(actor: Actor) -> str:
    return next((unit for own in OWN if (unit := own(actor))), "")

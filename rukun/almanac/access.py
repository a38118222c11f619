"""The calendar is public. Whoever has ``almanac.manage`` says what holds in their unit and below it.

Events, matches and school holidays are known on the spot: whoever has ``almanac.events`` enters them for theirs.
"""

from rukun.almanac.algo.nights import PEMILU, RAMADAN
from rukun.guard import Actor, Decision

MANAGE, EVENTS = "almanac.manage", "almanac.events"
ANNOUNCED = frozenset({RAMADAN, PEMILU})
"""Kinds of spans that the government announces; the others are known on the spot."""


def can_manage(actor: Actor) -> Decision:
    """Whether there is any unit for which the actor decides."""
    return actor.holds(MANAGE)


def may_decide(actor: Actor, unit: str) -> Decision:
    """Whether the actor decides for this unit; for everywhere, ``""``, only whoever does so everywhere."""
    return actor.may(MANAGE, unit)


def managed_by(actor: Actor) -> tuple[str, ...]:
    """The units for which the actor decides, each with all below it."""
    return actor.scopes(MANAGE)


def can_enter(actor: Actor) -> Decision:
    """Whether there is any unit for which the actor enters anything that lasts from a day to a day."""
    managing = actor.holds(MANAGE)
    return managing if managing.allowed else actor.holds(EVENTS)


def may_enter(actor: Actor, kind: str, unit: str) -> Decision:
    """Whether the actor enters, and removes, something of this kind in this unit; ``""`` is everywhere."""
    managing = actor.may(MANAGE, unit)
    if managing.allowed or kind in ANNOUNCED:
        return managing
    return actor.may(EVENTS, unit)


def entered_by(actor: Actor) -> tuple[str, ...]:
    """The units for which the actor enters anything, each with all below it."""
    return tuple(dict.fromkeys([*actor.scopes(MANAGE), *actor.scopes(EVENTS)]))

"""The calendar is public. Whoever has ``almanac.manage`` says what holds in their unit and below it."""

from rukun.guard import Actor, Decision

MANAGE = "almanac.manage"


def can_manage(actor: Actor) -> Decision:
    """Whether there is any unit for which the actor decides."""
    return actor.holds(MANAGE)


def may_decide(actor: Actor, unit: str) -> Decision:
    """Whether the actor decides for this unit; for everywhere, ``""``, only whoever does so everywhere."""
    return actor.may(MANAGE, unit)


def managed_by(actor: Actor) -> tuple[str, ...]:
    """The units for which the actor decides, each with all below it."""
    return actor.scopes(MANAGE)

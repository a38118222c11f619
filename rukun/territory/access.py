from rukun.guard import Actor, Allowed, Decision


def can_see_territory(actor: Actor) -> Decision:
    """Units, places and the map are public, as they are on any street corner."""
    return Allowed()


def can_import(actor: Actor) -> Decision:
    """Changing the territory concerns the whole installation."""
    return actor.may("territory.manage", "")

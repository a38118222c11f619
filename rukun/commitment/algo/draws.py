"""Which of the promises that nobody confirmed are checked by somebody independent."""

from random import Random

ONE_IN = 5
"""One in so many is drawn. Those whose proof looks doubtful always are."""


def drawn(doubtful: bool, chance: Random) -> bool:
    """Whether it is to be checked. ``chance`` is the system's, which nobody can foresee."""
    return doubtful or chance.randrange(ONE_IN) == 0

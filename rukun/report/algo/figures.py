"""What the public is told of a number: too little to find anybody by it.

Below five nothing is told, none included. Above, only whole fives: so a number that is looked at day after day moves
rarely, and what moved it may have been any of the last five.
"""

LEAST = STEP = 5


def told(number: int) -> int | None:
    """The number rounded down to fives; ``None`` for fewer than five.

    >>> told(0), told(4), told(5), told(9), told(13)
    (None, None, 5, 5, 10)
    """
    return None if number < LEAST else number - number % STEP

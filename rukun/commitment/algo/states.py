"""States of a promise, and which may follow which.

The order is the one of Jakarta's complaint system (received, coordinated, followed up with a photo, verified by a third
party, done or redo). ``MOVES`` is the whole machine; what a move needs besides (proof, another person) the actions ask.
"""

RECEIVED, COORDINATED, WORKING, AWAITING, REOPENED = "received", "coordinated", "working", "awaiting", "reopened"
DONE, CANNOT, VOID = "done", "cannot", "void"

OPEN = (RECEIVED, COORDINATED, WORKING, AWAITING, REOPENED)
OWNERS_TURN = (RECEIVED, COORDINATED, WORKING, REOPENED)
"""In these the owner is to do something, and the clock runs."""
CLOSED = (DONE, CANNOT, VOID)
ENDED = (DONE, CANNOT)
"""Closed by an answer; what is void fell away."""

MOVES: dict[str, dict[str, tuple[str, ...]]] = {
    "coordinate": {RECEIVED: (COORDINATED,), REOPENED: (COORDINATED,)},
    "start": {RECEIVED: (WORKING,), COORDINATED: (WORKING,), REOPENED: (WORKING,)},
    "claim": dict.fromkeys(OWNERS_TURN, (AWAITING,)),
    "confirm": {AWAITING: (DONE, CANNOT)},
    "lapse": {AWAITING: (DONE, CANNOT)},
    "reject": {AWAITING: (REOPENED,)},
    "give_back": {AWAITING: (REOPENED,)},
    "contest": {DONE: (REOPENED,), CANNOT: (REOPENED,)},
    "contest_alone": dict.fromkeys((*OWNERS_TURN, VOID), (REOPENED,)),
    "new_owner": dict.fromkeys(OWNERS_TURN, (RECEIVED,)),
    "void": dict.fromkeys(OPEN, (VOID,)),
    "revive": {VOID: (RECEIVED, COORDINATED, WORKING, REOPENED)},
}
"""Each move: from which state to which."""


class CannotMove(ValueError):
    """That does not follow from the state."""


def moved(move: str, state: str, to: str = "") -> str:
    """The state after a move; ``to`` chooses where several may follow. Raises ``CannotMove``.

    >>> moved("start", "received")
    'working'
    """
    found = MOVES[move].get(state, ())
    if not to and len(found) == 1:
        return found[0]
    if to not in found:
        raise CannotMove(move)
    return to

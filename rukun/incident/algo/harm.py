"""Harm in numbers: how many, never who. Each kind is counted for itself; nothing is added up or weighed."""

from collections.abc import Mapping

KINDS = ("hurt", "hospital", "dead", "houses", "shops", "vehicles", "public", "moved")
"""Hurt, of those in hospital, dead; houses, stalls, vehicles and public things damaged; people who had to leave."""
MOST = 9999


def checked(harm: Mapping[str, object]) -> dict[str, int]:
    """The numbers that are not nought, in the order of ``KINDS``. Raises ``ValueError`` with the kind that is none.

    >>> checked({"hurt": 2, "dead": 0})
    {'hurt': 2}
    """
    for kind, number in harm.items():
        whole = isinstance(number, int) and not isinstance(number, bool)
        if kind not in KINDS or not whole or not 0 <= number <= MOST:  # type: ignore[operator]
            raise ValueError(kind)
    found = {kind: int(harm[kind]) for kind in KINDS if harm.get(kind)}  # type: ignore[call-overload]
    if found.get("hospital", 0) > found.get("hurt", 0):
        raise ValueError("hospital")
    return found

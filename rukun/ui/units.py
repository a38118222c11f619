"""Names of territory units for the pages: lists that stay empty here and are filled by whoever knows the territory."""

from collections.abc import Callable

NAMES: list[Callable[[str], str]] = []
"""Each takes a code and gives the unit's name, ``""`` if it knows none."""
FINDERS: list[Callable[[str], str]] = []
"""Each takes what somebody typed and gives a code, ``""`` if it finds none."""


def name_of(code: str) -> str:
    """The unit's name, ``""`` while nobody knows it."""
    return next((name for namer in NAMES if (name := namer(code))), "")


def find(text: str) -> str:
    """The code of the unit that somebody means by these words, ``""`` if nobody knows one."""
    return next((code for finder in FINDERS if (code := finder(text))), "")

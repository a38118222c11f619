"""Who is told when a promise is late: one level of the territory after the other, up to the kecamatan."""

HIGHEST = 3
"""Parts in the code of a kecamatan. Above it nobody knows the street."""
MOST = 3
"""Levels above an RT: RW, kelurahan, kecamatan."""


def above(unit: str) -> tuple[str, ...]:
    """The units above one, the nearest first.

    >>> above("31.73.07.1001.016")
    ('31.73.07.1001', '31.73.07')
    """
    parts = unit.split(".")
    return tuple(".".join(parts[:end]) for end in range(len(parts) - 1, HIGHEST - 1, -1))

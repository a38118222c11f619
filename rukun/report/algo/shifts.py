"""The quarters of a day, as people here call them."""

DAWN, MORNING, NOON, NIGHT = "dini_hari", "pagi", "siang", "malam"
UNKNOWN = ""
"""Nobody said at what hour."""


def shift_of(hour: int) -> str:
    """The quarter in which an hour of the local clock (0 to 23) lies.

    >>> shift_of(2), shift_of(6), shift_of(12), shift_of(23)
    ('dini_hari', 'pagi', 'siang', 'malam')
    """
    return (DAWN, MORNING, NOON, NIGHT)[hour // 6]

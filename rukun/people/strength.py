"""How sure we are who sits there: what a session was opened with decides what it opens."""

from enum import IntEnum


class Strength(IntEnum):
    """From weakest to strongest.

    ``CODE``: whoever holds the number now, which may be somebody new. ``INVITED``: opens no more than that, but may set
    up a way to sign in. ``WORD``: a password. ``STRONG``: a passkey or an authenticator app.
    """

    NONE = 0
    CODE = 1
    INVITED = 2
    WORD = 3
    STRONG = 4


SESSION_KEY = "strength"
FRESH_KEY = "shown_at"
"""Where a session keeps its strength, and when (in seconds of the epoch) the person last showed who they are."""

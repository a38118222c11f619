"""One-time codes leave through here.

Who carries them (WhatsApp, SMS, the demo's page) is added in ``config/wiring.py``.
"""

import secrets
from collections.abc import Callable

Sender = Callable[[str, str], None]
"""Takes the number (E.164) and the code.

It must only put them into a queue: how long it takes must tell nobody anything.
"""

SENDERS: list[Sender] = []
PRETENDERS: list[Sender] = []
"""Do the same work for a number that is nobody's, and send nothing."""
READY: dict[Sender, Callable[[], bool]] = {}
"""Whether a sender can reach anybody now; one that is not named here always can."""


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**6):06d}"


def can_be_sent() -> bool:
    """Whether to offer a code: whether any sender can reach anybody."""
    return any(READY[each]() if each in READY else True for each in SENDERS)


def pretend(phone: str) -> None:
    """What ``send`` does, for a number that nobody here has."""
    for pretender in PRETENDERS:
        pretender(phone, "000000")


def send(phone: str, code: str) -> None:
    for sender in SENDERS:
        sender(phone, code)

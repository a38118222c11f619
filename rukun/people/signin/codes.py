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


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**6):06d}"


def send(phone: str, code: str) -> None:
    for sender in SENDERS:
        sender(phone, code)

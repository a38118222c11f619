"""Providers of messages for Kampung Contoh and for tests: WhatsApp, Telegram, an SMS gateway, push, a posko's sink.

They answer as the real ones do, and bring what people "write" to our real webhooks, signed. What they know lies in a
file of their own beside the database (``kept``): it is another party's, and no table of it is in a real installation.
``answering`` takes what adapters ask over HTTP, ``speaking`` what somebody does on the made-up phone, ``bringing``
carries both to the webhooks, ``behaving`` makes them fail, stall, repeat and reorder.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """``path`` begins with the provider: "whatsapp/4711/messages". Names of ``headers`` are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def values(self) -> dict[str, Any]:
        """The JSON object of the body; an empty one where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Answer:
    """``stall``: seconds that pass before it; longer than anybody waits if negative."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: float = 0.0

    @property
    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

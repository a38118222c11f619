"""Which module understands what a channel brings, and which one sends on it. Loaded when first asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from rukun.notify.channels import MAIL, PUSH, SINK, SMS, TELEGRAM, WHATSAPP

READINGS: dict[str, str] = {
    WHATSAPP: "rukun.notify.algo.reading.whatsapp",
    TELEGRAM: "rukun.notify.algo.reading.telegram",
    SMS: "rukun.notify.algo.reading.sms",
}
"""``parts(payload)`` divides a webhook's body, ``understood(content)`` says what one part is."""

ADAPTERS: dict[str, dict[str, str]] = {
    WHATSAPP: {"": "rukun.notify.adapters.whatsapp"},
    TELEGRAM: {"": "rukun.notify.adapters.telegram"},
    SMS: {"gammu": "rukun.notify.adapters.gammu", "http": "rukun.notify.adapters.sms_http"},
    PUSH: {"": "rukun.notify.adapters.push"},
    MAIL: {"": "rukun.notify.adapters.mail"},
    SINK: {"": "rukun.notify.adapters.sink"},
}
"""By the setting's ``way``. ``send`` each has; ``fetch``, ``poll`` and ``receipts`` those that can."""

RATES: dict[str, float] = {WHATSAPP: 60.0, TELEGRAM: 25.0, SMS: 5.0, PUSH: 100.0, MAIL: 5.0, SINK: 10.0}
"""Messages a second where the setting's ``rate`` does not say: below what providers allow."""


def reading_of(channel: str) -> Any:
    """The module that understands what comes in. Raises ``LookupError`` for a channel on which nothing does."""
    return import_module(READINGS[channel])


def adapter_of(channel: str, setting: Mapping[str, Any]) -> Any:
    """The module that sends. Raises ``LookupError`` for a way there is not."""
    ways = ADAPTERS[channel]
    return import_module(ways[str(setting.get("way", ""))] if len(ways) > 1 else next(iter(ways.values())))


def takes_key(adapter: Any) -> bool:
    """Whether its provider takes our id of a message for an idempotency key: sent again, it arrives once."""
    return bool(adapter.ONCE)


def tells_later(channel: str) -> bool:
    """Whether its provider says later what became of a message: until then the words are kept for another channel."""
    return channel in (WHATSAPP, SMS)


def account_of(channel: str, setting: Mapping[str, Any]) -> str:
    """Whose ids a channel's messages bear: each bot of Telegram counts its own, from anywhere."""
    return str(setting.get("token", "")).partition(":")[0] if channel == TELEGRAM else ""


def rate_of(channel: str, setting: Mapping[str, Any]) -> float:
    """Messages a second."""
    return float(setting.get("rate") or RATES[channel])

"""One module for each provider: ``send(setting, outgoing)`` sends one message and says what came of it.

Adapters know no database, so that several can wait for their providers at once. ``setting`` is what lies sealed in the
channel's ``Setting``; addresses of providers are part of it, so that tests and the demo talk to a provider of their
own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

TIMEOUT = (5, 20)
"""Seconds to connect, and between two pieces of an answer."""


@dataclass(frozen=True)
class Letter:
    """A message as an adapter gets it: rendered. ``title`` for mail and push, ``choices`` as (id, label)."""

    id: UUID
    address: Mapping[str, Any]
    text: str
    title: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    urgent: bool = False
    url: str = ""  # where a push message leads
    template: str = ""  # WhatsApp's name of it; ``parameters`` are its values in order
    parameters: tuple[str, ...] = ()
    code: str = ""  # of a one-time code alone: WhatsApp takes it in a template of its own kind
    language: str = "id"
    window: bool = True
    """Whether the contact wrote within 24 hours."""
    seconds: int = 86_400
    """For how long it is worth delivering."""


@dataclass(frozen=True)
class Outcome:
    """What came of a try.

    ``sent``: the provider took it. ``later``: try again (after ``wait`` seconds, if it said so). ``no``: this
    address will never take it. ``off``: the channel itself does not work (token, account). ``unknown``: nobody can
    say whether it went.

    ``why`` is one of ``WHY``, never the provider's own words, which may quote a number.
    """

    result: Literal["sent", "later", "no", "off", "unknown"]
    message: str = ""  # the provider's id of it
    why: str = ""
    wait: float = 0.0
    gone: bool = False
    """The address itself is gone for ever (a push subscription that ended, a bot that was blocked)."""


WHY = {
    "busy": "the provider asked to wait (429)",
    "down": "the provider answered with an error of its own (5xx)",
    "garbage": "an answer nobody can read",
    "timeout": "no answer in time",
    "unreachable": "no connection",
    "token": "the provider does not accept our token",
    "address": "the provider does not know the address",
    "blocked": "the receiver does not want messages from us",
    "window": "outside the 24 hours, and there is no approved template",
    "template": "the provider does not accept the template",
    "refused": "the provider refused the message",
    "too_long": "longer than the channel takes",
    "money": "the month's ceiling is reached",
    "stale": "too late to be of use",
    "off": "the channel is switched off",
    "broken": "it could not be put into words: a fault of ours",
}
"""Codes of what went wrong, and what they mean; pages have them in words of the reader's language."""

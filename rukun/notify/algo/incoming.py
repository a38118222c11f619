"""What somebody sent, and what a provider says of what we sent, whatever the channel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Kind = Literal["text", "choice", "photo", "voice", "place", "other"]


@dataclass(frozen=True)
class Part:
    """One thing of a webhook's body, to be stored once and understood later.

    ``key`` is the provider's own id of it, or a digest of the content where it has none. ``sender`` is the most
    stable name of whoever sent it (``"wa:<business-scoped id>"``, ``"phone:+62…"``, ``"telegram:<chat id>"``);
    ``""`` of a receipt.
    """

    key: str
    sender: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A message of a person. ``names`` are all names of the sender, the most stable first.

    ``text`` is what was written, a photo's caption or the label of a button; ``choice`` the id of that button.
    ``media`` is the provider's id of a photo or voice note. ``said_at`` is the provider's time, in UTC.
    """

    names: tuple[str, ...]
    kind: Kind
    text: str = ""
    choice: str = ""
    lat: float | None = None
    lon: float | None = None
    live: bool = False
    media: str = ""
    media_type: str = ""
    answers: str = ""
    """The provider's id of the message of ours that it answers; ``""`` where it does not say."""
    said_at: datetime | None = None
    link: str = ""
    """What a link that opened the chat carried along: nobody typed it."""


@dataclass(frozen=True)
class Receipt:
    """What became of a message of ours. ``message`` is the provider's id of it; ``why`` its code of a failure.

    ``letter`` is our own id of it, where the provider gives that back: it finds a message whose try nobody knows the
    end of.
    """

    message: str
    state: Literal["sent", "delivered", "read", "failed"]
    at: datetime | None = None
    why: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Joined:
    """Nothing was said, but these are names of one and the same sender, the newest first: a number was changed."""

    names: tuple[str, ...]

"""The inbound desk: one open question for each sender, so that "1" never means two things.

A room above registers a ``Topic`` for each kind of question in ``config/wiring.py``. Whatever a sender says goes to
the topic of the question that is open with them; if none is, to the topic called ``ENTRANCE``. A new question waits
until the open one is over, except an urgent one, which goes first; the other is put again afterwards (``Topic.again``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from rukun.notify.algo.incoming import Said


@dataclass(frozen=True)
class Choice:
    """One of at most three answers offered as buttons, or as "1", "2", "3" where there are none."""

    id: str
    label: str


@dataclass(frozen=True)
class Say:
    """Something said back, in the sender's language already. SMS gets ``text`` and the numbered choices."""

    text: str
    choices: tuple[Choice, ...] = ()
    vital: bool = False
    """Goes out first, and however much was said to this sender already: danger, a receipt code."""


@dataclass(frozen=True)
class Sender:
    """Who talks: an id of the room, never a number. ``person`` where they are somebody known to the installation."""

    id: UUID
    channel: str
    language: str
    person: UUID | None = None
    stopped: bool = False
    """Whether they are told nothing of their own accord: they said so, or a provider did."""


@dataclass(frozen=True)
class Heard:
    """A message as topics get it; ``media`` was fetched already (``None``: it could not be)."""

    said: Said
    media: bytes | None = None
    id: int = 0
    """Of the stored row: what is made from it once (an id, a receipt code) can be derived from it."""
    unseen: bool = False
    """Whether they were told only that there is a question (``Topic.outside``): this can be no answer to it."""


@dataclass(frozen=True)
class Turn:
    """What follows from something heard. Without ``state`` the question is answered and over."""

    says: tuple[Say, ...] = ()
    state: Mapping[str, Any] | None = None
    language: str = ""  # a language that the sender chose
    then: str = ""
    """Another topic that is to hear the same message; ``says`` come first. For "lapor" in the midst of something."""
    said: str = ""
    """What that topic is to hear instead of the message: words that were kept until it was clear whose they are."""


@dataclass(frozen=True)
class Topic:
    """A kind of question. ``hear`` and ``again`` run in the transaction that also writes their answers."""

    name: str
    hear: Callable[[Sender, Heard, Mapping[str, Any]], Turn]
    again: Callable[[Sender, Mapping[str, Any]], tuple[Say, ...]]
    """How the question is put (again); also what is said when it is first opened through ``actions.asking``."""
    lasts: timedelta = field(default=timedelta(hours=24))
    over: Callable[[Sender, Mapping[str, Any]], tuple[Say, ...]] | None = None
    """What is said when it ran out unanswered; nothing if ``None``."""
    stopped: Callable[[Sender, Mapping[str, Any]], tuple[Say, ...]] | None = None
    """What is said when they want no more messages while it is open or waits; nothing if ``None``."""
    several: bool = False
    """Whether several may be asked about one thing, each with an answer of its own; else the newest stands for all."""
    outside: str = ""
    """The notice, without values, that is told instead of the question where WhatsApp does not let us write freely:
    that they may write. When they do, the topic hears it as ``unseen``, and puts the question."""


JOINED: list[Callable[[UUID, UUID], None]] = []
"""Told the old and the new id, in the same transaction, where two contacts turn out to be one: for rooms above that
keep a contact's id. Filled in ``config/wiring.py``."""
BEFORE: list[Callable[[bytes], bool]] = []
"""Get a photo before it is heard, outside of any transaction: for what takes long. Whether it can be heard now; if not
it is tried again later. Filled in ``config/wiring.py``."""
SENTENCES: list[Callable[[], Iterable[tuple[str, Say]]]] = []
"""What is said in talks, with values made up, each by its name and in the language of the moment: for the page that
shows how all messages read. Filled in ``config/wiring.py``."""
CLAIMS: list[Callable[[Sender, Heard], tuple[Say, ...] | None]] = []
"""Asked before the entrance, where no question is open: whether what was heard answers something that was asked of the
same person elsewhere, and what is said to it; ``None`` where it does not. Filled in ``config/wiring.py``."""
ENTRANCE = "report.talk"
TOPICS: dict[str, Topic] = {}


def register(*topics: Topic) -> None:
    """Raises ``ValueError`` when two bear one name."""
    for topic in topics:
        if TOPICS.setdefault(topic.name, topic) is not topic:
            raise ValueError(f"two topics are called {topic.name}")

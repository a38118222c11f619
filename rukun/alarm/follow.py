"""What the rooms above know and do about the things for which the kentongan rings: filled in ``config/wiring.py``."""

from collections.abc import Callable
from uuid import UUID

from rukun.guard import Actor

DRILL = "drill"
"""The label of a drill, for which no thing is needed: it says LATIHAN everywhere."""
CHANGED: dict[str, Callable[[UUID], None]] = {}
"""By label: called in the transaction in which anything of a ring changed that a board shows, after the ring's row."""
EXISTS: dict[str, Callable[[UUID], bool]] = {}
"""By label: whether there is such a thing and it is still open. Without it nothing rings."""
GATHERS: dict[str, Callable[[UUID], bool]] = {}
"""By label: whether people may still be called to a meeting point for it, asked again before every further call: once
it is worse, or no longer as somebody verified it, they are called no more."""

PAGES: dict[str, Callable[[Actor, UUID], str]] = {}
"""By label: the address of the thing's own page, ``""`` for whoever may not see it."""


def changed(label: str, key: UUID) -> None:
    if tell := CHANGED.get(label):
        tell(key)


def exists(label: str, key: UUID) -> bool:
    ask = EXISTS.get(label)
    return ask is not None and ask(key)


def gathers(label: str, key: UUID) -> bool:
    ask = GATHERS.get(label)
    return ask is None or ask(key)


def page_of(actor: Actor, label: str, key: UUID) -> str:
    ask = PAGES.get(label)
    return ask(actor, key) if ask is not None else ""

"""What people say of a situation, sealed for the row it belongs to."""

from collections.abc import Mapping
from typing import Any

from rukun import seal
from rukun.seal.tables import about

TABLES = ("Step", "Observation", "Measure", "Closing", "HotSpot", "Handover")


def sealed(table: str, key: object, words: Mapping[str, Any]) -> bytes:
    """``table`` is one of ``TABLES``; ``key`` the row's primary key."""
    return seal.seal_words(dict(words), about(f"incident.{table}", "content", key))


def says(table: str, key: object, content: bytes | memoryview | None, **words: str) -> bool:
    """Whether these are the words that were sealed; also where no key opens them any more, or they were erased."""
    try:
        known = opened(table, key, content)
    except seal.CannotOpen:
        return True
    return all(name not in known or known[name] == text for name, text in words.items())


def opened(table: str, key: object, content: bytes | memoryview | None) -> dict[str, Any]:
    """The words again; erased ones are empty. Raises ``seal.CannotOpen``."""
    return {} if content is None else seal.unseal_words(content, about(f"incident.{table}", "content", key))

"""A line of the day: what waits for somebody, or where they can go on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Todo:
    words: str
    url: str

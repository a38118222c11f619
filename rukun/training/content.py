"""What is taught: courses, the code of conduct, what a member agrees to. They are files beside this one.

They are Indonesian whatever language the screen has: these are the words that people sign and are examined in. A new
``version`` of a course asks everybody for a refresher; its ``since`` is the first day on which it counts.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).resolve().parent
ORDER = ("pelaporan", "koordinasi", "tindakan-awal", "hak-anak", "data-pribadi", "pertolongan", "kabar-bohong")


@dataclass(frozen=True)
class Card:
    """One screen. ``text`` is a list of paragraphs; ``say`` are sentences to say aloud."""

    title: str
    text: tuple[str, ...]
    do: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    say: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """The first of ``choices`` is right. ``why`` is shown after answering."""

    id: str
    ask: str
    choices: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Course:
    """``needed``: nobody goes on duty without it. ``practical``: a trainer must have seen it done, too.

    A quiz draws ``draw`` questions, of which ``passing`` have to be right. A certificate is valid for ``months``.
    """

    code: str
    title: str
    about: str
    version: int
    since: date
    needed: bool
    practical: bool
    minutes: int
    months: int
    draw: int
    passing: int
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        return next((each for each in self.questions if each.id == key), None)


@dataclass(frozen=True)
class Conduct:
    """What every member signs each year."""

    version: int
    since: date
    title: str
    preface: str
    promises: tuple[str, ...]
    never: tuple[str, ...]
    consequence: str


@dataclass(frozen=True)
class Consent:
    """What somebody agrees to who joins."""

    version: int
    since: date
    title: str
    text: tuple[str, ...]


@cache
def courses() -> MappingProxyType[str, Course]:
    """All courses by their code, in the order in which they are best taken."""
    return MappingProxyType({code: _course(code) for code in ORDER})


@cache
def conduct() -> Conduct:
    found = _read("conduct.toml")
    return Conduct(
        version=found["version"],
        since=found["since"],
        title=found["title"],
        preface=_flowing(found["preface"]),
        promises=tuple(found["promises"]),
        never=tuple(found["never"]),
        consequence=_flowing(found["consequence"]),
    )


@cache
def consent() -> Consent:
    found = _read("consent.toml")
    return Consent(found["version"], found["since"], found["title"], tuple(found["text"]))


def _course(code: str) -> Course:
    found = _read(f"courses/{code}.toml")
    passing, cards, questions = found.pop("pass"), found.pop("cards"), found.pop("questions")
    return Course(
        code=code,
        passing=passing,
        cards=tuple(
            Card(
                each["title"],
                tuple(_flowing(part) for part in each["text"].strip().split("\n\n")),
                *(tuple(each.get(key, ())) for key in ("do", "never", "say")),
            )
            for each in cards
        ),
        questions=tuple(Question(each["id"], each["ask"], tuple(each["choices"]), each["why"]) for each in questions),
        **found,
    )


def _flowing(text: str) -> str:
    """A paragraph without the line ends of its file."""
    return " ".join(text.split())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))

"""What an import found amiss: kept, counted and shown, so that nothing is dropped silently."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_NAME = 120


@dataclass(frozen=True)
class Problem:
    """``kind`` is a code whose words are in ``rukun.territory.words``; ``what`` and ``where`` name the thing."""

    kind: str
    what: str
    where: str


class CannotRead(Exception):
    """The file is of no use.

    ``why``: "missing", "not_osm", "damaged", "text_long", "no_points", "no_boundaries", "no_codes", "clip_unknown",
    "clip_empty".
    ``detail`` is what the library below said, or what was looked for.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


# Controls, and the marks that turn the direction of the text around them: they could make a name read as another.
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")


def clean_name(text: str) -> tuple[str, tuple[str, ...]]:
    """A name fit to be shown and stored, and what was wrong with it: "name_unseen", "name_long"."""
    wrong: list[str] = []
    if UNSEEN.search(text):
        text = UNSEEN.sub(" ", text)
        wrong.append("name_unseen")
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > LONGEST_NAME:
        text = text[: LONGEST_NAME - 1].rstrip() + "…"
        wrong.append("name_long")
    return text, tuple(wrong)

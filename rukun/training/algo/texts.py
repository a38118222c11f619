"""Words that strangers typed, made fit to be kept: without characters that nobody sees but that turn a line around."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's control and format characters, halves of characters, and what is no character at all."""


def flowing(text: str) -> str:
    """One line of it: blanks and line ends become single blanks."""
    return " ".join(_seen(text).split())


def readable(text: str) -> str:
    """Several lines of it, without blanks around."""
    return "\n".join(_seen(line).rstrip() for line in text.splitlines()).strip()


def _seen(text: str) -> str:
    return "".join(each for each in text if each.isspace() or unicodedata.category(each) not in _UNSEEN)

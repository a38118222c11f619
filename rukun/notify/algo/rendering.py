"""Words of a message: values put in, choices numbered."""

from collections.abc import Mapping, Sequence


def filled(words: str, values: Mapping[str, str]) -> str:
    """``words`` with its ``%(name)s``. Raises ``KeyError`` where a value is missing."""
    return words % values


def numbered(text: str, labels: Sequence[str]) -> str:
    r"""A text and its choices where there are no buttons.

    >>> numbered("Sudah beres?", ["Sudah", "Belum"])
    'Sudah beres?\n1 Sudah\n2 Belum'
    """
    return "\n".join([text, *(f"{number} {label}" for number, label in enumerate(labels, 1))])

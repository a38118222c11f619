"""A name's initials: enough to compare with what somebody says they are called, and no more."""

import re
import unicodedata

MOST = 5
_BETWEEN = re.compile(r"[\s.·_/\\()\[\]]+")


def initials(name: str) -> str:
    """Of each part of a name its first letter. What follows a comma are degrees, and is left out.

    >>> initials("Sari Wulandari"), initials("M.Rizki, S.H."), initials("nur'aini")
    ('S. W.', 'M. R.', 'N.')

    At most five. ``""`` for a name without any letter.
    """
    before = unicodedata.normalize("NFC", name).partition(",")[0]
    firsts = (next((letter for letter in part if letter.isalpha()), "") for part in _BETWEEN.split(before))
    letters = [first.upper()[:1] for first in firsts if first][:MOST]
    return " ".join(f"{letter}." for letter in letters)

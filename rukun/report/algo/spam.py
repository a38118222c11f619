"""Words that are surely no report. Whatever could be one is none of these: a person takes the first look anyway."""

import re
import unicodedata

_LINK = re.compile(
    r"(?:https?://|www\.)\S*|(?<![\w.-])[\w.-]+\.(?:com|net|org|info|xyz|site|online|top|id|me|ly)\b\S*", re.IGNORECASE
)
MANY = 6
"""So many of one letter are no word; "aaa!" may be a cry."""


def is_no_report(words: str, *, links_tell: bool = False) -> bool:
    """Whether somebody wrote something that tells nothing: only links, or one letter again and again.

    No words at all are no spam: category and place are a report. ``links_tell``: of a rumour a link alone is one too.
    """
    words = words[:8000].strip()
    if not words:
        return False
    without_links = _LINK.sub(" ", words)
    if without_links != words and not plain_text(without_links):
        return not links_tell
    letters = plain_text(words)
    return len(letters) >= MANY and len(set(letters)) == 1


def plain_text(words: str) -> str:
    """Letters and digits alone, small: what stays the same when the same text is sent with another full stop.

    >>> plain_text("Ada  TAWURAN!")
    'adatawuran'
    """
    folded = unicodedata.normalize("NFKC", words[:8000]).casefold()
    return "".join(each for each in folded if each.isalnum())

"""How long a text is as SMS.

3GPP TS 23.038 has the letters of the default alphabet and of its extension table, TS 23.040 the lengths: 160 septets or
70 UTF-16 units alone, 153 or 67 in each part of a message that needs several.
"""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Each takes two septets, which a part's end never divides."""

TYPED = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f", ""),
        **dict.fromkeys("•·▪●", "-"),
        "…": "...",
        "→": "->",
        "←": "<-",
        "≤": "<=",
        "≥": ">=",
        "×": "x",
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
        "²": "2",
        "³": "3",
        "°": " ",
        "©": "(c)",
        "™": "(tm)",
        "ç": "c",
        "ı": "i",
    }
)


def is_gsm7(text: str) -> bool:
    """Whether every letter is of the default alphabet or its extension."""
    return all(each in BASIC or each in EXTENDED for each in text)


def septets(text: str) -> int:
    """How many septets a text takes that ``is_gsm7``."""
    return sum(2 if each in EXTENDED else 1 for each in text)


def plain(text: str) -> str:
    """The same with quotation marks, dashes and accents that the alphabet lacks as the nearest that it has.

    What has no such neighbour (an emoji, other scripts) stays, and makes the message one of 70.

    >>> plain("“Jalan Café” – rusak…"), plain("naïve ê é")
    ('"Jalan Café" - rusak...', 'naive e é')
    """
    return "".join(
        each if each in BASIC or each in EXTENDED else _without_accent(each)
        for each in unicodedata.normalize("NFC", text).translate(TYPED)
    )


def _without_accent(letter: str) -> str:
    base = "".join(each for each in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(each))
    return base if base and is_gsm7(base) else letter


def segments(text: str) -> int:
    """How many SMS a text is sent and paid as; an empty one is one."""
    if is_gsm7(text):
        widths, alone, each = [2 if letter in EXTENDED else 1 for letter in text], 160, 153
    else:
        widths, alone, each = [2 if ord(letter) > 0xFFFF else 1 for letter in text], 70, 67
    if sum(widths) <= alone:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > each:
            count, used = count + 1, 0
        used += width
    return count


def cut(text: str, most: int) -> str:
    """The text in this alphabet, on one line, and at most so many septets long; "..." where something is missing.

    >>> cut("Pos Ronda Gang Melati", 40), cut("Pos Ronda Gang Melati", 14)
    ('Pos Ronda Gang Melati', 'Pos Ronda...')
    """
    short = " ".join("".join(each if is_gsm7(each) else " " for each in plain(text.replace("\f", " "))).split())
    if septets(short) <= most:
        return short
    while short and septets(short) > most - 3:
        short = short[:-1]
    if " " in short[-12:]:
        short = short[: short.rindex(" ")]
    return short.rstrip() + "..."

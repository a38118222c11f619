"""Numbers however they are spaced, names behind short titles, and groups of people called by what they are.

Numbers here are written so as to be read: "0812 . 3456 . 7890", "+62 (812) 3456-7890", "B-1234-X Y". A group is what
nothing here is ever told about: a gang or an organisation by its name, people by where their families come from, what
they believe, or which school they go to. Times, days and amounts are none of it.
"""

import re
from collections.abc import Collection, Iterator

_GAP = r"[ \t\u00a0./_()\-\u2013]{0,3}"
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,/-])(?:\+{_GAP}6{_GAP}2|(?<!\w)62(?={_GAP}8)|0(?={_GAP}8))(?:{_GAP}\d){{8,13}}(?!\d)"
)
_HOUR = r"(?:[01]\d|2[0-3])[.][0-5]\d(?!\d)"
_DAY = r"\d\d ?[/.-] ?(?:0\d|1[0-2]) ?[/.-] ?"
CLOCK = re.compile(
    rf"{_HOUR}[ ./_()\-\u2013]+(?:{_HOUR}|{_DAY}\d\d)|{_DAY}(?:19|20)\d\d(?!\d)|{_DAY}\d\d[ ./_()\-\u2013]+{_HOUR}"
)
"""Times in a row, or a day: what begins like this is no number of a telephone."""
_PLATE = re.compile(
    r"(?<![^\W_])(?<!Blok )(?<!blok )"
    r"(?:[ABDEFGHKLMNPRSTWZ]|A[ABDEG]|B[ABDEGHKLMNP]|D[ABCDEGHKLMNRTW]|E[ABD]|K[BHTU]|P[AB])"
    r"[ ._/-]{0,3}\d{3,4}[ ._/-]{0,3}(?!(?:RT|RW|NO|KM|WIB|KG|RP)(?![^\W_]))"
    r"(?:[A-Z]{2,3}|[A-Z](?:[ ._/-]{1,3}[A-Z]){1,2})(?![^\W_])"
)
_TITLED = re.compile(
    r"(?<!\w)(?:(?:[Pp]ak|[Bb]apak|[Bb]u|[Ii]bu|[Bb]ang|[Mm]as)\s+(?:(?:K\.?H|Hj|H|Ir|Drs?|dr|R|Ust)\.?\s*){1,2}|"
    r"(?:K\.?H|Hj|H)\.\s?|[Ss]i\s+(?!Jago\b))(?P<name>[A-Z][a-z][\w'’]{0,29}(?: [A-Z][a-z][\w'’]{0,29})?)"
)
_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_PEOPLES = (
    "aceh|ambon|arab|badui|bali|banjar|banten|batak|betawi|bima|bugis|buton|china|cina|dayak|flores|gorontalo|india|"
    "jawa|kei|kupang|lampung|madura|makassar|maluku|manado|melayu|minahasa|minang|nias|ntt|padang|palembang|papua|"
    "rohingya|sasak|sumba|sunda|tegal|ternate|timor|tionghoa|toraja|ahmadiyah|buddha|budha|hindu|islam|katolik|"
    "konghucu|kristen|muslim|nasrani|nonmuslim|non-muslim|protestan|syiah"
)
_NO_ALLEY = "itu|ini|yang|yg|di|ke|dari|dan|atau|dengan|motor|remaja|pelajar|anak|lain|tersebut|sudah|akan|tidak|mulai"
_GROUP = tuple(
    re.compile(each)
    for each in (
        (
            r"(?i:(?<!\w)(?:anak|pemuda|pemudi|remaja|pelajar|warga|orang|kelompok|kubu|massa|preman)(?:-(?:anak|orang))?\s+"
            rf"(?:(?:suku|etnis|agama|beragama)\s+)?(?:{_PEOPLES})(?!\w)(?!\s+(?:barat|timur|tengah|selatan|utara|mester)))"
        ),
        r"(?i:(?<!\w)suku\s+(?!dinas|cadang|bunga|kata|kuda|banding)[^\W\d_]{2,30}(?!\w))",
        rf"(?i:(?<!\w)(?:etnis|agama|ras)\s+(?:{_PEOPLES})(?!\w))",
        (
            rf"(?<![\w@.])(?i:geng|genk|gengster|gangster)(?:\s+(?i:motor)(?=\s+[A-Z]))?\s+"
            rf"(?!(?i:{_NO_ALLEY})(?!\w))(?!(?:ber|me|ter|di)[a-z]{{3}})[^\W_][\w'’-]{{1,29}}"
        ),
        r"(?<!\w)(?i:ormas)\s+(?P<ormas>[A-Z][\w'’-]{1,29})",
        r"(?<!\w)(?i:SMP|SMA|SMK|STM)\s+(?:[Nn]egeri\s+)?(?P<school>[A-Z][a-z][\w'’-]{1,29})",
    )
)


def numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind ("phone" or "plate"), start and end of numbers, with whatever stands between their digits."""
    for match in _PHONE.finditer(text):
        if not CLOCK.match(match[0]):
            yield "phone", *match.span()
    for match in _PLATE.finditer(text):
        yield "plate", *match.span()


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether what was taken for a number is the rest of a larger one: "1.020.000.000"."""
    return (
        re.search(r"\d[.,]\Z", text[:start]) is not None
        and re.fullmatch(r"\d{3}(?:[.]\d{3})+", text[start:end]) is not None
    )


def groups(text: str, none: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where people are called by a group. ``none``: small-lettered words that are no name of an organisation."""
    for pattern in _GROUP:
        for match in pattern.finditer(text):
            name = match.groupdict().get("ormas") or match.groupdict().get("school") or ""
            if name.casefold() not in none:
                yield match.span()


def titled(text: str, places: Collection[str]) -> Iterator[tuple[int, int]]:
    """Names behind "Bapak H.", "H." and "si", but not the street called after somebody. ``places``: "jalan", "gang"."""
    for match in _TITLED.finditer(text):
        before = _BEFORE.search(text[: match.start()])
        if before is None or before[1].casefold() not in places:
            yield match.span("name")

"""Territory codes are paths: ``31.73.07.1001.016.003`` is province.city.district.kelurahan.RW.RT.

The first four parts are the official code of the Ministry of Home Affairs (Kemendagri). An RW or RT has its number
in three digits, or a part of our own making that holds an ``x``: ``x7ps`` for one without a number, ``009x7ps`` for a
second RW 09.
"""

import re
import string

WIDTHS = (2, 2, 2, 4, 3, 3)
"""Digits of each part of a code as the authorities write it."""
KINDS = ("province", "city", "district", "kelurahan", "rw", "rt")
PROVINCE, CITY, DISTRICT, KELURAHAN, RW, RT = LEVELS = range(4, 10)
"""OpenStreetMap's ``admin_level`` in Indonesia, one for each part of a code."""
INVENTED = "99"
"""No province has this code: what lies in it is made up, and every page says so."""

CODE = re.compile(r"[0-9]{2}(\.[0-9a-z]{2,12}){0,5}")
_NUMBER = re.compile(r"(?:^|[^0-9])0*([0-9]{1,3})([A-WYZa-wyz])?(?![0-9A-Za-z])")
_LABELLED = {
    level: re.compile(rf"\b(?:{words})[\s.:/-]*0*([0-9]{{1,3}})([A-WYZ])?(?![0-9A-Z])", re.IGNORECASE)
    for level, words in ((8, r"R\.?\s?W\.?|Rukun\s+Warga"), (9, r"R\.?\s?T\.?|Rukun\s+Tetangga"))
}
_WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_]\.? ?[0-9]")
_DIGITS = string.digits + string.ascii_lowercase

# UTC+7: Sumatra, Java, West and Central Kalimantan. UTC+8: Bali, Nusa Tenggara, the rest of Kalimantan, Sulawesi.
# UTC+9: Maluku and Papua (Keppres 41/1987).
_ZONES = {
    "Asia/Jakarta": "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62",
    "Asia/Makassar": "51 52 53 63 64 65 71 72 73 74 75 76",
    "Asia/Jayapura": "81 82 91 92 93 94 95 96",
}
ZONE_NAMES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_ZONE_OF = {province: zone for zone, provinces in _ZONES.items() for province in provinces.split()}


def level_of(code: str) -> int:
    """The ``admin_level`` of the unit that a code names.

    >>> level_of("31"), level_of("31.73.07.1001.016")
    (4, 8)
    """
    return PROVINCE + code.count(".")


def kind_of(level: int) -> str:
    return KINDS[level - PROVINCE]


def parent_of(code: str) -> str:
    """The code of the unit above; ``""`` above a province."""
    return code.rpartition(".")[0]


def up_to(code: str, level: int) -> str:
    """The unit of that level in which a unit lies; what is larger stays as it is.

    >>> up_to("31.73.07.1001.016.003", KELURAHAN), up_to("31.73", KELURAHAN)
    ('31.73.07.1001', '31.73')
    """
    return ".".join(code.split(".")[: level - PROVINCE + 1])


def chain_of(code: str) -> list[str]:
    """The unit and all above it, from the top.

    >>> chain_of("31.73.07")
    ['31', '31.73', '31.73.07']
    """
    parts = code.split(".")
    return [".".join(parts[: i + 1]) for i in range(len(parts))] if code else []


def covers(scope: str, code: str) -> bool:
    """Whether ``code`` is ``scope`` or lies in it. ``""`` is everywhere."""
    return scope in ("", code) or code.startswith(scope + ".")


def official(text: str, level: int) -> str | None:
    """An official code as written somewhere, with or without points, in our form; ``None`` if it is not one.

    >>> official("3173071001", 7), official("31.73.07", 6), official("31.73", 6)
    ('31.73.07.1001', '31.73.07', None)
    """
    text = text.strip()
    widths = WIDTHS[: level - PROVINCE + 1]
    digits = text.replace(".", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) != sum(widths):
        return None
    parts, at = [], 0
    for width in widths:
        parts.append(digits[at : at + width])
        at += width
    code = ".".join(parts)
    return code if text in (digits, code) else None


def is_official(code: str) -> bool:
    """Whether the code has the form that the authorities give, with plain numbers for RW and RT."""
    return official(code, level_of(code)) == code if CODE.fullmatch(code) else False


def may_be_new(code: str) -> bool:
    """Whether people may give this code: its own last part has the official form, whatever stands above it.

    >>> may_be_new("31.73.07.1001.x7ps.001"), may_be_new("31.73.07.1001.12")
    (True, False)
    """
    last = code.rpartition(".")[2]
    if level_of(code) < RW:
        return is_official(code)
    return bool(re.fullmatch(r"(?!000)[0-9]{3}[a-wyz]?", last))


def number_part(text: str, level: int | None = None) -> str | None:
    """The part of a code for the number of an RW or RT that stands in ``text``; ``None`` if there is none.

    With ``level`` it is the number after that word, "RT" or "RW", or one that stands alone: in "RW 016 RT 003" each
    has its own, and "Blok B2" has neither.

    >>> number_part("RW 09"), number_part("9"), number_part("RW 012A"), number_part("RW Anggrek")
    ('009', '009', '012a', None)
    >>> number_part("RW 016 RT 003", RT), number_part("Blok B2", RW)
    ('003', None)
    """
    found = _NUMBER.search(text)
    if level is not None:
        found = _LABELLED[level].search(text) or (None if _WORD.search(text) else found)
    if not found or not int(found[1]):
        return None
    return f"{int(found[1]):03}{(found[2] or '').lower()}"


def numbered(code: str) -> str:
    """What people call an RW or RT with a number.

    >>> numbered("31.73.07.1001.016"), numbered("31.73.07.1001.012a.003")
    ('RW 16', 'RT 003')
    """
    part = code.rpartition(".")[2]
    if level_of(code) == RT:
        return f"RT {part.upper()}"
    return f"RW {int(part[:3]):02}{part[3:].upper()}"


def made_up_part(osm_id: int, number: str = "") -> str:
    """A part of our own making, the same as long as OpenStreetMap keeps the object's id."""
    rest, digits = abs(osm_id) % 36**8, ""
    while rest:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return f"{number}{'xn' if osm_id < 0 else 'x'}{digits or '0'}"[:12]


def is_made_up(code: str) -> bool:
    """Whether the last part of the code is of our own making."""
    return "x" in code.rpartition(".")[2]


def is_invented(code: str) -> bool:
    """Whether the unit lies in the province that does not exist."""
    return covers(INVENTED, code)


def time_zone_of(code: str) -> str | None:
    """The zone of the unit's province, as the tz database calls it; ``None`` for a province that is not known."""
    return _ZONE_OF.get(code[:2])

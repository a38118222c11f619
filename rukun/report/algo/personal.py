"""What in somebody's words points at a person: names, identity numbers, phone numbers, number plates, mail addresses.

A gentle question, no filter: it finds what people usually write, asks once, and the writer decides. Names are known by
what stands before them ("Pak Budi", "bernama Rina"); without it a name cannot be told from a place.
"""

import re
from dataclasses import dataclass

_NO_NAMES = (
    "rt rw lurah camat polisi polsek kapolsek babinsa bhabin satpam hansip guru dokter bidan ustad ustadz haji hajah "
    "saya aku kami kita dia mereka anda ini itu tadi yang yg dan di ke dari untuk dengan tua muda hamil rumah tangga "
    "tolong mohon ada sudah belum tidak mau lagi sedang korban pelaku penjual pedagang tukang sopir ojek kota kos kost "
    "ketua warga semua para seorang bapak ibu pak bu mas mbak bang petugas anggota pengurus sekretaris tetangga "
    "takut sakit jatuh lari pingsan sendiri datang pergi lewat masuk keluar luka marah"
)
"""What follows "Pak" or "Ibu" without being a name."""
_AFTER = (
    rf"(?!(?:RT|RW|{'|'.join(f'[{each[0].upper()}{each[0]}]{each[1:]}' for each in _NO_NAMES.split())}|"
    r"(?:me|ber|ter|di)[a-z]{4,30})\b)"
)
_NAME = r"((?:[A-Z][A-Za-z'’]{1,30})(?: (?:bin|binti) [A-Z][A-Za-z'’]{1,30}| [A-Z][A-Za-z'’]{1,30}){0,2}|[a-z]{3,30})"
PATTERNS = (
    ("email", "i", r"\b([a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})"),
    ("nik", "", r"\b([0-9](?:[ .-]?[0-9]){15})\b"),
    ("phone", "", r"((?:\+62|\b62|\b0)[ .-]{0,2}8[0-9]{1,2}(?:[ .-]?[0-9]){6,10})\b"),
    ("phone", "", r"((?:\+62[ .-]?[2-9]|\b0[2-9])[0-9]{1,2}\)?[ .-]{0,2}[0-9](?:[ .-]?[0-9]){5,7})\b"),
    (
        "plate",
        "i",
        (
            r"\b((?:[abdefghklmnprstwz]|a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnrtw]|e[abd]|k[bhtu]|p[ab])[ .-]?[0-9]{3,4}"
            r"[ .-]?(?!(?:rt|rw|no|di|ke|km|an|jam|wib|m|x|kg|rp|box)\b)[a-z]{1,3})\b"
        ),
    ),
    (
        "name",
        "",
        (
            r"(?:^|[^\w-])(?:[Pp]ak|[Bb]apak|[Bb]u|[Ii]bu|[Mm]as|[Mm]bak|[Bb]ang|[Kk]ak|[Hh]aji|[Hh]ajah|[Ss]audar[ai]|[Ss]dr[i]?\.?|"
            r"[Bb]ernama|[Nn]amanya|[Nn]ama:|[Aa]lias|[Aa]tas nama|[Aa]\.n\.) " + _AFTER + _NAME
        ),
    ),
)
"""Kind, flags ("i": large and small letters are the same) and expression, the weightiest first; group 1 ends the match.

Understood alike by Python's ``re`` and, with the flag ``g``, by browsers: no lookbehind, no named groups. Every
repetition is bounded, so that no text takes long.
"""
INSTEAD = {"name": "[nama]", "nik": "[nomor]", "phone": "[nomor]", "plate": "[pelat]", "email": "[surel]"}

_READY = tuple((kind, re.compile(text, re.ASCII | (re.IGNORECASE if flags else 0))) for kind, flags, text in PATTERNS)

_IN_A_STREET = re.compile(
    r"\b(?:jalan|jln|jl|gang|gg|kampung|kp|masjid|mesjid|musala|mushol?la|mushalla|makam)\b\.? ?[a-z.]{1,10} \Z",
    re.IGNORECASE,
)
"""What stands before the name of a street, with the title between."""


_LANDMARK = re.compile(
    r"\b(?:warung|wrg|warteg|warkop|toko|kios|kedai|bengkel|rumah|rmh|kontrakan|kost?|kosan|salon|apotek|klinik|ruko|"
    r"pangkalan)\b (?:milik |punya )?[a-z.]{1,10} \Z",
    re.IGNORECASE,
)
"""What stands before the name of a place that people know by whose it is."""


@dataclass(frozen=True)
class Found:
    """``words`` are ``text[start:end]``. ``kind`` is "name", "nik", "phone", "plate" or "email"."""

    kind: str
    start: int
    end: int
    words: str


def find(text: str) -> list[Found]:
    """What points at a person, in the order of the text; nothing overlaps."""
    found: list[Found] = []
    for kind, pattern in _READY:
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Found(kind, start, end, match[1]))
    return sorted(found, key=lambda each: each.start)


def find_in_place(text: str) -> list[Found]:
    """As ``find``, in the words for a place. Streets and mosques are called after people, and remain what they are."""
    return [each for each in find(text) if each.kind != "name" or not _IN_A_STREET.search(text[: each.start])]


def without(text: str, found: list[Found], *, landmarks: bool = False) -> str:
    """The text with a word in brackets for each that was found in it.

    With ``landmarks`` a first letter stays of a place that is known by its owner, so that it can still be found.

    >>> without("depan warung bu tuti", find("depan warung bu tuti"), landmarks=True)
    'depan warung bu T.'
    """
    parts, here = [], 0
    for each in found:
        before = text[: each.start]
        is_place = landmarks and each.kind == "name" and (_LANDMARK.search(before) or _IN_A_STREET.search(before))
        parts += [text[here : each.start], f"{each.words[0].upper()}." if is_place else INSTEAD[each.kind]]
        here = each.end
    return "".join(parts) + text[here:]

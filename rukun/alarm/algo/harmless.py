"""Words that hang on the wall of a pos never call to chase, beat or burn anybody. Pure."""

import re

_VERBS = (
    "kejar", "pukul", "hajar", "gebuk", "gebug", "keroyok", "bakar", "bunuh", "bacok", "tusuk", "tembak",
    "sergap", "tangkap", "ringkus", "bekuk", "habisi", "massa", "massakan", "amuk", "serang", "serbu", "lawan",
    "tebas", "seret", "ikat", "lempari", "hadang", "tendang", "siksa", "gantung", "sikat", "ganyang", "hakimi",
)  # fmt: skip
_FORMS = (
    "mengejar", "dikejar", "memukul", "pukuli", "pukulin", "dipukul", "dipukuli", "menghajar", "dihajar", "gebukin",
    "menggebuk", "mengeroyok", "dikeroyok", "membakar", "dibakar", "membunuh", "dibunuh", "membacok", "dibacok",
    "menusuk", "menembak", "menyergap", "disergap", "menangkap", "ditangkap", "meringkus", "diringkus", "membekuk",
    "menghabisi", "dihabisi", "dimassa", "mengamuk", "menyerang", "diserang", "menyerbu", "diserbu", "melawan",
    "menyeret", "mengikat", "melempari", "menghadang", "dihadang", "menyiksa", "menggantung", "menghakimi", "dihakimi",
)  # fmt: skip
_WEAPONS = ("senjata", "parang", "celurit", "golok", "pentungan", "kelewang", "samurai", "bambu runcing")
_WORD = re.compile(
    r"\b(" + "|".join(sorted((*_VERBS, *_FORMS, *_WEAPONS), key=len, reverse=True)) + r")(?:lah|kan|nya|i|in)?\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;!?\n]+")
_NOT = re.compile(r"\b(?:jangan|tidak|tanpa|bukan|dilarang|hindari|awas|ada)\b", re.IGNORECASE)
"""What turns it round ("jangan mengejar"), or only tells of it ("ada serangan", "ada senjata")."""
_STRIKES = re.compile(r"\bpukul(?:lah)?\s+(?:\d|kentongan|bedug|beduk|titir|tiang|besi|lonceng)", re.IGNORECASE)
"""An hour, or the wood itself."""


def violent_word(text: str) -> str:
    """The first word that calls to violence; ``""`` where there is none.

    >>> violent_word("Kejar dan pukul malingnya"), violent_word("Kebakaran. Menjauh, jangan mengejar siapa pun.")
    ('Kejar', '')
    >>> violent_word("Kumpul pukul 22.00 di pos, pukul kentongan dua kali")
    ''
    """
    for clause in _CLAUSE.split(text):
        for match in _WORD.finditer(clause):
            if _STRIKES.match(clause, match.start()) or _NOT.search(clause[: match.start()]):
                continue
            return match[0]
    return ""

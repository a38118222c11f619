"""The words of ``days_in_words``: wishes, weekdays, months, and how dates are written. Indonesian, and English."""

import re
import unicodedata

NEVER, RATHER_NOT, GLADLY, FINE = "never", "rather_not", "gladly", ""
LONGEST = 1000
"""Letters that are read; a longer message is unclear as a whole."""

_RATHER_NOT = (
    "(?:lebih )?baik(?:nya)? (?:jangan|tidak)|sebaiknya (?:jangan|tidak)|(?:kalau|kalo|klo) bisa (?:jangan|tidak)"
    "|kurang bisa|jangan|rather not|better not"
)
_NEVER = (
    "(?:tidak|tdk|tak|gak|ga|gk|nggak|ngga|enggak|engga|ndak|belum) (?:bisa|bs|dapat|sanggup)|berhalangan|halangan"
    "|absen|can ?not|cant|not available|never"
)
WISHES: tuple[tuple[str, str], ...] = (
    (_RATHER_NOT, RATHER_NOT),
    (_NEVER, NEVER),
    ("(?:dengan )?senang(?: hati)?|suka|paling bisa|gladly|prefer", GLADLY),
    ("bisa|bs|boleh|can|available", FINE),
)
_ALL = (
    "semua(?:nya)?(?: malam)?|setiap (?:malam|hari)|tiap (?:malam|hari)|kapan (?:saja|aja)|bebas|all"
    "|any(?: ?time| night)?"
)
_EXCEPT = "kecuali|selain|except"
_BREAK = "tapi|tetapi|namun|sedangkan|but"
_MONTHS = (
    "januari|january|jan", "februari|pebruari|february|feb|peb", "maret|march|mar", "april|apr", "mei|may",
    "juni|june|jun", "juli|july|jul", "agustus|august|agu|agt|ags|agust|aug", "september|sept|sep",
    "oktober|october|okt|oct", "november|nopember|nov|nop", "desember|december|des|dec",
)  # fmt: skip
_WEEKDAYS = (
    "senin|sen|monday|mon", "selasa|sel|tuesday|tue", "rabu|rab|wednesday|wed", "kamis|kam|thursday|thu",
    "jumat|jumaat|jum|friday|fri", "sabtu|sab|saturday|sat", "minggu|ahad|min|mgg|sunday|sun",
)  # fmt: skip
MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split("|")}
WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split("|")}
_DAY = "|".join(WEEKDAY)
_NOISE = (
    "saya|aku|kami|sy|untuk|pada|di|hari|malam|mlm|tanggal|tgl|tiap|setiap|every|on|ronda|jaga|saja|aja"
    "|ya|pak|bu|mas|mbak|the|i|am|maaf|mohon|ok|oke|karena|sebab|soalnya"
)
_TO = "(?:-|sampai dengan|sampai|s/d|sd|hingga|to|until)"


def _date(which: str) -> str:
    """``3``, ``3/12``, ``3 des``, ``3 desember 2026``, with groups that end in ``which``."""
    month = rf"(?:/(?P<number{which}>\d{{1,2}})|\s?(?P<month{which}>{'|'.join(MONTH)})\b)"
    return rf"(?P<day{which}>\d{{1,2}}){month}?(?:[ /](?P<year{which}>20\d\d))?"


_WEEKDAY_TOKEN = (
    rf"\b(?P<every>(?:tiap|setiap|every)(?: hari| malam)? )?(?P<eve>malam |mlm )?(?P<weekday>{_DAY})\b"
    rf"(?P<night> malam| mlm)?(?:\s?{_TO}\s?(?:hari |malam )?(?P<until>{_DAY})\b)?"
)
_DATE_TOKEN = rf"\b{_date('1')}(?!\d)(?:\s?{_TO}\s?(?:(?:{_DAY}),? )?(?:tanggal |tgl )?{_date('2')}(?!\d))?(?![/:.]\d)"
TOKEN = re.compile(
    "|".join(
        (
            *(rf"\b(?P<wish{at}>{words})\b" for at, (words, _wish) in enumerate(WISHES)),
            rf"\b(?P<except>{_EXCEPT})\b",
            rf"\b(?P<all>{_ALL})\b",
            rf"(?P<break>[;\n]|\.(?=\s|$)|\b(?:{_BREAK})\b)",
            _WEEKDAY_TOKEN,
            _DATE_TOKEN,
            rf"\b(?P<noise>{_NOISE})\b",
            r"(?P<and>[&+]|\b(?:dan|and|juga)\b)",
            r"(?P<comma>,)",
            r"(?P<other>[^\W_]+(?:[./:'-][^\W_]+)*)",
        )
    )
)
ALONE = frozenset({"0", "00", "tidak ada", "ga ada", "gak ada", "nggak ada", "none", "nihil"})
"""A whole message that says: there is nothing on which I cannot."""


def plain(text: str) -> str:
    """Small letters, single blanks, one kind of dash, no apostrophe (*Jum'at*)."""
    small = unicodedata.normalize("NFKC", text[: LONGEST * 2]).casefold()
    small = re.sub(r"['’‘`]", "", small)
    small = re.sub("[‐‑‒–—―−]", "-", small)
    return re.sub(r"[^\S\n]+", " ", small).strip()

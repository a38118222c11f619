"""Where somebody says that it was: numbers of RW and RT however they are written or said, and what may be a name."""

import itertools
import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from rukun.territory.algo.searching import ROMAN

ONES = {
    word: number
    for number, words in enumerate(
        (
            "nol kosong",
            "satu",
            "dua",
            "tiga",
            "empat ampat",
            "lima",
            "enam anam",
            "tujuh",
            "delapan lapan",
            "sembilan",
        )
    )
    for word in words.split()
}
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_WHOLE = {"sepuluh": 10, "sebelas": 11, **ONES, **{word: at for at, word in enumerate(_ENGLISH.split(), 1)}, **ROMAN}
"""Numbers of one word, as they stand behind RT and RW."""
LONGEST, MOST_WORDS = 400, 5
"""Letters of a text in which places are looked for, and words of one name."""

_LABEL = re.compile(r"(?:rukun warga|rukun tetangga|erwe|er we|r\.? ?w|erte|er te|r\.? ?t)", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"(?<![a-z])(?P<label>{_LABEL.pattern})[\s.:-]*(?:nomor|nomer|no\.?)?\s*(?P<number>[0-9]{{1,3}}(?![0-9]))",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?<![a-z])r\.? ?t\.?\s*/?\s*r\.? ?w\.?[\s.:]*([0-9]{1,3})\s*/\s*([0-9]{1,3})(?![0-9])", re.IGNORECASE
)
_CARD = re.compile(
    r"(?<!tgl )(?<!tanggal )(?<![0-9/.])(?:rt[\s.]*)?(0[0-9]{1,2})\s*/\s*(?:rw[\s.]*)?(0[0-9]{1,2})(?![0-9/])",
    re.IGNORECASE,
)
_HOUSE = rf"(?:{_LABEL.pattern}|no(?:mor|mer)?\b|blok(?: ?[a-z])?\b)"
_ADDRESS = re.compile(
    rf"(?<![a-z])(?:{_HOUSE}[\s.:/-]{{0,3}}){{1,3}}[0-9]{{1,3}}(?![0-9])(?:\s*[/-]\s*[0-9]{{1,3}}(?![0-9]))*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

KINDS = frozenset(
    """
    jalan jl jln gang gg jembatan jembtn masjid mesjid musala mushola musholla langgar pasar lapangan taman
    stasiun halte terminal sekolah sd sdn smp smpn sma sman smk smkn kampung kp komplek kompleks perumahan
    apartemen rusun puskesmas klinik rs rumah sakit makan warung toko posko pos balai gereja vihara pura
    kelenteng makam kuburan kali sungai danau waduk kelurahan kel desa kecamatan kec bridge street mosque market
    school park station field alley
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
"""What stands before a name, or is one with it."""
LANDMARKS = frozenset(
    """
    jembatan masjid musala langgar pasar lapangan taman stasiun halte terminal puskesmas klinik gereja vihara pura
    kelenteng makam kuburan posko balai danau waduk rusun
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
"""Kinds of place of which a kelurahan has so few that people do not say which."""
LEADS = frozenset(
    """
    di dekat deket dkt depan dpn samping sebelah belakang blkg seberang sekitar daerah wilayah area ujung pojok
    perempatan pertigaan simpang bawah atas dalam near at in on behind opposite by
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
"""What stands before a place."""
ENDS = frozenset(
    """
    ada yang yg dan dengan sedang lagi sekarang tadi sudah udah belum tidak gak ga nggak karena krn jam pukul
    pkl kemarin semalam barusan malam pagi siang sore saya kami mereka dia orang warga banyak tawuran kebakaran
    mohon tolong rt rw erwe erte mati rusak ramai rame is are there now and please was were people
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
"""What ends a name."""
_POINTING = frozenset({"itu", "ini", "sini", "situ", "tersebut", "tsb", "nya", "aja", "saja", "kita", "yg", "the"})
ENGLISH = {"bridge": "jembatan", "mosque": "masjid", "market": "pasar", "school": "sekolah", "field": "lapangan",
           "station": "stasiun", "park": "taman", "street": "jalan", "alley": "gang"}  # fmt: skip
_SHORT = {"jl": "jalan", "jln": "jalan", "gg": "gang", "kel": "kelurahan", "kec": "kecamatan", "mesjid": "masjid",
          "mushola": "musala", "musholla": "musala", "kp": "kampung", "jembtn": "jembatan", **ENGLISH}  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """An RW and RT as somebody named them, 0 for what they did not name."""

    rw: int = 0
    rt: int = 0


def in_digits(text: str) -> str:
    """The text with the numbers behind RT and RW in digits, and those labels short.

    >>> in_digits("di erwe sembilan, rt nol tiga"), in_digits("RW dua belas")
    ('di rw 9, rt 3', 'rw 12')
    """
    pattern = re.compile(rf"(?<![a-z])({_LABEL.pattern})[\s.:-]+((?:[a-z]+[\s-]*){{1,4}})", re.IGNORECASE)

    def read(match: "re.Match[str]") -> str:
        words = re.split(r"[\s-]+", match[2].strip().casefold())
        number, used = _spoken(words)
        if not used:
            return match[0]
        rest = words[used:]
        return f"{_label(match[1])} {number}" + (" " + " ".join(rest) if rest else _space_after(match[0]))

    short = re.sub(
        rf"(?<![a-z])({_LABEL.pattern})(?=[\s.:-]*[0-9])",
        lambda match: _label(match[1]) + " ",
        text,
        flags=re.IGNORECASE,
    )
    for _number in range(2):  # of the RT, and of the RW behind it
        short = pattern.sub(read, short)
    return re.sub(r"\s+", " ", short).strip()


def numbers(text: str) -> Numbers | None:
    """The RW and RT that a text names; ``None`` if it names neither. The first of each counts.

    >>> numbers("RT 003/016"), numbers("erwe sembilan"), numbers("warung depan")
    (Numbers(rw=16, rt=3), Numbers(rw=9, rt=0), None)
    """
    text = text[:LONGEST]
    if both := _BOTH.search(text) or _CARD.search(text):
        return Numbers(int(both[2]), int(both[1]))
    found: dict[str, int] = {}
    for match in _NUMBERED.finditer(in_digits(text)):
        found.setdefault(_label(match["label"]), int(match["number"]))
    named = Numbers(found.get("rw", 0), found.get("rt", 0))
    if named.rt and not named.rw and (card := re.search(r"\brt\s*([0-9]{1,3})\s*/\s*([0-9]{1,3})\b", in_digits(text))):
        return Numbers(int(card[2]), int(card[1]))
    return named if named.rw or named.rt else None


def without_numbers(text: str) -> str:
    """The text without the numbers of RT, RW and houses, which look like dates: "RT 03/09" is no 3 September.

    >>> without_numbers("mati di RT 03/09 tgl 20/11"), without_numbers("003/016 sejak 3 hari"), without_numbers("03/09")
    ('mati di   tgl 20/11', '  sejak 3 hari', '03/09')
    """
    short = _ADDRESS.sub(" ", text)
    return text if _CARD.fullmatch(short.strip()) else _CARD.sub(" ", short)


def phrases(text: str) -> list[str]:
    """What in a text may be the name of a place, the longest first, small letters; none from it twice.

    Runs of words that follow a word such as "di" or "dekat", or begin with one such as "jalan" or "masjid". Of a text
    of few words, as an answer to "where?" is, also all of it.
    """
    words = [each.casefold() for each in _WORD.findall(text[:LONGEST])]
    runs: list[list[str]] = []
    for at, word in enumerate(words):
        begins = word in KINDS or (at > 0 and words[at - 1] in LEADS and word not in LEADS)
        if begins:
            runs.append(_run(words[at:]))
    if 0 < len(words) <= MOST_WORDS:
        runs.append(_run([each for each in words if each not in LEADS]))
    found = [" ".join(run[:size]) for run in runs for size in range(len(run), 0, -1)]
    wanted = [each for each in dict.fromkeys(found) if _telling(each.split())]
    return sorted(wanted, key=lambda each: -len(each.split()))[:12]


def kinds_alone(text: str) -> list[str]:
    """The kinds of place that a text names without saying which one: "dekat jembatan", "di depan pasar".

    >>> kinds_alone("lampu mati di dekat jembatan"), kinds_alone("di jembatan kali pasir"), kinds_alone("jalan")
    (['jembatan'], [], [])
    """
    words = [each.casefold() for each in _WORD.findall(text[:LONGEST])]
    found = []
    for at, word in enumerate(words):
        kind = _SHORT.get(word, word)
        if kind in LANDMARKS and (len(words) <= 2 or (at > 0 and words[at - 1] in LEADS)):
            after = words[at + 1] if at + 1 < len(words) else ""
            if not after or after in ENDS or after in LEADS or after in _POINTING:
                found.append(kind)
    return list(dict.fromkeys(found))


def is_a(kind: str, name: str) -> bool:
    """Whether a name begins with this kind of place."""
    first = _WORD.search(name)
    return first is not None and _SHORT.get(first[0].casefold(), first[0].casefold()) == kind


def is_where(text: str) -> bool:
    """Whether it tells of a place at all, known or not: "depan warung Bu Tini"."""
    words = [each.casefold() for each in _WORD.findall(text[:LONGEST])]
    return bool(words) and (words[0] in LEADS or any(each in KINDS for each in words) or len(words) <= 2)


def fit(phrase: str, name: str) -> float:
    """How well a phrase names something: 1 is its whole name, 0 not at all.

    Every word of the phrase must be one of the name (a slip of typing is forgiven in longer ones); of the name only
    words that say what it is may be missing, and then it counts less.
    """
    said = [_SHORT.get(each, each) for each in phrase.split()]
    named = [_SHORT.get(each, each) for each in (word.casefold() for word in _WORD.findall(name))]
    said, named = _closed(said, named)
    if not said or not named or not _telling(said):
        return 0.0
    left, hits, telling = list(named), 0.0, 0
    for word in said:
        match = next((each for each in left if _alike(word, each)), None)
        if match is None:
            if word in KINDS:
                continue  # "jalan kali pasir" for Jembatan Kali Pasir is one of those that may be meant
            return 0.0
        left.remove(match)
        hits += 1
        telling += word not in KINDS
    missing = [each for each in left if each not in KINDS]
    if not telling or (missing and telling < len(missing)):
        return 0.0
    return hits / max(len(said), len(named))


def _closed(said: list[str], named: list[str]) -> tuple[list[str], list[str]]:
    """As if "kalipasir" were written "kali pasir", on either side."""
    return _split(said, named), _split(named, said)


def _split(words: list[str], other: list[str]) -> list[str]:
    pairs = {one + two: (one, two) for one, two in itertools.pairwise(other)}
    return [part for each in words for part in (pairs.get(each, (each,)) if each not in other else (each,))]


def _alike(one: str, two: str) -> bool:
    if one == two:
        return True
    if one.isdigit() or two.isdigit():
        return one.lstrip("0") == two.lstrip("0")
    return min(len(one), len(two)) >= 5 and OSA.distance(one, two, score_cutoff=1) <= 1


def _run(words: list[str]) -> list[str]:
    run: list[str] = []
    for word in words[: MOST_WORDS + 1]:
        if word in ENDS or (run and word in LEADS):
            break
        run.append(word)
    return run[:MOST_WORDS]


def _telling(words: list[str]) -> bool:
    """Whether they say more than what kind of thing it is."""
    return any(each not in KINDS and each not in LEADS and (len(each) > 2 or each.isdigit()) for each in words)


def _label(text: str) -> str:
    plain = re.sub(r"[\s.]", "", text.casefold())
    return "rw" if plain in ("rw", "erwe", "rukunwarga") else "rt"


def _spoken(words: list[str]) -> tuple[int, int]:
    """A number in words, and of how many words it is: "dua belas" is 12, "nol sembilan" 9. (0, 0) for none."""
    first = _WHOLE.get(words[0], -1) if words else -1
    if first == 0:
        number, used = _spoken(words[1:])
        return (number, used + 1) if used else (0, 0)
    after = words[1] if len(words) > 1 and 0 < first < 10 else ""
    if after == "belas":
        return 10 + first, 2
    if after == "puluh":
        ones = ONES.get(words[2], 0) if len(words) > 2 else 0
        return 10 * first + ones, 3 if ones else 2
    return (first, 1) if first > 0 else (0, 0)


def _space_after(text: str) -> str:
    return " " if text[-1:].isspace() else ""

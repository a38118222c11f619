"""How alike two reports are: whether two people seem to have told of one thing.

How far apart they are, how long lies between them and how many words they share gives a number from 0 to 1 each. The
likeness is their product, so that no agreement in one makes up for none in another. How far and how long is much
differs by category (``FADING``): a fight is over in hours, a lamp stays dark for weeks. How well this does, and where
it fails, was measured on made-up pairs: see ``docs/duplikat.md``.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import h3
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from rukun.geo.coordinates import lengths
from rukun.report.algo.wording import CONTRARY_NUMBERS, PLACES, STOP, SYNONYMS, WRITTEN
from rukun.territory.algo import codes

THRESHOLD = 0.24
"""From here on two reports are worth a look: what is best for the tuning half of the pairs (by F1)."""


@dataclass(frozen=True)
class Fading:
    """``metres`` and ``hours`` after which half of the likeness is gone; ``bare`` what is left without common words.

    The rarer things of a kind are, the more do place and time tell by themselves.
    """

    metres: float
    hours: float
    bare: float


FADING = {
    "tawuran": Fading(250, 2, 0.7),
    "kriminal": Fading(120, 8, 0.15),
    "ketertiban": Fading(120, 3, 0.12),
    "keadaan": Fading(90, 240, 0.08),
    "kabar": Fading(2500, 96, 0.1),
    "bencana": Fading(300, 6, 0.3),
    "bantuan": Fading(120, 2, 0.3),
    "saran": Fading(500, 480, 0.05),
}
"""The kinds of which two can be one thing. Violence at home and complaints are none of them: they are never grouped."""
MOST_HOURS = 6
"""After so many times ``Fading.hours`` nothing is left worth looking at."""
SLACK = {"now": 0.0, "hour": 1.0, "unknown": 6.0, "day": 12.0}
"""How many hours wrong the moment of a report can be, by how exactly it was told."""
SAME_UNIT = {codes.RT: 0.8, codes.RW: 0.65, codes.KELURAHAN: 0.25}
"""Of reports without a point: how alike their places are, by the smallest unit that both lie in."""
ROUGH = 0.9
"""Of a place known by its cell alone, how sure it is."""
UNKNOWN_WORDS = 0.4
"""How alike the words count where somebody wrote none."""
MISSPELT = 0.75
"""From here on two words are one, misspelt."""
LIGHT = 0.35
"""What the name of a place weighs in a sentence, beside what happened there."""
OTHER_NUMBER = 0.35
"""What is left where both name a pole, a house or an alley by its number, and not the same one."""
MOST_WORDS, MOST_SHOWN = 60, 4


@dataclass(frozen=True)
class Told:
    """A report as far as its likeness to others goes: nothing of who told it.

    ``at`` is when it happened, or when it came where nobody said; ``about`` says how exact that is ("now", "hour",
    "day", "unknown"). ``point`` is (lat, lon); ``cell`` an H3 index of resolution 9. ``words`` also say how the place
    was described, and are empty where they cannot be read.
    """

    category: str
    unit: str
    at: datetime
    about: str = "unknown"
    point: tuple[float, float] | None = None
    cell: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Reason:
    """``code`` is "metres", "hours" (``number`` says how many), "same_rt", "same_rw", "same_kelurahan" or "words"."""

    code: str
    number: float = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """``score`` from 0 (nothing to do with each other) to 1."""

    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def worth_a_look(self) -> bool:
        return self.score >= THRESHOLD


NONE = Likeness(0.0)


def likeness(a: Told, b: Told) -> Likeness:
    """How alike two reports are, whichever is named first. Of different kinds, or of one never grouped: not at all."""
    fading = FADING.get(a.category)
    if fading is None or a.category != b.category:
        return NONE
    place, where = _place(a, b, fading)
    hours = hours_apart(a, b)
    time = 0.0 if hours > MOST_HOURS * fading.hours else 0.5 ** (hours / fading.hours)
    if not place or not time:
        return NONE
    first, second = tokens(a.words), tokens(b.words)
    alike, shared = _alike(first, second)
    known = UNKNOWN_WORDS if alike is None else alike
    words = (fading.bare + (1 - fading.bare) * known) * _numbers(a.words, b.words)
    reasons = [where, Reason("hours", round(hours, 2))]
    if shared:
        reasons.append(Reason("words", round(known, 2), shared))
    return Likeness(place * time * words, tuple(reasons))


def hours_apart(a: Told, b: Told) -> float:
    """Hours between two reports, less by how wrong the vaguer of the two can be."""
    apart = abs((a.at - b.at).total_seconds()) / 3600
    return max(0.0, apart - max(SLACK.get(a.about, 0.0), SLACK.get(b.about, 0.0)))


def window(category: str) -> float:
    """How many hours before and after a report another of the same thing may have come."""
    fading = FADING.get(category)
    return MOST_HOURS * fading.hours + 2 * max(SLACK.values()) if fading else 0.0


def _place(a: Told, b: Told, fading: Fading) -> tuple[float, Reason]:
    metres, sure = _metres(a, b)
    if metres is not None:
        return sure / (1 + (metres / fading.metres) ** 2), Reason("metres", round(metres))
    shared = codes.PROVINCE - 1
    for one, other in zip(a.unit.split("."), b.unit.split("."), strict=False):
        if one != other:
            break
        shared += 1
    for level, code in ((codes.RT, "same_rt"), (codes.RW, "same_rw"), (codes.KELURAHAN, "same_kelurahan")):
        if shared >= level:
            # Both may name no more than the kelurahan; one that names an RW lies in another's kelurahan by chance.
            if level == codes.KELURAHAN and a.category != "kabar" and a.unit != b.unit:
                break
            return SAME_UNIT[level], Reason(code)
    return 0.0, Reason("elsewhere")


def _metres(a: Told, b: Told) -> tuple[float | None, float]:
    one, other = a.point or _middle(a.cell), b.point or _middle(b.cell)
    if one is None or other is None:
        return None, 0.0
    sure = 1.0 if a.point and b.point else ROUGH
    (lat, lon), (lat2, lon2) = sorted((one, other))
    return float(lengths(np.array([[lon, lat], [lon2, lat2]]))[0]), sure


def _middle(cell: int | None) -> tuple[float, float] | None:
    if cell is None:
        return None
    lat, lon = h3.cell_to_latlng(h3.int_to_str(cell))
    return float(lat), float(lon)


# Words.

_TOKEN = re.compile(r"[^\W_]+")
_TWICE = re.compile(r"([^\W\d_]{3,})2(?=\W|$)")  # "anak2"
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")  # "toloooong"
_PREFIX = re.compile(r"^(?:meng|meny|mem|men|ber|ter|peng|peny|pem|pen|me|di|ke|se)(?=[a-z]{4})")
_SUFFIX = re.compile(r"(?<=[a-z]{4})(?:nya|kan|lah|an|i)$")
_NUMBERED = re.compile(r"\b([a-z]+)\.?\s*(?:nomor\s+)?0*(\d{1,3}|[a-z])\b")


def tokens(words: str) -> Mapping[str, str]:
    """The words of a text that tell something, each by what stands for it and its like: as it is to be shown.

    >>> dict(tokens("Lampunya padam di dkt jembatan"))
    {'lampu': 'lampunya', 'mati': 'padam', 'jembat': 'jembatan'}
    """
    return _tokens(words)


@lru_cache(maxsize=2048)
def _tokens(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for written in _TOKEN.findall(_TWICE.sub(r"\1", _folded(words))):
        token = WRITTEN.get(written, written)
        if token in STOP or token.isdigit() or len(token) < 3:
            continue
        key = SYNONYMS.get(token) or SYNONYMS.get(_stem(token)) or _stem(token)
        if key not in STOP:
            found[key] = key if key == token else found.get(key, token)
        if len(found) == MOST_WORDS:
            break
    return found


def _folded(words: str) -> str:
    return _DRAWN_OUT.sub(r"\1", unicodedata.normalize("NFKC", words[:4000]).casefold())


def _stem(token: str) -> str:
    """Without the commonest syllables around an Indonesian word: not its root, but the same for its forms."""
    return _SUFFIX.sub("", _SUFFIX.sub("", _PREFIX.sub("", token)))


def _alike(first: Mapping[str, str], second: Mapping[str, str]) -> tuple[float | None, tuple[str, ...]]:
    """How many of the words of either find one like them in the other, and which do; ``None`` where one has none."""
    if not first or not second:
        return None, ()
    pairs = {key: _best(key, second) for key in first}, {key: _best(key, first) for key in second}
    shares = []
    for keys in pairs:
        weights = {key: LIGHT if key in PLACES else 1.0 for key in keys}
        shares.append(sum(weights[key] * score for key, score in keys.items()) / sum(weights.values()))
    shared = sorted(
        {_shown(key, first, second) for key in first if pairs[0][key] == 1.0}, key=lambda each: (-len(each), each)
    )
    return sum(sorted(shares)) / 2, tuple(shared[:MOST_SHOWN])


def _best(key: str, others: Iterable[str]) -> float:
    """1 for the same word; for one misspelt, how like it is; else 0."""
    if key in others:
        return 1.0
    if len(key) < 5:
        return 0.0
    long = [each for each in others if len(each) > 4]
    found = process.extractOne(key, long, scorer=OSA.normalized_similarity, score_cutoff=MISSPELT)
    return float(found[1]) if found else 0.0


def _shown(key: str, first: Mapping[str, str], second: Mapping[str, str]) -> str:
    both = first[key], second[key]
    return key if key in both else min(both, key=lambda each: (len(each), each))


def _numbers(a: str, b: str) -> float:
    """Less than 1 where both number the same thing differently: poles 12 and 14, alleys 2 and 4."""
    first, second = _numbered(a), _numbered(b)
    contrary = any(first[name].isdisjoint(second[name]) for name in first.keys() & second.keys())
    return OTHER_NUMBER if contrary else 1.0


def _numbered(words: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for written, number in _NUMBERED.findall(_folded(words)):
        name = WRITTEN.get(written, written)
        if name in CONTRARY_NUMBERS:
            found[name].add(number)
    return dict(found)

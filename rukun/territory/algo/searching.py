"""Finding territory units, places and streets by what people type.

Every name is read into tokens; an inverted index says which entries bear which token, and how much of their name it is.
A search asks the vocabulary for tokens equal to, beginning with or nearly like each one typed, then scores all entries
at once: an entry's own name first, then the names of the units it lies in, which are looked up along the tree of codes
and copied nowhere. "Nearly like" is the optimal string alignment distance, in which two letters that changed places are
one mistake (Damerau, "A technique for computer detection and correction of spelling errors", Comm. ACM 7, 1964).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int32]

LONGEST = 200
"""Characters of a text that are read."""
MOST = 12
"""Tokens of a typed text that are looked for."""

# What a match is worth. The order of these is the order of results; their distances were chosen by looking.
PREFIX, PREFIX_GROWTH = 0.6, 0.3  # "m" for Menteng is worth hardly more than 0.6, "menten" nearly 0.9, "menteng" 1
MISTYPED = (0.7, 0.15)  # less for each mistake
ALSO = 0.6  # a further word instead of one of the name
NAMED_AFTER = 0.3  # the number of an RT or RW in the name of something else, "Posko RW 09": the RW comes first
PART = 0.6  # a match that is the smallest part of a name; the whole name counts 1
GENERIC_WEIGHT = 0.1  # how much of a name a generic word is, another being 1
INHERITED = 0.5  # a match in the name of the unit it lies in,
FARTHER = 0.9  # and again for each unit further up
HELPING = 0.1  # what words may add that need not match
WHOLE = 1.0  # all that was typed is the name
NUMBERED = 0.3  # the RT or RW itself before what is named after the rest of what was typed
NEAR = 0.02  # lies in the very unit asked for; less, the less of its code is shared. Decides between equals
CODE, CODE_BEGINS = 4.0, 2.0  # typed the code itself: before whatever the words would find

ABBREVIATIONS = {
    "adm": "administrasi",
    "ds": "desa",
    "gg": "gang",
    "jl": "jalan",
    "jln": "jalan",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "no": "nomor",
    "prop": "provinsi",
    "propinsi": "provinsi",
    "prov": "provinsi",
}
GENERIC = {*ABBREVIATIONS.values(), "dekat", "di", "kota", "raya"}
"""Words that help an entry forward when they match, and keep none away when they do not."""
SPELLINGS = {
    "mesjid": "masjid",
    "mushalla": "musala",
    "mushola": "musala",
    "musholla": "musala",
    "musolla": "musala",
}
"""One word that people spell in several ways."""
LONG_FORMS = {
    "jakbar": "jakarta barat",
    "jakpus": "jakarta pusat",
    "jaksel": "jakarta selatan",
    "jaktim": "jakarta timur",
    "jakut": "jakarta utara",
    "brt": "barat",
    "tmr": "timur",
    "utr": "utara",
    "slt": "selatan",
    "pst": "pusat",
    "pdk": "pondok",
}
"""Short forms that are no names of their own."""
LABELS = ("rt", "rw")
KINDS = {
    4: ("provinsi",),
    5: ("kota", "kabupaten"),
    6: ("kecamatan",),
    7: ("kelurahan", "desa"),
    8: ("rw",),
    9: ("rt",),
}
"""What a unit of each level is called besides its name."""

DIGITS = frozenset("0123456789")
PIECE = re.compile(r"[0-9]+|[^\W_0-9]+|/")
SPELT_OUT = re.compile(r"\br(?:ukun)? ([tw])(?:etangga|arga)?\b")
BOTH_LABELS = re.compile(r"\brt ?(?:/ )?rw ([0-9]{1,4}) (?:/ )?([0-9]{1,4})\b")
ON_IDENTITY_CARD = re.compile(r"\b(?:rt )?(?<!rw )(?<!no )(?<!nomor )\b([0-9]{1,4}) / ([0-9]{1,4})\b")
LABELLED = re.compile(r"\b(r[tw]) (?:/ )?([0-9]+|[ivx]+)\b")
ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
ROMAN = {"x" * tens + one: 10 * tens + at for tens in (0, 1) for at, one in enumerate(ONES) if tens or one}
LAST = chr(0x10FFFF)
"""Follows whatever else a word can go on with."""
TYPED_CODE = re.compile(r"[0-9]{2}[0-9a-z.]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    ``kind`` is "unit", "place" or "street"; ``key`` is the caller's own and not looked at. ``unit`` is the code of the
    unit it lies in ("" if unknown), for a unit its own. ``level`` is a unit's OSM admin_level (4 province … 9 RT), 0
    for the rest. ``also`` holds further words that find it and weigh less than its name.
    """

    kind: str
    key: str
    name: str
    unit: str
    level: int = 0
    also: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how well it fits: 2 for exactly its name, more for a typed code, towards 0 for less.

    ``complete`` is false where nothing accounts for every token, and this is what comes nearest.
    """

    entry: Entry
    score: float
    complete: bool = True


class SearchIndex:
    """An index over entries, built once and then only read (from several threads too).

    Each step of a search handles all entries at once in arrays, which keeps it to milliseconds for 100 000 of them.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        # Equals stand in this order, so that a stable sort by score is all that ranking needs.
        self._entries = sorted(entries, key=lambda each: (each.level or 99, each.unit, each.name, each.kind, each.key))
        self._index_tokens()
        self._index_codes()

    def search(self, text: str, limit: int = 20, near: str = "") -> list[Found]:
        """At most ``limit`` entries that fit what was typed, the best first; none for one without letters or digits.

        An entry must account for every token, by its own name or that of a unit above it; entries that lack some are
        given only when none has all. Of equals, those come first that share most of the code ``near``. No text raises.
        """
        tokens = read(text)[:MOST]
        if not tokens or limit < 1 or not self._entries:
            return []
        score, fits, complete = self._score(tokens)
        score[self._whole.get(" ".join(tokens), [])] += WHOLE
        if near:
            score += self._nearness(near)
        for entries, worth in self._by_code(_plain(text).strip()):
            score[entries] = worth
            fits[entries] = complete = True
        candidates = np.flatnonzero(fits)
        scores = np.round(score[candidates], 5)
        if len(candidates) > limit:
            least = np.partition(scores, -limit)[-limit]
            candidates, scores = candidates[scores >= least], scores[scores >= least]
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Found(self._entries[candidates[each]], round(float(scores[each]), 5), complete) for each in best]

    def _score(self, tokens: list[str]) -> tuple[Floats, NDArray[np.bool_], bool]:
        """The score of every entry, which of them account for as many tokens as any does, and whether that is all."""
        needed, helping = _weigh(tokens)
        matched = {token: self._spread(*self._alike(token)) for token in needed + helping}
        for one, two in pairwise(tokens):  # "kali pasir" for Kalipasir
            if one != two and _joinable(one, two):
                own, share = self._spread(*self._beginning(one + two))
                for token in (one, two):
                    before, covering = matched[token]
                    matched[token] = np.maximum(own, before), np.where(own < before, covering, share / 2)
        covered = np.minimum(sum(share for _, share in matched.values()), 1)
        part = (PART + (1 - PART) * covered).astype(np.float32)
        score = np.zeros(len(self._entries), np.float32)
        accounted = np.zeros(len(self._entries), np.int8)
        for token in needed:
            worth = self._with_inherited(matched[token][0] * part)
            score += worth / len(needed)
            accounted += worth > 0
        for token in helping:
            own = matched[token][0]  # a house's number is not that of the RW it stands in
            score += (own if token[0] in DIGITS else self._with_inherited(own)) * HELPING / len(helping)
        for token in _meant(needed):
            score[self._units] += NUMBERED * (matched[token][0][self._units] == 1)
        most = accounted.max()
        return score, accounted == most if most else accounted < 0, bool(most == len(needed))

    def _alike(self, token: str) -> tuple[Indices, Floats]:
        """The tokens that the typed one may mean, and how good a match each is. A number means itself."""
        if token[0] in DIGITS:
            forms = [token] if _numbers(token) else [token, *(token + label for label in LABELS)]
            known = np.array([self._ids[form] for form in forms if form in self._ids], np.int32)
            return known, np.ones(len(known), np.float32)
        ids, quality = self._beginning(token)
        mistakes = 0 if len(token) < 4 else 1 if len(token) < 8 else 2
        if not mistakes:
            return ids, quality
        # One mistake changes the length by one at most, and by two at most which letters there are.
        similar = np.abs(self._lengths - len(token)) <= mistakes
        similar &= np.bitwise_count(self._letters ^ np.uint32(_letters(token))) <= 2 * mistakes
        like = np.flatnonzero(similar).astype(np.int32)
        words = [self._vocabulary[at] for at in like]
        distance = process.cdist([token], words, scorer=OSA.distance, score_cutoff=mistakes, dtype=np.uint8)[0]
        near = distance <= mistakes
        worth = MISTYPED[0] - MISTYPED[1] * distance[near].astype(np.float32)
        return np.concatenate([ids, like[near]]), np.concatenate([quality, worth])

    def _beginning(self, token: str) -> tuple[Indices, Floats]:
        """The words that are the typed one or begin with it."""
        low, high = bisect_left(self._vocabulary, token), bisect_left(self._vocabulary, token + LAST)
        share = len(token) / self._lengths[low:high]
        quality = np.where(share == 1, 1, PREFIX + PREFIX_GROWTH * share)
        return np.arange(low, high, dtype=np.int32), quality.astype(np.float32)

    def _spread(self, ids: Indices, quality: Floats) -> tuple[Floats, Floats]:
        """For every entry: how well it is met by the best of these tokens, and how much of its name that covers."""
        starts, counts = self._starts[ids], self._starts[ids + 1] - self._starts[ids]
        passed = np.cumsum(counts) - counts
        places = np.repeat(starts - passed, counts) + np.arange(counts.sum(), dtype=np.int32)
        bearers, each = self._bearers[places], np.repeat(quality, counts)
        own, share = np.zeros((2, len(self._entries)), np.float32)
        worth = each * self._worths[places]
        np.maximum.at(own, bearers, worth)
        best = worth >= own[bearers]  # "menteng" is half of Menteng Atas, though it also begins "mentengatas"
        np.maximum.at(share, bearers[best], (each * self._shares[places])[best])
        return own, share

    def _with_inherited(self, own: Floats) -> Floats:
        """Each entry's own match, or that of a unit it lies in where that is worth more."""
        best = np.zeros(len(self._parents), np.float32)
        np.maximum.at(best, self._unit_nodes, own[self._units])
        for nodes in self._generations:
            np.maximum(best[nodes], best[self._parents[nodes]] * np.float32(FARTHER), out=best[nodes])
        inherited: Floats = best[self._above] * np.float32(INHERITED)
        return np.maximum(own, inherited)

    def _nearness(self, near: str) -> Floats:
        shared = np.zeros(len(self._parents), np.float32)
        for code in _path(near):
            if code in self._nodes:
                shared[self._nodes[code]] = code.count(".") + 1
        for nodes in self._generations:
            np.maximum(shared[nodes], shared[self._parents[nodes]], out=shared[nodes])
        nearness: Floats = shared[self._inside] * np.float32(NEAR / 6)
        return nearness

    def _by_code(self, typed: str) -> Iterable[tuple[Indices, float]]:
        """The unit whose code was typed, with or without dots, and those whose code goes on from there."""
        if not TYPED_CODE.fullmatch(typed):
            return
        code = typed.replace(".", "")
        low, high = bisect_left(self._codes, code), bisect_right(self._codes, code)
        yield self._coded[low:high], CODE
        if len(typed) > 3:  # "31" may as well be the number of an RW: let it find both
            yield self._coded[high : bisect_left(self._codes, code + LAST)], CODE_BEGINS

    def _index_tokens(self) -> None:
        self._ids: dict[str, int] = {}
        self._whole: dict[str, list[int]] = {}
        ids, bearers, shares, worths = [], [], [], []
        kept: dict[tuple[str, str, tuple[str, ...], str], tuple[list[str], list[tuple[int, float, float]]]] = {}
        for at, entry in enumerate(self._entries):
            kinds = KINDS.get(entry.level, ()) if entry.kind == "unit" else ()
            also = f"{entry.also} jalan" if entry.kind == "street" else entry.also
            seen = (entry.name, also, kinds, _number(entry))
            if seen not in kept:  # "RT 003" comes by the thousand
                name = " ".join(read(entry.name))
                borne = _borne(*seen).items()
                numbered = [(self._ids.setdefault(token, len(self._ids)), *each) for token, each in borne]
                kept[seen] = [name, *(f"{kind} {name}" for kind in kinds)], numbered
            names, numbered = kept[seen]
            for name in names:
                self._whole.setdefault(name, []).append(at)
            for token, share, worth in numbered:
                ids.append(token)
                bearers.append(at)
                shares.append(share)
                worths.append(worth)
        # Renumbered by alphabet: words with one beginning then stand side by side, and so do their bearers.
        self._vocabulary = sorted(self._ids)
        places = np.empty(len(self._vocabulary), np.int32)
        places[[self._ids[token] for token in self._vocabulary]] = np.arange(len(self._vocabulary))
        self._ids = {token: at for at, token in enumerate(self._vocabulary)}
        renumbered = places[np.array(ids, np.int32)]
        order = np.argsort(renumbered, kind="stable")
        self._starts = np.searchsorted(renumbered[order], np.arange(len(self._vocabulary) + 1)).astype(np.int32)
        self._bearers = np.array(bearers, np.int32)[order]
        self._shares = np.array(shares, np.float32)[order]
        self._worths = np.array(worths, np.float32)[order]
        self._lengths = np.array([len(token) for token in self._vocabulary], np.int32)
        self._letters = np.array([_letters(token) for token in self._vocabulary], np.uint32)

    def _index_codes(self) -> None:
        """The tree of codes. Units that are named by a longer code but are no entries themselves are in it, too."""
        codes = {code for unit in {entry.unit for entry in self._entries} for code in _path(unit)} | {""}
        ordered = sorted(codes, key=lambda code: (_depth(code), code))
        self._nodes = {code: at for at, code in enumerate(ordered)}
        self._parents = np.array([self._nodes[_parent(code)] for code in ordered], np.int32)
        depths = [_depth(code) for code in ordered]
        bounds = [bisect_left(depths, depth) for depth in range(1, depths[-1] + 2)]
        self._generations = [slice(low, high) for low, high in pairwise(bounds)]
        self._inside = np.array([self._nodes[entry.unit] for entry in self._entries], np.int32)
        is_unit = np.array([entry.kind == "unit" and entry.unit != "" for entry in self._entries], np.bool_)
        self._units = np.flatnonzero(is_unit)
        self._unit_nodes = self._inside[self._units]
        self._above = np.where(is_unit, self._parents[self._inside], self._inside)
        coded = sorted((_plain(self._entries[at].unit).replace(".", ""), int(at)) for at in self._units)
        self._codes = [code for code, _ in coded]
        self._coded = np.array([at for _, at in coded], np.int32)


def read(text: str) -> list[str]:
    """The tokens of a name or of what was typed: plain words, numbers without leading zeros, numbered RT and RW.

    >>> read("Jl. Kali Pasir, RT 003/016"), read("r.w. ix")
    (['jalan', 'kali', 'pasir', '3rt', '16rw'], ['9rw'])
    """
    pieces = " ".join(PIECE.findall(_plain(text)))
    pieces = SPELT_OUT.sub(r"r\1", pieces)
    pieces = BOTH_LABELS.sub(r"rt \1 rw \2", pieces)
    pieces = ON_IDENTITY_CARD.sub(r"rt \1 rw \2", pieces)
    pieces = LABELLED.sub(_numbered, pieces)
    pieces = " ".join(LONG_FORMS.get(piece, piece) for piece in pieces.split())
    return [_token(piece) for piece in pieces.split() if piece != "/"]


def _token(piece: str) -> str:
    return piece.lstrip("0") or "0" if piece.isdigit() else ABBREVIATIONS.get(piece) or SPELLINGS.get(piece, piece)


def _numbered(match: re.Match[str]) -> str:
    label, number = match.groups()
    if number in ROMAN:
        return f"{ROMAN[number]}{label}"
    return _token(number) + label if number.isdigit() else match.group()


def _plain(text: str) -> str:
    """Lower case without marks and invisible characters; compatibility forms (full width, ligatures) as usual ones."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return text.lower()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(each for each in text if each.isspace() or unicodedata.category(each)[0] not in "MC")[:LONGEST]


def _letters(word: str) -> int:
    """Which letters a word has, as a set of bits (some letters share one)."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 32
    return bits


def _weigh(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Which tokens an entry must account for, and which only help: generic words and numbers of houses."""
    before = ["", *tokens]
    helps = [
        token in GENERIC or (token.isdigit() and last == "nomor") for last, token in zip(before, tokens, strict=False)
    ]
    needed = list(dict.fromkeys(token for token, helping in zip(tokens, helps, strict=True) if not helping))
    if not needed:
        return list(dict.fromkeys(tokens)), []
    return needed, [token for token in dict.fromkeys(tokens) if token not in needed]


def _meant(tokens: list[str]) -> list[str]:
    """The numbered tokens that say which unit is meant: the RT if one was typed, else the RW."""
    numbered = [token for token in tokens if _numbers(token)]
    return [token for token in numbered if token.endswith("rt")] or numbered


def _joinable(one: str, two: str) -> bool:
    return one not in ("jalan", "gang") and not (one[0] in DIGITS or two[0] in DIGITS)


def _number(entry: Entry) -> str:
    """The number of an RW or RT by its code, as a token; "" for one without, and for everything else."""
    digits = re.match(r"[0-9]+", entry.unit.rpartition(".")[2])
    if not digits or entry.kind != "unit" or entry.level not in (8, 9):
        return ""
    return _token(digits.group()) + KINDS[entry.level][0]


def _borne(name: str, also: str, kinds: Sequence[str], number: str) -> dict[str, tuple[float, float]]:
    """``{token: (share of the name, worth)}`` for all that finds an entry."""
    tokens = read(name)
    weights = [GENERIC_WEIGHT if token in GENERIC or token in LABELS else 1 for token in tokens]
    total = sum(weights)
    bears = [(kind, GENERIC_WEIGHT, 1.0) for kind in kinds] + [(token, 1, ALSO) for token in read(also)]
    for token, weight in zip(tokens, weights, strict=True):
        elsewhere = _numbers(token) and kinds not in (("rt",), ("rw",))
        bears.append((token, weight / total, NAMED_AFTER if elsewhere else 1))
    for (one, two), (light, heavy) in zip(pairwise(tokens), pairwise(weights), strict=True):
        if _joinable(one, two):
            bears.append((one + two, (light + heavy) / total, 1))
    if number and not any(map(_numbers, tokens)):
        bears.append((number, 1, 1))
    borne: dict[str, tuple[float, float]] = {}
    for token, share, worth in bears:
        before = borne.get(token, (0, 0))
        borne[token] = min(before[0] + share, 1), max(before[1], worth)
    return borne


def _numbers(token: str) -> bool:
    """Whether the token is a numbered RT or RW."""
    return token[0] in DIGITS and token[-2:] in LABELS


def _parent(code: str) -> str:
    return code.rpartition(".")[0]


def _depth(code: str) -> int:
    return code.count(".") + 1 if code else 0


def _path(code: str) -> Iterable[str]:
    """A code and those of the units above it, without the ``""`` at the top."""
    while code:
        yield code
        code = _parent(code)

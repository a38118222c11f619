"""The hash chain itself: how an entry is sealed, and what can be told from a chain that was tampered with.

An entry's hash is SHA-256 over its own fields and the hash of the entry before it, as in a linked
time-stamping scheme (Haber and Stornetta, "How to time-stamp a digital document", J. Cryptology 3, 1991).
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

FORMAT = "rukun.journal.1"
Code: TypeAlias = str | int | bool
SEARCHED = 1000
"""How many places are tried for an entry that was renumbered."""

Kind: TypeAlias = Literal["changed", "removed", "reordered", "inserted", "cut", "rewritten"]


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as it is sealed. ``time`` is ISO 8601 in UTC with microseconds; hashes are lower-case hex."""

    chain: str
    sequence: int
    time: str
    actor: str
    unit: str
    verb: str
    object_label: str
    object_id: str
    codes: Mapping[str, Code]
    note_hash: str
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with entries ``first`` to ``last`` (inclusive, counted from 1) of a chain."""

    chain: str
    first: int
    last: int
    kind: Kind


def chain_of(unit: str) -> str:
    """The chain that a territory unit's entries go to: its kelurahan's, or its own above that.

    Codes are paths, province.city.district.kelurahan.RW.RT; ``""`` is the installation.

    >>> chain_of("31.73.07.1001.016.003"), chain_of("31.73"), chain_of("")
    ('31.73.07.1001', '31.73', '')
    """
    return ".".join(unit.split(".")[:4])


def genesis(chain: str) -> str:
    """What the first entry of a chain points back to, so that no chain can pass for another."""
    return hashlib.sha256(f"{FORMAT}/{chain}".encode()).hexdigest()


def seal(record: Record) -> str:
    """The hash of a record, over every field but ``hash`` itself. Lower-case hex, 64 characters."""
    fields = [
        FORMAT,
        record.chain,
        record.sequence,
        record.time,
        record.actor,
        record.unit,
        record.verb,
        record.object_label,
        record.object_id,
        record.codes,
        record.note_hash,
        record.previous,
    ]
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def note_hash(salt: str, text: str) -> str:
    """What an entry keeps of its note: useless for guessing the text once the salt is erased."""
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def examine(chain: str, records: Callable[[], Iterable[Record]], known: Mapping[int, str]) -> list[Finding]:
    """What is wrong with a chain, or nothing.

    ``records`` gives the stored entries in order of their sequence, each time it is called: once for a sound
    chain, a second time to tell what happened to an unsound one. ``known`` are points of the chain kept
    elsewhere, as ``{length: hash of the entry with that sequence}``; the longest says how long the chain is.
    """
    previous, count, sound = genesis(chain), 0, True
    agreed, rewritten = 0, []
    for record in records():
        count += 1
        if record.sequence != count or record.previous != previous or seal(record) != record.hash:
            sound = False
            break
        previous = record.hash
        if known.get(count, previous) != previous:
            rewritten.append(Finding(chain, agreed + 1, count, "rewritten"))
        agreed = count if count in known else agreed
    length = max(known, default=0)
    if not sound:
        return _diagnose(chain, list(records()), known)
    if count < length:
        rewritten.append(Finding(chain, count + 1, length, "cut"))
    elif count > length:
        rewritten.append(Finding(chain, length + 1, count, "inserted"))
    return rewritten


def _diagnose(chain: str, stored: list[Record], known: Mapping[int, str]) -> list[Finding]:
    length = max(known, default=0)
    placed = _placed(chain, stored, set(known.values()))
    found: list[tuple[int, Kind]] = []
    for place, record in placed.items():
        if place != record.sequence:
            found.append((place, "reordered"))
        before = placed.get(place - 1)
        if before is not None and record.previous != before.hash:
            found.append((place - 1, "changed"))  # sealed anew, but its heir remembers the old seal
    taken = set(placed)
    genuine = {id(record) for record in placed.values()}
    for record in stored:
        if id(record) in genuine:
            continue
        # It fits nowhere by its seal: it stands in a gap, so it was changed; or where nothing was missing.
        if record.sequence in taken or record.sequence > length:
            found.append((record.sequence, "inserted"))
        else:
            taken.add(record.sequence)
            found.append((record.sequence, "changed"))
    last = max(taken, default=0)
    found += [(place, "removed") for place in range(1, last) if place not in taken]
    found += [(place, "cut") for place in range(last + 1, length + 1)]
    return _runs(chain, found)


def _placed(chain: str, stored: list[Record], heads: set[str]) -> dict[int, Record]:
    """Which entry stood at which place when it was sealed; entries whose seal fits no free place are absent.

    An entry stood behind the one whose hash it names. Where that one is gone, the entry's own number is tried.
    """
    hashes = {record.hash for record in stored}
    heirs: dict[str, list[Record]] = {}
    for record in stored:
        heirs.setdefault(record.previous, []).append(record)

    def fits(record: Record, place: int) -> bool:
        return seal(replace(record, sequence=place)) == record.hash

    def barren(record: Record) -> bool:
        # Of two heirs the one that has heirs itself, or is a known head, is the true one; the other was slipped in.
        return record.hash not in heirs and record.hash not in heads

    def begins(record: Record) -> tuple[int, bool, int]:
        # Behind the genesis first, then behind entries that are gone, then behind changed ones.
        rank = 0 if record.previous == genesis(chain) else 1 if record.previous not in hashes else 2
        return rank, barren(record), record.sequence

    placed: dict[int, Record] = {}
    done: set[int] = set()
    for start in sorted(stored, key=begins):
        if id(start) in done:
            continue
        place = 1 if start.previous == genesis(chain) else start.sequence
        if not fits(start, place) and start.previous not in hashes:
            # Renumbered after its forebear was taken away: look through the free places, nearest first.
            free = (each for each in range(1, len(stored) + SEARCHED) if each not in placed)
            near = sorted(free, key=lambda each: abs(each - start.sequence))[:SEARCHED]
            place = next((each for each in near if fits(start, each)), place)
        following = [start]
        while heir := next((each for each in following if id(each) not in done and fits(each, place)), None):
            if place in placed:
                break
            placed[place] = heir
            done.add(id(heir))
            following = sorted(heirs.get(heir.hash, []), key=barren)
            place += 1
    return placed


def _runs(chain: str, found: list[tuple[int, Kind]]) -> list[Finding]:
    """Neighbouring findings of one kind as one."""
    runs: list[Finding] = []
    for place, kind in sorted(set(found), key=lambda each: (each[1], each[0])):
        if runs and runs[-1].kind == kind and runs[-1].last == place - 1:
            runs[-1] = replace(runs[-1], last=place)
        else:
            runs.append(Finding(chain, place, place, kind))
    return sorted(runs)

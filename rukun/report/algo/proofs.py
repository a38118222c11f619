"""What a proof of filing proves: that these very words were filed, at that time, at that place in the journal.

A proof is a JSON document, signed with Ed25519 over its canonical form without ``signature``, as the journal's heads
are. It holds what was filed, the salt and digest of that, and the journal's entry with that digest, whole: so that
anybody can follow from the words to a place in the chain, and from there to the heads that others have kept.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rukun.journal.algo.chain import Record, seal

FORMAT, HEADS_FORMAT = "rukun.proof.1", "rukun.heads.1"
RECEIVED = "report.received"
"""The journal's verb for a report that came."""
LARGEST = 100_000
"""Bytes; a proof with the longest words there can be has some thirty thousand."""
SAME_TIME = timedelta(minutes=10)
"""How far what a report says of when it came may be from the time of its entry: a busy database takes its time."""
FIELDS = ("chain", "sequence", "time", "actor", "unit", "verb", "object_label", "object_id", "codes", "note_hash")


@dataclass(frozen=True)
class Key:
    """A public key (64 hex digits) of proofs and the days (ISO) on which it signed; empty where nobody says."""

    key: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Head:
    """One chain's length and hash at a moment, from a signed line of a heads file."""

    time: datetime
    chain: str
    length: int
    hash: str


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: ``good``, not good, or ``None`` where it proves nothing either way."""

    code: str
    good: bool | None
    values: Mapping[str, str | int]


@dataclass(frozen=True)
class Verdict:
    """``document`` is the proof as it was read; empty where it could not be."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any]

    @property
    def genuine(self) -> bool:
        return bool(self.findings) and all(each.good is not False for each in self.findings)

    @property
    def disputed(self) -> bool:
        """Nothing is wrong with the proof itself, but the journal of the installation tells another story."""
        wrong = [each.code for each in self.findings if each.good is False]
        return bool(wrong) and set(wrong) <= {"own_missing", "own_other", "own_heads_other"}


def digest(salt: str, filed: Mapping[str, Any]) -> str:
    """SHA-256 over a salt (hex) and what was filed, as canonical JSON: keys sorted, no blanks, ASCII. 64 hex digits."""
    return hashlib.sha256(salt.encode("ascii") + b"\n" + canonical(filed)).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way to write a document down: keys sorted, no blanks, ASCII."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def examine(text: str, keys: Sequence[Key], heads: Sequence[Head] | None = None) -> Verdict:
    """What can be said of a proof with the public ``keys`` of the installation that it claims to be from.

    ``heads`` are those that somebody kept; ``None`` where nobody did, and then nothing is said of them. Never raises.
    """
    try:
        document = _read(text)
        found = [_signature(document, keys), _words(document), _entry(document)]
        if heads is not None:
            found.append(_place(document["journal"], heads))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return Verdict((Finding("unreadable", good=False, values={}),), {})
    return Verdict(tuple(found), document)


def at_home(verdict: Verdict, written: str | None, heads: Sequence[Head]) -> Verdict:
    """A genuine verdict, and what the installation's own journal and heads say of it.

    ``written`` is the hash of the report's entry as the journal has it, ``None`` where it has none. A stolen key signs
    reports that never came, and a journal can be cut: a proof and the journal that differ are to be told apart by those
    outside, so both are said. A verdict that is not genuine is returned as it is.
    """
    if not verdict.genuine:
        return verdict
    journal = verdict.document["journal"]
    told: dict[str, str | int] = {"sequence": journal["sequence"]}
    code = "own_missing" if written is None else "own_entry" if written == journal["hash"] else "own_other"
    found = [Finding(code, good=code == "own_entry", values=told)]
    place = _place(journal, heads)
    if place.good is not None:  # before the heads of the day are written they say nothing
        found.append(Finding("own_heads" if place.good else "own_heads_other", place.good, place.values))
    return Verdict((*verdict.findings, *found), verdict.document)


def heads_of(content: str, key: str) -> list[Head]:
    """The heads in a file of signed heads whose lines are genuine by the journal's public ``key`` (hex).

    Raises ``ValueError`` for a key that is none. Lines that are no heads, or not genuine, are left out.
    """
    verifier = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    found: list[Head] = []
    for line in content.splitlines():
        try:
            document = json.loads(line)
            signature = bytes.fromhex(document.pop("signature"))
            verifier.verify(signature, canonical(document))
            time = _moment(document["time"])
            if document["format"] == HEADS_FORMAT:
                found += [Head(time, code, int(each[0]), str(each[1])) for code, each in document["heads"].items()]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidSignature):
            continue
    return found


def _read(text: str) -> dict[str, Any]:
    """The document, every part of the kind that it must have. Raises what JSON, ``dict`` and ``datetime`` do."""
    if len(text) > LARGEST:
        raise ValueError("too long")
    document = json.loads(text.strip().removeprefix("\ufeff"))
    if document["format"] != FORMAT:
        raise ValueError("unknown format")
    for name in ("installation", "report", "received", "made", "salt", "digest", "key", "signature"):
        _demand(document[name], str)
    journal = document["journal"]
    for name in (
        "chain",
        "time",
        "actor",
        "unit",
        "verb",
        "object_label",
        "object_id",
        "note_hash",
        "previous",
        "hash",
    ):
        _demand(journal[name], str)
    _demand(journal["sequence"], int)
    _demand(journal["codes"], dict)
    if document["filed"] is not None:
        _demand(document["filed"], dict)
    for moment in (document["received"], document["made"], journal["time"]):
        _moment(moment)
    document["salt"].encode("ascii")
    read: dict[str, Any] = document
    return read


def _demand(value: Any, kind: type) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(kind)


def _signature(document: Mapping[str, Any], keys: Sequence[Key]) -> Finding:
    known = next((each for each in keys if each.key == document["key"]), None)
    if known is None:
        return Finding("key_unknown", good=False, values={"key": document["key"][:64]})
    unsigned = {name: value for name, value in document.items() if name != "signature"}
    try:
        verifier = Ed25519PublicKey.from_public_bytes(bytes.fromhex(known.key))
        verifier.verify(bytes.fromhex(document["signature"]), canonical(unsigned))
    except (ValueError, InvalidSignature):
        return Finding("signature_wrong", good=False, values={})
    day = _moment(document["made"]).date().isoformat()
    dates = {"since": known.since, "until": known.until, "made": day}
    if (known.since and day < known.since) or (known.until and day > known.until):
        return Finding("key_not_then", good=False, values=dates)
    return Finding("signature_retired" if known.until else "signature", good=True, values=dates)


def _words(document: Mapping[str, Any]) -> Finding:
    filed = document["filed"]
    if filed is None:
        return Finding("words_gone", good=None, values={})
    if digest(document["salt"], filed) != document["digest"] or filed.get("id") != document["report"]:
        return Finding("words_changed", good=False, values={})
    return Finding("words", good=True, values={})


def _entry(document: Mapping[str, Any]) -> Finding:
    journal = document["journal"]
    record = Record(**{name: journal[name] for name in (*FIELDS, "previous", "hash")})
    told: dict[str, str | int] = {"chain": record.chain or "*", "sequence": record.sequence}
    written = _moment(record.time)
    told["time"] = f"{written:%Y-%m-%d %H:%M} UTC"
    apart = abs(written - _moment(document["received"]))
    holds = (
        seal(record) == record.hash
        and record.verb == RECEIVED
        and (record.object_label, record.object_id) == ("report", document["report"])
        and record.codes.get("digest") == document["digest"]
        and apart <= SAME_TIME
    )
    return Finding("entry" if holds else "entry_wrong", good=holds, values=told)


def _place(journal: Mapping[str, Any], heads: Sequence[Head]) -> Finding:
    """The entry against the heads that somebody kept."""
    written = _moment(journal["time"])
    of_chain = sorted((each for each in heads if each.chain == journal["chain"]), key=lambda each: each.time)
    told: dict[str, str | int] = {"sequence": journal["sequence"]}
    if not of_chain:
        return Finding("heads_silent", good=None, values=told)
    for each in of_chain:
        told |= {"time": each.time.date().isoformat(), "length": each.length}
        if each.length == journal["sequence"]:
            same = each.hash == journal["hash"]
            return Finding("heads_same" if same else "heads_other", good=same, values=told)
        if each.time < written and each.length > journal["sequence"]:
            return Finding("heads_before", good=False, values=told)
        if each.time > written and each.length < journal["sequence"]:
            return Finding("heads_cut", good=False, values=told)
    reached = [each for each in of_chain if each.length > journal["sequence"]]
    if not reached:
        return Finding("heads_earlier", good=None, values=told)
    told |= {"time": reached[0].time.date().isoformat(), "length": reached[0].length}
    return Finding("heads_beyond", good=True, values=told)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("no time zone")
    return found.astimezone(UTC)

"""Signed heads: what the journal was like at a moment, kept where the database cannot reach.

A chain from which the tail was cut looks sound by itself. A file of heads, signed with the installation's
Ed25519 key and copied elsewhere (or printed, or sent), gives the cut away. One line a day:

    {"format": "rukun.heads.1", "time": "…", "heads": {"31.73.07.1001": [412, "9f…"]}, "key": "…", "signature": "…"}

``heads`` names the chains that have grown since the line before. The signature is over the line's JSON
without ``signature``, keys sorted, no blanks.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils import timezone

from rukun.journal.actions import iso
from rukun.journal.errors import HeadsUnreadable
from rukun.journal.models import Chain

FORMAT = "rukun.heads.1"
Heads = Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class SignedHeads:
    """One line of a heads file. Only a ``genuine`` one has the right signature by the key asked for.

    A ``damaged`` one cannot be read at all: torn by a power cut, or spoilt on purpose.
    """

    line: int
    time: str
    heads: Heads
    genuine: bool
    damaged: bool = False


def current_heads() -> dict[str, tuple[int, str]]:
    """``{chain: (length, hash)}`` of every chain that has an entry."""
    rows = Chain.objects.filter(length__gt=0).order_by("code").values_list("code", "length", "head")
    return {code: (length, head) for code, length, head in rows}


def sign(heads: Heads, time: str) -> str:
    """One line for a heads file, without its line break."""
    key = _private_key()
    document: dict[str, Any] = {
        "format": FORMAT,
        "heads": {code: list(head) for code, head in heads.items()},
        "key": key.public_key().public_bytes_raw().hex(),
        "time": time,
    }
    document["signature"] = key.sign(_canonical(document)).hex()
    return _canonical(document).decode("ascii")


def export_heads(path: Path | None = None) -> int:
    """Append the heads that have changed to the heads file; nothing if none has. Returns how many."""
    path = path or settings.INSTALLATION.heads
    known: dict[str, tuple[int, str]] = {}
    if path.exists():
        for signed in _lines(path, public_key()):
            known.update(signed.heads if signed.genuine else {})
    changed = {code: head for code, head in current_heads().items() if known.get(code) != head}
    if not changed:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        # A line torn by a power cut stays alone: the new one begins on a line of its own.
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(sign(changed, iso(timezone.now())).encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return len(changed)


def read_heads(path: Path, key: str) -> list[SignedHeads]:
    """The lines of a heads file, checked against the public ``key`` (hex).

    Raises ``HeadsUnreadable`` for a file without one readable line, ``OSError`` for one that cannot be opened,
    ``ValueError`` for a key that is none.
    """
    lines = list(_lines(path, key))
    if all(line.damaged for line in lines) and path.stat().st_size:
        raise HeadsUnreadable(str(path))
    return lines


def public_key() -> str:
    """The public half of this installation's journal key, as 64 hex digits."""
    return _private_key().public_key().public_bytes_raw().hex()


def _lines(path: Path, key: str) -> Iterator[SignedHeads]:
    verifier = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    for number, line in enumerate(_documents(path.read_bytes()), start=1):
        if not line.startswith(b"{"):
            continue  # what `rukun journal heads` prints for people stands around the signed line
        try:
            document = json.loads(line)
            signature = bytes.fromhex(document.pop("signature"))
            heads = {str(code): (int(length), str(head)) for code, (length, head) in document["heads"].items()}
            time = str(document["time"])
            if document["format"] != FORMAT:
                raise ValueError("unknown format")
        except (ValueError, KeyError, TypeError, AttributeError):
            yield SignedHeads(number, "", {}, genuine=False, damaged=True)
            continue
        try:
            verifier.verify(signature, _canonical(document))
            genuine = document["key"] == key
        except InvalidSignature:
            genuine = False
        yield SignedHeads(number, time, heads, genuine)


def _documents(content: bytes) -> list[bytes]:
    """The lines of the file; or, of the answer of `rukun journal heads --json`, the signed line in it."""
    try:
        return [str(json.loads(content)["signed"]).encode("ascii")]
    except (ValueError, KeyError, TypeError):
        return content.split(b"\n")


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.INSTALLATION.key("journal.key")))


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")

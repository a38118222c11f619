"""The keys of this installation that seal and mark, read from its ``keys`` folder and read again when a file changes.

seal.keys     one sealing key a line, ``<id> <64 hex digits>``; the last one seals, all of them open
receipt.key   marks receipt codes and numbers: 64 hex digits, never exchanged (codes out there depend on it)
proof.keys    signs proofs of filing: ``private <seed> <since>`` once, and for each retired one, the oldest first,
              ``public <key> <since> <until>``; days are in UTC, and a retired key signed up to and with its last
"""

import fcntl
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

SEAL, RECEIPT, PROOF = "seal.keys", "receipt.key", "proof.keys"


@dataclass(frozen=True)
class Ring:
    """Sealing keys by their ids (8 hex digits), the newest last."""

    keys: dict[str, bytes]

    @property
    def newest(self) -> tuple[str, bytes]:
        return next(reversed(self.keys.items()))


class KeysInUse(Exception):
    """Somebody else is exchanging keys right now."""


@contextmanager
def changing_keys() -> Iterator[None]:
    """Around whatever changes key files: two at once would each write a ring without the other's key.

    Raises ``KeysInUse``. The lock vanishes with its holder.
    """
    folder = os.open(settings.INSTALLATION.keys, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeysInUse from None
        yield
    finally:
        os.close(folder)


def ring() -> Ring:
    """The sealing keys as they are now: another process may have added one."""
    return Ring(_read_ring(*_seen(SEAL)))


@dataclass(frozen=True)
class ProofKey:
    """The public half (64 hex digits) of a key that signs or signed proofs of filing, and its days (ISO, UTC).

    ``until`` is the last day on which it signed; empty for the one that signs now.
    """

    key: str
    since: str
    until: str = ""


def receipt_key() -> bytes:
    """The key of all marks, as it is now."""
    try:
        seen = _seen(RECEIPT)
    except OSError:
        return bytes.fromhex(settings.INSTALLATION.key(RECEIPT))  # which says what is wrong
    return _read_key(*seen)


def new_seal_line() -> str:
    """A line for ``seal.keys``, with a key nobody has seen."""
    return f"{secrets.token_hex(4)} {secrets.token_hex(32)}"


def add_seal_key() -> str:
    """Add a sealing key, which seals from now on. Returns its id."""
    line = new_seal_line()
    lines = settings.INSTALLATION.key(SEAL).splitlines()
    _rewrite(SEAL, [*lines, line])
    return line.split()[0]


def drop_seal_keys(keep: set[str]) -> list[str]:
    """Take away every sealing key but those to ``keep`` (the newest is always kept). Returns the ids taken away."""
    lines = settings.INSTALLATION.key(SEAL).splitlines()
    kept = [line for line in lines[:-1] if line.split()[0] in keep] + lines[-1:]
    _rewrite(SEAL, kept)
    return [line.split()[0] for line in lines if line not in kept]


def seal_keys_rest_since() -> timedelta:
    """For how long nothing has been added to the sealing keys or taken away."""
    changed = (settings.INSTALLATION.keys / SEAL).stat().st_mtime
    return datetime.now(UTC) - datetime.fromtimestamp(changed, UTC)


def proof_keys() -> list[ProofKey]:
    """The public keys of proofs: the one that signs now first, then the retired ones, the newest first."""
    seed, since, retired = _proof_lines()
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).public_key().public_bytes_raw().hex()
    return [ProofKey(public, since), *(ProofKey(*line.split()[1:]) for line in reversed(retired))]


def proof_signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(_proof_lines()[0]))


def replace_proof_key() -> ProofKey:
    """Retire the key that signs proofs, whose private half is gone with that, and make another. Returns the new one."""
    _seed, _since, retired = _proof_lines()
    old, today = proof_keys()[0], datetime.now(UTC).date().isoformat()
    fresh = f"private {secrets.token_hex(32)} {today}"
    _rewrite(PROOF, [*retired, f"public {old.key} {old.since} {today}", fresh])
    return proof_keys()[0]


def _proof_lines() -> tuple[str, str, list[str]]:
    """Seed and first day of the key that signs now, and the lines of the retired ones."""
    lines = settings.INSTALLATION.key(PROOF).splitlines()
    _kind, seed, since = next(line for line in lines if line.startswith("private ")).split()
    return seed, since, [line for line in lines if line.startswith("public ")]


def _rewrite(name: str, lines: list[str]) -> None:
    """Put a whole new file in place of the old one, in one step, so that no crash leaves half a ring."""
    path = settings.INSTALLATION.keys / name
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _seen(name: str) -> tuple[str, int, int]:
    path: Path = settings.INSTALLATION.keys / name
    state = path.stat()
    return str(path), state.st_mtime_ns, state.st_ino


_reading = threading.Lock()


@lru_cache(maxsize=4)
def _read_key(path: str, changed: int, number: int) -> bytes:
    return bytes.fromhex(settings.INSTALLATION.key(Path(path).name))


@lru_cache(maxsize=4)
def _read_ring(path: str, changed: int, number: int) -> dict[str, bytes]:
    with _reading:
        lines = settings.INSTALLATION.key(Path(path).name).splitlines()
        return {name: bytes.fromhex(key) for name, key in (line.split() for line in lines)}

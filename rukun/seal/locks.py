"""Sealing and marking.

A sealed value is key id (4 bytes), nonce (12 bytes), AES-256-GCM ciphertext and tag. What it belongs to is part of the
tag (``about``), so that a value moved to another row or field does not open there. It is padded before, so that its
length tells neither a name nor which file of a gallery it is.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rukun.seal.keys import receipt_key, ring

ID, NONCE, LENGTH = 4, 12, 4
LEAST = 512
"""The least number of bytes that is sealed: contacts, messages and most accounts are all of this length."""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class CannotOpen(Exception):
    """Sealed with a key that is not in the ring, damaged, or put where it does not belong."""


def seal(plain: bytes, about: str) -> bytes:
    """Lock ``plain`` away as the value of ``about``, which is ``app.Model.field/key`` (see ``tables.about``)."""
    return sealer()(plain, about)


def sealer() -> Callable[[bytes, str], bytes]:
    """What ``seal`` does, for thousands of values of one action: the key is looked up once."""
    name, key = ring().newest
    begin, cipher = bytes.fromhex(name), _cipher(key)

    def seal_one(plain: bytes, about: str) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return begin + nonce + cipher.encrypt(nonce, _padded(plain), about.encode())

    return seal_one


def unseal(sealed: bytes | memoryview, about: str) -> bytes:
    """What was sealed. Raises ``CannotOpen``."""
    sealed = bytes(sealed)
    key = ring().keys.get(sealed_with(sealed))
    if key is None or len(sealed) < ID + NONCE:
        raise CannotOpen(about.partition("/")[0])
    try:
        padded = _cipher(key).decrypt(sealed[ID : ID + NONCE], sealed[ID + NONCE :], about.encode())
    except InvalidTag:
        raise CannotOpen(about.partition("/")[0]) from None
    return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH])]


def seal_words(values: dict[str, Any], about: str) -> bytes:
    """As ``seal``, for what JSON can hold."""
    return seal(in_bytes(values), about)


def in_bytes(values: dict[str, Any]) -> bytes:
    """What ``seal_words`` seals, for ``sealer``."""
    return _JSON.encode(values).encode()


def unseal_words(sealed: bytes | memoryview, about: str) -> dict[str, Any]:
    """What was sealed by ``seal_words``. Raises ``CannotOpen``."""
    values: dict[str, Any] = json.loads(unseal(sealed, about))
    return values


def sealed_with(sealed: bytes | memoryview) -> str:
    """The id of the key that a value was sealed with."""
    return bytes(sealed[:ID]).hex()


def mark(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of a value under a key outside the database, as 64 hex digits: equal values have equal marks.

    ``purpose`` keeps marks of different uses apart.
    """
    return marker(purpose)(value)


def marker(purpose: str) -> Callable[[str], str]:
    """What ``mark`` does with one purpose, for thousands of values: the key is read once."""
    key, begin = receipt_key(), f"{purpose}\x00"
    return lambda value: hmac.new(key, f"{begin}{value}".encode(), hashlib.sha256).hexdigest()


def padded_length(length: int) -> int:
    """How many bytes stand for ``length``: at most 12 % more, and few different lengths overall.

    The Padmé rule: Nikitin, Barman, Lueks, Underwood, Hubaux, Ford, "Reducing Metadata Leakage from Encrypted Files and
    Communication with PURBs", PoPETs 2019(4), section 4.

    >>> padded_length(9), padded_length(513), padded_length(300_000)
    (512, 544, 303104)
    """
    if length <= LEAST:
        return LEAST
    exponent = length.bit_length() - 1
    loose = (1 << (exponent - exponent.bit_length())) - 1
    return (length + loose) & ~loose


def _padded(plain: bytes) -> bytes:
    whole = len(plain).to_bytes(LENGTH) + plain
    return whole + bytes(padded_length(len(whole)) - len(whole))


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)

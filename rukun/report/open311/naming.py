"""What requests are called out there: names that lead back to a report under our key alone.

A report's own id tells to the millisecond when it was made, and pages of officers hold it. So each use has another name
for it: AES of its 128 bits under a key of that use. No table is needed, equal things have equal names, and nobody can
tell that an id and a token, or an id and a receipt, belong together.
"""

import re
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from rukun import seal

_NAME = re.compile("[0-9a-f]{32}")
_TOKEN = re.compile("[0-9a-f]{48}")
CHECKED = 16
"""Digits of a token that show that we made it: nobody finds another by trying."""


def public_id(key: UUID) -> str:
    """The ``service_request_id`` of a report."""
    return _named("request", key)


def report_named(name: str) -> UUID | None:
    """The id behind a ``service_request_id``; there need not be such a report. ``None`` for what cannot be one."""
    return _meant("request", name) if _NAME.fullmatch(name) else None


def token_for(key: UUID) -> str:
    """What whoever sent a report asks its ``service_request_id`` by."""
    name = _named("token", key)
    return name + seal.mark("open311 token", name)[:CHECKED]


def report_of_token(token: str) -> UUID | None:
    """The id behind a token of ours; there need not be such a report any more. ``None`` for any other text."""
    if not _TOKEN.fullmatch(token) or token != (token[:32] + seal.mark("open311 token", token[:32])[:CHECKED]):
        return None
    return _meant("token", token[:32])


def update_id(key: UUID) -> str:
    """What a step of a promise is called."""
    return _named("update", key)


def _named(use: str, key: UUID) -> str:
    return _cipher(use).encryptor().update(key.bytes).hex()


def _meant(use: str, name: str) -> UUID:
    return UUID(bytes=_cipher(use).decryptor().update(bytes.fromhex(name)))


def _cipher(use: str) -> "Cipher[modes.ECB]":
    key = bytes.fromhex(seal.mark("open311", use))
    # One block, which is an id that never comes twice: the block cipher itself is the permutation that is wanted.
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305

"""What is locked away: sealing (AES-GCM), marks (HMAC), signatures (Ed25519), under keys kept outside the database.

This room knows no table but through ``tables.SEALED``, which rooms above fill so that keys can be exchanged.
"""

from rukun.seal.locks import (
    CannotOpen,
    in_bytes,
    mark,
    marker,
    seal,
    seal_words,
    sealed_with,
    sealer,
    unseal,
    unseal_words,
)
from rukun.seal.signatures import sign, signing_key

__all__ = [
    "CannotOpen",
    "in_bytes",
    "mark",
    "marker",
    "seal",
    "seal_words",
    "sealed_with",
    "sealer",
    "sign",
    "signing_key",
    "unseal",
    "unseal_words",
]

"""Keys of this room that lie in files: what signs push messages, and what opens the metrics.

push.key      64 hex digits: the private half of the P-256 key by which push services know this installation (VAPID,
              RFC 8292). Browsers subscribe to its public half, so with another one all have to subscribe again.
metrics.key   the token that a monitoring program shows at ``/metrics``; there is no such address without it.
"""

import base64
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

PUSH, METRICS = "push.key", "metrics.key"


def push_signer() -> ec.EllipticCurvePrivateKey:
    """Raises ``LookupError`` where there is no key."""
    private = _content(PUSH)
    if not private:
        raise LookupError(PUSH)
    return _derived(private)


def push_public() -> str:
    """The public half as browsers want it: the uncompressed point in base64url. ``""`` where there is no key."""
    private = _content(PUSH)
    return _public(private) if private else ""


def metrics_token() -> str:
    """``""`` where none was made: then nothing shows the metrics."""
    return _content(METRICS)


def unpadded(content: bytes) -> str:
    """As base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _content(name: str) -> str:
    path: Path = settings.INSTALLATION.keys / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


@lru_cache(maxsize=2)
def _derived(private: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(private, 16), ec.SECP256R1())


@lru_cache(maxsize=2)
def _public(private: str) -> str:
    return unpadded(_derived(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

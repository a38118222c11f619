"""Made-up browsers that want push messages: unlike a push service they can read them."""

import base64
import json
import os
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rukun.demo.provider import kept

CURVE = ec.SECP256R1()


def subscription(name: str, address: str) -> dict[str, str]:
    """What the browser of this name gives to a site: the same again at any later time, but for the address."""
    private, auth = _secrets(name)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"endpoint": f"{address}/demo/penyedia/push/{name}", "p256dh": _text(point), "auth": _text(auth)}


def opened(name: str, body: bytes) -> dict[str, Any] | None:
    """What a push message says; ``None`` for one that this browser cannot read, or for another's."""
    if kept.known(f"browser {name}") is None:
        return None
    private, auth = _secrets(name)
    try:
        found = json.loads(http_ece.decrypt(body, private_key=private, auth_secret=auth, version="aes128gcm"))
    except (http_ece.ECEException, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _secrets(name: str) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    found = kept.known(f"browser {name}")
    if found is None:
        number = ec.generate_private_key(CURVE).private_numbers().private_value
        found = [f"{number:x}", os.urandom(16).hex()]
        kept.know(f"browser {name}", found)
    return ec.derive_private_key(int(found[0], 16), CURVE), bytes.fromhex(found[1])


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

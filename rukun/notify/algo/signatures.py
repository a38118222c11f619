"""Whether a webhook's body comes from whom it says: compared in constant time, and nothing counts without a secret.

SMS gateways, in both directions, send one header::

    X-Rukun-Signature: t=<seconds since 1970>,v1=<64 hex digits>

``v1`` is HMAC-SHA-256 under the shared secret (UTF-8) of three things one after the other: the word ``in.`` for what
comes to us or ``out.`` for what we send, the digits of ``t`` and a dot, and the raw body. A signature is good for five
minutes on either side of our clock; within them, the id in the body keeps a repeated message from counting twice. The
word keeps a message that we sent from being sent back to us as one of somebody else's.
"""

import hashlib
import hmac
import re
from typing import Literal

HEADER = "X-Rukun-Signature"
WITHIN = 300


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def whatsapp(app_secret: str, body: bytes, header: str) -> bool:
    """``header`` is ``X-Hub-Signature-256``: "sha256=" and HMAC-SHA-256 of the raw body under the app's secret."""
    expected = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return _equal(f"sha256={expected}", header) and bool(app_secret)


def telegram(secret: str, header: str) -> bool:
    """``header`` is ``X-Telegram-Bot-Api-Secret-Token``: the very secret that was given with the webhook."""
    return _equal(secret, header) and bool(secret)


def sms(secret: str, body: bytes, header: str, now: float, way: Literal["in", "out"] = "in") -> bool:
    """``header`` is ``X-Rukun-Signature``, ``now`` our time in seconds since 1970."""
    found = re.fullmatch(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", header)
    if not found or not secret:
        return False
    at = int(found[1])
    return _equal(sms_signature(secret, body, at, way), header) and abs(now - at) <= WITHIN


def sms_signature(secret: str, body: bytes, at: int, way: Literal["in", "out"] = "out") -> str:
    """The header for ``body``, signed at ``at`` seconds since 1970."""
    signed = b"%s.%d.%s" % (way.encode(), at, body)
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"

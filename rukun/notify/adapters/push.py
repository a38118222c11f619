"""Web Push (RFC 8030), encrypted for the browser (RFC 8291) and signed by the installation's key (VAPID, RFC 8292).

Setting: ``contact`` (a mail address that push services can write to), ``services`` (further push services that are
trusted, each as ``https://host``). Address: ``endpoint``, ``p256dh``, ``auth`` as the browser gave them, and ``key``,
the public half of ours that it subscribed to.

What is sent lies on a locked screen: title, words without values, and where a tap leads.
"""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from http_ece import ECEException
from py_vapid import Vapid02, VapidException
from pywebpush import WebPusher, WebPushException

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.adapters.calling import Answer, call, refused
from rukun.notify.algo.reading import words
from rukun.notify.keys import push_public, push_signer
from rukun.ui.addresses import whole

ONCE = True
"""A message that comes twice takes the first one's place on the screen: its id is the notification's tag."""
HOSTS = ("fcm.googleapis.com", "android.googleapis.com")
FAMILIES = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
"""The push services of the browsers there are. A browser says where to send to: nothing else is called."""
GOOD_FOR = 12 * 3600
"""Seconds that a signature holds; a day is the most, so that clocks may differ by half a day."""
LONGEST = 3000
GONE = Outcome("no", why="address", gone=True)


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    endpoint = words(letter.address.get("endpoint"))
    content = {"id": str(letter.id), "title": letter.title, "body": letter.text, "url": letter.url}
    payload = json.dumps(content, ensure_ascii=False).encode()
    if len(payload) > LONGEST:
        return Outcome("no", why="too_long")
    ours = trusted(endpoint, setting) and words(letter.address.get("key")) == push_public()
    body = _encrypted(letter.address, payload) if ours else b""
    if not body:
        return GONE
    try:
        headers = _signed(endpoint, words(setting.get("contact")))
    except (LookupError, VapidException):
        return Outcome("off", why="token")
    headers |= {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(letter.seconds),
        "Urgency": "high" if letter.urgent else "normal",
        "Topic": letter.id.hex,
    }
    answer = call("POST", endpoint, raw=body, headers=headers)
    return answer if isinstance(answer, Outcome) else _judged(answer)


def _judged(answer: Answer) -> Outcome:
    if answer.status in (404, 410):
        return GONE
    return Outcome("sent") if 200 <= answer.status < 300 else refused(answer)


def trusted(endpoint: str, setting: Mapping[str, Any]) -> bool:
    """Whether an address that a browser gave belongs to a push service."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" in setting.get("services", ()):
        return True
    known = host in HOSTS or host.endswith(FAMILIES)
    return parts.scheme == "https" and known and port in (None, 443) and "@" not in parts.netloc


def _encrypted(address: Mapping[str, Any], payload: bytes) -> bytes:
    """``b""`` where the keys are not what a browser makes."""
    keys = {name: words(address.get(name)) for name in ("p256dh", "auth")}
    try:
        body: bytes = WebPusher({"endpoint": words(address.get("endpoint")), "keys": keys}).encode(payload)["body"]
    except (WebPushException, ECEException, LookupError, ValueError):
        return b""
    return body


def _signed(endpoint: str, contact: str) -> dict[str, str]:
    """Raises ``LookupError`` without a key, ``VapidException`` for a contact that is none."""
    parts = urlsplit(endpoint)
    site = whole("")
    known = site if site.startswith("https://") and "." in site else "https://localhost"
    subject = f"mailto:{contact}" if contact else known
    claims = {"sub": subject, "aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + GOOD_FOR}
    headers: dict[str, str] = Vapid02(push_signer()).sign(claims)
    return headers

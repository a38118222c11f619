"""Providers bring what they have to our webhooks, signed, and again while we do not take it."""

import hashlib
import hmac
import http.client
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from rukun.demo.provider import kept, telegram
from rukun.notify.algo import signatures
from rukun.notify.channels import SMS, TELEGRAM

MOST_TRIES = 8
IDLE = 60.0

logger = logging.getLogger(__name__)
Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Takes a path of ours, a body and headers; returns the status, 0 where nobody answers."""


def bring_due(post: Post) -> int:
    """Bring what is due, one after the other. Returns how many were taken."""
    taken = 0
    for event in kept.due(but=_fetched()):
        body = json.dumps(event.body, ensure_ascii=False).encode()
        status = post(f"/kiriman/{event.channel}/", body, signed(event.channel, body))
        if status == 200:
            taken += 1
            kept.brought(event)
            if event.bubble:
                kept.turn(event.bubble, "delivered")
        elif (status and status < 500) or event.tries + 1 >= MOST_TRIES:
            kept.brought(event)
            if event.bubble:
                kept.turn(event.bubble, "failed", str(status))
        else:
            kept.put_off(event, min(30.0, 0.5 * 2**event.tries))
    return taken


def _fetched() -> str:
    """The channel of which we fetch ourselves what there is; ``""`` for none."""
    return TELEGRAM if kept.known(telegram.POLLED) else ""


def signed(channel: str, body: bytes) -> dict[str, str]:
    """The headers by which our webhook knows that the provider sent this."""
    headers = {"Content-Type": "application/json"}
    if channel == TELEGRAM:
        return {**headers, "X-Telegram-Bot-Api-Secret-Token": kept.secret("telegram webhook")}
    if channel == SMS:
        return {
            **headers, signatures.HEADER: signatures.sms_signature(kept.secret("sms"), body, int(time.time()), "in")
        }  # fmt: skip
    digest = hmac.new(kept.secret("whatsapp app").encode(), body, hashlib.sha256).hexdigest()
    return {**headers, "X-Hub-Signature-256": f"sha256={digest}"}


# In the demo's site, a thread does it.

_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def wake() -> None:
    """There may be something to bring. Nothing happens where the providers do not know where we are."""
    global _thread  # noqa: PLW0603  one for each process
    if not kept.known("address"):
        return
    with _starting:
        if _thread is None:
            _thread = threading.Thread(target=_bring_for_ever, name="provider", daemon=True)
            _thread.start()
    _wanted.set()


def _bring_for_ever() -> None:
    while True:
        _wanted.clear()
        try:
            bring_due(_post)
            wait = kept.next_due(but=_fetched())
        except Exception:
            logger.exception("The made-up providers cannot bring what they have")
            wait = 5.0
        _wanted.wait(IDLE if wait is None else min(wait, IDLE))


def _post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
    address = urlsplit(str(kept.known("address", "")))
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port or 80, timeout=20)
    try:
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()

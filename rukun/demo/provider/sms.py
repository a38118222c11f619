"""An SMS gateway that speaks our format (``notify.algo.signatures``, ``notify.adapters.sms_http``)."""

import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rukun.demo.provider import Answer, Asked, behaving, kept
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import Phone
from rukun.notify.algo import gsm7, signatures
from rukun.notify.algo.reading import phone as number_of
from rukun.notify.algo.reading import words
from rukun.notify.channels import SMS

TROUBLE = {
    behaving.FAIL: Answer({}, 500),
    behaving.BUSY: Answer({}, 429, {"Retry-After": "2"}),
    behaving.TOKEN: Answer({}, 401),
    behaving.REFUSE: Answer({"why": "address"}, 422),
}


def answered(asked: Asked, rest: str) -> Answer:
    signature = asked.headers.get(signatures.HEADER.lower(), "")
    if asked.method != "POST" or rest:
        return Answer({}, 404)
    if not signatures.sms(kept.secret("sms"), asked.body, signature, time.time(), "out"):
        return Answer({}, 401)
    mood = behaving.mood_now(SMS)
    return TROUBLE[mood] if mood in TROUBLE else _sent(asked.values, late=mood == behaving.LATE)


def _sent(values: Mapping[str, Any], *, late: bool) -> Answer:
    letter, number, text = words(values.get("id")), number_of(values.get("to")), words(values.get("text"))
    if not number:
        return Answer({"why": "address"}, 422)
    if not letter or not text:
        return Answer({"why": "refused"}, 422)
    before = kept.of_letter(SMS, letter)
    if before is not None:  # the idempotency key: sent once, whatever was answered then
        return Answer({"id": before.message}, 409)
    message = f"sms-{secrets.token_hex(8)}"
    kept.add(
        Bubble(
            SMS, number, ours=True, text=text, message=message, letter=letter,
            note=f"{gsm7.segments(text)} SMS", state="failed" if late else "delivered", why="address" if late else "",
        )
    )  # fmt: skip
    state = {"state": "failed", "why": "address"} if late else {"state": "delivered"}
    kept.plan(SMS, {"id": message, **state, "at": _now()}, after=0.6)
    return Answer({"id": message}, 202)


def said(phone: Phone, bubble: Bubble, *, kind: str = "", choice: str = "") -> dict[str, Any]:
    """What somebody wrote. An SMS carries words alone."""
    return {"id": bubble.message, "from": phone.number, "text": bubble.text, "at": _now()}


def new_id() -> str:
    return f"in-{secrets.token_hex(8)}"


def _now() -> str:
    return datetime.fromtimestamp(kept.now(), UTC).isoformat(timespec="seconds")

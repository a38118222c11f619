"""SMS by a gateway over HTTP: one that speaks our small format, or a few lines in front of any other.

Setting: ``url``, ``secret``; ``sender`` where the gateway lets us choose one. Address: ``phone``. We post::

    {"id": "<uuid>", "to": "+6281234567890", "text": "…", "from": "…", "seconds": 86400}

signed as ``algo.signatures`` says. ``id`` is the idempotency key: the gateway sends a message once, and answers 200 or
409 to a second one. It answers {"id": "…"} with an id of its own, by which it later tells what became of it
(``algo.reading.sms``); without one, ours counts. A refusal (4xx) may say {"why": "address" | "blocked" | "refused" |
"too_long"}.
"""

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.adapters.calling import Answer, call, refused
from rukun.notify.algo import gsm7, signatures
from rukun.notify.algo.reading import mapping, words
from rukun.notify.algo.reading.sms import REASONS
from rukun.notify.algo.rendering import numbered

ONCE = True
"""Whether a letter that is sent again under its id arrives but once."""
SEGMENTS = 10


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    phone, text = words(letter.address.get("phone")), text_of(letter)
    url, secret = words(setting.get("url")), words(setting.get("secret"))
    if not url.startswith(("https://", "http://")) or not secret:
        return Outcome("off", why="token")
    if why := unsendable(phone, text):
        return Outcome("no", why=why)
    message = {"id": str(letter.id), "to": phone, "text": text, "seconds": letter.seconds}
    if sender := words(setting.get("sender")):
        message["from"] = sender
    body = json.dumps(message).encode()
    signature = signatures.sms_signature(secret, body, int(time.time()))
    answer = call("POST", url, raw=body, headers={"Content-Type": "application/json", signatures.HEADER: signature})
    return answer if isinstance(answer, Outcome) else _judged(answer, letter)


def _judged(answer: Answer, letter: Letter) -> Outcome:
    values = answer.values
    if answer.status == 409 or (200 <= answer.status < 300 and values is not None):
        return Outcome("sent", message=words(mapping(values).get("id")) or str(letter.id))
    why = words(mapping(values).get("why"))
    if 400 <= answer.status < 500 and why in REASONS:
        return Outcome("no", why=why)
    return refused(answer)


def unsendable(phone: str, text: str) -> str:
    """Why a text can go to no number at all, or not to this one; ``""`` if it can."""
    if not re.fullmatch(r"\+[0-9]{8,15}", phone):
        return "address"
    if not text:
        return "refused"
    return "too_long" if gsm7.segments(text) > SEGMENTS else ""


def text_of(letter: Letter) -> str:
    """Words and numbered choices in letters that keep the message short."""
    labels = [label for _id, label in letter.choices]
    return gsm7.plain(numbered(letter.text, labels) if labels else letter.text)

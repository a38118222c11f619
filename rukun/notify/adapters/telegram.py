"""Telegram's Bot API.

Setting: ``token`` (123456:ABC…), ``base`` (https://api.telegram.org). (``secret`` and ``polling`` are the webhook's and
the worker's.) Address: ``chat``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.adapters.calling import Answer, NotFetchedError, call, download, refused
from rukun.notify.algo.reading import mapping, words
from rukun.notify.algo.reading.telegram import MOST, query_of, unread
from rukun.notify.algo.rendering import numbered

ONCE = False
"""Whether a letter that is sent again under its id arrives but once."""
BASE = "https://api.telegram.org"
LONGEST, BUTTON_ID = 4096, 64
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    chat = words(letter.address.get("chat"))
    if not re.fullmatch(r"[0-9]{1,20}", chat):  # groups have a minus; a bot that sits in one says nothing there
        return Outcome("no", why="address")
    if not 0 < len(letter.text) <= LONGEST:
        return Outcome("no", why="too_long" if letter.text else "refused")
    body: dict[str, Any] = {"chat_id": int(chat), "text": letter.text, "link_preview_options": {"is_disabled": True}}
    if letter.choices:
        body |= _keyboard(letter)
    answer = _called(setting, "sendMessage", body)
    if isinstance(answer, Outcome):
        return answer
    values = answer.values
    if answer.status == 200 and values is not None and values.get("ok") is True:
        message = words(mapping(values, "result").get("message_id"))
        return Outcome("sent", message=f"{chat}:{message}") if message else Outcome("unknown", why="garbage")
    return _refused(answer)


def _keyboard(letter: Letter) -> dict[str, Any]:
    """Buttons below the message; ids too long for those become keys, whose labels come back as text."""
    labels = [label for _id, label in letter.choices]
    if any(not label for label in labels):
        return {"text": numbered(letter.text, labels)}
    if all(0 < len(id_.encode()) <= BUTTON_ID for id_, _label in letter.choices):
        rows = [[{"text": label, "callback_data": id_}] for id_, label in letter.choices]
        return {"reply_markup": {"inline_keyboard": rows}}
    keys = [[{"text": label}] for label in labels]
    return {"reply_markup": {"keyboard": keys, "one_time_keyboard": True, "resize_keyboard": True}}


def _refused(answer: Answer) -> Outcome:
    values = answer.values or {}
    code = values.get("error_code")
    if not isinstance(code, int) or not 400 <= code <= 599:
        code = answer.status
    if code == 429:
        wait = words(mapping(values, "parameters").get("retry_after"))
        return Outcome("later", why="busy", wait=float(wait[:6]) if wait.isdecimal() else answer.wait)
    if code == 404:  # what a token of the wrong form is told
        return Outcome("off", why="token")
    if code == 403:
        return Outcome("no", why="blocked", gone=True)
    if code == 400:
        return Outcome("no", why=_why_bad(values))
    return refused(replace(answer, status=code))


def _why_bad(values: Mapping[str, Any]) -> str:
    about = words(values.get("description")).lower()
    if "chat not found" in about or "migrate_to_chat_id" in mapping(values, "parameters"):
        return "address"
    return "too_long" if "too long" in about else "refused"


def acknowledge(setting: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    """Tells a pressed button that it was heard, so that it stops waiting; whether that arrives does not matter."""
    query = query_of(content)
    if query:
        _called(setting, "answerCallbackQuery", {"callback_query_id": query})


def poll(setting: Mapping[str, Any], offset: int, seconds: int) -> tuple[list[dict[str, Any]], int]:
    """What came since ``offset``, waiting up to ``seconds`` for it, and the offset to go on from.

    Asking with that offset tells Telegram that these need not come again: store them first. Raises
    ``NotFetchedError``; "refused" then means that a webhook is set, or that somebody else polls.
    """
    body = {"offset": offset, "limit": 50, "timeout": seconds, "allowed_updates": UPDATES}
    answer = _called(setting, "getUpdates", body, seconds)
    if isinstance(answer, Outcome):
        raise NotFetchedError(answer.why, answer.wait)
    values = answer.values
    updates = values.get("result") if values else None
    if answer.status == 200 and isinstance(updates, list):
        found = [each for each in updates if isinstance(each, dict)]
        return found, max([offset, *(unread(each) for each in found)])
    outcome = _refused(answer)
    raise NotFetchedError(outcome.why, outcome.wait)


def fetch(setting: Mapping[str, Any], media: str) -> bytes:
    """A photo or voice note by its id: first where it lies, then itself. Raises ``NotFetchedError``."""
    answer = _called(setting, "getFile", {"file_id": media})
    if isinstance(answer, Outcome):
        raise NotFetchedError(answer.why, answer.wait)
    if answer.status != 200:
        outcome = _refused(answer)
        raise NotFetchedError("address" if outcome.why == "refused" else outcome.why, outcome.wait)
    file = mapping(answer.values, "result")
    path, size = words(file.get("file_path")), file.get("file_size")
    if isinstance(size, int) and size > MOST:
        raise NotFetchedError("too_long")
    if not path or ".." in path or path.startswith("/"):
        raise NotFetchedError("garbage")
    return download(f"{_base(setting)}/file/bot{words(setting.get('token'))}/{quote(path)}")


def _called(setting: Mapping[str, Any], method: str, body: Mapping[str, Any], patience: float = 0) -> Answer | Outcome:
    token = words(setting.get("token"))
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}", token):  # it stands in the address
        return Outcome("off", why="token")
    return call("POST", f"{_base(setting)}/bot{token}/{method}", body=body, patience=patience)


def _base(setting: Mapping[str, Any]) -> str:
    return (words(setting.get("base")) or BASE).rstrip("/")

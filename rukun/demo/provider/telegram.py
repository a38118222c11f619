"""Telegram's Bot API, as far as we use it: it brings updates to a webhook, or we fetch them."""

import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from rukun.demo.provider import Answer, Asked, behaving, kept
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import Phone, number_of
from rukun.notify.algo.reading import listed, mapping, words
from rukun.notify.channels import TELEGRAM

BOT, NAME = 4711, "kampung-contoh-bot"
"""With a hyphen, which no real bot has: its address at Telegram leads nowhere."""
POLLED = "telegram polled"
"""What is known while no webhook is set."""
IDLE = 1.0
"""Seconds after which somebody who fetches is told that there is nothing."""
TROUBLE = {behaving.FAIL: 500, behaving.BUSY: 429, behaving.TOKEN: 401, behaving.REFUSE: 403}


def token() -> str:
    return f"{BOT}:{kept.secret('telegram token')}"


def answered(asked: Asked, rest: str) -> Answer:
    """``rest`` of the path: "bot<token>/<method>", "file/bot<token>/<path>"."""
    if rest.startswith("file/"):
        found = kept.file(rest.rpartition("/")[2]) if rest.startswith(f"file/bot{token()}/") else None
        return Answer(found[1], headers={"Content-Type": found[0]}) if found else _error(404, "Not Found")
    mine, _slash, method = rest.partition("/")
    if mine != f"bot{token()}":
        return _error(401, "Unauthorized")
    return METHODS[method](asked) if method in METHODS else _error(404, "Not Found: method not found")


def _file(asked: Asked) -> Answer:
    key = words(asked.values.get("file_id"))
    file = kept.file(key)
    if file is None:
        return _error(400, "Bad Request: wrong file_id")
    return _ok({"file_id": key, "file_unique_id": key, "file_size": len(file[1]), "file_path": f"photos/{key}"})


def _sent(asked: Asked) -> Answer:
    mood = behaving.mood_now(TELEGRAM)
    if mood in TROUBLE:
        return _error(TROUBLE[mood], "Forbidden: bot was blocked by the user" if mood == behaving.REFUSE else mood)
    values = asked.values
    chat = words(values.get("chat_id"))
    number = number_of(chat)
    if not kept.chat(TELEGRAM, number, 1):  # bots cannot begin a chat
        return _error(400, "Bad Request: chat not found")
    text = words(values.get("text"))
    if not 0 < len(text) <= 4096:
        return _error(400, "Bad Request: message text is empty" if not text else "Bad Request: message is too long")
    message = kept.add(Bubble(TELEGRAM, number, ours=True, text=text, choices=_choices(values), state="delivered"))
    there = {"id": int(chat), "type": "private"}
    return _ok({"message_id": message, "date": int(kept.now()), "chat": there, "text": text})


def _choices(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Buttons below the message, or keys, which write their own label."""
    markup = mapping(values, "reply_markup")
    rows = listed(markup, "inline_keyboard") or listed(markup, "keyboard")
    buttons = [mapping(button) for row in rows if isinstance(row, list) for button in row]
    return tuple((words(each.get("callback_data")), words(each.get("text"))) for each in buttons)


def _me(asked: Asked) -> Answer:
    return _ok({"id": BOT, "is_bot": True, "first_name": "Posko", "username": NAME})


def _hooked(asked: Asked) -> Answer:
    """Updates go to our webhook from now on, with the word that was just agreed. Where that is, the demo knows."""
    kept.know("secret telegram webhook", words(asked.values.get("secret_token")))
    kept.know(POLLED, False)
    return _ok(True)


def _unhooked(asked: Asked) -> Answer:
    kept.know(POLLED, True)
    return _ok(True)


def _updates(asked: Asked) -> Answer:
    """What waits, until it is asked for with an ``offset`` beyond it."""
    if not kept.known(POLLED):
        return _error(409, "Conflict: can't use getUpdates method while webhook is active")
    offset, found = asked.values.get("offset"), []
    for event in kept.due(only=TELEGRAM):
        if isinstance(offset, int) and event.body["update_id"] < offset:
            kept.brought(event)
            kept.turn(event.bubble, "delivered")
        else:
            found.append(event.body)
    return Answer({"ok": True, "result": found}, stall=0.0 if found or not asked.values.get("timeout") else IDLE)


def said(phone: Phone, bubble: Bubble, *, kind: str = "", choice: str = "") -> dict[str, Any]:
    """What somebody wrote, as an update. ``kind`` of a file: its media type."""
    update: dict[str, Any] = {"update_id": int(bubble.message)}
    if choice:
        asked = kept.bubble(int(bubble.letter or 0))
        rows = [[{"text": label, "callback_data": key}] for key, label in asked.choices] if asked else []
        message = {
            "message_id": int(bubble.letter or 0),
            "from": {"id": BOT, "is_bot": True, "first_name": "Posko"},
            "chat": _chat(phone),
            "date": int(kept.now()),
            "text": asked.text if asked else "",
            "reply_markup": {"inline_keyboard": rows},
        }
        query = {"id": secrets.token_hex(8), "from": _user(phone), "message": message, "data": choice}
        return {**update, "callback_query": query}
    message = {
        "message_id": int(bubble.message), "from": _user(phone), "chat": _chat(phone), "date": int(kept.now()),
    }  # fmt: skip
    if bubble.lat is not None:
        place = {"latitude": bubble.lat, "longitude": bubble.lon}
        message["location"] = place
        if bubble.text:
            message["venue"] = {"location": place, "title": bubble.text, "address": ""}
    elif bubble.photo:
        found = kept.file(bubble.photo)
        file = {"file_id": bubble.photo, "file_unique_id": bubble.photo, "file_size": len(found[1]) if found else 0}
        if kind.startswith("audio/"):
            message["voice"] = {**file, "duration": 4, "mime_type": kind}
        else:
            message["photo"] = [{**file, "width": 1200, "height": 900}]
        if bubble.text:
            message["caption"] = bubble.text
    else:
        message["text"] = bubble.text
    return {**update, "message": message}


def opened(text: str) -> str:
    """What the app says when somebody opens a link to our bot, here pasted as a message; else the text itself."""
    found = re.fullmatch(rf"https://t\.me/{NAME}\?start=([A-Za-z0-9_-]{{1,64}})", text)
    return f"/start {found[1]}" if found else text


def new_id() -> str:
    """Of an update: each is greater than the one before."""
    return str(time.time_ns() // 1000)


def _user(phone: Phone) -> dict[str, Any]:
    return {"id": int(phone.chat), "is_bot": False, "first_name": phone.name, "language_code": "id"}


def _chat(phone: Phone) -> dict[str, Any]:
    return {"id": int(phone.chat), "type": "private", "first_name": phone.name}


def _ok(result: object) -> Answer:
    return Answer({"ok": True, "result": result})


def _error(code: int, description: str) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if code == 429:
        body["parameters"] = {"retry_after": 2}
    return Answer(body, code)


METHODS: dict[str, Callable[[Asked], Answer]] = {
    "sendMessage": _sent,
    "getFile": _file,
    "answerCallbackQuery": lambda _asked: _ok(True),
    "getMe": _me,
    "setWebhook": _hooked,
    "deleteWebhook": _unhooked,
    "getUpdates": _updates,
}

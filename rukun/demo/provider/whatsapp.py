"""WhatsApp's Cloud API, as far as we use it: messages, media, webhooks with business-scoped ids."""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rukun.demo.provider import Answer, Asked, behaving, kept
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import Phone, with_number, with_user
from rukun.notify.algo.reading import listed, mapping, words
from rukun.notify.channels import WHATSAPP
from rukun.notify.notices import NOTICES

NUMBER_ID = "104711000000001"
DISPLAY = "62219901000"
WINDOW = timedelta(hours=24)
TROUBLE = {
    behaving.FAIL: (500, 131000),
    behaving.BUSY: (429, 130429),
    behaving.TOKEN: (401, 190),
    behaving.REFUSE: (400, 131026),
}


def answered(asked: Asked, rest: str) -> Answer:
    """``rest`` of the path: "<number id>/messages", "<media id>", "berkas/<media id>"."""
    if asked.headers.get("authorization") != f"Bearer {kept.secret('whatsapp token')}":
        return _error(401, 190)
    if asked.method == "POST" and rest == f"{NUMBER_ID}/messages":
        return _sent(asked)
    folder, _slash, key = rest.rpartition("/")
    found = kept.file(key) if asked.method == "GET" else None
    if found is None:
        return _error(400, 100)
    kind, content = found
    if folder == "berkas":
        return Answer(content, headers={"Content-Type": kind})
    url = f"{kept.known('address', '')}/demo/penyedia/whatsapp/berkas/{key}"
    return Answer(
        {"messaging_product": "whatsapp", "url": url, "mime_type": kind, "file_size": len(content), "id": key}
    )


def _sent(asked: Asked) -> Answer:
    mood = behaving.mood_now(WHATSAPP)
    if mood in TROUBLE:
        return _error(*TROUBLE[mood])
    values = asked.values
    if values.get("messaging_product") != "whatsapp":
        return _error(400, 100)
    who = _receiver(values)
    if not who:
        return _error(400, 131026)
    text, note, code = _text(values, who)
    if code:
        return _error(400, code)
    buttons = listed(mapping(values, "interactive", "action"), "buttons")
    replies = [mapping(each, "reply") for each in buttons]
    message = f"wamid.{secrets.token_hex(16)}"
    number = kept.add(
        Bubble(
            WHATSAPP, who, ours=True, text=text, message=message, note=note,
            letter=words(values.get("biz_opaque_callback_data")),
            choices=tuple((words(each.get("id")), words(each.get("title"))) for each in replies),
        )
    )  # fmt: skip
    _tell(number, late=mood == behaving.LATE)
    answer = {
        "messaging_product": "whatsapp",
        "contacts": [{"input": who, "wa_id": who.removeprefix("+")}],
        "messages": [{"id": message, "message_status": "accepted"}],
    }
    return Answer(answer)


def _receiver(values: Mapping[str, Any]) -> str:
    """The number of whoever is meant; ``""`` where there is nobody."""
    if user := words(values.get("recipient")):
        phone = with_user(user)
        return phone.number if phone else ""
    digits = words(values.get("to")).removeprefix("+")
    known = with_number(f"+{digits}")
    if known is not None and known.hidden:
        return known.number
    return f"+{digits}" if re.fullmatch(r"[1-9][0-9]{7,14}", digits) else ""


def _text(values: Mapping[str, Any], who: str) -> tuple[str, str, int]:
    """Words, a note beside them, or the code of what is wrong."""
    kind = values.get("type")
    if kind == "template":
        return _from_template(mapping(values, "template"))
    if not kept.wrote_within(WHATSAPP, who, WINDOW):
        return "", "", 131047
    if kind == "text":
        text = words(mapping(values, "text").get("body"))
        return text, "", 0 if 0 < len(text) <= 4096 else 100
    if kind == "interactive":
        return words(mapping(values, "interactive", "body").get("text")), "", 0
    return "", "", 131051


def _from_template(template: Mapping[str, Any]) -> tuple[str, str, int]:
    """Approved are the words of every notice that names a template."""
    name = words(template.get("name"))
    notice = next((each for each in NOTICES.values() if each.template == name), None)
    if notice is None:
        return "", "", 132001
    body = mapping(next(iter(listed(template, "components")), {}))
    given = [words(mapping(each).get("text")) for each in listed(body, "parameters")]
    if len(given) != len(notice.example):
        return "", "", 132000
    return str(notice.chat) % dict(zip(notice.example, given, strict=True)), name, 0


def _tell(number: int, *, late: bool) -> None:
    """What became of a message: on its way, then on the phone. Whether it was read is told when it is looked at."""
    if late:
        kept.turn(number, "failed", "131026")
        _status(number, "failed", after=0.5)
        return
    kept.turn(number, "delivered")
    _status(number, "sent", after=0.2)
    _status(number, "delivered", after=0.6)


def read(bubble: Bubble) -> None:
    """Somebody looked at it."""
    kept.turn(bubble.id, "read")
    _status(bubble.id, "read", after=0.7)


def _status(number: int, state: str, after: float) -> None:
    bubble = kept.bubble(number)
    if bubble is None:
        return
    status: dict[str, Any] = {
        "id": bubble.message,
        "status": state,
        "timestamp": str(int(kept.now())),
        "recipient_id": bubble.who.removeprefix("+"),
        "biz_opaque_callback_data": bubble.letter,
    }
    if state == "failed":
        status["errors"] = [{"code": 131026, "title": "Message undeliverable"}]
    kept.plan(WHATSAPP, _webhook({"statuses": [status]}), after=after)


def said(phone: Phone, bubble: Bubble, *, kind: str = "", choice: str = "") -> dict[str, Any]:
    """What somebody wrote, as the webhook's body. ``kind`` of a file: its media type."""
    message: dict[str, Any] = {
        "from_user_id": phone.user,
        "id": bubble.message,
        "timestamp": str(int(kept.now())),
        **({} if phone.hidden else {"from": phone.number.removeprefix("+")}),
    }
    contact: dict[str, Any] = {"profile": {"name": phone.name}, "user_id": phone.user}
    if not phone.hidden:
        contact["wa_id"] = phone.number.removeprefix("+")
    if choice:
        reply = {"id": choice, "title": bubble.text}
        message |= {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": reply}}
        message["context"] = {"from": DISPLAY, "id": bubble.letter}
    elif bubble.lat is not None:
        place = {"latitude": bubble.lat, "longitude": bubble.lon}
        message |= {"type": "location", "location": {**place, **({"name": bubble.text} if bubble.text else {})}}
    elif bubble.photo:
        sort = "audio" if kind.startswith("audio/") else "image"
        caption = {"caption": bubble.text} if bubble.text and sort == "image" else {}
        message |= {"type": sort, sort: {"id": bubble.photo, "mime_type": kind, **caption}}
    else:
        message |= {"type": "text", "text": {"body": bubble.text}}
    return _webhook({"contacts": [contact], "messages": [message]})


def new_id() -> str:
    """Of a message that somebody writes."""
    return f"wamid.{secrets.token_hex(16)}"


def _webhook(value: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {"display_phone_number": DISPLAY, "phone_number_id": NUMBER_ID}
    whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "104711", "changes": [{"field": "messages", "value": whole}]}],
    }


def _error(status: int, code: int) -> Answer:
    headers = {"Retry-After": "2"} if status == 429 else {}
    return Answer({"error": {"message": f"(#{code})", "type": "OAuthException", "code": code}}, status, headers)

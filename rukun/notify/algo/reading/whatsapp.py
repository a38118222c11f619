"""Webhooks of the WhatsApp Cloud API.

People are named by a business-scoped user id (``contacts[].user_id``, ``messages[].from_user_id``: "ID." and letters
and digits). Their phone (``contacts[].wa_id``, ``messages[].from``) may be absent; older bodies have the phone alone.
Whoever changes their number gets a new id too, and a message of type "system" tells both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from rukun.notify.algo.incoming import Joined, Part, Receipt, Said
from rukun.notify.algo.reading import digest, listed, mapping, moment, part, point, strange, words

USER = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
STATES: Final[Mapping[str, Literal["sent", "delivered", "read", "failed"]]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
SILENT = {"reaction", "edit", "revoke"}
"""What asks for no answer: a thumb under a message of ours; and a change of what was said already, which is shown once
more before anything is done with it."""


def parts(payload: object) -> list[Part]:
    """Every message and every receipt of all entries and changes, and whatever else there is; never raises."""
    found: list[Part] = []
    for entry in listed(payload, "entry"):
        changes = listed(entry, "changes")
        found += [each for change in changes for each in _of_change(change)] if changes else [strange(entry)]
    return found or [strange(payload)]


def _of_change(change: object) -> list[Part]:
    value = mapping(change, "value")
    messages, statuses = listed(value, "messages"), listed(value, "statuses")
    if mapping(change).get("field", "messages") != "messages" or not (messages or statuses):
        return [strange(change)]
    found = [_of_message(each, listed(value, "contacts")) for each in messages]
    for each in statuses:
        status = mapping(each)
        key = f"{words(status.get('id'))} {words(status.get('status'))}"
        found.append(part(key, "", {"status": each}) if words(status.get("id")) else strange(each))
    return found


def _of_message(message: object, contacts: Sequence[Any]) -> Part:
    if not isinstance(message, Mapping):
        return strange(message)
    contact = _contact(message, contacts)
    names = _names(message, contact)
    if not names and (moved := _joined(message)):
        names = moved.names
    key = words(message.get("id")) or digest(message)
    sender = names[0] if names and "group_id" not in message else ""
    return part(key, sender, {"message": dict(message), "contact": contact})


def _contact(message: Mapping[str, Any], contacts: Sequence[Any]) -> dict[str, str]:
    """Which of the contacts wrote it: its ids alone, for we need nobody's profile name."""
    own = {words(message.get("from_user_id")), words(message.get("from"))} - {""}
    for each in contacts:
        ids = {key: words(mapping(each).get(key)) for key in ("user_id", "wa_id")}
        if (own & set(ids.values())) or (not own and len(contacts) == 1):
            return {key: id_ for key, id_ in ids.items() if id_}
    return {}


def _names(*holders: Mapping[str, Any]) -> tuple[str, ...]:
    return _named(
        each.get(key) for key in ("from_user_id", "user_id", "previous_user_id", "from", "wa_id") for each in holders
    )


def _named(values: Iterable[object]) -> tuple[str, ...]:
    """Names as contacts are found by, each once; business-scoped ids first, because numbers come to somebody else."""
    users, phones = [], []
    for value in values:
        text = words(value)
        if USER.fullmatch(text):
            users.append(f"wa:{text}")
        elif re.fullmatch(r"\+?[0-9]{6,15}", text):
            phones.append(f"phone:+{text.removeprefix('+')}")
    return tuple(dict.fromkeys(users + phones))


def address(names: Iterable[str]) -> dict[str, str]:
    """What the adapter needs: ``user`` (business-scoped id) and ``phone`` (E.164), the first of each."""
    found: dict[str, str] = {}
    for name in names:
        way, _colon, value = name.partition(":")
        if way in ("wa", "phone"):
            found.setdefault("user" if way == "wa" else "phone", value)
    return found


def sent_at(content: Mapping[str, Any]) -> datetime | None:
    """When somebody sent what stands in a part; ``None`` of receipts, and where it does not say."""
    return moment(mapping(content, "message").get("timestamp"))


def understood(content: Mapping[str, Any]) -> Said | Receipt | Joined | None:
    """What a part means; ``None`` for groups, reactions, edits and kinds of webhook that we do not know."""
    status = mapping(content, "status")
    if status:
        return _receipt(status)
    message = mapping(content, "message")
    kind = words(message.get("type"))
    names = _names(message, mapping(content, "contact"))
    if kind == "system":
        return _joined(message)
    if not message or not names or "group_id" in message or kind in SILENT:
        return None
    answers = words(mapping(message, "context").get("id"))
    said = Said(names, kind="other", answers=answers, said_at=moment(message.get("timestamp")))
    return _filled(said, kind, message)


def _filled(said: Said, kind: str, message: Mapping[str, Any]) -> Said:  # noqa: PLR0911  a case for each kind
    body = mapping(message, kind)
    match kind:
        case "text":
            return replace(said, kind="text", text=words(body.get("body")))
        case "request_welcome":  # opened the chat, and wrote nothing yet
            return replace(said, kind="text", text="mulai")
        case "location" | "live_location":
            return _place(said, body, live=kind == "live_location" or bool(body.get("live_period")))
        case "interactive":
            reply = mapping(body, "button_reply") or mapping(body, "list_reply")
            chosen = words(reply.get("id"))
            return replace(said, kind="choice" if chosen else "other", choice=chosen, text=words(reply.get("title")))
        case "button":  # of a template; its payload is its text where we gave none
            text = words(body.get("text"))
            chosen = words(body.get("payload")) or text
            return replace(said, kind="choice" if chosen else "other", choice=chosen, text=text)
        case "audio" | "voice":
            return _with_media(said, "voice", body)
    if kind == "image" or (kind == "document" and words(body.get("mime_type")).startswith("image/")):
        return _with_media(said, "photo", body)
    return replace(said, text=words(body.get("caption")))


def _place(said: Said, body: Mapping[str, Any], *, live: bool) -> Said:
    found = point(body)
    if found is None:
        return said
    text = ", ".join(filter(None, (words(body.get("name")), words(body.get("address")))))
    return replace(said, kind="place", text=text, lat=found[0], lon=found[1], live=live)


def _with_media(said: Said, kind: Literal["photo", "voice"], body: Mapping[str, Any]) -> Said:
    media = words(body.get("id"))
    return replace(
        said,
        kind=kind if media else "other",
        text=words(body.get("caption")),
        media=media,
        media_type=words(body.get("mime_type")).partition(";")[0] if media else "",
    )


def _receipt(status: Mapping[str, Any]) -> Receipt | None:
    state = STATES.get(words(status.get("status")))
    message = words(status.get("id"))
    if state is None or not message:
        return None
    errors = listed(status, "errors")
    code = words(mapping(errors[0]).get("code")) if errors else ""
    why = why_of(code) if state == "failed" else ""
    letter = words(status.get("biz_opaque_callback_data"))
    return Receipt(message, state, moment(status.get("timestamp")), why, letter)


def _joined(message: Mapping[str, Any]) -> Joined | None:
    system = mapping(message, "system")
    if words(system.get("type")) not in ("user_changed_number", "user_changed_user_id", "customer_changed_number"):
        return None
    new = [system.get("user_id"), system.get("new_wa_id"), system.get("wa_id")]
    old = [system.get("previous_user_id"), message.get("from_user_id"), message.get("from")]
    names = _named(new + old)
    return Joined(names) if len(names) > 1 else None


WHY = {
    "busy": {4, 80007, 130429, 131048, 131056, 133016},
    "down": {1, 2, 131000, 131016, 131057, 133004},
    "token": {0, 3, 10, 190, 131005},
    "address": {131021, 131026, 131030, 131062},
    "blocked": {131049, 131050},
    "window": {131047},
    "template": {132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069},
}
"""Error codes of the Cloud API by what they mean to us; those of permissions (200 to 299) are of the token."""


def why_of(code: object) -> str:
    """One of ``adapters.WHY`` for an error code; "refused" for any that is not listed."""
    text = words(code)
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
    if 200 <= number <= 299:
        return "token"
    return next((why for why, codes in WHY.items() if number in codes), "refused")

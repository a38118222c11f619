"""Updates of the Telegram Bot API, from its webhook or from long polling.

Only private chats count: a bot that somebody put into a group hears nothing there and says nothing.

An edited text is not heard: what was said stays as it was understood, and is shown once more before anything is done
with it. An edited place is somebody's live position.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from rukun.notify.algo.incoming import Part, Said
from rukun.notify.algo.reading import listed, mapping, moment, part, phone, point, strange, words

MOST = 10 * 1024 * 1024
COMMANDS = {"start": "mulai", "stop": "berhenti", "help": "bantuan", "cancel": "batal"}
"""Telegram's own commands, and those its users know, in the words that our dialogue knows."""
SERVICE = {
    "boost_added",
    "chat_background_set",
    "chat_shared",
    "connected_website",
    "forum_topic_created",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "pinned_message",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "users_shared",
    "web_app_data",
    "write_access_allowed",
}
"""What Telegram writes into a chat by itself."""


def parts(payload: object) -> list[Part]:
    """One part of each update; a list of updates is what polling gives. Never raises."""
    updates = payload if isinstance(payload, list) and payload else [payload]
    return [_part(each) for each in updates]


def _part(update: object) -> Part:
    key = words(mapping(update).get("update_id"))
    if not isinstance(update, Mapping) or not key:
        return strange(update)
    chat = _chat(_message(update))
    return part(key, f"telegram:{chat}" if chat else "", dict(update))


def _message(update: Mapping[str, Any]) -> Mapping[str, Any]:
    return (
        mapping(update, "message") or mapping(update, "edited_message") or mapping(update, "callback_query", "message")
    )


def _chat(message: Mapping[str, Any]) -> str:
    chat = mapping(message, "chat")
    return words(chat.get("id")) if chat.get("type") == "private" else ""


def address(names: Iterable[str]) -> dict[str, str]:
    """What the adapter needs: ``chat``, the id of the private chat."""
    return next(({"chat": name.removeprefix("telegram:")} for name in names if name.startswith("telegram:")), {})


def understood(content: Mapping[str, Any]) -> Said | None:
    """What an update means; ``None`` for groups, channels, other bots, edited words and the chat's own notes.

    Somebody who blocks the bot (``my_chat_member``) is noticed when the next message does not reach them.
    """
    query = mapping(content, "callback_query")
    message = _message(content)
    chat = _chat(message)
    if not chat or mapping(query or message, "from").get("is_bot") is True:
        return None
    names = (f"telegram:{chat}",)
    if query:
        return _chosen(names, query, message, chat)
    edited = not mapping(content, "message")
    said_at = moment(message.get("edit_date") if edited else message.get("date"))
    reply = words(mapping(message, "reply_to_message").get("message_id"))
    said = Said(names, kind="other", answers=f"{chat}:{reply}" if reply else "", said_at=said_at)
    place = point(message.get("location"))
    if place:
        live = edited or bool(mapping(message, "location").get("live_period"))
        text = words(mapping(message, "venue").get("title"))
        return replace(said, kind="place", text=text, lat=place[0], lon=place[1], live=live)
    return None if edited or SERVICE & set(message) else _written(said, message)


def _chosen(names: tuple[str, ...], query: Mapping[str, Any], message: Mapping[str, Any], chat: str) -> Said | None:
    choice = words(query.get("data"))
    rows = listed(mapping(message, "reply_markup"), "inline_keyboard")
    buttons = [mapping(button) for row in rows if isinstance(row, list) for button in row]
    label = next((words(each.get("text")) for each in buttons if words(each.get("callback_data")) == choice), "")
    answers = words(message.get("message_id"))
    if not choice:
        return None
    return Said(names, kind="choice", choice=choice, text=label, answers=f"{chat}:{answers}" if answers else "")


def _written(said: Said, message: Mapping[str, Any]) -> Said:
    if "text" in message:
        text = words(message.get("text"))
        return replace(said, kind="text", text=_without_slash(text), link=_carried(text))
    said = replace(said, text=words(message.get("caption")))
    photo = _largest([mapping(each) for each in listed(message, "photo")])
    document = mapping(message, "document")
    if not photo and words(document.get("mime_type")).startswith("image/") and _size(document) <= MOST:
        photo = document  # a photo sent as a file, so that it stays sharp
    if photo:
        return _with_media(said, "photo", photo, words(photo.get("mime_type")) or "image/jpeg")
    voice = mapping(message, "voice") or mapping(message, "audio")
    if voice and _size(voice) <= MOST:
        return _with_media(said, "voice", voice, words(voice.get("mime_type")) or "audio/ogg")
    own = mapping(message, "contact")
    number = phone(own.get("phone_number"))
    if number and words(own.get("user_id")) and own.get("user_id") == mapping(message, "from").get("id"):
        return replace(said, names=(*said.names, f"phone:{number}"))  # the sender's own card, as Telegram says
    return said


def _with_media(said: Said, kind: Literal["photo", "voice"], file: Mapping[str, Any], media_type: str) -> Said:
    media = words(file.get("file_id"))
    return replace(said, kind=kind, media=media, media_type=media_type) if media else said


def _size(file: Mapping[str, Any]) -> int:
    size = file.get("file_size")
    return size if isinstance(size, int) else 0


def _largest(sizes: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The sharpest of the sizes that Telegram offers, within what we take."""

    def pixels(size: Mapping[str, Any]) -> int:
        sides = (size.get("width"), size.get("height"))
        return sides[0] * sides[1] if isinstance(sides[0], int) and isinstance(sides[1], int) else 0

    fit = [each for each in sizes if words(each.get("file_id")) and _size(each) <= MOST]
    return max(fit, key=lambda each: (pixels(each), _size(each)), default={})


def _without_slash(text: str) -> str:
    """A command as a word: "/lapor@bot banjir" is "lapor banjir".

    >>> _without_slash("/start"), _without_slash("/lapor@posko_bot banjir"), _without_slash("1/2 jalan")
    ('mulai', 'lapor banjir', '1/2 jalan')
    """
    found = re.match(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?=\s|$)", text)
    if not found:
        return text
    word = found[1].lower()
    rest = "" if word == "start" else text[found.end() :].strip()  # what follows was carried by a link
    return f"{COMMANDS.get(word, word)} {rest}".strip()


def _carried(text: str) -> str:
    """What a link like ``https://t.me/<bot>?start=<this>`` carried along.

    >>> _carried("/start a-B_9"), _carried("/start"), _carried("/lapor banjir")
    ('a-B_9', '', '')
    """
    found = re.fullmatch(r"/start(?:@\w+)? ([A-Za-z0-9_-]{1,64})", text)
    return found[1] if found else ""


def query_of(content: Mapping[str, Any]) -> str:
    """The id of a pressed button, which waits until it is told that it was heard; ``""`` of anything else."""
    return words(mapping(content, "callback_query").get("id"))


def unread(update: object) -> int:
    """The number after this update's, from which polling goes on; 0 where it has none."""
    number = mapping(update).get("update_id")
    return number + 1 if isinstance(number, int) and not isinstance(number, bool) else 0

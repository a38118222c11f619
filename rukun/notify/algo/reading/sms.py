"""SMS, from a gateway of the telephone network over HTTP or from Gammu's daemon at a modem of one's own.

What a gateway posts (signed: ``algo.signatures``), one object or a list of them under ``messages``::

    {"id": "…", "from": "+6281234567890", "text": "lapor …", "at": "2026-11-22T17:00:00+07:00"}    a message
    {"id": "…", "state": "sent" | "delivered" | "failed", "why": "…", "at": "…"}                   what became of ours

``id`` is the gateway's own and the same when it posts again. Without one, a message that equals another in all its
fields is taken for the same: then ``at`` is what tells two apart.

Gammu runs ``rukun notify sms-masuk FILE…`` with the message in its environment: ``environment()`` gives it the same
shape.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from rukun.notify.algo.incoming import Part, Receipt, Said
from rukun.notify.algo.reading import digest, listed, mapping, moment, part, phone, strange, words

STATES: Final[Mapping[str, Literal["sent", "delivered", "failed"]]] = {
    "sent": "sent",
    "delivered": "delivered",
    "failed": "failed",
}
REASONS = {"address", "blocked", "refused", "too_long"}


def parts(payload: object) -> list[Part]:
    """One part of each message; never raises."""
    if isinstance(payload, list) and payload:
        return [_part(each) for each in payload]
    several = listed(payload, "messages")
    return [_part(each) for each in several] if several else [_part(payload)]


def _part(item: object) -> Part:
    if not isinstance(item, Mapping):
        return strange(item)
    id_, state = words(item.get("id")), words(item.get("state"))
    if state:
        return part(f"{id_} {state}", "", dict(item)) if id_ else strange(item)
    sender = words(item.get("from"))
    if not sender:
        return strange(item)
    number = phone(sender)
    return part(id_ or digest(item), f"phone:{number}" if number else f"sms:{sender}", dict(item))


def address(names: Iterable[str]) -> dict[str, str]:
    """What the adapters need: ``phone``, E.164."""
    return next(({"phone": name.removeprefix("phone:")} for name in names if name.startswith("phone:")), {})


def understood(content: Mapping[str, Any]) -> Said | Receipt | None:
    """What a part means; ``None`` where a machine wrote it: a short code, a sender that is a word.

    Nobody reads our answer there, and two machines could go on for ever.
    """
    state = STATES.get(words(content.get("state")))
    if words(content.get("state")):
        id_, why = words(content.get("id")), words(content.get("why"))
        if state is None or not id_:
            return None
        why = (why if why in REASONS else "refused") if state == "failed" else ""
        return Receipt(id_, state, moment(content.get("at")), why)
    number = phone(content.get("from"))
    if not number:
        return None
    text = words(content.get("text"))
    return Said((f"phone:{number}",), "text" if text else "other", text=text, said_at=moment(content.get("at")))


def environment(variables: Mapping[str, str], files: Sequence[str] = ()) -> dict[str, Any]:
    """A message as Gammu's daemon gives it to the program it runs, in the shape of a gateway's.

    ``variables`` are ``SMS_1_NUMBER``, ``SMS_1_TEXT``, ``DECODED_1_TEXT`` and so on; ``files`` the names on its command
    line. Without those, two equal messages of one number are one.
    """
    numbers = _counted(variables, "SMS_MESSAGES", "SMS_{}_NUMBER")
    decoded = _counted(variables, "DECODED_PARTS", "DECODED_{}_TEXT")
    text = "".join(decoded) or "".join(_counted(variables, "SMS_MESSAGES", "SMS_{}_TEXT"))
    return filed(files, next((each for each in numbers if each), ""), text)


def filed(files: Sequence[str], number: str, text: str) -> dict[str, Any]:
    """A message that Gammu's daemon put into ``files``, in the shape of a gateway's.

    Its id comes from the first file's name and from the letters of the text that every encoding leaves alone, so that
    it is the same whether the message was read from the files or from the environment.
    """
    item: dict[str, Any] = {"from": number, "text": text}
    names = [re.split(r"[/\\]", each)[-1] for each in files]
    if names:
        plain = re.sub(r"[^0-9A-Za-z]", "", text)
        item["id"] = f"gammu {digest([names[0], plain])}"
    return item


def _counted(variables: Mapping[str, str], count: str, name: str) -> list[str]:
    text = words(mapping(variables).get(count))
    many = min(int(text), 255) if re.fullmatch(r"[0-9]{1,6}", text) else 0
    found = (mapping(variables).get(name.format(number + 1)) for number in range(many))
    return [each if isinstance(each, str) else "" for each in found]

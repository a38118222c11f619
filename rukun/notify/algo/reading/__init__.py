"""What providers write, read without trusting any of it: one module for each channel on which people talk.

Each has ``parts(payload)``, which takes a webhook's body apart and never raises; ``understood(content)``, which says
what such a part means, ``None`` where it means nothing to us; and ``address(names)``, what its adapter needs to write
back. Below are the ways of looking into values that may be of any kind.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rukun.notify.algo.incoming import Part

UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
NOTHING: Mapping[str, Any] = {}
SINCE, UNTIL = 946_684_800, 4_102_444_800  # 2000 and 2100: what lies outside is no time of a message


def mapping(value: object, *keys: str) -> Mapping[str, Any]:
    """The object that ``keys`` lead to, or an empty one."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else NOTHING


def listed(value: object, key: str) -> Sequence[Any]:
    """The list under ``key``, or an empty one."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else ()


def words(value: object) -> str:
    """A text or a whole number as text that every database takes: no control characters, no halves of a character."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if isinstance(value, int) and abs(value) >= 10**30:
        return ""
    return UNREADABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def moment(value: object) -> datetime | None:
    """A time in UTC from seconds since 1970 or from ISO 8601, which is UTC where it names no zone."""
    text = words(value)
    try:
        if re.fullmatch(r"[0-9]{9,10}", text):
            seconds = int(text)
            return datetime.fromtimestamp(seconds, UTC) if SINCE <= seconds < UNTIL else None
        found = datetime.fromisoformat(text)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        return found if SINCE <= found.timestamp() < UNTIL else None
    except (ValueError, OverflowError):
        return None


def degrees(value: object, most: float) -> float | None:
    """A latitude or longitude between -``most`` and ``most``."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) <= most else None


def point(value: object) -> tuple[float, float] | None:
    """Latitude and longitude of an object that has both."""
    place = mapping(value)
    lat, lon = degrees(place.get("latitude"), 90), degrees(place.get("longitude"), 180)
    return None if lat is None or lon is None else (lat, lon)


def phone(value: object, home: str = "62") -> str:
    """A number of the telephone network as E.164; ``""`` for short codes and for senders that are words.

    >>> phone("0812-3456-7890"), phone("6281234567890"), phone("+65 9123 4567"), phone("TELKOMSEL"), phone("3355")
    ('+6281234567890', '+6281234567890', '+6591234567', '', '')
    """
    text = re.sub(r"[\s().\-]", "", words(value))
    if not re.fullmatch(r"\+?[0-9]+", text):
        return ""
    if text.startswith("00"):
        text = "+" + text[2:]
    elif text.startswith("0"):
        text = f"+{home}{text[1:]}"
    elif not text.startswith("+"):
        text = "+" + text
    return text if 8 <= len(text) - 1 <= 15 and text[1] != "0" else ""


def digest(value: object) -> str:
    """Of what has no id of its own: equal content, equal digest. Never raises."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        text = f"unreadable {type(value).__name__}"
    return "digest:" + hashlib.sha256(text.encode()).hexdigest()


def part(key: str, sender: str, content: dict[str, Any]) -> Part:
    """With content that can be sealed whatever it was: half characters are replaced, what JSON cannot hold is named."""
    try:
        text = json.dumps(content, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return Part(key, sender, {"unreadable": True})
    try:
        text.encode()
    except UnicodeEncodeError:
        content = json.loads(text.encode(errors="replace"))
    return Part(key, sender, content)


def strange(value: object) -> Part:
    """Something of a kind that we do not know: kept once, like everything else."""
    return part(digest(value), "", {"strange": value})

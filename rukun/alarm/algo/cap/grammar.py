"""The order, number and values of elements that CAP 1.2 allows: what the standard's own schema would say.

Written as a table, because the schema comes with no library fit for a running site (``schema``). Tests
compare both on messages that they change at random: what the schema refuses is refused here too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

from rukun.alarm.algo.cap.message import NAMESPACE

SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"
_LOCATIONS = {
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{each}" for each in ("schemaLocation", "noNamespaceSchemaLocation")
}
_SPACE = " \t\r\n"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

Says = Callable[[str], bool]


def moment(text: str) -> datetime | None:
    """A time as the standard wants it, with an offset in digits; ``None`` for anything else, ``Z`` included."""
    text = text.strip(_SPACE)
    if not _MOMENT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
        return found if abs(found.utcoffset() or timedelta()) <= timedelta(hours=14) else None
    except ValueError:
        return None


def _time(text: str) -> bool:
    return moment(text) is not None


def _of(words: str) -> Says:
    allowed = frozenset(words.split())
    return lambda text: text in allowed


def _like(pattern: re.Pattern[str]) -> Says:
    return lambda text: pattern.fullmatch(text.strip(_SPACE)) is not None


def _anything(text: str) -> bool:
    return True


def _address(text: str) -> bool:
    """An absolute address in plain ASCII; the schema would take nearly any text."""
    text = text.strip(_SPACE)
    return bool(_ADDRESS.fullmatch(text)) and not _ESCAPE.search(text) and text.count("#") <= 1


@dataclass(frozen=True)
class Part:
    """``parts`` for an element of elements, ``says`` for one of text. ``most`` 0 is any number."""

    name: str
    least: int = 0
    most: int = 1
    says: Says = _anything
    parts: tuple["Part", ...] = ()


_PAIR = (Part("valueName", 1), Part("value", 1))
_RESOURCE = (
    Part("resourceDesc", 1),
    Part("mimeType", 1),
    Part("size", says=_like(_WHOLE)),
    Part("uri", says=_address),
    Part("derefUri"),
    Part("digest"),
)
_AREA = (
    Part("areaDesc", 1),
    Part("polygon", most=0),
    Part("circle", most=0),
    Part("geocode", most=0, parts=_PAIR),
    Part("altitude", says=_like(_DECIMAL)),
    Part("ceiling", says=_like(_DECIMAL)),
)
_INFO = (
    Part("language", says=_like(_LANGUAGE)),
    Part("category", 1, 0, _of("Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other")),
    Part("event", 1),
    Part("responseType", 0, 0, _of("Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None")),
    Part("urgency", 1, says=_of("Immediate Expected Future Past Unknown")),
    Part("severity", 1, says=_of("Extreme Severe Moderate Minor Unknown")),
    Part("certainty", 1, says=_of("Observed Likely Possible Unlikely Unknown")),
    Part("audience"),
    Part("eventCode", most=0, parts=_PAIR),
    Part("effective", says=_time),
    Part("onset", says=_time),
    Part("expires", says=_time),
    Part("senderName"),
    Part("headline"),
    Part("description"),
    Part("instruction"),
    Part("web", says=_address),
    Part("contact"),
    Part("parameter", most=0, parts=_PAIR),
    Part("resource", most=0, parts=_RESOURCE),
    Part("area", most=0, parts=_AREA),
)
ALERT = Part(
    "alert",
    1,
    parts=(
        Part("identifier", 1),
        Part("sender", 1),
        Part("sent", 1, says=_time),
        Part("status", 1, says=_of("Actual Exercise System Test Draft")),
        Part("msgType", 1, says=_of("Alert Update Cancel Ack Error")),
        Part("source"),
        Part("scope", 1, says=_of("Public Restricted Private")),
        Part("restriction"),
        Part("addresses"),
        Part("code", most=0),
        Part("note"),
        Part("references"),
        Part("incidents"),
        Part("info", most=0, parts=_INFO),
    ),
)


@dataclass(frozen=True)
class Fault:
    """``code``: "root", "attribute", "unknown", "order", "twice", "missing", "text", "value" or "nested"."""

    code: str
    where: str
    about: str = ""


def faults(root: ET.Element) -> Iterator[Fault]:
    """What is wrong with the structure, from top to bottom; nothing where it is as the standard says."""
    if root.tag != f"{{{NAMESPACE}}}{ALERT.name}":
        yield Fault("root", _local(root.tag), root.tag)
        return
    yield from _faults(root, ALERT, "alert", signed=True)


def _faults(element: ET.Element, part: Part, where: str, *, signed: bool = False) -> Iterator[Fault]:
    for name in element.attrib:
        if name not in _LOCATIONS:
            yield Fault("attribute", where, _local(name))
    if not part.parts:
        if len(element):
            yield Fault("nested", where, _local(element[0].tag))
        elif not part.says(element.text or ""):
            yield Fault("value", where, (element.text or "")[:80])
        return
    if any(text.strip(_SPACE) for text in [element.text or "", *(child.tail or "" for child in element)]):
        yield Fault("text", where)
    children = list(element)
    while signed and children and children[-1].tag.startswith(SIGNATURE):
        children.pop()  # what a signature holds is not looked at: who wants to know verifies it
    yield from _sequence(children, part.parts, where)


def _sequence(children: list[ET.Element], parts: tuple[Part, ...], where: str) -> Iterator[Fault]:
    places = {f"{{{NAMESPACE}}}{part.name}": index for index, part in enumerate(parts)}
    counts = [0] * len(parts)
    reached = 0
    for child in children:
        index = places.get(child.tag)
        name = _local(child.tag)
        if index is None:
            yield Fault("unknown", f"{where}/{name}", child.tag)
            continue
        counts[index] += 1
        part = parts[index]
        here = f"{where}/{name}" + (f"[{counts[index]}]" if part.most != 1 else "")
        if index < reached:
            yield Fault("order", here, parts[reached].name)
        elif part.most and counts[index] > part.most:
            yield Fault("twice", here)
        reached = max(reached, index)
        yield from _faults(child, part, here)
    for part, count in zip(parts, counts, strict=True):
        if count < part.least:
            yield Fault("missing", f"{where}/{part.name}")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]

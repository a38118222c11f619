"""Whether a message may go out: structure, what the standard says in words alone, and what our profile allows.

CAP 1.2's schema takes an outline that does not close, a warning that is over before it begins, an update of nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from xml.etree import ElementTree as ET

from rukun.alarm.algo.cap import grammar, rings
from rukun.alarm.algo.cap.kinds import CATEGORIES, CRIMES, KINDS, SAFETY_NEEDS
from rukun.alarm.algo.cap.message import KIND_CODE, LANGUAGES, LONGEST_HEADLINE, NAMESPACE, UNIT_CODE
from rukun.alarm.algo.cap.reading import NotReadable, read
from rukun.geo.coordinates import NotAPoint

Rule: TypeAlias = Literal["xml", "structure", "standard", "profile"]

LONGEST = timedelta(hours=48)
"""From effective to expires: who still needs the warning then renews it."""
RW_LEVEL = 5
"""Parts of a unit's code down to the RW; a finer one would show the spot."""
PRACTICE = {"Exercise": {"id-ID": "LATIHAN", "en-US": "EXERCISE"}, "Test": {"id-ID": "UJI COBA", "en-US": "TEST"}}
_AT = f"{{{NAMESPACE}}}"
_NUMBERED = frozenset({"identifier", "references", "web", "polygon", "circle"})
_NO_NAME = re.compile(r"[\s,<&]")
_CRIME = re.compile(rf"\b(?:{CRIMES})\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\w)(?:\+?62|0)[\s.-]?8(?:[\s.-]?\d){7,}|(?<!\d)\d{16}(?!\d)")
"""A mobile number, or sixteen digits such as an identity number's."""


@dataclass(frozen=True)
class Problem:
    """``where`` is a path of elements, ``about`` what was found there.

    ``rule``: "xml" (not readable), "structure" (the schema's), "standard" (the standard's words), "profile" (ours:
    hazards alone, both languages, nothing finer than an RW).
    """

    rule: Rule
    code: str
    where: str = "alert"
    about: str = ""


def problems(xml: bytes) -> list[Problem]:
    """Everything that is wrong, in the order of the message; empty where it may go out. Safe with hostile input."""
    try:
        root = read(xml)
    except NotReadable as error:
        return [Problem("xml", error.why, about=str(error.line or ""))]
    found = [Problem("structure", each.code, each.where, each.about) for each in grammar.faults(root)]
    if any(each.code == "root" for each in found):
        return found
    return [*found, *_alert(root)]


def _alert(root: ET.Element) -> Iterator[Problem]:
    sent = grammar.moment(_text(root, "sent"))
    for name in ("identifier", "sender"):
        text = _text(root, name)
        if not text or _NO_NAME.search(text):
            yield Problem("standard", "name", f"alert/{name}", text)
    yield from _references(root, sent)
    yield from _scope(root)
    for name, allowed in (("status", ("Actual", "Exercise", "Test")), ("msgType", ("Alert", "Update", "Cancel"))):
        if _text(root, name) not in allowed:
            yield Problem("profile", name, f"alert/{name}", _text(root, name))
    status = _text(root, "status")
    if status == "Exercise" and not _text(root, "note"):
        yield Problem("standard", "note", "alert/note")
    infos = root.findall(f"{_AT}info")
    for index, info in enumerate(infos, 1):
        yield from _info(info, f"alert/info[{index}]", sent, status)
    yield from _languages(infos)
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name not in _NUMBERED and _PHONE.search(element.text or ""):
            yield Problem("profile", "number", f"alert/…/{name}")


def _references(root: ET.Element, sent: datetime | None) -> Iterator[Problem]:
    where, text = "alert/references", _text(root, "references")
    if not text and _text(root, "msgType") in {"Update", "Cancel", "Ack", "Error"}:
        yield Problem("standard", "references_missing", where)
    for each in text.split():
        sender, _, rest = each.partition(",")
        identifier, _, at = rest.partition(",")
        before = grammar.moment(at)
        if not (sender and identifier and before) or _NO_NAME.search(identifier):
            yield Problem("standard", "reference", where, each)
        elif sent and before > sent:
            yield Problem("standard", "reference_later", where, each)
        elif identifier == _text(root, "identifier"):
            yield Problem("standard", "reference_itself", where, each)


def _scope(root: ET.Element) -> Iterator[Problem]:
    scope = _text(root, "scope")
    needed = {"Restricted": "restriction", "Private": "addresses"}.get(scope, "")
    if needed and not _text(root, needed):
        yield Problem("standard", "scope_without", f"alert/{needed}", scope)
    if scope != "Public":
        yield Problem("profile", "scope", "alert/scope", scope)


def _info(info: ET.Element, where: str, sent: datetime | None, status: str) -> Iterator[Problem]:
    for name in ("event", "headline", "description", "instruction", "senderName", "web", "contact"):
        if not _text(info, name):
            rule: Rule = "standard" if name == "event" else "profile"
            yield Problem(rule, "empty", f"{where}/{name}")
    headline = _text(info, "headline")
    if len(headline) > LONGEST_HEADLINE:
        yield Problem("standard", "headline", f"{where}/headline", str(len(headline)))
    practised = PRACTICE.get(status, {}).get(_text(info, "language"))
    if practised and practised not in headline:
        yield Problem("profile", "practice", f"{where}/headline", practised)
    if not practised and any(word in headline for words in PRACTICE.values() for word in words.values()):
        yield Problem("profile", "not_practice", f"{where}/headline")
    yield from _times(info, where, sent)
    yield from _kind(info, where)
    areas = info.findall(f"{_AT}area")
    if not areas:
        yield Problem("profile", "no_area", where)
    for index, area in enumerate(areas, 1):
        yield from _area(area, f"{where}/area[{index}]")


def _times(info: ET.Element, where: str, sent: datetime | None) -> Iterator[Problem]:
    effective = grammar.moment(_text(info, "effective")) or sent
    onset, expires = (grammar.moment(_text(info, name)) for name in ("onset", "expires"))
    if expires is None:
        yield Problem("profile", "no_end", f"{where}/expires")
        return
    if effective and expires <= effective:
        yield Problem("standard", "over_before", f"{where}/expires")
    elif effective and expires - effective > LONGEST:
        yield Problem("profile", "too_long", f"{where}/expires")
    if onset and expires < onset:
        yield Problem("standard", "over_before_onset", f"{where}/onset")


def _kind(info: ET.Element, where: str) -> Iterator[Problem]:
    """Hazards alone: the category, the kind named, and the words, so that no one of them lets a crime through."""
    responses = _texts(info, "responseType")
    for category in _texts(info, "category"):
        if category not in CATEGORIES or (category == "Safety" and SAFETY_NEEDS not in responses):
            yield Problem("profile", "category", f"{where}/category", category)
    for code in _codes(info, "eventCode", KIND_CODE):
        if code not in KINDS:
            yield Problem("profile", "kind", f"{where}/eventCode", code)
    for name in ("event", "headline", "description", "instruction"):
        found = _CRIME.search(_text(info, name))
        if found:
            yield Problem("profile", "crime", f"{where}/{name}", found.group())


def _area(area: ET.Element, where: str) -> Iterator[Problem]:
    if not _text(area, "areaDesc"):
        yield Problem("standard", "empty", f"{where}/areaDesc")
    for index, text in enumerate(_texts(area, "polygon"), 1):
        here = f"{where}/polygon[{index}]"
        try:
            ring = rings.parsed(text)
        except NotAPoint as error:
            yield Problem("standard", f"point_{error.why}", here)
            continue
        for fault in rings.faults_of(ring):
            yield Problem("standard", f"ring_{fault}", here)
    for index, text in enumerate(_texts(area, "circle"), 1):
        here = f"{where}/circle[{index}]"
        if not rings.circle(text):
            yield Problem("standard", "circle", here, text)
        yield Problem("profile", "spot", here)  # the middle of a circle is a spot
    for code in _codes(area, "geocode", UNIT_CODE):
        if code.count(".") >= RW_LEVEL:
            yield Problem("profile", "too_fine", f"{where}/geocode", code)
    if _text(area, "ceiling") and not _text(area, "altitude"):
        yield Problem("standard", "ceiling", f"{where}/ceiling")


def _languages(infos: list[ET.Element]) -> Iterator[Problem]:
    """Both, once each, saying the same in all that is not words."""
    counts = Counter(_text(info, "language") for info in infos)
    for language in LANGUAGES:
        if counts[language] != 1:
            yield Problem("profile", "language", "alert/info", f"{language}: {counts[language]}")
    for other in sorted(counts.keys() - {*LANGUAGES}):
        yield Problem("profile", "other_language", "alert/info", other)
    if infos and any(_meaning(info) != _meaning(infos[0]) for info in infos[1:]):
        yield Problem("profile", "differ", "alert/info")


def _meaning(info: ET.Element) -> object:
    said = ["category", "responseType", "urgency", "severity", "certainty", "effective", "onset", "expires"]
    areas = [
        (_texts(area, "polygon"), _texts(area, "circle"), _codes(area, "geocode", UNIT_CODE))
        for area in info.findall(f"{_AT}area")
    ]
    return [_texts(info, name) for name in said], _codes(info, "eventCode", KIND_CODE), areas


def _text(parent: ET.Element, name: str) -> str:
    return (parent.findtext(f"{_AT}{name}") or "").strip()


def _texts(parent: ET.Element, name: str) -> list[str]:
    return [(each.text or "").strip() for each in parent.findall(f"{_AT}{name}")]


def _codes(parent: ET.Element, name: str, value_name: str) -> list[str]:
    return [_text(each, "value") for each in parent.findall(f"{_AT}{name}") if _text(each, "valueName") == value_name]

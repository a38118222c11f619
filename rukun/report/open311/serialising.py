"""Answers in the two formats. JSON follows from XML by the "Spark convention": a list has no name around it."""

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "media_not_taken": "reason",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""What an element in a list is called."""
_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""


@dataclass(frozen=True)
class Answer:
    """``root`` is what XML calls the whole; ``content`` is of dicts, lists, texts, numbers, truths and ``None``."""

    root: str
    content: Any

    def written(self, form: str) -> bytes:
        if form == "json":
            return json.dumps(self.content, ensure_ascii=False, separators=(",", ":")).encode()
        tree = ET.tostring(_element(self.root, self.content), encoding="unicode")
        return f'<?xml version="1.0" encoding="utf-8"?>\n{tree}'.encode()


def _element(name: str, value: Any) -> ET.Element:
    made = ET.Element(name)
    match value:
        case dict():
            made.extend(_element(key, each) for key, each in value.items())
        case list():
            made.extend(_element(ITEMS[name], each) for each in value)
        case bool():
            made.text = "true" if value else "false"
        case None:
            pass
        case _:
            made.text = _NEVER.sub("\ufffd", str(value))
    return made

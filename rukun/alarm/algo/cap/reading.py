"""XML of strangers into a tree, without anything that XML can do beyond elements: no DTD, so no entities."""

from typing import Literal
from xml.etree import ElementTree as ET
from xml.parsers import expat

LARGEST = 1_000_000
"""Bytes. A warning for a whole city's RW stays below; what is larger is none."""
DEEPEST = 20
"""Levels. The format needs five, a signature a few more."""


class NotReadable(ValueError):
    """``why`` is "large", "dtd" (a document type: entities could be declared there), "deep", or "xml" (broken)."""

    def __init__(self, why: Literal["large", "dtd", "deep", "xml"], line: int = 0) -> None:
        super().__init__(why)
        self.why: Literal["large", "dtd", "deep", "xml"] = why
        self.line = line


def read(xml: bytes) -> ET.Element:
    """The root, names written as ``{namespace}local``. Raises ``NotReadable``.

    A document type is refused as soon as it is met, before anything in it can be expanded or fetched.
    """
    if len(xml) > LARGEST:
        raise NotReadable("large")
    parser = expat.ParserCreate(namespace_separator="}")
    builder = ET.TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NotReadable("deep", parser.CurrentLineNumber)
        builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(name))

    def doctype(*_parts: object) -> None:
        raise NotReadable("dtd", parser.CurrentLineNumber)

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        if isinstance(error, NotReadable):
            raise
        raise NotReadable("xml", getattr(error, "lineno", 0)) from None


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name

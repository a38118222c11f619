"""From data to the XML that is published."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

from rukun.alarm.algo.cap.message import (
    KIND_CODE,
    NAMESPACE,
    UNIT_CODE,
    Alert,
    Area,
    CannotWrite,
    Info,
    Reference,
    Ring,
)

_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""


def write(alert: Alert) -> bytes:
    """The message in UTF-8. Raises ``CannotWrite`` where a time has no offset or one of less than whole minutes."""
    root = ET.Element("alert", xmlns=NAMESPACE)
    _texts(
        root,
        identifier=alert.identifier,
        sender=alert.sender,
        sent=moment(alert.sent),
        status=alert.status,
        msgType=alert.message,
        scope="Public",
        note=alert.note,
        references=" ".join(map(reference, alert.references)),
    )
    for info in alert.infos:
        _info(ET.SubElement(root, "info"), info)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def moment(at: datetime) -> str:
    """``2026-11-23T04:30:00+07:00``. The standard forbids Z and has UTC as -00:00; parts of a second are dropped."""
    offset = at.utcoffset()
    if offset is None:
        raise CannotWrite("a time without its offset")
    if offset % timedelta(minutes=1) or abs(offset) > timedelta(hours=14):
        raise CannotWrite("an offset that XML cannot write")
    text = at.isoformat(timespec="seconds")
    return text if offset else f"{text[:19]}-00:00"


def reference(to: Reference) -> str:
    return f"{to.sender},{to.identifier},{moment(to.sent)}"


def polygon(ring: Ring) -> str:
    """Latitude first, as the standard wants it; five decimals are a metre."""
    return " ".join(f"{lat:.5f},{lon:.5f}" for lat, lon in ring)


def _info(made: ET.Element, info: Info) -> None:
    _texts(made, language=info.language)
    _many(made, "category", info.categories)
    _texts(made, event=info.event)
    _many(made, "responseType", info.responses)
    _texts(made, urgency=info.urgency, severity=info.severity, certainty=info.certainty)
    _pair(made, "eventCode", KIND_CODE, info.kind)
    _texts(
        made,
        effective=moment(info.effective),
        onset=moment(info.onset),
        expires=moment(info.expires),
        senderName=info.sender_name,
        headline=info.headline,
        description=info.description,
        instruction=info.instruction,
        web=info.web,
        contact=info.contact,
    )
    for area in info.areas:
        _area(ET.SubElement(made, "area"), area)


def _area(made: ET.Element, area: Area) -> None:
    _texts(made, areaDesc=area.description)
    _many(made, "polygon", map(polygon, area.polygons))
    for code in area.codes:
        _pair(made, "geocode", UNIT_CODE, code)


def _pair(parent: ET.Element, name: str, value_name: str, value: str) -> None:
    _texts(ET.SubElement(parent, name), valueName=value_name, value=value)


def _many(parent: ET.Element, name: str, values: Iterable[str]) -> None:
    for value in values:
        _texts(parent, **{name: value})


def _texts(parent: ET.Element, **values: str) -> None:
    """Each as an element, in this order; an empty one is left out, which the check then finds where it must be."""
    for name, value in values.items():
        if value:
            ET.SubElement(parent, name).text = _NEVER.sub("\ufffd", value)

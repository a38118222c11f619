"""Open311: everybody reads what is a day old; a key reads what its owner may, and alone sends. A session is nobody.

The "neighbour's" of a format, a service or an address is one that does not exist.
"""

from collections.abc import Mapping
from typing import Any

from rukun.config.tests.access_table.rows import Row, Rows, Who, everybody

SENT: Mapping[str, Any] = {
    "service_code": "saran", "address_id": "99.01.01.1001.003.002", "description": "Lampu jalan perlu ditambah.",
}  # fmt: skip
NOT_THERE: Who = everybody(404)
READ = Row(everybody(), about="open311_form", foreign=Row(NOT_THERE))
BY_KEY: Who = {200: {"kunci_lurah"}, **everybody(404)}


ADDRESSES: dict[str, Rows] = {
    "open311:discovery": READ,
    "open311:discovery_v2": READ,
    "open311:services": READ,
    "open311:updates": READ,
    "open311:definition": Row(everybody(), about="open311_service", foreign=Row(NOT_THERE)),
    "open311:requests": (
        Row(everybody(), {201: {"kunci_lurah"}, **everybody(403)}, "open311_form", Row(NOT_THERE, NOT_THERE),
            sent=SENT),
        Row(everybody(), everybody(403), "open311_form", Row(NOT_THERE, NOT_THERE),
            sent={**SENT, "address_id": "99.01.01.1002.001.001"}),
    ),
    # They came today: nobody but a key is told of them yet, and of what few may read no key either.
    "open311:request": (
        Row(BY_KEY, about="open311_request", foreign=Row(NOT_THERE)),
        Row(NOT_THERE, about="open311_waiting", foreign=Row(NOT_THERE)),
        Row(NOT_THERE, about="open311_protected", foreign=Row(NOT_THERE)),
    ),
    "open311:token": Row(everybody(), about="open311_token", foreign=Row(everybody())),
    "open311:nothing": Row(NOT_THERE, NOT_THERE, "open311_nothing", Row(NOT_THERE, NOT_THERE)),
    "open311:without_format": Row(NOT_THERE, NOT_THERE, "open311_formless", Row(NOT_THERE, NOT_THERE)),
}  # fmt: skip

"""Asking Open311's addresses, and making reports that are old enough to be told."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import time_machine
from django.test import Client
from django.utils import timezone

from rukun.people.models import Person, Position
from rukun.people.tests.factories import person
from rukun.people.tests.test_api import key_for
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN, RW, report

V2 = "/open311/v2"
OFFICES = (("lurah", KELURAHAN), ("petugas_posko", KELURAHAN), ("ketua_rw", RW), ("petugas_pelindungan", KELURAHAN))
OLD = timedelta(days=3)
FORM = "application/x-www-form-urlencoded"


def told(client: Client, what: str, form: str = "json", *, code: int = 200, **query: Any) -> Any:
    """What an address answers, read."""
    headers = query.pop("headers", None)
    answer = client.get(f"{V2}/{what}.{form}", query, headers=headers)
    assert answer.status_code == code, answer.content
    return answer.json() if form == "json" else ET.fromstring(answer.content)


def old(category: str = "ketertiban", *, ago: timedelta = OLD, **more: Any) -> Report:
    """A report that came a while ago."""
    with time_machine.travel(timezone.now() - ago, tick=False):
        return report(category, **more)[0]


def offices() -> None:
    """Who held an office all the time: the lurah, who answers for all reports, the posko, the head of RW 016."""
    with time_machine.travel(timezone.now() - timedelta(days=400), tick=False):
        for title, unit in OFFICES:
            person(title, unit)


def holder(title: str) -> Person:
    return Position.objects.get(title=title).person


def key(*capabilities: str, unit: str = KELURAHAN) -> dict[str, str]:
    """A key of the lurah's, as a header."""
    return key_for(holder("lurah"), *(capabilities or ("reports.write",)), unit=unit)


def secret(headers: dict[str, str]) -> str:
    return headers["Authorization"].removeprefix("Bearer ")


def ids(found: list[dict[str, Any]]) -> set[str]:
    return {each["service_request_id"] for each in found}

"""The handlers' pages as somebody signed in asks for them."""

import re
from typing import Any

from django.test import Client

from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN

LIST, TAKE, OUTLINES = "/laporan/", "/laporan/catat/", "/laporan/ringkas/"


def signed_in(title: str = "petugas_posko", unit: str = KELURAHAN, name: str = "Sari Wulandari") -> Client:
    return logged_in(person(title, unit, name=name))


def logged_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(client: Client, path: str, expected: int = 200, **asked: str) -> str:
    answered = client.get(path, asked)
    assert answered.status_code == expected, answered.status_code
    assert "no-store" in answered.headers["Cache-Control"]
    return answered.content.decode()


def sent(client: Client, path: str, **given: Any) -> str:
    answered = client.post(path, given, follow=True)
    assert answered.status_code == 200, answered.status_code
    return answered.content.decode()


def ids(html: str) -> list[str]:
    return re.findall(r'href="/laporan/([0-9a-f-]{36})/"', html)


def of(made: Report, *steps: str) -> str:
    return f"/laporan/{made.pk}/" + "".join(f"{step}/" for step in steps)

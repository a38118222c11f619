"""Persons for tests, made through the room's own actions."""

from datetime import datetime
from itertools import count

from django.test import Client

from rukun.guard import System
from rukun.people.actions import add_person, give_position
from rukun.people.models import Person
from rukun.people.strength import SESSION_KEY, Strength

_numbers = count(1)
SYSTEM = System("test")
PASSWORD = "jembatan-kali-pasir"


def person(title: str = "", unit: str = "", *, name: str = "Sari Wulandari", password: str = PASSWORD) -> Person:
    made = add_person(actor=SYSTEM, name=name, phone=f"0812000{next(_numbers):05d}", password=password)
    if title:
        give_position(actor=SYSTEM, person=made, title=title, unit=unit)
    return made


def position_until(who: Person, title: str, unit: str, since: datetime, until: datetime) -> None:
    give_position(actor=SYSTEM, person=who, title=title, unit=unit, since=since, until=until)


def strength_of(client: Client) -> Strength:
    return Strength(client.session.get(SESSION_KEY, 0))

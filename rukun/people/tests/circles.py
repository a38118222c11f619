"""Organisations with people in them, for tests."""

from itertools import count

from rukun.people.actions import add_person, establish_organisation, give_position
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import SYSTEM

KELURAHAN = "31.73.07.1001"
RW_03, RW_04 = f"{KELURAHAN}.003", f"{KELURAHAN}.004"
_numbers = count(1)


def somebody(name: str, unit: str = KELURAHAN, *, adult: bool = True) -> Person:
    """A person with no way to sign in."""
    return add_person(actor=SYSTEM, name=name, phone=f"0813000{next(_numbers):05d}", unit=unit, adult=adult)


def organisation(
    kind: str = "pokdar", unit: str = KELURAHAN, name: str = "Citra Bhayangkara", work_phone: str = ""
) -> Organisation:
    return establish_organisation(actor=SYSTEM, kind=kind, name=name, unit=unit, work_phone=work_phone)


def holds(within: Organisation, title: str, who: Person | str, unit: str = "", **more: str) -> Position:
    """Somebody in an organisation, from now on."""
    unit = unit or within.unit
    person = somebody(who, unit) if isinstance(who, str) else who
    return give_position(actor=SYSTEM, person=person, title=title, unit=unit, organisation=within, **more)  # type: ignore[arg-type]


def circle(members: int = 8) -> Organisation:
    """A society of a kelurahan: a chair with a work number, a secretary, no treasurer, two coordinators, members."""
    made = organisation()
    holds(made, "ketua", "Haji Mahmud", work_phone="0812-7000-0001", decree="SK 7/2025")
    holds(made, "sekretaris", "Dewi Lestari")
    holds(made, "koordinator", "Yusuf Koordinator", RW_03)
    holds(made, "koordinator", "Ratna Koordinator", RW_04)
    for number in range(members):
        holds(made, "anggota", f"Anggota {number:02}", (RW_03, RW_04, KELURAHAN)[number % 3])
    return made

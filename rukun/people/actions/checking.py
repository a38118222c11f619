"""Checks that several actions share."""

from rukun.journal import actions as journal
from rukun.people.errors import NameTooLong, NoSuchUnit, PrivateAsWork, TooLong, UnknownUnit
from rukun.people.models import LONGEST_NAME, Person
from rukun.people.phones import normalise
from rukun.territory import queries as territory

LONGEST_DECREE = 80


def a_unit(code: str) -> str:
    """A unit that there is; ``""`` is the whole installation. Raises ``UnknownUnit``, ``NoSuchUnit``."""
    if not journal.UNIT.fullmatch(code):
        raise UnknownUnit
    if code and not territory.is_empty() and not territory.exists(code):
        raise NoSuchUnit(code)
    return code


def a_name(text: str, nameless: type[Exception]) -> str:
    name = " ".join(text.split())
    if not name:
        raise nameless
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    return name


def a_work_phone(text: str) -> str:
    """A number as it is stored, or none. Anybody will read it: raises ``PrivateAsWork``, or ``NotAPhoneNumber``."""
    phone = normalise(text) if text.strip() else ""
    if phone and Person.objects.filter(phone=phone).exists():
        raise PrivateAsWork
    return phone


def a_decree(text: str) -> str:
    if len(text.strip()) > LONGEST_DECREE:
        raise TooLong(LONGEST_DECREE)
    return text.strip()

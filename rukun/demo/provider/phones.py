"""Whose made-up phones there are, and what each channel calls their owners."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rukun.demo.cast import CAST, private_phone
from rukun.demo.offices import office_of
from rukun.demo.provider import kept
from rukun.notify.channels import SMS, TELEGRAM, WHATSAPP
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_phone, positions_of
from rukun.people.titles import TITLES
from rukun.ui.templatetags.ui import Text

TALKING = (WHATSAPP, TELEGRAM, SMS)
CHATS = 500_000_000
"""From which on Telegram numbers private chats here."""


@dataclass(frozen=True)
class Phone:
    """``hidden``: WhatsApp tells businesses no number of it, only the id it has for them."""

    key: str
    name: str
    about: Text
    number: str
    hidden: bool = False

    @property
    def user(self) -> str:
        """WhatsApp's business-scoped id."""
        return "ID." + str(int(hashlib.sha256(self.number.encode()).hexdigest()[:13], 16)).zfill(16)

    @property
    def chat(self) -> str:
        """Telegram's id of the private chat."""
        return str(CHATS + int(self.number[-8:]))


PHONES = {
    each.key: each
    for each in (
        Phone("tamu", "Yanti Kusuma", _("warga, tanpa akun"), private_phone(9801)),
        Phone(
            "tersembunyi", "Hendra Saputra", _("warga, nomornya disembunyikan di WhatsApp"), private_phone(9802), True
        ),
        *(
            Phone(role.key, role.name, office_of(role) if role.title else _("warga, punya akun"), role.phone)
            for role in CAST.values()
        ),
    )
}  # fmt: skip
_BY_NUMBER = {each.number: each for each in PHONES.values()}
_BY_USER = {each.user: each for each in PHONES.values()}
SERIES = private_phone(0)[:-8]
"""What the numbers of all made-up people begin with."""


def phones() -> list[Phone]:
    """Those of the cast, and of everybody else to whom something was sent."""
    others = (with_number(who) for who in kept.told() if who.startswith("+") and who not in _BY_NUMBER)
    return [*PHONES.values(), *(each for each in others if each)]


def with_key(key: str) -> Phone | None:
    """By its key: of who is none of the cast, their number without the plus."""
    return PHONES.get(key) or (with_number(f"+{key}") if key.isdecimal() else None)


def with_number(number: str) -> Phone | None:
    if found := _BY_NUMBER.get(number):
        return found
    person = person_with_phone(number)
    if person is None:
        return None
    held = next(iter(positions_of(actor_of(person))), None)
    return Phone(number.removeprefix("+"), person.name, TITLES[held.title].words if held else _("warga"), number)


def with_user(user: str) -> Phone | None:
    return _BY_USER.get(user)


def number_of(chat: str) -> str:
    """Whose chat it is, if it is anybody's."""
    return f"{SERIES}{int(chat) - CHATS:08d}" if chat.isdecimal() else ""

"""How somebody wants to be told, and through what they can be reached: for that person alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun import seal
from rukun.notify import connecting
from rukun.notify.actions.contacts import BY_NUMBER, address_of
from rukun.notify.actions.linking import PENDING
from rukun.notify.channels import CHANNELS, MAIL, PUSH, TELEGRAM, USUAL_ORDER, Channel
from rukun.notify.models import Contact, Wish
from rukun.people.phones import national
from rukun.people.queries.profile import Part
from rukun.ui.dates import in_words


@dataclass(frozen=True)
class Address:
    """One contact. ``words`` name it for its owner; ``own_number``: it is the number they are registered with."""

    id: UUID
    words: str
    stopped_at: datetime | None
    own_number: bool
    made_at: datetime


@dataclass
class Way:
    """A channel that is on, and what somebody has on it."""

    channel: Channel
    addresses: list[Address] = field(default_factory=list)

    @property
    def by_number(self) -> bool:
        return self.channel.code in BY_NUMBER


def wish_of(person: UUID) -> Wish:
    """As it was said, or as it is for whoever never said."""
    return Wish.objects.filter(pk=person).first() or Wish(person=person, order=list(USUAL_ORDER))


def ways_of(person: UUID, phone: str) -> list[Way]:
    """The channels that are on and reach one person, in the usual order. Two queries."""
    on = connecting.connected()
    ways = {code: Way(CHANNELS[code]) for code in USUAL_ORDER if code in on}
    for row in Contact.objects.filter(person=person, channel__in=ways).order_by("made_at"):
        if row.channel == PUSH and row.stopped_at is not None:
            continue  # a browser that is gone
        address = Address(row.pk, _in_words(row), row.stopped_at, _is_number(row, phone), row.made_at)
        ways[row.channel].addresses.append(address)
    return list(ways.values())


def bot_name() -> str:
    """Of the installation's Telegram bot; ``""`` where nobody can connect to it now."""
    setting = connecting.setting_of(TELEGRAM)
    return str(setting.content.get("bot", "")) if setting else ""


def _address(row: Contact) -> dict[str, Any]:
    try:
        return address_of(row)
    except seal.CannotOpen:
        return {}


def _is_number(row: Contact, phone: str) -> bool:
    return row.channel in BY_NUMBER and _address(row).get("phone") == phone


def _in_words(row: Contact) -> str:
    address = _address(row)
    if row.channel == MAIL:
        return str(address.get("mail", ""))
    if row.channel in BY_NUMBER:
        return national(str(address["phone"])) if "phone" in address else _("percakapan dengan kami")
    if row.channel == PUSH:
        return _("peramban yang didaftarkan %s") % in_words(row.made_at.date())
    return _("percakapan dengan bot")


# What stands in "data saya".


def _contacts(person: UUID) -> Sequence[Mapping[str, Any]]:
    rows = Contact.objects.filter(person=person).exclude(channel=PENDING).order_by("made_at")
    return [
        {
            "id": row.pk,
            "channel": row.channel,
            "address": _address(row),
            "language": row.language,
            "made_at": row.made_at,
            "used_at": row.used_at,
            "heard_at": row.heard_at,
            "stopped_at": row.stopped_at,
        }
        for row in rows
    ]


def _contacts_in_words(rows: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    return [
        _("%(channel)s, sejak %(day)s%(stopped)s")
        % {
            "channel": CHANNELS[row["channel"]].words if row["channel"] in CHANNELS else row["channel"],
            "day": in_words(row["made_at"].date()),
            "stopped": _(", dihentikan") if row["stopped_at"] else "",
        }
        for row in rows
    ]


def _wishes(person: UUID) -> Sequence[Mapping[str, Any]]:
    return list(Wish.objects.filter(pk=person).values("order", "quiet_from", "quiet_until", "language"))


def _wishes_in_words(rows: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    told = []
    for row in rows:
        order = [str(CHANNELS[each].words) for each in row["order"] if each in CHANNELS]
        told.append(_("Urutan: %s") % (", ".join(order) or _("hanya alarm")))
        if row["quiet_from"] and row["quiet_until"]:
            told.append(
                _("Jam tenang: %(begin)s–%(end)s")
                % {"begin": f"{row['quiet_from']:%H.%M}", "end": f"{row['quiet_until']:%H.%M}"}
            )
    return told


OWN_PARTS = [
    Part("contacts", "notify.Contact", gettext_lazy("Alamat untuk mengirim pesan kepada Anda"), _contacts,
         _contacts_in_words),
    Part("wishes", "notify.Wish", gettext_lazy("Cara Anda ingin dikabari"), _wishes, _wishes_in_words),
]  # fmt: skip

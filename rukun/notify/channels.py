"""The channels there are. A code is never changed: rows carry it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Channel:
    """``talks``: people write back on it. ``metered``: each message costs money. ``person``: it reaches one person."""

    code: str
    words: Promise
    talks: bool
    metered: bool
    person: bool = True


WHATSAPP, TELEGRAM, SMS, PUSH, MAIL, SINK = "whatsapp", "telegram", "sms", "push", "mail", "sink"

CHANNELS = {
    each.code: each
    for each in (
        Channel(WHATSAPP, _("WhatsApp"), talks=True, metered=True),
        Channel(TELEGRAM, _("Telegram"), talks=True, metered=False),
        Channel(SMS, _("SMS"), talks=True, metered=True),
        Channel(PUSH, _("Notifikasi peramban"), talks=False, metered=False),
        Channel(MAIL, _("Surel"), talks=False, metered=False),
        Channel(SINK, _("Saluran posko"), talks=False, metered=False, person=False),
    )
}
USUAL_ORDER = (PUSH, TELEGRAM, WHATSAPP, SMS, MAIL)
"""Which channel is tried first for somebody who never said: the free ones before those that cost money."""

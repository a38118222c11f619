"""A person connects their own Telegram: a link with a code opens the bot, which sends the code back from their chat."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify.actions.contacts import mark_of, sealed_address
from rukun.notify.actions.telling import tell
from rukun.notify.channels import MAIL, PUSH, SMS, WHATSAPP
from rukun.notify.models import Contact, Name
from rukun.notify.own_notices import CONNECTED

LASTS = timedelta(minutes=15)
BYTES = 24
PENDING = "link"
"""The "channel" of a contact that is only a code so far: nothing is ever sent on it."""
OTHERS = ((WHATSAPP, SMS), (MAIL,), (PUSH,))
"""Where somebody hears that their account has one more way to it: the number they are registered with, and each other
way."""


def link_code(person: UUID) -> str:
    """A code that connects whoever sends it, once, within a quarter of an hour. Another one replaces it.

    Letters that a link ``https://t.me/<bot>?start=<code>`` takes. Only its mark is kept.
    """
    code = secrets.token_urlsafe(BYTES)
    now, key = timezone.now(), new_id()
    with journal.atomic():
        Contact.objects.filter(channel=PENDING, person=person).delete()
        Contact.objects.filter(channel=PENDING, made_at__lte=now - LASTS).delete()
        contact = Contact.objects.create(
            id=key, channel=PENDING, person=person, address=sealed_address({}, key), made_at=now, used_at=now
        )
        Name.objects.create(mark=mark_of(PENDING, code), contact=contact)
    return code


def is_code(text: str) -> bool:
    """Whether it looks like a code of ours, good or not; other links carry shorter words."""
    return len(text) == BYTES * 4 // 3


def linked(code: str, contact: Contact) -> bool:
    """Whether a code that came from this contact connected it to the person who was given it. The code is used up.

    They are told so wherever else they are reached: sign-in codes go there from now on.
    """
    with journal.atomic():
        asked = Contact.objects.select_for_update().filter(channel=PENDING, names__mark=mark_of(PENDING, code)).first()
        if asked is None or asked.person is None:
            return False
        person, made_at = asked.person, asked.made_at
        asked.delete()
        if timezone.now() - made_at >= LASTS:
            return False
        known, contact.person, contact.stopped_at = contact.person, person, None
        contact.save(update_fields=["person", "stopped_at"])
        if known != person:
            _tell_others(person, contact)
    return True


def _tell_others(person: UUID, connected: Contact) -> None:
    for way in OTHERS:
        tell(CONNECTED, {}, person=person, through=way, urgent=True)
    others = Contact.objects.filter(channel=connected.channel, person=person, stopped_at=None)
    for key in others.exclude(pk=connected.pk).values_list("pk", flat=True):
        tell(CONNECTED, {}, contact=key, urgent=True)

"""How somebody wants to be told, and through what: their own browser, mail address, chat.

Whoever calls these has asked ``access.can_have_wishes``; ``person`` is always the one who acts.
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from rukun import seal
from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.actions import contacts
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import push
from rukun.notify.channels import CHANNELS, MAIL, PUSH
from rukun.notify.errors import CannotSubscribe, MailNotConfirmed, NotConnected, TooManyTries
from rukun.notify.keys import push_public
from rukun.notify.models import Contact, Wish
from rukun.notify.own_notices import MAIL_CODE

MOST_BROWSERS = 10
"""Of one person; the one unused for longest goes first."""
CODE_LASTS = timedelta(minutes=30)
MOST_TRIES = 5
PENDING = "notify.mail"


def save_wish(*, person: UUID, order: Sequence[str], quiet: tuple[time, time] | None, language: str) -> None:
    """``order`` are codes of channels; those left out are used for alarms alone."""
    begin, end = quiet or (None, None)
    chosen = [each for each in dict.fromkeys(order) if each in CHANNELS and CHANNELS[each].person]
    values = {"order": chosen, "quiet_from": begin, "quiet_until": end, "language": language}
    Wish.objects.update_or_create(person=person, defaults=values)


def subscribe(*, person: UUID, subscription: Mapping[str, str]) -> Contact:
    """This browser wants to be told. ``subscription`` has ``endpoint``, ``p256dh`` and ``auth``, as it gave them.

    Raises ``NotConnected`` or ``CannotSubscribe``.
    """
    setting = connecting.setting_of(PUSH)
    if setting is None:
        raise NotConnected
    address = {name: subscription.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    if not push.trusted(address["endpoint"], setting.content) or not all(
        0 < len(each) < 1000 for each in address.values()
    ):
        raise CannotSubscribe
    with journal.atomic():
        Contact.objects.filter(channel=PUSH, person=person, stopped_at__isnull=False).delete()  # gone, or given up
        made = contacts.of_person(PUSH, person, {**address, "key": push_public()}, [_name(address["endpoint"])])
        mine = Contact.objects.filter(channel=PUSH, person=person).order_by("-used_at", "-pk")
        Contact.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_BROWSERS:])).delete()
    return made


def unsubscribe(*, person: UUID, endpoint: str) -> None:
    """This browser wants to be told nothing more."""
    mark = contacts.mark_of(PUSH, _name(endpoint))
    Contact.objects.filter(channel=PUSH, person=person, names__mark=mark).delete()


def stop(contact: Contact) -> None:
    with journal.atomic():
        contacts.stop(contact)


def go_on(contact: Contact) -> None:
    contacts.go_on(contact)


def forget(contact: Contact) -> None:
    """Erased with all that waits for it. A number that the person is registered with comes back when it is needed."""
    contact.delete()


# A mail address is somebody's own once they have typed what was sent to it.


def send_mail_code(*, person: UUID, mail: str) -> str:
    """Send a code to an address. Returns what is to be kept, sealed, until it is typed. Raises ``NotConnected``."""
    if connecting.setting_of(MAIL) is None:
        raise NotConnected
    code = f"{secrets.randbelow(10**6):06d}"
    with journal.atomic():
        contact = contacts.known(MAIL, [f"mail:{mail.lower()}"], {"mail": mail})
        tell(MAIL_CODE, {"code": code}, contact=contact.pk)
    until = timezone.now() + CODE_LASTS
    return _kept(person, {"mail": mail, "code": code, "until": until.isoformat(), "tries": 0})


def mail_asked(kept: str, person: UUID) -> str:
    """The address that waits for its code; ``""`` for none."""
    return str(_opened(kept, person).get("mail", ""))


def confirm_mail(*, person: UUID, kept: str, code: str) -> tuple[bool, str]:
    """Whether the code is right, and what is to be kept from now on (nothing once it was).

    Raises ``MailNotConfirmed`` where it is too late, ``TooManyTries`` after that many.
    """
    asked = _opened(kept, person)
    if not asked or timezone.now() >= datetime.fromisoformat(asked["until"]):
        raise MailNotConfirmed
    if not constant_time_compare(code.strip().replace(" ", ""), asked["code"]):
        tries = asked["tries"] + 1
        if tries >= MOST_TRIES:
            raise TooManyTries
        return False, _kept(person, {**asked, "tries": tries})
    mail = asked["mail"]
    contacts.of_person(MAIL, person, {"mail": mail}, [f"mail:{mail.lower()}"])
    return True, ""


def _name(endpoint: str) -> str:
    return f"push:{endpoint}"


def _kept(person: UUID, content: Mapping[str, Any]) -> str:
    return b64encode(seal.seal_words(dict(content), f"{PENDING}/{person}")).decode()


def _opened(kept: str, person: UUID) -> dict[str, Any]:
    try:
        return seal.unseal_words(b64decode(kept), f"{PENDING}/{person}") if kept else {}
    except (seal.CannotOpen, ValueError):
        return {}

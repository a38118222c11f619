"""One-time codes for signing in.

Whoever asks for one must not learn from anything, time included, whether a number is known. So the site does the same
for all: it leaves number and code to the worker, who then looks whose number it is, and for nobody's does nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from rukun.notify import connecting
from rukun.notify.actions.errands import leave
from rukun.notify.actions.telling import order_of, tell
from rukun.notify.channels import SMS, TELEGRAM, WHATSAPP
from rukun.notify.models import Wish
from rukun.notify.notices import NOTICES
from rukun.notify.own_notices import CODE
from rukun.people.queries import person_with_phone

SEND = "code"
"""The errand that sends one."""
THROUGH = (SMS, WHATSAPP, TELEGRAM)
"""Where a code may go; SMS first, because WhatsApp takes it outside its 24 hours only as an approved template."""


def send_code(phone: str, code: str) -> None:
    """Send a code to whoever has this number (E.164), or do the same work for nobody. For ``people.signin.codes``."""
    leave(SEND, {"phone": phone, "code": code})


def can_send() -> bool:
    """Whether a code would reach somebody now, as far as we know. One query.

    WhatsApp alone takes none without a template for them, unless its owner wrote within a day.
    """
    on = connecting.connected(SMS, WHATSAPP)
    return SMS in on or (WHATSAPP in on and bool(on[WHATSAPP].content.get("code_template")))


def pass_on(content: Mapping[str, Any], came_at: datetime) -> None:
    """In the worker: tell the person, if it is one and it is not too late."""
    if timezone.now() - came_at >= NOTICES[CODE].lasts:
        return
    person = person_with_phone(str(content["phone"]))
    if person is None:
        return
    wish = Wish.objects.filter(pk=person.pk).first()
    wished = [each for each in order_of(wish, urgent=False) if each in THROUGH] if wish is not None else []
    through = [*wished, *(each for each in THROUGH if each not in wished)]
    tell(CODE, {"code": str(content["code"])}, person=person.pk, urgent=True, through=through)

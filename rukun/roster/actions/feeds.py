"""The secret address of somebody's own nights as a calendar: made, renewed, ended."""

import secrets
from uuid import UUID

from django.utils import timezone

from rukun import seal
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.access.own import may_see_own_data
from rukun.roster.models import Feed

BYTES = 24
"""Of chance in an address: 192 bits."""
PURPOSE = "roster.feed"


def renew_feed(*, actor: Actor) -> str:
    """A new secret for the actor's calendar, shown once; an earlier one stops working. Raises ``Refused``."""
    person, secret = _own(actor), secrets.token_urlsafe(BYTES)
    with journal.atomic():
        Feed.objects.filter(person=person).delete()
        Feed.objects.create(person_id=person, secret_hash=seal.mark(PURPOSE, secret), made_at=timezone.now())
    return secret


def end_feed(*, actor: Actor) -> bool:
    """Their calendar address stops working. Whether there was one. Raises ``Refused``."""
    deleted, _each = Feed.objects.filter(person=_own(actor)).delete()
    return bool(deleted)


def _own(actor: Actor) -> UUID:
    may_see_own_data(actor).demand()
    return UUID(actor.label.removeprefix("person:"))

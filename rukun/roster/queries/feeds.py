"""Whose calendar an address is."""

from datetime import datetime
from uuid import UUID

from rukun import seal
from rukun.guard import Actor
from rukun.roster.actions.feeds import PURPOSE
from rukun.roster.models import Feed
from rukun.training.access.members import own_key


def feed_of(secret: str) -> UUID | None:
    """The person whose calendar it is. It costs the same whether or not there is one: a mark and a query."""
    return Feed.objects.filter(secret_hash=seal.mark(PURPOSE, secret)).values_list("person", flat=True).first()


def own_feed_since(actor: Actor) -> datetime | None:
    """When the actor's own address was made, if there is one."""
    key = own_key(actor)
    return Feed.objects.filter(person=key).values_list("made_at", flat=True).first() if key else None

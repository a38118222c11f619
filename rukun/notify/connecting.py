"""How channels are connected: what the administrator wrote down, with its tokens, sealed."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from rukun import seal
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.notify.channels import CHANNELS, WHATSAPP
from rukun.notify.errors import UnknownChannel
from rukun.notify.models import Outgoing, Setting
from rukun.notify.notices import REPLY
from rukun.notify.verbs import CHANNEL_CHANGED, CHANNEL_OFF, CHANNEL_ON
from rukun.seal.tables import about

REPLY_PRICE = "reply_price"
"""In a setting's content: rupiah for a message in a talk, where that has a price of its own."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Connected:
    """A channel that is on. ``content`` is what its adapter needs; ``price`` and ``ceiling`` are rupiah."""

    channel: str
    content: dict[str, Any]
    price: int
    ceiling: int | None

    def price_of(self, notice: str) -> int:
        """Rupiah for a message of this kind. What is said in a talk costs nothing on WhatsApp, unless it says so."""
        if notice != REPLY:
            return self.price
        own = self.content.get(REPLY_PRICE)
        return int(own) if own is not None else 0 if self.channel == WHATSAPP else self.price


def setting_of(channel: str) -> Connected | None:
    """``None`` while the channel is off. One query, as small as it can be: every webhook begins with it."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT content, price, ceiling FROM notify_setting WHERE channel = %s AND "on"', [channel])
        row = cursor.fetchone()
    if row is None:
        return None
    try:
        content = _opened(channel, bytes(row[0])) if row[0] is not None else {}
    except seal.CannotOpen:
        logger.error("The setting of %s opens with no key there is", channel)  # noqa: TRY400  nothing to trace
        return None
    return Connected(channel, dict(content), row[1], row[2])


@lru_cache(maxsize=16)
def _opened(channel: str, sealed: bytes) -> dict[str, Any]:
    """Kept by what is sealed, so that a setting that was changed is another one."""
    return seal.unseal_words(sealed, about("notify.Setting", "content", channel))


def anything_on() -> bool:
    """Whether any channel is on, whether its setting can be opened or not. One query."""
    return Setting.objects.filter(on=True).exists()


def connected(*channels: str) -> dict[str, Connected]:
    """The channels that are on, all or these. One query."""
    rows = Setting.objects.filter(on=True)
    found = {}
    for row in rows.filter(channel__in=channels) if channels else rows:
        try:
            found[row.channel] = Connected(row.channel, content_of(row), row.price, row.ceiling)
        except seal.CannotOpen:
            logger.error("The setting of %s opens with no key there is", row.channel)  # noqa: TRY400  nothing to trace
    return found


def content_of(row: Setting) -> dict[str, Any]:
    """What an adapter needs, on or off. Raises ``seal.CannotOpen``."""
    if row.content is None:
        return {}
    return seal.unseal_words(row.content, about("notify.Setting", "content", row.pk))


def save_setting(
    *,
    actor: Actor,
    channel: str,
    on: bool,
    content: Mapping[str, Any] | None = None,
    price: int = 0,
    ceiling: int | None = None,
) -> None:
    """Connect a channel, or switch it off. Without ``content`` what was written down before stays.

    Raises ``Refused`` or ``UnknownChannel``.
    """
    actor.may("channels.manage", "").demand()
    if channel not in CHANNELS:
        raise UnknownChannel(list(CHANNELS))
    with journal.atomic():
        now = timezone.now()
        row, _made = Setting.objects.select_for_update().get_or_create(channel=channel, defaults={"changed_at": now})
        switched = row.on != on
        row.on, row.price, row.ceiling, row.changed_at = on, price, ceiling, now
        if content is not None:
            row.content = seal.seal_words(dict(content), about("notify.Setting", "content", channel))
        if switched:
            row.failed_at, row.why = None, ""
        if on:  # what could not go while it was off, or with the settings before, goes now
            held = Outgoing.objects.filter(channel=channel, state=Outgoing.WAITING, why__in=["off", "token", "money"])
            held.update(next_at=now)
        row.save()
        verb = CHANNEL_CHANGED if not switched else CHANNEL_ON if on else CHANNEL_OFF
        journal.record(verb, actor=actor, unit="", about=("channel", channel))

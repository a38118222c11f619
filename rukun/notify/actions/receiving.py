"""Storing what comes in, before anybody thinks about it: once each, in the order in which it came."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from rukun import seal
from rukun.journal import actions as journal
from rukun.notify.actions.contacts import mark_of
from rukun.notify.algo.incoming import Part
from rukun.notify.algo.reading import whatsapp
from rukun.notify.channels import WHATSAPP
from rukun.notify.models import Received
from rukun.seal.tables import about

FIELD = ("notify.Received", "content")
TABLE = Received._meta.db_table  # noqa: SLF001
INSERT = f"""INSERT INTO {TABLE} (channel, mark, sender, came_at, state, tries, next_at, why)
VALUES (%s, %s, %s, %s, %s, 0, %s, %s) ON CONFLICT DO NOTHING RETURNING id"""  # noqa: S608  the name is ours
FILL = f"UPDATE {TABLE} SET content = %s WHERE id = %s"  # noqa: S608  likewise
"""In plain SQL, because every webhook waits for these two."""
REMEMBERED = timedelta(days=7) - timedelta(hours=1)
"""For so long a mark surely tells that something came before, whatever the provider's clock says."""

logger = logging.getLogger(__name__)


def store(channel: str, parts: Iterable[Part], account: str = "") -> int:
    """Store what a webhook brought; returns how many were new. What came before, in this or another webhook, is left.

    What is older than we remember waits for somebody to look (``hearing.hear_again``): a signature of WhatsApp's is
    good for ever, and somebody who caught a webhook could bring it again once its marks are gone; but it may also be
    our clock that is ahead.

    ``account`` is whose ids these are, where a channel can be connected to another (``carriers.account_of``).
    All or nothing: where it raises, the provider is answered with an error, and sends all of it again.
    """
    mark, number = seal.marker("received"), 0
    with journal.atomic(), connection.cursor() as cursor:
        begin = timezone.now()
        now = connection.ops.adapt_datetimefield_value(begin)
        for part in parts:
            old = channel == WHATSAPP and _is_old(part, begin)
            if old:
                logger.warning("A message of WhatsApp seems older than what we remember: is the clock right?")
            sender = mark_of(channel, part.sender) if part.sender else ""
            key = f"{account} {part.key}" if account else part.key
            how = (Received.BROKEN, None, Received.OLD) if old else (Received.NEW, now, "")
            values = (channel, mark(f"{channel} {key}"), sender, now, *how)
            cursor.execute(INSERT, values)
            row = cursor.fetchone()
            if row is None:
                continue
            # It is sealed for its row, whose number is known only now. Nobody sees a row without its content.
            cursor.execute(FILL, (seal.seal_words(part.content, about(*FIELD, row[0])), row[0]))
            number += 1
    return number


def _is_old(part: Part, now: datetime) -> bool:
    sent_at = whatsapp.sent_at(part.content)
    return sent_at is not None and now - sent_at > REMEMBERED

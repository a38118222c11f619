"""What came of messages: written down, tried again later, or told on the person's next channel."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from rukun import seal
from rukun.journal import actions as journal
from rukun.notify.actions import spending
from rukun.notify.actions.telling import content_of, on_next_channel, sealed
from rukun.notify.actions.writing import update
from rukun.notify.adapters import Outcome
from rukun.notify.algo.incoming import Receipt
from rukun.notify.algo.waiting import FIRST, MOST_TRIES, backoff
from rukun.notify.connecting import setting_of
from rukun.notify.models import Contact, Outgoing, Setting

ALARM_TRIES = 2
"""So many times an alarm or a sign-in code is tried where another channel is left."""
ALARM_WAITS = timedelta(seconds=20)
OFF_WAITS = timedelta(minutes=15)
UNSURE = "unsure"
"""In the content of a message: a try before may have arrived. Its provider takes our id and gives it out once; the next
channel's does not know of that."""
UNTRIED = ("busy", "token", "off")
"""Nothing was said about the message itself: no try is counted."""
_RANK = {Outgoing.WAITING: 0, Outgoing.SENDING: 0, Outgoing.SENT: 1, Outgoing.DELIVERED: 2, Outgoing.READ: 3}

logger = logging.getLogger(__name__)


@dataclass
class Landed:
    """A message that came back from its adapter, or could not be handed to it. No ``outcome``: it was not tried."""

    row: Outgoing
    lease: tuple[int, int]
    price: int
    takes_key: bool
    tells_later: bool
    unsure: bool = False
    """Whether a try before this one was broken off: nobody knows whether it arrived."""
    content: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None


@dataclass
class _Sum:
    sent: int = 0
    failures: int = 0
    rupiah: int = 0
    trouble: str = ""
    """The last failure that is the channel's own."""


def lease_of(row: Outgoing) -> tuple[int, int]:
    """Differs each time that a row is leased while its last lease may still be somebody's."""
    return row.tries, row.broken_off


def settle(landed: Sequence[Landed]) -> None:
    """Write down what came of these. A lease that somebody else has by now is theirs to write down."""
    try:
        _settle(landed)
    except DatabaseError:
        raise
    except Exception:
        if len(landed) == 1:  # its lease runs out, and it is tried again
            logger.exception("What came of a message cannot be written down")
            return
        for each in landed:
            settle([each])


def put_off(rows: Iterable[Outgoing] | QuerySet[Outgoing], why: str) -> int:
    """The channel is off or too dear: these go to the next channel, or wait. Returns how many."""
    with journal.atomic():
        keys = [row.pk for row in rows]
        now = timezone.now()
        held = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).select_related("contact")
        sums: dict[str, _Sum] = defaultdict(_Sum)
        for row in held.filter(pk__in=keys, next_at__lte=now):
            landed = Landed(row, lease_of(row), 0, takes_key=False, tells_later=False)
            unsure = row.state == Outgoing.SENDING or row.maybe_twice
            row.maybe_twice = unsure
            if row.until <= now:
                _over(landed, Outgoing.STALE, "stale", sums[row.channel])
            elif _goes_on(landed, maybe_twice=unsure):
                _over(landed, Outgoing.PASSED_ON, why, sums[row.channel])
            else:
                row.state, row.why, row.next_at = Outgoing.WAITING, why, min(now + OFF_WAITS, row.until)
            _save(row)
        _count(sums, now)
    return len(keys)


def take_receipt(channel: str, receipt: Receipt) -> bool:
    """What a provider says later; a message only moves forward. Whether it is one of ours.

    Runs in the caller's transaction.
    """
    row = _meant(channel, receipt)
    if row is None:
        return False
    now = timezone.now()
    at = min(receipt.at or now, now)
    sums: dict[str, _Sum] = defaultdict(_Sum)
    if receipt.state == "failed":
        if row.state == Outgoing.SENT:
            landed = Landed(row, lease_of(row), 0, takes_key=False, tells_later=True)
            _failed_later(landed, receipt.why, sums[channel], now)
            _save(row)
    elif _RANK.get(row.state, 9) < _RANK[receipt.state]:
        if row.state in (Outgoing.WAITING, Outgoing.SENDING):
            # Nobody knew whether it had gone: it had. It is not sent again.
            setting = setting_of(channel)
            row.rupiah = setting.price_of(row.notice) if setting else 0
            row.provider = mark_of(channel, receipt.message)
            sums[channel].sent, sums[channel].rupiah = 1, row.rupiah
        row.state, row.next_at, row.why = receipt.state, None, ""
        row.sent_at = row.sent_at or at
        if receipt.state in ("delivered", "read"):
            row.delivered_at, row.content = row.delivered_at or at, None
        if receipt.state == "read":
            row.read_at = at
        _save(row)
    _count(sums, now)
    return True


def mark_of(channel: str, message: str) -> str:
    """By which a provider's receipt finds its message: the id itself may hold a number."""
    return seal.mark("provider", f"{channel} {message}")


def _meant(channel: str, receipt: Receipt) -> Outgoing | None:
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("contact").filter(channel=channel)
    if found := rows.filter(provider=mark_of(channel, receipt.message)).first():
        return found
    try:
        key = UUID(receipt.letter)
    except ValueError:
        return None
    return rows.filter(pk=key).first()


def _settle(landed: Sequence[Landed]) -> None:
    with journal.atomic():
        now = timezone.now()
        held = Outgoing.objects.select_for_update(of=("self",)).select_related("contact")
        rows = {row.pk: row for row in held.filter(pk__in=[each.row.pk for each in landed])}
        sums: dict[str, _Sum] = defaultdict(_Sum)
        written = []
        for each in landed:
            row = rows.get(each.row.pk)
            if row is None or row.state != Outgoing.SENDING or lease_of(row) != each.lease:
                continue  # erased, told of by the provider, or leased by somebody else
            each.row = row
            _write(each, sums[row.channel], now)
            written.append(row)
        update(Outgoing, written, CHANGES)
        Contact.objects.filter(pk__in=[row.contact_id for row in rows.values() if row.sent_at]).update(used_at=now)
        _count(sums, now)


def _write(each: Landed, total: _Sum, now: datetime) -> None:
    row, outcome = each.row, each.outcome
    if outcome is None:
        row.state, row.next_at, row.tries = Outgoing.WAITING, now, row.tries - 1
        if each.unsure:
            _remember(each)
    elif outcome.result == "sent":
        row.state, row.next_at, row.sent_at, row.why = Outgoing.SENT, None, now, ""
        row.provider = mark_of(row.channel, outcome.message) if outcome.message else ""
        row.rupiah = each.price
        if not each.tells_later:
            row.content = None
        total.sent, total.rupiah = total.sent + 1, total.rupiah + each.price
    elif outcome.result == "no":
        if outcome.gone:
            Contact.objects.filter(pk=row.contact_id, stopped_at=None).update(stopped_at=now)
        if outcome.why == "stale":
            _over(each, Outgoing.STALE, "stale", total)
        else:
            _over(each, _passed_on(each, maybe_twice=row.maybe_twice or each.unsure), outcome.why, total)
    else:
        _try_again(each, outcome, total, now)


def _try_again(each: Landed, outcome: Outcome, total: _Sum, now: datetime) -> None:
    row = each.row
    total.trouble = outcome.why or outcome.result
    unsure = outcome.result == "unknown" or each.unsure
    maybe_twice = row.maybe_twice or (unsure and not each.takes_key)
    counted = outcome.result != "off" and outcome.why not in UNTRIED
    row.tries -= not counted
    elsewhere = bool(each.content.get("then"))
    most = ALARM_TRIES if row.urgent and elsewhere else MOST_TRIES
    seconds = max(backoff(row.tries), outcome.wait)
    if row.urgent:
        seconds = max(outcome.wait, min(seconds, ALARM_WAITS.total_seconds()))
    next_at = now + timedelta(seconds=seconds)
    if row.tries >= most or next_at > row.until or (elsewhere and outcome.result == "off"):
        state = _passed_on(each, maybe_twice=maybe_twice or unsure)
        if state == Outgoing.PASSED_ON or outcome.result != "off":
            _over(each, state, outcome.why, total)
            return
    if unsure:
        _remember(each)
    row.state, row.next_at, row.why, row.maybe_twice = (
        Outgoing.WAITING,
        min(next_at, row.until),
        outcome.why,
        maybe_twice,
    )


def _remember(each: Landed) -> None:
    """Where our id is taken it comes but once, whatever became of this try; elsewhere it may be the second time."""
    if each.takes_key and each.content and not each.content.get(UNSURE):
        each.row.content = sealed({**each.content, UNSURE: True}, each.row.pk)


def _failed_later(each: Landed, why: str, total: _Sum, now: datetime) -> None:
    """The provider had taken it, and now says that it did not arrive."""
    row = each.row
    again = why in ("busy", "down", "timeout") and row.content is not None and row.tries < MOST_TRIES
    next_at = now + timedelta(seconds=max(FIRST, backoff(row.tries)))
    state = _passed_on(each, maybe_twice=row.maybe_twice)
    if state != Outgoing.PASSED_ON and again and next_at < row.until:
        row.state, row.next_at, row.why, row.provider = Outgoing.WAITING, next_at, why, ""
        return
    _over(each, state, why, total)


def _passed_on(each: Landed, *, maybe_twice: bool) -> str:
    """What becomes of a message that this channel does not bring."""
    return Outgoing.PASSED_ON if _goes_on(each, maybe_twice=maybe_twice) else Outgoing.GIVEN_UP


def _goes_on(each: Landed, *, maybe_twice: bool) -> bool:
    """Whether somebody hears it on another channel now."""
    try:
        content: Mapping[str, Any] = each.content or content_of(each.row)
        return on_next_channel(each.row, content, maybe_twice=maybe_twice or bool(content.get(UNSURE)))
    except (LookupError, seal.CannotOpen):
        logger.exception("A message of %s cannot go on", each.row.notice)
        return False


def _over(each: Landed, state: str, why: str, total: _Sum) -> None:
    row = each.row
    row.state, row.next_at, row.why, row.content = state, None, why, None
    total.failures += state != Outgoing.PASSED_ON


CHANGES = (
    "state", "next_at", "tries", "why", "content", "maybe_twice", "provider", "rupiah", "sent_at", "delivered_at",
    "read_at",
)  # fmt: skip
"""What may be different of a message after a try, or after its provider spoke of it."""


def _save(row: Outgoing) -> None:
    row.save(update_fields=CHANGES)


def _count(sums: Mapping[str, _Sum], now: datetime) -> None:
    for channel, each in sums.items():
        spending.add(channel, messages=each.sent, failures=each.failures, rupiah=each.rupiah)
        if each.sent:
            Setting.objects.filter(pk=channel).update(worked_at=now)
        if each.trouble:
            Setting.objects.filter(pk=channel).update(failed_at=now, why=each.trouble)

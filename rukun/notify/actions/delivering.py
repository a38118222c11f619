"""Sending what waits in the outbox: leased, handed to providers in threads, and what came of it written down.

A lease that ran out belonged to a process that died: nobody knows whether the provider has the message. Where it takes
our id for an idempotency key it gets the same again; elsewhere the words say that they may have come twice.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from rukun import seal
from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.actions.contacts import address_of
from rukun.notify.actions.outcomes import Landed, lease_of, put_off, settle
from rukun.notify.actions.spending import left_this_month
from rukun.notify.actions.telling import ASKED_FOR, content_of
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.algo.waiting import MOST_TRIES, Bucket, Pause
from rukun.notify.carriers import adapter_of, rate_of, takes_key, tells_later
from rukun.notify.channels import CHANNELS
from rukun.notify.connecting import Connected
from rukun.notify.models import Outgoing
from rukun.notify.notices import NOTICES, REPLY
from rukun.notify.rendering import CannotMark, letter_of

LEASE = timedelta(minutes=5)
"""Longer than any adapter takes: WhatsApp's calls at most four times one after the other (tested)."""
STARTS_WITHIN = 60.0
"""Seconds after leasing in which a thread must have begun: what waited longer is given back untried."""
THREADS, RESERVED = 8, 2
"""For each channel, so that one that hangs holds up no other; the reserved ones carry alarms alone."""
MOST = 200
"""Messages of one channel under way at once, where it is quick."""
SPAN = 1.0
"""Seconds of work that are leased ahead: an alarm waits no longer behind others."""

logger = logging.getLogger(__name__)


@dataclass
class _Line:
    """A channel as this process uses it."""

    pool: ThreadPoolExecutor
    bucket: Bucket
    pause: Pause
    seconds: float = SPAN
    """That a message takes, on average."""
    flights: "dict[Future[tuple[Outcome | None, float]], Landed]" = field(default_factory=dict)

    @property
    def room(self) -> int:
        ahead = min(MOST, int(THREADS * max(1.0, SPAN / max(self.seconds, 1e-4))))
        return ahead - len(self.flights)


class Post:
    """What one process has under way. Threads know no database; everything else is for one thread alone."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._landed: list[Landed] = []

    def send(self, limit: int = MOST) -> int:
        """Lease what is due, alarms first, and hand it over. Returns how many rows were dealt with."""
        on = connecting.connected()
        dealt = 0
        for channel in CHANNELS:
            if not _due(channel, timezone.now()).exists():
                continue
            if channel not in on:
                dealt += put_off(_due(channel, timezone.now())[:limit], "off")
            else:
                dealt += self._send_on(on[channel], limit)
        return dealt

    def write_down(self, wait_for: float = 0.0) -> int:
        """Write down what came of those that came back, waiting so many seconds for the first. Returns how many.

        What cannot be written because the database does not answer is kept for the next time.
        """
        flights = [future for line in self._lines.values() for future in line.flights]
        if flights and not self._landed:
            wait(flights, wait_for, return_when="FIRST_COMPLETED")
        for line in self._lines.values():
            for future in [each for each in line.flights if each.done()]:
                landed = line.flights.pop(future)
                outcome, seconds = (None, 0.0) if future.cancelled() else future.result()
                landed.outcome = outcome
                if outcome is not None:
                    line.seconds += 0.2 * (seconds - line.seconds)
                    _learn(line, outcome)
                self._landed.append(landed)
        number = len(self._landed)
        if number:
            settle(self._landed)
            self._landed = []
        return number

    @property
    def busy(self) -> bool:
        return bool(self._landed) or any(line.flights for line in self._lines.values())

    def close(self, patience: float = 0.0) -> None:
        """Hand over nothing more, wait so many seconds for what is under way, and write it down."""
        for line in self._lines.values():
            line.pool.shutdown(wait=False, cancel_futures=True)
        end = time.monotonic() + patience
        while self.busy:
            self.write_down(max(0.0, end - time.monotonic()))
            if time.monotonic() >= end:
                break

    def _send_on(self, setting: Connected, limit: int) -> int:
        line = self._line(setting)
        room = min(limit, max(0, line.room))
        normal = line.pause.most(room)
        rows, broken_off, over = self._leased(setting, line, room + RESERVED, normal)
        dealt = put_off(over, "money") if over else 0
        if rows:
            adapter = adapter_of(setting.channel, setting.content)
            for row in rows:
                self._hand_over(line, adapter, setting, row, unsure=row.pk in broken_off)
        return dealt + len(rows)

    def _leased(
        self, setting: Connected, line: _Line, most: int, normal: int
    ) -> tuple[list[Outgoing], set[UUID], list[Outgoing]]:
        """Rows that are ours now; which of them somebody may have sent already; for which there is no money."""
        key_taken = takes_key(adapter_of(setting.channel, setting.content))
        with journal.atomic():
            now = timezone.now()
            under_way = [flight.row.pk for flight in line.flights.values()]  # a clock set forward ends no lease of ours
            due = _due(setting.channel, now).exclude(pk__in=under_way).select_related("contact")
            rows = list(due.order_by("-urgent", "next_at").select_for_update(skip_locked=True, of=("self",))[:most])
            urgent = [row for row in rows if row.urgent]
            others = [row for row in rows if not row.urgent][: max(0, normal - len(urgent))]
            others, over = _paid_for(setting, urgent, others)
            others = others[: line.bucket.take(len(others))]
            line.bucket.take(len(urgent))
            leased = [*urgent, *others]
            broken_off = {row.pk for row in leased if row.state == Outgoing.SENDING}
            for row in leased:
                row.maybe_twice = row.maybe_twice or (row.pk in broken_off and not key_taken)
                row.broken_off += row.pk in broken_off
                row.tries += row.pk not in broken_off
                row.state, row.next_at = Outgoing.SENDING, now + LEASE
            twice = [row.pk for row in leased if row.maybe_twice]
            ours = Outgoing.objects.filter(pk__in=[row.pk for row in leased])
            if broken_off:
                again = Outgoing.objects.filter(pk__in=broken_off)
                again.update(next_at=now + LEASE, broken_off=F("broken_off") + 1)
            ours.filter(state=Outgoing.WAITING).update(
                state=Outgoing.SENDING, next_at=now + LEASE, tries=F("tries") + 1
            )
            if twice:
                Outgoing.objects.filter(pk__in=twice).update(maybe_twice=True)
        return leased, broken_off, over

    def _hand_over(self, line: _Line, adapter: Any, setting: Connected, row: Outgoing, *, unsure: bool) -> None:
        now = timezone.now()
        price = setting.price_of(row.notice)
        landed = Landed(row, lease_of(row), price, takes_key(adapter), tells_later(row.channel), unsure=unsure)
        try:
            landed.content = content_of(row)
            letter = letter_of(row, landed.content, address_of(row.contact), now)
        except CannotMark:
            landed.outcome = Outcome("no", why="template")
        except (LookupError, TypeError, ValueError, seal.CannotOpen):
            logger.exception("A message of %s cannot be put into words", row.notice)
            landed.outcome = Outcome("no", why="broken")
        if row.until <= now:
            landed.outcome = Outcome("no", why="stale")
        elif row.contact.stopped_at is not None and row.notice not in ASKED_FOR:
            landed.outcome = Outcome("no", why="blocked")
        elif row.broken_off > 2 * MOST_TRIES:  # it may be what ends them
            landed.outcome = Outcome("no", why="broken")
        if landed.outcome is not None:
            self._landed.append(landed)
            return
        work = partial(_try, adapter, setting.content, letter, time.monotonic() + STARTS_WITHIN)
        line.flights[line.pool.submit(work)] = landed

    def _line(self, setting: Connected) -> _Line:
        rate = rate_of(setting.channel, setting.content)
        line = self._lines.get(setting.channel)
        if line is None:
            pool = ThreadPoolExecutor(THREADS + RESERVED, thread_name_prefix=f"send-{setting.channel}")
            line = _Line(pool, Bucket(rate, time.monotonic), Pause(time.monotonic))
            self._lines[setting.channel] = line
        elif line.bucket.rate != rate:
            line.bucket = Bucket(rate, time.monotonic)
        return line


def _paid_for(
    setting: Connected, urgent: Sequence[Outgoing], others: Sequence[Outgoing]
) -> tuple[list[Outgoing], list[Outgoing]]:
    """Of those that are not urgent: which may go this month, and which the ceiling holds."""
    money = left_this_month(setting)
    if money is None:
        return list(others), []
    money -= sum(setting.price_of(row.notice) for row in urgent)
    paid, over = [], []
    for row in others:
        price = setting.price_of(row.notice)
        if _goes_at_any_price(row) or price <= max(0, money):
            money -= price
            paid.append(row)
        else:
            over.append(row)
    return paid, over


def _goes_at_any_price(row: Outgoing) -> bool:
    """What is said in a talk, because that is how reports come in; and a notice that says so of itself."""
    notice = NOTICES.get(row.notice)
    return row.notice == REPLY or (notice is not None and notice.vital)


def _due(channel: str, now: datetime) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(its_turn(), channel=channel, next_at__lte=now)


def its_turn() -> Q:
    """In a talk, nothing goes before what was said earlier has gone.

    But what is urgent does not wait for what is not and was put off.
    """
    earlier = Outgoing.objects.filter(
        contact=OuterRef("contact"), notice=REPLY, next_at__isnull=False, pk__lt=OuterRef("pk")
    )
    before_urgent = earlier.filter(Q(urgent=True) | Q(why=""))
    return ~Q(notice=REPLY) | ~Exists(earlier) | (Q(urgent=True) & ~Exists(before_urgent))


def _try(adapter: Any, setting: Mapping[str, Any], letter: Letter, latest: float) -> tuple[Outcome | None, float]:
    """In a thread: what came of one message, and how many seconds it took; no outcome where it was not even tried."""
    begun = time.monotonic()
    if begun > latest:
        return None, 0.0
    try:
        outcome: Outcome = adapter.send(setting, letter)
    except Exception:
        logger.exception("An adapter failed")
        outcome = Outcome("unknown", why="garbage")
    return outcome, time.monotonic() - begun


def _learn(line: _Line, outcome: Outcome) -> None:
    """Whether the channel works, which one address that does not says nothing of."""
    if outcome.result in ("sent", "no"):
        line.pause.worked()
    else:
        line.pause.failed()
    if outcome.wait and outcome.why == "busy":
        line.pause.rest(outcome.wait)

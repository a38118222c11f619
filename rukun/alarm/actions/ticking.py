"""What a ringing kentongan does by itself: next portion, next channel, next circle, its end. One step each look."""

import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone

from rukun.alarm.actions.calling import AT_ONCE, call_again, call_new, members
from rukun.alarm.actions.ending import close, run_out
from rukun.alarm.actions.holding import SYSTEM, changed, facts_of
from rukun.alarm.actions.together import hold_together, officer_knows
from rukun.alarm.algo.states import SLACK, next_of
from rukun.alarm.messages import MESSAGES
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.circles import Meant
from rukun.alarm.verbs import WIDENED
from rukun.journal import actions as journal
from rukun.notify.queries.states import failed_of

KEPT = timedelta(days=90)
LOOK = 3.0
"""Seconds after which a look begins no further portion: other timed jobs wait for it."""
AT_A_TIME = 2000
"""Rings erased in one transaction."""

logger = logging.getLogger(__name__)


def step() -> int:
    """One step of every ring that has something to do. Returns how many transactions that took.

    A circle is filled, and a further channel tried, in portions, each in a transaction of its own: a process that dies
    leaves whole portions behind, from which the next one goes on. Rings take turns, portion by portion, so that none
    waits for a large one; after ``LOOK`` seconds the next look goes on with what is left.
    """
    keys = list(Ring.objects.filter(state=Ring.RINGING).order_by("rung_at").values_list("pk", flat=True))
    turns = deque((key, part(key)) for part in (_together, _circle, _channels) for key in keys)
    first, done, until = len(turns), 0, time.perf_counter() + LOOK
    while turns and (first > 0 or time.perf_counter() < until):
        key, part = turns.popleft()
        first -= 1
        try:
            next(part)
        except StopIteration:
            continue
        except OperationalError:
            raise
        except Exception:  # what is wrong with one ring must not keep others from being heard
            logger.exception("A ring could not be stepped: %s", key)
            continue
        turns.append((key, part))
        done += 1
    return done


def _together(key: UUID) -> Iterator[None]:
    """Whoever would stand alone, or without an officer who knows, is sent home."""
    row = Ring.objects.filter(pk=key).first()
    if row is None or not MESSAGES[row.message].gathers:
        return
    with journal.atomic():
        held_row = _ringing(key)
        if held_row is None:
            return
        called = Called.objects.filter(ring=held_row).count()
        changes = bool(hold_together(held_row, timezone.now()))
        if not officer_knows(held_row):
            close(held_row, SYSTEM, "officer")
        elif changes or called != Called.objects.filter(ring=held_row).count():
            changed(held_row)
        else:
            return
    yield


def _circle(key: UUID) -> Iterator[None]:
    """The next circle, or what is left of the one that was begun; or the end."""
    waiting: list[Meant] | None = None
    while waiting is None or waiting:
        with journal.atomic():
            row = _ringing(key)
            what = next_of(facts_of(row), timezone.now()) if row is not None else "wait"
            if row is None or what == "wait":
                return
            if what == "run_out":
                run_out(row)
                return
            if what == "widen":
                row.circle, row.circle_at, waiting = row.circle + 1, timezone.now(), None
                journal.record(
                    WIDENED, actor=SYSTEM, unit=row.unit, about=(row.about_label, row.about_id),
                    codes={"ring": str(row.pk), "circle": row.circle},
                )  # fmt: skip
            if waiting is None:
                waiting = _not_called(row)
            call_new(row, waiting[:AT_ONCE])
            waiting = waiting[AT_ONCE:]
            row.filled = not waiting
            changed(row)
        yield


def _not_called(row: Ring) -> list[Meant]:
    """Those of the circle who are in none of the portions so far."""
    meant, left_out = members(row, timezone.now())
    row.left_out = {**row.left_out, **left_out}
    there = set(Called.objects.filter(ring=row).values_list("person", flat=True))
    return [each for each in meant if each.person not in there]


def _channels(key: UUID) -> Iterator[None]:
    """Whoever did not answer in time is called on their next channel, and at once where nothing reached them."""
    row = Ring.objects.filter(pk=key).first()
    if row is None:
        return
    now = timezone.now()
    ahead = now + timedelta(seconds=row.channel_seconds + SLACK)  # the clock was set back meanwhile
    waiting = Called.objects.filter(ring=row, answer="", next_at__isnull=False).order_by("next_at", "pk")
    due = dict.fromkeys(waiting.filter(Q(next_at__lte=now) | Q(next_at__gt=ahead)).values_list("pk", flat=True))
    lost = failed_of(waiting.order_by().values("bundle"))
    for some in _portions(list(lost)):
        due |= dict.fromkeys(waiting.filter(bundle__in=some).values_list("pk", flat=True))
    for some in _portions(list(due)):
        with journal.atomic():
            held_row = _ringing(key)
            if held_row is None:
                return
            call_again(held_row, list(waiting.filter(pk__in=some)))
            hold_together(held_row, timezone.now())  # of those who have no channel left nobody comes any more
            changed(held_row)
        yield


def _ringing(key: UUID) -> Ring | None:
    """The ring, held, while it goes on."""
    return Ring.objects.select_for_update().filter(pk=key, state=Ring.RINGING).first()


def _portions(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def put_away() -> int:
    """Erase rings that ended 90 days ago, with whom they called. Returns how many."""
    over = Ring.objects.filter(ended_at__lt=timezone.now() - KEPT).order_by("ended_at")
    keys = list(over.values_list("pk", flat=True)[:AT_A_TIME])
    Ring.objects.filter(pk__in=keys).delete()
    return len(keys)

"""Somebody cannot come: others are asked to stand in, the fairest first. Nobody is asked why.

The duty stays whose it was until somebody takes it.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from rukun.almanac.queries import zone_in
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import telling_living as telling
from rukun.roster.access_living import may_speak_for
from rukun.roster.actions.ending import SYSTEM, end_call, note_call
from rukun.roster.actions.holding import held_duty, hold
from rukun.roster.actions.swapping import apply, end_offers
from rukun.roster.errors_living import AnsweredBefore, Breaks, CallOver, DutyBegun, DutyGone
from rukun.roster.models import Call, CallAsk, Duty
from rukun.roster.queries.standing_in import stand_ins
from rukun.roster.verbs import CALL_ENDED, CALLED

LONGEST, SHORTEST = timedelta(hours=2), timedelta(minutes=10)
"""How long somebody has for an answer before the next one is asked: a third of the time left, within these."""
SOON = timedelta(hours=3)
QUIET_FROM, QUIET_TO = 21, 6
"""Between these hours by the watch's clock nobody new is asked, unless the shift begins soon or before they end."""
AT_ONCE = 3
"""So many are asked at once where the shift begins that soon."""
YES, NO, LATE = "yes", "no", "late"


def open_call(*, actor: Actor, duty: Duty) -> Call:
    """Look for somebody who stands in, and ask the first, at night in the morning (``quiet_until``).

    While one is open, that one is given back. An offer to swap the same duty is over. Raises ``Refused``,
    ``DutyGone``, ``DutyBegun``.
    """
    with journal.atomic():
        row, now = held_duty(duty), timezone.now()
        may_speak_for(actor, row.watcher).demand()
        if row.starts_at <= now:
            raise DutyBegun
        if known := Call.objects.filter(duty=row, state=Call.OPEN).first():
            return known
        end_offers(row, now)
        made = Call.objects.create(duty=row, by=actor.label, opened_at=now)
        note_call(CALLED, actor, made, row)
        _advance(made, row, now)
    return made


def answer_ask(*, actor: Actor, ask: CallAsk, yes: bool) -> CallAsk:
    """Stand in, or not. Of several who say yes one does, and the others are told that it is settled.

    A yes that comes late, or after nobody was found, still counts while the duty is not taken. Raises ``Refused``,
    ``CallOver`` (kindly), ``AnsweredBefore``, ``DutyGone``, ``DutyBegun``, ``Breaks`` (then the next one is asked).
    """
    broken: Breaks | None = None
    with journal.atomic():
        row, duty, now = _held_ask(ask)
        may_speak_for(actor, row.watcher).demand()
        if row.answer == (YES if yes else NO):
            return row
        if row.answer == YES or (row.answer == NO and not yes):
            raise AnsweredBefore
        call = row.call
        if call.state in (Call.FOUND, Call.WITHDRAWN):
            raise CallOver(call.state)
        if duty.gone_at is not None:
            raise DutyGone
        if duty.starts_at <= now:
            raise DutyBegun
        if yes:
            broken = _take(actor, row, duty, now)
        row.answer, row.answered_at = (YES if yes and broken is None else NO), now
        row.save(update_fields=["answer", "answered_at"])
        telling.ask_answered(row)
        if row.answer == NO and call.state == Call.OPEN:
            _advance(call, duty, now)
    if broken is not None:
        raise broken
    return row


def withdraw_call(*, actor: Actor, call: Call) -> Call:
    """They can come after all. Done twice it is done once. Raises ``Refused``, ``CallOver``."""
    with journal.atomic():
        watch = hold(call.duty.watch_id)
        row = Call.objects.select_related("duty__watcher", "duty__shift__post").get(pk=call.pk)
        row.duty.watch = row.duty.watcher.watch = watch
        may_speak_for(actor, row.duty.watcher).demand()
        if row.state == Call.FOUND:
            raise CallOver(row.state)
        if row.state == Call.OPEN:
            end_call(actor, row, row.duty, Call.WITHDRAWN, timezone.now())
    return row


def call_next(now: datetime | None = None) -> int:
    """Whoever did not answer in time is passed over, and the next one asked. The job. Returns how many calls moved."""
    at, moved = now or timezone.now(), 0
    for key, watch_id in list(Call.objects.filter(state=Call.OPEN).values_list("pk", "duty__watch_id")):
        with journal.atomic():
            watch = hold(watch_id)
            call = Call.objects.select_related("duty__watcher", "duty__shift__post", "duty__roster").get(pk=key)
            call.duty.watch = call.duty.watcher.watch = watch
            if call.state == Call.OPEN:
                moved += _advance(call, call.duty, at)
    return moved


def time_to_answer(now: datetime, starts_at: datetime) -> timedelta:
    """A third of the time that is left, at least ten minutes and at most two hours.

    >>> from datetime import UTC
    >>> night = datetime(2026, 3, 6, 22, tzinfo=UTC)
    >>> [str(time_to_answer(night - timedelta(hours=left), night)) for left in (24, 3, 0.1)]
    ['2:00:00', '1:00:00', '0:10:00']
    """
    return max(SHORTEST, min(LONGEST, (starts_at - now) / 3))


def quiet_until(at: datetime, duty: Duty) -> datetime | None:
    """When the hours are over in which nobody is woken for this duty; ``None`` at a moment outside of them."""
    local = at.astimezone(zone_in(duty.watch.unit))
    if QUIET_TO <= local.hour < QUIET_FROM:
        return None
    day = local.date() + timedelta(days=local.hour >= QUIET_FROM)
    morning = datetime(day.year, day.month, day.day, QUIET_TO, tzinfo=local.tzinfo)
    return None if duty.starts_at < morning or duty.starts_at - at <= SOON else morning


def _advance(call: Call, duty: Duty, now: datetime) -> bool:
    """Ask whoever is next, or end the search. The watch is held. Whether anything changed."""
    if duty.gone_at is not None:
        end_call(SYSTEM, call, duty, Call.WITHDRAWN, now)
        return True
    if duty.starts_at <= now:
        end_call(SYSTEM, call, duty, Call.NOBODY, now)
        return True
    if quiet_until(now, duty) is not None:
        return False
    waiting = CallAsk.objects.filter(call=call, answer="")
    late = waiting.filter(until__lte=now).update(answer=LATE, answered_at=now)
    left = waiting.filter(until__gt=now).count()
    missing = (AT_ONCE if duty.starts_at - now <= SOON else 1) - left
    if missing <= 0:
        return bool(late)
    asked = set(CallAsk.objects.filter(call=call).values_list("watcher_id", flat=True))
    asked |= set(CallAsk.objects.filter(call__duty=duty, answer=NO).values_list("watcher_id", flat=True))
    # Whoever cannot come themselves that night is not asked for somebody else.
    others = Call.objects.filter(duty__watch=duty.watch, duty__night=duty.night).exclude(state=Call.WITHDRAWN)
    asked |= set(others.values_list("duty__watcher_id", flat=True))
    following = [each for each in stand_ins(duty) if each.pk not in asked][:missing]
    until = now + time_to_answer(now, duty.starts_at)
    until = quiet_until(until, duty) or until  # whoever sleeps has until the morning
    for watcher in following:
        telling.asked(CallAsk.objects.create(call=call, watcher=watcher, asked_at=now, until=until), duty)
    if not following and not left:
        end_call(SYSTEM, call, duty, Call.NOBODY, now)
        return True
    return bool(late or following)


def _take(actor: Actor, row: CallAsk, duty: Duty, now: datetime) -> Breaks | None:
    """Give them the duty; what the rules have against it, meanwhile, is given back and nothing changed."""
    call = row.call
    before = call.state, call.ended_at
    try:
        with journal.atomic():
            call.state, call.ended_at = Call.FOUND, now
            call.save(update_fields=["state", "ended_at"])
            apply(actor, [duty], [(row.watcher, duty.shift, duty.night)], "stood_in")
    except Breaks as error:
        call.state, call.ended_at = before
        return error
    note_call(CALL_ENDED, actor, call, duty)
    return None


def _held_ask(ask: CallAsk) -> tuple[CallAsk, Duty, datetime]:
    watch = hold(ask.call.duty.watch_id)
    row = CallAsk.objects.select_related(
        "call__duty__watcher", "call__duty__shift__post", "call__duty__roster", "watcher"
    ).get(pk=ask.pk)
    duty = row.call.duty
    duty.watch = duty.watcher.watch = row.watcher.watch = watch
    return row, duty, timezone.now()

"""Giving a duty to somebody else, perhaps for one of theirs. Nobody is asked why.

Asking and accepting look at the rules at once; what breaks one is refused in words, and nothing changes.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import telling_living as telling
from rukun.roster.access import may_keep
from rukun.roster.access_living import may_accept, may_speak_for, takes
from rukun.roster.actions.changing import change
from rukun.roster.actions.ending import SYSTEM, end_swap, note_swap
from rukun.roster.actions.holding import held_duty, hold
from rukun.roster.algo import rules
from rukun.roster.errors_living import (
    AlreadyAsked,
    AlreadyCalled,
    Breaks,
    DoesNotFit,
    DutyBegun,
    DutyGone,
    NobodyCould,
    NotTheirs,
    SwapOver,
)
from rukun.roster.errors_making import BreaksRules
from rukun.roster.models import Call, Duty, Shift, Swap, Watcher
from rukun.roster.queries.standing_in import stand_ins
from rukun.roster.verbs import STOOD_IN, SWAP_ASKED, SWAPPED

Place = tuple[Watcher, Shift, date]
OF_PLACES = frozenset({rules.NEED, rules.CAPACITY, rules.TWO, rules.LEADER, rules.OFFICER})
"""Rules that say nothing of anybody."""
_VERBS = {"swapped": SWAPPED, "stood_in": STOOD_IN}


class _TriedOnly(Exception):
    """What was tried is undone."""


def ask_swap(*, actor: Actor, duty: Duty, to: Watcher | None = None, for_duty: Duty | None = None) -> Swap:
    """Offer a duty to one watcher, or to whoever of the watch takes it; to one perhaps for a duty of theirs.

    Asked again in the same words while it is open, it is the same offer. Raises ``Refused``, ``DutyGone``,
    ``DutyBegun``, ``AlreadyAsked``, ``AlreadyCalled``, ``NotTheirs``, ``NobodyCould``, and ``Breaks`` where it would
    not be possible now.
    """
    with journal.atomic():
        row, now = held_duty(duty), timezone.now()
        may_speak_for(actor, row.watcher).demand()
        _demand_ahead(row, now)
        other = _theirs(row, to, for_duty, now)
        target = to.pk if to is not None else None
        if known := Swap.objects.filter(duty=row, state=Swap.ASKED).first():
            if (known.to_id, known.for_duty_id) == (target, other.pk if other else None):
                return known
            raise AlreadyAsked
        if Call.objects.filter(duty=row, state=Call.OPEN).exists():
            raise AlreadyCalled
        free: list[Watcher] = []
        if to is None:
            free = stand_ins(row)
            if not free:
                raise NobodyCould
        else:
            would_do(actor, row, to, other)
        made = Swap.objects.create(duty=row, to=to, for_duty=other, by=actor.label, asked_at=now)
        note_swap(SWAP_ASKED, actor, made, row)
        telling.swap_asked(made, free if to is None else [to])
    return made


def accept_swap(*, actor: Actor, swap: Swap) -> Swap:
    """Take the duty, and give the other one for it. Of two who accept at once one does; the other is told.

    Raises ``Refused``, ``SwapOver``, ``DutyGone``, ``DutyBegun``, ``Breaks``.
    """
    with journal.atomic():
        row, duty, now = _held(swap)
        if row.state != Swap.ASKED:
            raise SwapOver(row.state)
        may_accept(actor, row).demand()
        taker = takes(actor, row)
        _demand_ahead(duty, now)
        if row.for_duty is not None:
            _demand_ahead(row.for_duty, now)
        assert taker is not None
        with journal.atomic():
            row.state, row.to, row.answered_at = Swap.ACCEPTED, taker, now
            row.save(update_fields=["state", "to", "answered_at"])
            exchange(actor, duty, taker, row.for_duty)
        telling.swap_over(row)
    return row


def refuse_swap(*, actor: Actor, swap: Swap) -> Swap:
    """Say no to an offer that was made to the actor. Done twice it is done once. Raises ``Refused``, ``SwapOver``."""
    with journal.atomic():
        row, duty, now = _held(swap)
        if row.to is None:
            raise SwapOver(Swap.OVER)
        may_accept(actor, row).demand()
        return end_swap(actor, row, duty, Swap.REFUSED, now)


def withdraw_swap(*, actor: Actor, swap: Swap) -> Swap:
    """Take an offer back. Done twice it is done once. Raises ``Refused``, ``SwapOver``."""
    with journal.atomic():
        row, duty, now = _held(swap)
        may_speak_for(actor, duty.watcher).demand()
        return end_swap(actor, row, duty, Swap.WITHDRAWN, now)


def end_swaps(now: datetime | None = None) -> int:
    """Offers whose duty, or the one asked for it, has begun or was taken away are over. The job. How many were."""
    at, ended = now or timezone.now(), 0
    for swap in list(Swap.objects.filter(state=Swap.ASKED).select_related("duty", "for_duty")):
        both = [each for each in (swap.duty, swap.for_duty) if each is not None]
        if all(each.gone_at is None and each.starts_at > at for each in both):
            continue
        with journal.atomic():
            row, duty, _now = _held(swap)
            if row.state == Swap.ASKED:
                end_swap(SYSTEM, row, duty, Swap.OVER, at)
                ended += 1
    return ended


def would_do(actor: Actor, duty: Duty, taker: Watcher, other: Duty | None) -> None:
    """Whether an exchange would be possible now: it is tried and undone. Raises as ``exchange``."""
    with suppress(_TriedOnly), journal.atomic():
        exchange(actor, duty, taker, other)
        raise _TriedOnly


def exchange(actor: Actor, duty: Duty, taker: Watcher, other: Duty | None) -> None:
    """Give a duty to ``taker``, and theirs for it. Raises ``Breaks``."""
    gone, new = [duty], [(taker, duty.shift, duty.night)]
    if other is not None:
        gone, new = [duty, other], [*new, (duty.watcher, other.shift, other.night)]
    apply(actor, gone, new, "swapped")


def apply(actor: Actor, gone: Sequence[Duty], new: Sequence[Place], why: str) -> None:
    """Change published duties under the rules. Raises ``Breaks``.

    Only whoever keeps the roster reads which rule about people it is: what somebody wished or asked for, which limits
    and what training they have is nobody else's business.
    """
    try:
        change(actor=actor, watch=gone[0].watch, gone=gone, new=new, why=why, verb=_VERBS[why], roster=gone[0].roster)
    except BreaksRules as error:
        if not OF_PLACES.issuperset(error.rules) and not may_keep(actor, gone[0].watch).allowed:
            raise DoesNotFit from error
        raise Breaks(error.words) from error


def end_offers(duty: Duty, now: datetime) -> None:
    """Something else happens to a duty: offers of it, and for it, are over. The watch is held."""
    for row in Swap.objects.filter(state=Swap.ASKED, duty=duty):
        end_swap(SYSTEM, row, duty, Swap.OVER, now)


def _held(swap: Swap) -> tuple[Swap, Duty, datetime]:
    watch = hold(swap.duty.watch_id)
    row = Swap.objects.select_related("duty__watcher", "duty__shift__post", "duty__roster", "for_duty", "to").get(
        pk=swap.pk
    )
    row.duty.watch = row.duty.watcher.watch = watch
    if row.for_duty is not None:
        row.for_duty.watch = watch
    return row, row.duty, timezone.now()


def _theirs(duty: Duty, to: Watcher | None, other: Duty | None, now: datetime) -> Duty | None:
    """The duty asked for, as it is now. Both must be of this watch, and somebody else's."""
    if to is None and other is None:
        return None
    if to is None or to.pk == duty.watcher_id or to.watch_id != duty.watch_id:
        raise NotTheirs
    if to.until is not None and to.until < duty.night:
        raise NotTheirs
    if other is None:
        return None
    found = Duty.objects.select_related("watcher", "shift__post", "roster").filter(pk=other.pk, gone_at=None).first()
    if found is None or found.watcher_id != to.pk or found.starts_at <= now:
        raise NotTheirs
    if (found.shift_id, found.night) == (duty.shift_id, duty.night):
        raise NotTheirs
    found.watch = duty.watch
    return found


def _demand_ahead(duty: Duty, now: datetime) -> None:
    if duty.gone_at is not None:
        raise DutyGone
    if duty.starts_at <= now:
        raise DutyBegun

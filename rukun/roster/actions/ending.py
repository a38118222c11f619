"""The end of what somebody asked about a duty: an offer to swap it, a search for a stand-in. There is no other way."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rukun.guard import Actor, System
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.roster import telling_living as telling
from rukun.roster.errors_living import SwapOver
from rukun.roster.models import Call, Duty, Swap
from rukun.roster.verbs import CALL_ENDED, SWAP_ENDED

SYSTEM = System("roster")


def end_swap(actor: Actor, row: Swap, duty: Duty, state: str, now: datetime) -> Swap:
    """An offer is over in this ``state``. The watch is held. Done twice it is done once. Raises ``SwapOver``."""
    if row.state == state:
        return row
    if row.state != Swap.ASKED:
        raise SwapOver(row.state)
    row.state, row.answered_at = state, now
    row.save(update_fields=["state", "answered_at"])
    note_swap(SWAP_ENDED, actor, row, duty)
    telling.swap_over(row)
    return row


def end_call(actor: Actor, call: Call, duty: Duty, state: str, now: datetime) -> None:
    """Nobody is looked for any more. The watch is held."""
    call.state, call.ended_at = state, now
    call.save(update_fields=["state", "ended_at"])
    note_call(CALL_ENDED, actor, call, duty)
    if state == Call.NOBODY:
        telling.nobody_found(duty)
    elif duty.gone_at is not None:
        telling.call_over(call)


def end_all_about(duties: Collection[UUID], now: datetime) -> None:
    """Swaps and calls about duties that are no more: whoever asked and whoever was asked need not wait."""
    both = "duty__watcher", "duty__shift__post", "duty__roster", "duty__watch__organisation"
    about = Q(duty__in=duties) | Q(for_duty__in=duties)
    for swap in list(Swap.objects.filter(about, state=Swap.ASKED).select_related(*both)):
        end_swap(SYSTEM, swap, swap.duty, Swap.OVER, now)
    for call in list(Call.objects.filter(duty__in=duties, state=Call.OPEN).select_related(*both)):
        end_call(SYSTEM, call, call.duty, Call.WITHDRAWN, now)


def note_swap(verb: Verb, actor: Actor, swap: Swap, duty: Duty) -> None:
    """Write down what became of an offer, never why."""
    codes = {"duty": str(duty.pk), "night": duty.night.isoformat(), "state": swap.state}
    journal.record(verb, actor=actor, unit=duty.watch.unit, about=("roster", swap.pk), codes=codes)


def note_call(verb: Verb, actor: Actor, call: Call, duty: Duty) -> None:
    """Write down what became of a search for a stand-in, never why."""
    codes = {"duty": str(duty.pk), "night": duty.night.isoformat(), "state": call.state}
    journal.record(verb, actor=actor, unit=duty.watch.unit, about=("roster", call.pk), codes=codes)

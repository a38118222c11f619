"""Letting a draft be solved by the worker, stopping that, and taking what it offers where not all rules can hold."""

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster.access import may_keep
from rukun.roster.actions.holding_roster import own_roster
from rukun.roster.actions.making import BUSY, open_draft
from rukun.roster.actions.running import assignment_in, propose, wait
from rukun.roster.algo.fairness import demand
from rukun.roster.algo.outcome import INFEASIBLE
from rukun.roster.algo.problem import TOTAL
from rukun.roster.errors_making import NobodyTakesPart, NothingToStaff, NotInThisState
from rukun.roster.frames import frame_of
from rukun.roster.models import Roster
from rukun.roster.outcomes import ASSIGNMENT
from rukun.roster.verbs import EDITED

SECONDS = (10, 30, 60, 120)
"""How long a solver may look for something better."""


def start_solving(*, actor: Actor, roster: Roster, edition: int, seconds: int = 30) -> Roster:
    """Let the worker solve a draft within so many ``seconds`` (one of ``SECONDS``). What was set by hand stays.

    Raises ``Refused``, ``StillSolving``, ``ChangedMeanwhile``, ``NothingToStaff``, ``NobodyTakesPart``.
    """
    may_keep(actor, roster.watch).demand()
    with journal.atomic():
        locked = open_draft(roster, edition)
        frame = frame_of(locked.watch, locked.first, locked.last, draft=locked)
        if not demand(frame.problem, TOTAL):
            raise NothingToStaff
        if not any(not each.officer for each in frame.problem.people):
            raise NobodyTakesPart
        locked.seconds = seconds if seconds in SECONDS else SECONDS[1]
        locked.cancel, locked.tries, locked.outcome = False, 0, None
        locked.edition += 1
        locked.save(update_fields=["seconds", "cancel", "tries", "outcome", "edition"])
        wait(locked)
    return locked


def cancel_solving(*, actor: Actor, roster: Roster) -> Roster:
    """Stop: one that waits at once, one that is being solved within a second or so; it keeps the best found so far.

    Raises ``Refused``. Nothing happens where it is over already.
    """
    may_keep(actor, roster.watch).demand()
    with journal.atomic():
        locked = own_roster(roster.pk)
        if locked.state == Roster.WAITING:
            locked.state, locked.lease_until, locked.progress = Roster.DRAFT, None, None
            locked.edition += 1
            locked.save(update_fields=["state", "lease_until", "progress", "edition"])
        elif locked.state in BUSY:
            locked.cancel = True
            locked.save(update_fields=["cancel"])
    return locked


def accept_relaxation(*, actor: Actor, roster: Roster, edition: int) -> Roster:
    """Take the roster that results if the smallest relaxation on offer is accepted; what is missing stays missing.

    Raises ``Refused``, ``StillSolving``, ``ChangedMeanwhile``, ``NotInThisState`` (nothing is on offer).
    """
    may_keep(actor, roster.watch).demand()
    with journal.atomic():
        locked = open_draft(roster, edition)
        outcome = locked.outcome or {}
        if outcome.get("status") != INFEASIBLE or ASSIGNMENT not in outcome:
            raise NotInThisState
        frame = frame_of(locked.watch, locked.first, locked.last, draft=locked, with_current=False)
        known = frame.watcher_of.keys()
        found = {
            place: members & known for place, members in assignment_in(outcome).items() if place[1] in frame.shift_of
        }
        propose(locked, frame, found)
        locked.outcome = {name: each for name, each in outcome.items() if name != ASSIGNMENT}
        locked.state = Roster.PROPOSED
        locked.edition += 1
        locked.save(update_fields=["state", "outcome", "edition"])
        codes = {"relaxed": len(outcome.get("relaxation", ()))}
        journal.record(EDITED, actor=actor, unit=locked.watch.unit, about=("roster", locked.pk), codes=codes)
    return locked
